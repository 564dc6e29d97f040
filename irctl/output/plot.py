"""A picture on a terminal: lines of braille dots, and text and marks in whole cells.

Without Unicode the dots are `.`, `'` and `:`. The colours are those of the terminal's theme; where
there are none, names and shapes say what is what.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from math import ceil
from typing import NamedTuple

from irctl.output.report import Report
from irctl.output.scene import (
    Box,
    Element,
    Group,
    Mark,
    Path,
    Point,
    Role,
    Scene,
    Shape,
    Sheet,
    Size,
    Text,
)
from irctl.output.style import Style
from irctl.output.text import plain, width

_ROWS = 16
_WIDTH = 100
"""In columns, where there is no terminal."""
_MOST_COLUMNS = 160
_FAINTEST = 0.5
"""An area of less opacity is not drawn."""
# Select Graphic Rendition (ECMA-48): 2 faint, 31 to 36 and 94 colours of the theme.
_CODES: Mapping[Role, str] = {
    "slot-0": "34",
    "slot-1": "33",
    "slot-2": "32",
    "slot-3": "31",
    "slot-4": "35",
    "slot-5": "93",
    "slot-6": "36",
    "slot-7": "",
    "good": "32",
    "bad": "31",
    "ink": "",
    "paper": "",
}
_FAINT = "2"
_BOLD, _REVERSE = "1", "7"
_FILLED: Mapping[Shape, str] = {"circle": "●", "triangle": "▲", "diamond": "◆", "square": "■"}
_HOLLOW: Mapping[Shape, str] = {"circle": "○", "triangle": "△", "diamond": "◇", "square": "□"}
_RING = "◉"
_IN_ASCII = str.maketrans(
    {"●": "o", "▲": "^", "◆": "+", "■": "#", "○": "o", "△": "^", "◇": "+", "□": "#", "◉": "@"}
    | {"…": "~", "\xd7": "x", "─": "-", "├": "|", "┤": "|", "│": "|", "█": "#"}
    | {
        "✓": "+",
        "✗": "x",
        "±": "+",
        "↓": "v",
        "↑": "^",
        "\u2013": "-",
        "·": "-",
        "≤": "<",
        "≥": ">",
    }
)
_BRAILLE = 0x2800
_DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""The bits of a character's dots, by column and row."""
_UPPER = 0x01 | 0x02 | 0x08 | 0x10
_PERIODS = {"dotted": (1, 3), "dashed": (5, 8)}
"""Of how many dots how many are drawn."""
_GRID = (1, 4)
_BEHIND = ("grid", "band")
"""Roles whose dots give way to others."""


def sheet(columns: int) -> Sheet:
    """Return a sheet of cells."""
    return Sheet(
        width=min(columns, _MOST_COLUMNS),
        rows=_ROWS,
        char=1,
        line=1,
        measure=_measured,
        finest=0.5,
        is_cells=True,
    )


def _measured(text: str, size: Size, is_bold: bool) -> float:
    return width(text)


def render(report: Report, style: Style) -> Iterator[str]:
    if report.picture is not None:
        scene = report.picture(sheet(style.width or _WIDTH))
        yield "".join(line + "\n" for line in lines(scene, style))


def lines(scene: Scene, style: Style) -> list[str]:
    """Return the lines of a picture that was laid out for cells."""
    canvas = _Canvas(round(scene.width), round(scene.height), style)
    for element in scene.elements:
        canvas.draw(element)
    return canvas.lines()


class _Look(NamedTuple):
    """How a cell is shown."""

    role: Role = "ink"
    is_bold: bool = False
    is_reverse: bool = False

    @property
    def codes(self) -> str:
        color = _CODES.get(self.role, _FAINT)
        bold, reverse = _BOLD if self.is_bold else "", _REVERSE if self.is_reverse else ""
        return ";".join(filter(None, (bold, reverse, color)))


class _Cell(NamedTuple):
    text: str
    look: _Look


_EMPTY = _Cell(" ", _Look())
_AFTER_WIDE = _Cell("", _Look())
"""What a wide character on its left takes."""


class _Canvas:
    def __init__(self, columns: int, rows: int, style: Style):
        self._columns, self._rows = columns, rows
        self._style = style
        self._cells: dict[tuple[int, int], _Cell] = {}
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
        drawn, of = _GRID if path.stroke == "grid" else _PERIODS.get(path.dash, (1, 1))
        role = "dim" if is_faded else path.stroke
        for number, place in enumerate(_way(path.points)):
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
        self._dots[cell] = self._dots.get(cell, 0) | _DOTS[column % 2][row % 4]

    def _box(self, box: Box, is_faded: bool) -> None:
        if not box.fill or box.opacity < _FAINTEST:
            return
        left, top = round(box.x), round(box.y)
        columns = max(round(box.x + box.width) - left, 1)
        rows = max(round(box.y + box.height) - top, 1)
        look = _look(box.fill, is_faded)._replace(is_reverse=self._style.color)
        text = " " * columns if self._style.color else _area(columns, rows)
        for row in range(top, top + rows):
            self._put(left, row, text, look)

    def _mark(self, mark: Mark, is_faded: bool) -> None:
        shapes = _HOLLOW if mark.is_hollow else _FILLED
        text = _RING if mark.is_hollow and mark.is_large else shapes[mark.shape]
        self._put(int(mark.x), int(mark.y), text, _look(mark.role, is_faded))

    def _text(self, text: Text, is_faded: bool) -> None:
        shown = plain(text.text)
        before = {"start": 0.0, "middle": width(shown) / 2, "end": width(shown)}[text.anchor]
        is_on_area = text.role.startswith(_ON)
        look = _look(text.role.removeprefix(_ON), is_faded)._replace(
            is_bold=text.is_bold, is_reverse=is_on_area and self._style.color
        )
        self._put(round(text.x - before), int(text.y), shown, look)

    def _put(self, column: int, row: int, text: str, look: _Look) -> None:
        for character in text:
            columns = width(character)
            if not columns and (column - 1, row) in self._cells:  # an accent, on its letter
                letter = self._cells[column - 1, row]
                self._cells[column - 1, row] = letter._replace(text=letter.text + character)
            elif 0 <= column <= self._columns - columns and 0 <= row < self._rows:
                self._cells[column, row] = _Cell(character, look)
                if columns == 2:
                    self._cells[column + 1, row] = _AFTER_WIDE
            column += columns

    def lines(self) -> list[str]:
        return [self._line(row) for row in range(self._rows)]

    def _line(self, row: int) -> str:
        cells = [self._cell(column, row) for column in range(self._columns)]
        while cells and cells[-1] == _EMPTY:
            cells.pop()
        runs = groupby(cells, key=lambda cell: cell.look)
        return "".join(
            self._painted("".join(cell.text for cell in run), look) for look, run in runs
        )

    def _cell(self, column: int, row: int) -> _Cell:
        """Return what a cell shows: its text, else its dots."""
        place = column, row
        if place in self._cells:
            return self._cells[place]
        if place not in self._dots:
            return _EMPTY
        return _Cell(self._dotted(self._dots[place]), _Look(self._roles[place]))

    def _dotted(self, dots: int) -> str:
        if self._style.unicode:
            return chr(_BRAILLE + dots)
        return (":" if dots & ~_UPPER else "'") if dots & _UPPER else "."

    def _painted(self, text: str, look: _Look) -> str:
        if not self._style.unicode:
            text = text.translate(_IN_ASCII)
        codes = look.codes
        return f"\x1b[{codes}m{text}\x1b[0m" if self._style.color and codes else text


_ON = "on-"


def _look(role: Role, is_faded: bool) -> _Look:
    return _Look("dim" if is_faded else role)


def _area(columns: int, rows: int) -> str:
    """Return a line of an area where there are no colours."""
    if rows > 1:
        return "█" * columns
    return "│" if columns == 1 else f"├{'─' * (columns - 2)}┤"


def _way(points: Sequence[Point]) -> Iterator[tuple[int, int]]:
    """Yield the dots of a line through points, by column and row of dots."""
    for (x1, y1), (x2, y2) in pairwise(points):
        x1, y1, x2, y2 = 2 * x1, 4 * y1, 2 * x2, 4 * y2
        steps = max(ceil(abs(x2 - x1)), ceil(abs(y2 - y1)), 1)
        for step in range(steps + 1):
            yield int(x1 + (x2 - x1) * step / steps), int(y1 + (y2 - y1) * step / steps)
