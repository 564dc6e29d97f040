"""The blocks of a report as HTML."""

from collections.abc import Sequence
from typing import Any

from irctl.output.report import (
    Block,
    Entry,
    Field,
    Note,
    Outline,
    Table,
    columns,
    with_shared_apart,
)
from irctl.page.markup import Html, join, tag


def block(shown: Block) -> Html:
    match shown:
        case Table():
            return table(shown)
        case Outline(title, entries):
            return join(title and tag("h3", title), entry_list(entries))
        case Note(text, _):
            return tag("p", text)


def entry_list(entries: Sequence[Entry]) -> Html:
    """Return labelled values as a description list."""
    return tag(
        "dl",
        *(join(tag("dt", entry.label), tag("dd", entry.value or "")) for entry in entries),
    )


def table(shown: Table[Any]) -> Html:
    """Return a table that scrolls by itself where it is too wide, with the keyboard too."""
    shown, shared = with_shared_apart(shown)
    rows = [row for page in shown.rows.pages for row in page]
    if not rows:
        return tag("p", shown.empty)
    fields = list(columns(shown.fields, rows))
    head = tag("tr", *(tag("th", field.heading, scope="col") for field in fields))
    body = [_row(fields, row) for row in rows]
    notes = [tag("p", f"{heading} of all rows: {text}") for heading, text in shared.items()]
    return join(
        shown.title and tag("h3", shown.title),
        scrolling(tag("table", tag("thead", head), tag("tbody", *body)), shown.title or "Table"),
        *notes,
    )


def _row(fields: Sequence[Field[Any]], row: Any) -> Html:
    return tag("tr", *(tag("td", field.text(row), class_=field.tone(row)) for field in fields))


def scrolling(content: Html, label: str) -> Html:
    return tag(
        "div", content, class_="scroll", role="region", aria_label=f"{label}, table", tabindex="0"
    )
