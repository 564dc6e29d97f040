"""Limits on the metrics of two axes, and what they exclude."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from irctl.decisions.limits import Limit
from irctl.output import numbers
from irctl.output.scene import Box, Element, Path, Sheet, Size, Text
from irctl.pictures.names import Area, Room, area
from irctl.pictures.scales import Scale
from irctl.pictures.tradeoff import Tradeoff


class _Bound(NamedTuple):
    """A limit on the metric of an axis."""

    limit: Limit
    axis: Scale

    @property
    def bound(self) -> float:
        return float(self.limit.bound)

    @property
    def is_on_axis(self) -> bool:
        return self.axis.has(self.bound)

    @property
    def place(self) -> float:
        """Where it is on its axis, or the end of that."""
        return self.axis(self.bound)

    @property
    def edge(self) -> float:
        """The end of the axis up to which it excludes."""
        return self.axis.end if self.limit.operator == "<=" else self.axis.start

    @property
    def text(self) -> str:
        text = f"limit {numbers.quantity(self.bound, self.limit.metric.unit)}"
        if self.is_on_axis:
            return text
        return f"{text}, {'below' if self.bound < self.axis.low else 'above'} what is shown"


def bounds(shown: Tradeoff, sheet: Sheet, x: Scale, y: Scale, room: Room) -> Iterator[Element]:
    """Yield what each limit on a metric of an axis excludes, its line and its name."""
    for limit in shown.limits:
        if limit.metric.key == shown.y.key:
            yield from _up(_Bound(limit, y), sheet, x, room)
        elif limit.metric.key == shown.x.key:
            yield from _across(_Bound(limit, x), sheet, y, room)


def _up(bound: _Bound, sheet: Sheet, x: Scale, room: Room) -> Iterator[Element]:
    """Yield a limit on the metric that is up, unless it excludes nothing that is shown."""
    place, edge = bound.place, bound.edge
    if place == edge:
        return
    yield Box(x.start, min(place, edge), x.end - x.start, abs(place - edge), "bad", opacity=0.07)
    if bound.is_on_axis:
        yield Path(((x.start, place), (x.end, place)), stroke="bad", width=1.5, dash="dashed")
        room.take(Area(x.start, place, x.end - x.start, 0))
    row = place + (-0.6 if edge < place else 0.6) * sheet.line
    left = _name(bound.text, x.start + sheet.char, row)
    yield _first([left, _ending(left, x.end - sheet.char)], sheet, room)


def _across(bound: _Bound, sheet: Sheet, y: Scale, room: Room) -> Iterator[Element]:
    """Yield a limit on the metric that is across, unless it excludes nothing that is shown."""
    place, edge = bound.place, bound.edge
    if place == edge:
        return
    yield Box(min(place, edge), y.end, abs(place - edge), y.start - y.end, "bad", opacity=0.07)
    if bound.is_on_axis:
        yield Path(((place, y.start), (place, y.end)), stroke="bad", width=1.5, dash="dashed")
        room.take(Area(place, y.end, 0, y.start - y.end))
    width = sheet.measure(bound.text, Size.SMALL, True)
    column = min(place + sheet.char, sheet.width - width)
    top = _name(bound.text, column, y.end + sheet.line / 2)
    bottom = top._replace(y=y.start - sheet.line / 2)
    before = [_ending(name, place - sheet.char) for name in (top, bottom)]
    yield _first([top, bottom, *before], sheet, room)


def _name(text: str, x: float, y: float) -> Text:
    return Text(x, y, text, "bad", Size.SMALL, is_bold=True, has_halo=True)


def _ending(name: Text, x: float) -> Text:
    return name._replace(x=x, anchor="end")


def _first(names: Sequence[Text], sheet: Sheet, room: Room) -> Element:
    """Return the name at the first place that is free, else at the best."""
    name = room.first_text(names, sheet) or names[0]
    room.take(area(name, sheet))
    return name
