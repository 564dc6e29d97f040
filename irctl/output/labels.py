"""Labelled values: the lines of an outline, and of what is listed below a table."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from irctl.output import layout
from irctl.output.report import Entry, Field
from irctl.output.style import Style
from irctl.output.text import plain, width, wrapped

_BETWEEN = "   "
"""Between labelled values in one line."""


class Piece(NamedTuple):
    """Text with its colour codes, and the columns that it takes without them."""

    text: str
    width: int

    def followed_by(self, other: "Piece") -> "Piece":
        return Piece(self.text + other.text, self.width + other.width)


def piece(style: Style, text: str, tone: str | None = None, columns: int = 0) -> Piece:
    """Return a text of at least so many columns."""
    text += " " * (columns - width(text))
    return Piece(style.paint(text, tone), width(text))


def paragraph(style: Style, text: str, tone: str | None = None) -> str:
    """Return a sentence in as many lines as the width requires."""
    return "".join(style.paint(line, tone) + "\n" for line in wrapped(text, style.width))


def outline(style: Style, entries: Sequence[Entry]) -> list[str]:
    """Return the lines of an outline, its values in one column."""
    labels = ["  " * entry.depth + plain(entry.label) for entry in entries]
    column = max(map(width, labels), default=0) + layout.GAP
    lines: list[str] = []
    for label, entry in zip(labels, entries, strict=True):
        if entry.value and entry.link:
            linked = style.link(style.paint(plain(entry.value), entry.tone), entry.link)
            lines.append(piece(style, label, "dim", column).text + linked)
        elif entry.value:
            start = piece(style, label, "dim", column)
            lines += _labelled(style, start, entry.value, entry.tone, entry.sentence)
        else:
            lines.append(style.paint(label, "strong"))
    return lines


def listed(
    style: Style, name: Piece, values: Sequence[tuple[Field[Any], str]], needs_labels: bool
) -> list[str]:
    """Return the lines of a row's values, next to its name.

    Short values share a line, a sentence has its own.
    """
    lines: list[str] = []
    last: Piece | None = None
    """The last line, while another short value may join it."""
    for field, value in values:
        label = piece(style, f"{field.heading}: " if needs_labels else "", "dim")
        text = label.followed_by(piece(style, value))
        joined = _joined(style, last, text) if last and not field.sentence else None
        if joined:
            last = joined
            lines[-1] = joined.text
            continue
        start = piece(style, "", columns=name.width) if lines else name
        lines += _labelled(style, start.followed_by(label), value, None, field.sentence)
        last = None if field.sentence else start.followed_by(text)
    return lines


def _joined(style: Style, line: Piece, text: Piece) -> Piece | None:
    """Return a line with another value; None without room, or where no line is wrapped."""
    longer = line.followed_by(piece(style, _BETWEEN)).followed_by(text)
    return longer if style.width is not None and longer.width <= style.width else None


def _labelled(
    style: Style, label: Piece, value: str, tone: str | None, is_sentence: bool
) -> list[str]:
    """Return a value next to its label.

    A sentence continues below its own beginning, or below the label where there is no room to
    read it next to that.
    """
    room = style.width
    if not is_sentence or room is None or label.width + width(value) <= room:
        return [label.text + style.paint(plain(value), tone)]
    if room - label.width < layout.SENTENCE:
        indent = "  "
        return [label.text, *_indented(style, indent, wrapped(value, room - len(indent)), tone)]
    first, *rest = wrapped(value, room - label.width)
    return [
        label.text + style.paint(first, tone),
        *_indented(style, " " * label.width, rest, tone),
    ]


def _indented(style: Style, indent: str, lines: Sequence[str], tone: str | None) -> list[str]:
    return [indent + style.paint(line, tone) for line in lines]
