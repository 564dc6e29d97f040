"""Tables, outlines and notes for people, in a pipe or on a terminal.

Sentences are broken between words. Other values are printed without line breaks of ours, so that
a long ARN can be copied whole.
"""

from collections.abc import Iterator

from irctl.output import grid, labels
from irctl.output.report import Note, Outline, Report, Table
from irctl.output.style import Style
from irctl.output.text import plain


def render(report: Report, style: Style) -> Iterator[str]:
    for index, block in enumerate(report.body):
        if index:
            yield "\n"
        match block:
            case Table():
                yield from grid.render(block, style)
            case Outline(title, entries):
                title = style.paint(plain(title), "title")
                heading = [title] if title else []
                yield "".join(
                    f"{line.rstrip()}\n" for line in [*heading, *labels.outline(style, entries)]
                )
            case Note(text, tone):
                yield labels.paragraph(style, text, tone)
