"""What follows a table that is too wide for its terminal: the values without room in the rows."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from irctl.output import labels, layout
from irctl.output.layout import Cells, Layout
from irctl.output.numbers import NOTHING
from irctl.output.report import Field
from irctl.output.style import Style
from irctl.output.text import width

_ROOM = "(widen the terminal or use -o csv)"


class _Row(NamedTuple):
    """The values of a row that are listed below the table."""

    name: str
    """Its cell in the first column."""
    values: Sequence[tuple[Field[Any], str]]


class Below:
    """Collects what has no room in the rows until the table ends."""

    def __init__(self, style: Style):
        self._style = style
        self._rows: list[_Row] = []
        self._left_out: dict[str, None] = {}

    def add(self, placed: Layout, cells: Cells) -> None:
        for index, name in enumerate(cells[placed.blocks[0][0]]):
            values = [(field, cells[field][index]) for field in placed.listed]
            values = [(field, text) for field, text in values if text != NOTHING]
            if values:
                self._rows.append(_Row(name, values))
        self._left_out |= dict.fromkeys(field.heading for field in placed.left_out)

    def render(self) -> Iterator[str]:
        """Yield the values, and the names of the columns not shown."""
        if self._rows:
            yield "\n" + self._listed()
        if self._left_out:
            text = f"Not shown: {', '.join(self._left_out)} {_ROOM}"
            yield labels.paragraph(self._style, text, "dim")

    def _listed(self) -> str:
        """Return the values of each row next to its name."""
        fields = {field for row in self._rows for field, _ in row.values}
        needs_labels = len(fields) > 1 or not all(field.sentence for field in fields)
        column = max(width(row.name) for row in self._rows) + layout.GAP
        lines: list[str] = []
        for row in self._rows:
            name = labels.piece(self._style, row.name, "strong", column)
            lines += labels.listed(self._style, name, row.values, needs_labels=needs_labels)
        return "".join(line.rstrip() + "\n" for line in lines)
