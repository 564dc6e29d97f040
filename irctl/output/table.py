"""Tables, outlines and notes for people, in a pipe or on a terminal.

Sentences are broken between words. Other values are printed without line breaks of ours, so that
a long ARN can be copied whole.
"""

from collections.abc import Iterator

from irctl.output import grid, labels
from irctl.output.report import Note, Outline, Report, Table
from irctl.output.style import Style
from irctl.output.text import plain, wrapped


def render(report: Report, style: Style) -> Iterator[str]:
    for index, block in enumerate(report.body):
        if index:
            yield "\n"
        match block:
            case Table():
                yield from grid.render(block, style)
            case Outline(title, entries):
                title = style.paint(plain(title), "title")
                yield _text([title] if title else [], labels.outline(style, entries))
            case Note(text, tone):
                yield _text([style.paint(line, tone) for line in wrapped(text, style.width)])


def _text(*lines: list[str]) -> str:
    return "".join(line.rstrip() + "\n" for some in lines for line in some)
