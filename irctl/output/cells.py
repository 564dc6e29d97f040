"""How a cell of a terminal is shown: its text, its colour, its dots."""

from collections.abc import Mapping
from typing import NamedTuple

from irctl.output.scene import (
    Role,
    Shape,
)

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
FILLED: Mapping[Shape, str] = {"circle": "●", "triangle": "▲", "diamond": "◆", "square": "■"}
HOLLOW: Mapping[Shape, str] = {"circle": "○", "triangle": "△", "diamond": "◇", "square": "□"}
RING = "◉"
IN_ASCII = str.maketrans(
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
BRAILLE = 0x2800
DOTS = ((0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80))
"""The bits of a character's dots, by column and row."""
UPPER = 0x01 | 0x02 | 0x08 | 0x10


class Look(NamedTuple):
    """How a cell is shown."""

    role: Role = "ink"
    is_bold: bool = False
    is_reverse: bool = False

    @property
    def codes(self) -> str:
        color = _CODES.get(self.role, _FAINT)
        bold, reverse = _BOLD if self.is_bold else "", _REVERSE if self.is_reverse else ""
        return ";".join(filter(None, (bold, reverse, color)))


class Cell(NamedTuple):
    text: str
    look: Look


EMPTY = Cell(" ", Look())
AFTER_WIDE = Cell("", Look())
"""What a wide character on its left takes."""


def look_of(role: Role, is_faded: bool) -> Look:
    return Look("dim" if is_faded else role)
