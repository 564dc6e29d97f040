"""The cells of a terminal, on which a picture is drawn."""

from itertools import groupby

from irctl.output.cells import (
    AFTER_WIDE,
    BRAILLE,
    DOTS,
    EMPTY,
    FILLED,
    HOLLOW,
    IN_ASCII,
    RING,
    UPPER,
    Cell,
    Look,
    look_of,
)
from irctl.output.dots import GRID, PERIODS, area_line, way
from irctl.output.scene import (
    Box,
    Element,
    Group,
    Mark,
    Path,
    Role,
    Text,
)
from irctl.output.style import Style
from irctl.output.text import plain, width

_FAINTEST = 0.5
"""An area of less opacity is not drawn."""
_BEHIND = ("grid", "band")
"""Roles whose dots give way to others."""


class Canvas:
    def __init__(self, columns: int, rows: int, style: Style):
        self._columns, self._rows = columns, rows
        self._style = style
        self._cells: dict[tuple[int, int], Cell] = {}
        self._dots: dict[tuple[int, int], int] = {}
        self._roles: dict[tuple[int, int], Role] = {}

    def draw(self, element: Element, *, is_faded: bool = False) -> None:
        match element:
            case Group():
                for inner in element.elements:
                    self.draw(inner, is_faded=is_faded or element.is_faded)
            case Path():
                self._path(element, is_faded)
            case Box():
                self._box(element, is_faded)
            case Mark():
                self._mark(element, is_faded)
            case Text():
                self._text(element, is_faded)

    def _path(self, path: Path, is_faded: bool) -> None:
        if not path.stroke:
            return
        drawn, of = GRID if path.stroke == "grid" else PERIODS.get(path.dash, (1, 1))
        role = "dim" if is_faded else path.stroke
        for number, place in enumerate(way(path.points)):
            if number % of < drawn:
                self._dot(place, role)

    def _dot(self, place: tuple[int, int], role: Role) -> None:
        column, row = place
        cell = column // 2, row // 4
        before = self._roles.get(cell)
        if before is not None and role in _BEHIND and before not in _BEHIND:
            return
        if before in _BEHIND and role not in _BEHIND:
            self._dots[cell] = 0
        self._roles[cell] = role
        self._dots[cell] = self._dots.get(cell, 0) | DOTS[column % 2][row % 4]

    def _box(self, box: Box, is_faded: bool) -> None:
        if not box.fill or box.opacity < _FAINTEST:
            return
        left, top = round(box.x), round(box.y)
        columns = max(round(box.x + box.width) - left, 1)
        rows = max(round(box.y + box.height) - top, 1)
        look = look_of(box.fill, is_faded)._replace(is_reverse=self._style.color)
        text = " " * columns if self._style.color else area_line(columns, rows)
        for row in range(top, top + rows):
            self._put(left, row, text, look)

    def _mark(self, mark: Mark, is_faded: bool) -> None:
        shapes = HOLLOW if mark.is_hollow else FILLED
        text = RING if mark.is_hollow and mark.is_large else shapes[mark.shape]
        self._put(int(mark.x), int(mark.y), text, look_of(mark.role, is_faded))

    def _text(self, text: Text, is_faded: bool) -> None:
        shown = plain(text.text)
        before = {"start": 0.0, "middle": width(shown) / 2, "end": width(shown)}[text.anchor]
        is_on_area = text.role.startswith(_ON)
        look = look_of(text.role.removeprefix(_ON), is_faded)._replace(
            is_bold=text.is_bold, is_reverse=is_on_area and self._style.color
        )
        self._put(round(text.x - before), int(text.y), shown, look)

    def _put(self, column: int, row: int, text: str, look: Look) -> None:
        for character in text:
            columns = width(character)
            if not columns and (column - 1, row) in self._cells:  # an accent, on its letter
                letter = self._cells[column - 1, row]
                self._cells[column - 1, row] = letter._replace(text=letter.text + character)
            elif 0 <= column <= self._columns - columns and 0 <= row < self._rows:
                self._cells[column, row] = Cell(character, look)
                if columns == 2:
                    self._cells[column + 1, row] = AFTER_WIDE
            column += columns

    def lines(self) -> list[str]:
        return [self._line(row) for row in range(self._rows)]

    def _line(self, row: int) -> str:
        cells = [self._cell(column, row) for column in range(self._columns)]
        while cells and cells[-1] == EMPTY:
            cells.pop()
        runs = groupby(cells, key=lambda cell: cell.look)
        return "".join(
            self._painted("".join(cell.text for cell in run), look) for look, run in runs
        )

    def _cell(self, column: int, row: int) -> Cell:
        """Return what a cell shows: its text, else its dots."""
        place = column, row
        if place in self._cells:
            return self._cells[place]
        if place not in self._dots:
            return EMPTY
        return Cell(self._dotted(self._dots[place]), Look(self._roles[place]))

    def _dotted(self, dots: int) -> str:
        if self._style.unicode:
            return chr(BRAILLE + dots)
        return (":" if dots & ~UPPER else "'") if dots & UPPER else "."

    def _painted(self, text: str, look: Look) -> str:
        if not self._style.unicode:
            text = text.translate(IN_ASCII)
        codes = look.codes
        return f"\x1b[{codes}m{text}\x1b[0m" if self._style.color and codes else text


_ON = "on-"
