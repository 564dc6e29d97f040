"""Reports of made-up rows, and text that means harm."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from hypothesis import strategies as st

from irctl.output.report import Block, Field, Report, Rows, Table, documents

Row = dict[str, Any]

HOSTILE = [
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x9b31m",
    "\x90q\x9c",
    "\r\nsecond line",
    "a\nb\rc\x0bd\x0ce\x85f\u2028g\u2029h",
    "tab\there",
    "bell\x07 and back\x08space",
    "nul\x00",
    "\u202eevil\u202c",
    "\u2066isolated\u2069",
    "zero\u200bwidth\u200djoiner\ufeffmark",
    "soft\u00adhyphen",
    "filler\u3164\u115f\u1160\uffa0",
    "selector\ufe0f\U000e0100",
    "tag\U000e0041",
    "lone\ud800surrogate",
    "private\ue000use",
    "[bold]markup[/bold] [link=http://e]x[/link]",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1)",
    "| a | b |",
    "`code` *em* _em_ **b** ~~s~~ <b>x</b> &amp; <!-- c -->",
    "[text](http://example.com) ![i](http://e) [^1] http://example.com www.example.com",
    "@someone #1 :tada: $x$ \\ \\| \\\\",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "---",
    "'quoted', \"twice\"",
    "a,b;c\td",
    "\u7f8e\u4e3d wide \U0001f600",
    "  spaced  out  ",
    "\u00a0nbsp\u3000wide space",
    "",
    "-",
]
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=20),
    st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Mn", "Lo"]), max_size=5),
)

_SGR = re.compile(r"\x1b\[[0-9;]*m")


def field(name: str, **settings: Any) -> Field[Row]:
    """Return a field that is in every format under one name."""
    names = {"member": name, "column": name, "heading": name}
    return Field(get=lambda row: row.get(name), **names | settings)


def report(
    fields: Sequence[Field[Row]],
    *pages: Sequence[Row],
    stream: Iterable[Sequence[Row]] | None = None,
    **table: Any,
) -> Report:
    """Return the report of one table."""
    rows = Rows(fields, pages if stream is None else stream)
    return Report(rows=rows, document=list, blocks=[Table(rows=rows, **table)])


def blocks(*given: Block) -> Report:
    return Report(rows=documents([]), blocks=given)


def without_colour(text: str) -> str:
    """Return the text without the codes that set colours and weights."""
    return _SGR.sub("", text)
