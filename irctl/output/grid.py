"""A table as text, page by page, for a pipe or a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from irctl.output import labels, layout
from irctl.output.below import Below
from irctl.output.decimals import lined_up
from irctl.output.layout import Cells, Layout
from irctl.output.report import Field, Table, columns, with_shared_apart
from irctl.output.style import Style
from irctl.output.text import plain, width, wrapped

_NUMBER: Field[Any] = Field(get=lambda row: None, heading="#", numeric=True, keep=0)
"""Tells rows apart that look alike otherwise. A row doesn't know its number."""
_GAP = " " * layout.GAP


def render(table: Table[Any], style: Style) -> Iterator[str]:
    """Yield a table as its pages arrive.

    A table that is too wide for its terminal gives up its least important columns first. Their
    values are listed below it, row by row and never cut, under the value of the first column or,
    where two rows share that value, under a number. The most important columns move to a further
    block of the same rows.
    """
    title = style.paint(plain(table.title), "title") + "\n" if table.title else ""
    table, shared = with_shared_apart(table)
    grid = _Grid(table, style)
    for rows in table.rows.pages:
        if rows:
            yield from [title] if title else []
            title = ""
            yield from grid.page(rows)
    if not grid.count:
        yield title + labels.paragraph(style, table.empty, "dim")
    for heading, text in shared.items():
        yield labels.paragraph(style, f"{heading} of all rows: {text}")
    yield from grid.below.render()


class _Column(NamedTuple):
    """A column of a block, with its cells."""

    field: Field[Any]
    width: int
    cells: Sequence[str]
    tones: Sequence[str | None]
    links: Sequence[str | None]

    def lines(self, index: int) -> list[str]:
        """Return the text of a cell, a sentence in as many lines as the width requires."""
        text = self.cells[index]
        return wrapped(text, self.width) if self.field.sentence else [text]


class _Grid:
    """The columns of a table; a later page keeps those of earlier ones in their places."""

    def __init__(self, table: Table[Any], style: Style):
        self.count = 0
        """How many rows have been printed."""
        self._style = style
        self._fields = table.fields
        self._details = table.details
        self._identity = {_NUMBER, *self._fields[: table.who]}
        self._widths: dict[Field[Any], int] = {}
        self._least: dict[Field[Any], int] = {}
        self._blocks: Sequence[Sequence[Field[Any]]] = []
        """Of the page before."""
        self._short: set[Field[Any]] = set()
        """The fields whose texts are shortened."""
        self.below = Below(style)

    def page(self, rows: Sequence[Any]) -> Iterator[str]:
        """Yield some rows, with a header unless they continue in the same columns."""
        whole: Cells = columns(self._fields, rows, always=self._widths)
        cells = self._shown(whole)
        numbers = [str(number) for number in range(self.count + 1, self.count + len(rows) + 1)]
        self.count += len(rows)
        self._measure({_NUMBER: numbers, **cells})
        if self._shorten(self._arrange(cells)):
            cells = self._shown(whole)
            self._measure(cells)
        placed = self._arrange(cells)
        if self._is_numbered or not placed.is_clear(cells):
            cells = {_NUMBER: numbers, **cells}
            placed = self._arrange(cells)
        yield from self._drawn(placed.blocks, cells, rows)
        self.below.add(placed, {**cells, **whole})

    def _shown(self, whole: Cells) -> Cells:
        """Return the texts as they are printed: decimals lined up, some texts shortened."""
        return {
            field: lined_up(texts) if field.numeric else self._shortened(field, texts)
            for field, texts in whole.items()
        }

    def _shortened(self, field: Field[Any], texts: Sequence[str]) -> Sequence[str]:
        if field.short is None or field not in self._short:
            return texts
        return [field.short(text) for text in texts]

    def _shorten(self, placed: Layout) -> bool:
        """Shorten the texts that have no room, where that is possible. Return whether it is."""
        too_wide = {field for field in (*placed.left_out, *placed.listed) if field.short}
        if too_wide <= self._short:
            return False
        self._short |= too_wide
        for field in too_wide:
            del self._widths[field], self._least[field]
        return True

    def _drawn(
        self, blocks: Sequence[Sequence[Field[Any]]], cells: Cells, rows: Sequence[Any]
    ) -> Iterator[str]:
        continues = len(blocks) == 1 and self._blocks == blocks
        self._blocks = blocks
        for index, block in enumerate(blocks):
            yield "\n" * bool(index) + self._draw(block, cells, rows, header=not continues)

    @property
    def _is_numbered(self) -> bool:
        return bool(self._blocks) and _NUMBER in self._blocks[0]

    def _measure(self, cells: Cells) -> None:
        for field, texts in cells.items():
            known = self._widths.get(field) or width(field.heading)
            self._widths[field] = max(known, *map(width, texts))
            least = layout.least_width(field, texts, self._widths[field])
            self._least[field] = max(least, self._least.get(field, 0))

    def _arrange(self, cells: Cells) -> Layout:
        return layout.arrange(cells, self._least, self._identity, self._style.width, self._details)

    def _draw(
        self, block: Sequence[Field[Any]], cells: Cells, rows: Sequence[Any], header: bool
    ) -> str:
        widths = layout.shared_widths(block, self._widths, self._least, self._style.width)
        lines = self._header(block, widths) if header and self._style.headers else []
        drawn = [
            _Column(
                field, widths[field], cells[field], _tones(field, rows), self._links(field, rows)
            )
            for field in block
        ]
        for index in range(len(rows)):
            lines += self._row(drawn, index)
        return "".join(line.rstrip() + "\n" for line in lines)

    def _row(self, drawn: Sequence[_Column], index: int) -> list[str]:
        """Return the lines of a row: several where a sentence takes them."""
        texts = zip_longest(*(column.lines(index) for column in drawn), fillvalue="")
        return [
            _GAP.join(
                self._padded(
                    column.field, text, column.width, column.tones[index], column.links[index]
                )
                for column, text in zip(drawn, line, strict=True)
            )
            for line in texts
        ]

    def _header(self, block: Sequence[Field[Any]], widths: Mapping[Field[Any], int]) -> list[str]:
        headings = [
            self._padded(field, plain(field.heading), widths[field], "strong") for field in block
        ]
        rule = "─" if self._style.unicode else "-"
        return [
            _GAP.join(headings),
            rule * (sum(widths[field] + layout.GAP for field in block) - layout.GAP),
        ]

    def _links(self, field: Field[Any], rows: Sequence[Any]) -> Sequence[str | None]:
        if field.link is None or not self._style.links:
            return [None] * len(rows)
        return list(map(field.link, rows))

    def _padded(
        self,
        field: Field[Any],
        text: str,
        columns: int,
        tone: str | None,
        link: str | None = None,
    ) -> str:
        spaces = " " * (columns - width(text))
        painted = self._style.link(self._style.paint(text, tone), link)
        return spaces + painted if field.numeric else painted + spaces


def _tones(field: Field[Any], rows: Sequence[Any]) -> list[str | None]:
    """Return the tone of each cell; the best of several values has one of its own."""
    tones: list[str | None] = [field.tone(row) for row in rows]
    values = [field.get(row) for row in rows]
    best = field.best(values)
    if best is None:
        return tones
    return ["best" if value == best else tone for value, tone in zip(values, tones, strict=True)]
