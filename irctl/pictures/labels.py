"""The name of a mark, at the first place around it that is free."""

from collections.abc import Iterator
from typing import NamedTuple

from irctl.output.scene import (
    Anchor,
    Element,
    Group,
    Sheet,
    Size,
    Text,
)
from irctl.pictures.names import Room, shortened
from irctl.pictures.scales import Scale
from irctl.pictures.tradeoff import Dot

_LONGEST_NAME = 34
"""In usual characters."""


def label(dot: Dot, sheet: Sheet, x: Scale, y: Scale, room: Room) -> Iterator[Element]:
    """Yield the name of a mark at the first place around it that is free."""
    most = _LONGEST_NAME * sheet.char
    text = shortened(dot.text, lambda text: sheet.measure(text, Size.NORMAL, dot.on_front) <= most)
    name = Text(0, y(dot.y), text, is_bold=dot.on_front, has_halo=True)
    places = _PLACES if dot.on_front else _PLACES_OFF_FRONT
    named = room.first_text((place.of(name, x(dot.x), sheet) for place in places), sheet)
    if named is not None:
        yield Group([named], part="name", number=dot.series.number, is_faded=dot.is_excluded)


class _Place(NamedTuple):
    """Where a name is next to its mark."""

    lines: int
    """Below the mark."""
    anchor: Anchor

    def of(self, name: Text, column: float, sheet: Sheet) -> Text:
        """Return the name at this place of a mark in a column."""
        gap = {"start": 1.5, "middle": 0, "end": -1.5}[self.anchor] * sheet.char
        y = name.y + self.lines * sheet.line
        return name._replace(x=column + gap, y=y, anchor=self.anchor)


_NEXT_TO = (_Place(0, "start"), _Place(0, "end"))
_AROUND = (
    *(_Place(1, "start"), _Place(1, "middle")),
    *(_Place(-1, "start"), _Place(-1, "end"), _Place(-1, "middle")),
)
_PLACES = (
    *(_Place(1, "end"), *_NEXT_TO, *_AROUND),
    *(_Place(2, "end"), _Place(2, "start"), _Place(-2, "start"), _Place(-2, "end")),
)
"""The best first."""
_PLACES_OFF_FRONT = (*_NEXT_TO, _Place(1, "end"), *_AROUND)
