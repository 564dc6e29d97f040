"""A table as text, page by page, for a pipe or a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

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
        cells: Cells = {
            field: lined_up(texts) if field.numeric else self._shortened(field, texts)
            for field, texts in whole.items()
        }
        numbers = [str(number) for number in range(self.count + 1, self.count + len(rows) + 1)]
        self.count += len(rows)
        self._measure({_NUMBER: numbers, **cells})
        placed = self._arrange(cells)
        too_wide = [field for field in (*placed.left_out, *placed.listed) if field.short]
        if any(field not in self._short for field in too_wide):
            self._short.update(too_wide)
            for field in too_wide:
                del self._widths[field], self._least[field]
                cells = {**cells, field: self._shortened(field, whole[field])}
            self._measure(cells)
            placed = self._arrange(cells)
        if self._is_numbered or not placed.is_clear(cells):
            cells = {_NUMBER: numbers, **cells}
            placed = self._arrange(cells)
        continues = len(placed.blocks) == 1 and self._blocks == placed.blocks
        self._blocks = placed.blocks
        for index, block in enumerate(placed.blocks):
            yield "\n" * bool(index) + self._draw(block, cells, rows, header=not continues)
        self.below.add(placed, {**cells, **whole})

    def _shortened(self, field: Field[Any], texts: Sequence[str]) -> Sequence[str]:
        if field.short is None or field not in self._short:
            return texts
        return [field.short(text) for text in texts]

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
        tones = [_tones(field, rows) for field in block]
        links = [self._links(field, rows) for field in block]
        for index in range(len(rows)):
            texts = [_lines(field, cells[field][index], widths[field]) for field in block]
            for line in zip_longest(*texts, fillvalue=""):
                padded = [
                    self._padded(field, text, widths[field], tone[index], link[index])
                    for field, text, tone, link in zip(block, line, tones, links, strict=True)
                ]
                lines.append(_GAP.join(padded))
        return "".join(line.rstrip() + "\n" for line in lines)

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


def _lines(field: Field[Any], text: str, columns: int) -> list[str]:
    return wrapped(text, columns) if field.sentence else [text]


def _tones(field: Field[Any], rows: Sequence[Any]) -> list[str | None]:
    """Return the tone of each cell; the best of several values has one of its own."""
    tones: list[str | None] = [field.tone(row) for row in rows]
    values = [field.get(row) for row in rows]
    best = field.best(values)
    if best is None:
        return tones
    return ["best" if value == best else tone for value, tone in zip(values, tones, strict=True)]
