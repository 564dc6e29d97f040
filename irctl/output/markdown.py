"""GitHub-flavoured Markdown: for a pull request, an issue or a job summary."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from irctl.output.report import (
    Block,
    Entry,
    Note,
    Outline,
    Report,
    Table,
    columns,
    with_shared_apart,
)
from irctl.output.style import Style
from irctl.output.text import first_names, plain

# Everything that could start markup, a link, an entity, an emoji or a new cell.
_MARKUP = re.compile(
    r"([\\`*_{}\[\]<>#|~&$]|:(?=//|:|[a-z0-9_+-]*[a-z][a-z0-9_+-]*:|[-+]1:|100:|1234:)|(?i:(?<=www)\.))"
)
# GitHub looks for mentions, e-mail addresses and the numbers of issues when no backslash
# is left (github/cmark-gfm, issues 181 and 389); it does not look across a comment.
_REFERENCE = re.compile(r"@|#(?=[0-9])|(?i:\bgh(?=-[0-9]))")

_MOST_NAMES = 5

# What begins an item of a list where it begins a line.
_LIST = re.compile(r"^(\d*)([-+.)])(?=\s|$)")


def render(report: Report, style: Style) -> Iterator[str]:
    if report.comment is not None:
        yield from report.comment()
        return
    # Only with what follows: rows that cannot be fetched leave no heading behind.
    before = _head(report) if report.jobs else ""
    for block in report.body:
        for text in _block(block):
            yield before + text
            before = ""
        before = "\n"


def _block(block: Block) -> Iterator[str]:
    match block:
        case Table():
            yield from _table(block)
        case Outline(title, entries):
            yield _title(title) + "".join(map(_item, entries))
        case Note(text, _):
            yield _paragraph(text)


def _head(report: Report) -> str:
    """Return the jobs, what the result comes down to, and why jobs are not part of it."""
    names = list(dict.fromkeys(report.jobs))
    title = first_names(names, _MOST_NAMES)
    excluded = [f"not used: {reason}" for reason in report.left_out]
    return "\n".join([f"# {escaped(title)}\n", *map(_paragraph, [*report.verdicts, *excluded]), ""])


def _paragraph(text: str) -> str:
    return _LIST.sub(r"\1\\\2", escaped(text).lstrip()) + "\n"


def escaped(text: str) -> str:
    """Return the text so that Markdown shows it as it is."""
    marked = _MARKUP.sub(r"\\\1", plain(text))
    return _REFERENCE.sub(r"\g<0><!-- -->", marked)


def _title(title: str) -> str:
    return f"## {escaped(title)}\n\n" if title else ""


def _item(entry: Entry) -> str:
    label = f"**{escaped(entry.label)}**" if entry.label.strip() else '""'
    value = f": {escaped(entry.value)}" if entry.value else ""
    return f"{'  ' * entry.depth}- {label}{value}\n"


def _table(table: Table[Any]) -> Iterator[str]:
    table, shared = with_shared_apart(table)
    rows = [row for page in table.rows.pages for row in page]
    yield _title(table.title)
    if not rows:
        yield f"{escaped(table.empty)}\n"
        return
    cells = columns(table.fields, rows)
    yield _row(field.heading for field in cells)
    yield "|" + "|".join(" ---: " if field.numeric else " --- " for field in cells) + "|\n"
    yield from map(_row, zip(*cells.values(), strict=True))
    for heading, text in shared.items():
        yield "\n" + _paragraph(f"{heading} of all rows: {text}")


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(map(escaped, cells)) + " |\n"
