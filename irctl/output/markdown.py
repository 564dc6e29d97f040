"""GitHub-flavoured Markdown: for a pull request, an issue or a job summary."""

import re
from collections.abc import Iterator
from typing import Any

from irctl.output.report import Note, Outline, Report, Table, columns
from irctl.output.style import Style
from irctl.output.text import plain

# Everything that could start markup, a link, an entity, an emoji or a new cell.
_MARKUP = re.compile(
    r"([\\`*_{}\[\]<>#|~&$]|:(?=//|:|[a-z0-9_+-]*[a-z][a-z0-9_+-]*:|[-+]1:|100:|1234:)|(?i:(?<=www)\.))"
)
# GitHub looks for mentions, e-mail addresses and the numbers of issues when no backslash
# is left (github/cmark-gfm, issues 181 and 389); it does not look across a comment.
_REFERENCE = re.compile(r"@|#(?=[0-9])|(?i:\bgh(?=-[0-9]))")

# What begins an item of a list where it begins a line.
_LIST = re.compile(r"^(\d*)([-+.)])(?=\s|$)")


def render(report: Report, style: Style) -> Iterator[str]:
    for index, block in enumerate(report.body):
        if index:
            yield "\n"
        match block:
            case Table():
                yield from _table(block)
            case Outline(title, entries):
                if title:
                    yield f"## {escaped(title)}\n\n"
                for entry in entries:
                    label = f"**{escaped(entry.label)}**" if entry.label.strip() else '""'
                    value = f": {escaped(entry.value)}" if entry.value else ""
                    yield f"{'  ' * entry.depth}- {label}{value}\n"
            case Note(text, _):
                yield _LIST.sub(r"\1\\\2", escaped(text).lstrip()) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    marked = _MARKUP.sub(r"\\\1", plain(text))
    return _REFERENCE.sub(r"\g<0><!-- -->", marked)


def _table(table: Table[Any]) -> Iterator[str]:
    rows = [row for page in table.pages for row in page]
    if table.title:
        yield f"## {escaped(table.title)}\n\n"
    if not rows:
        yield f"{escaped(table.empty or '(none)')}\n"
        return
    shown = columns(table.fields, rows)
    yield "| " + " | ".join(escaped(each.heading) for each, _ in shown) + " |\n"
    yield "|" + "|".join(" ---: " if each.numeric else " --- " for each, _ in shown) + "|\n"
    for cells in zip(*(texts for _, texts in shown), strict=True):
        yield "| " + " | ".join(map(escaped, cells)) + " |\n"
