"""Limits on the metrics of two axes, and what they exclude."""

from collections.abc import Iterator

from irctl.decisions.limits import Limit
from irctl.output import numbers
from irctl.output.scene import (
    Box,
    Element,
    Path,
    Sheet,
    Size,
    Text,
)
from irctl.pictures.names import Area, Room, area
from irctl.pictures.scales import Scale
from irctl.pictures.tradeoff import Tradeoff


def bounds(shown: Tradeoff, sheet: Sheet, x: Scale, y: Scale, room: Room) -> Iterator[Element]:
    """Yield what each limit on a metric of an axis excludes, its line and its name."""
    for limit in shown.limits:
        text = f"limit {numbers.quantity(float(limit.bound), limit.metric.unit)}"
        if limit.metric.key == shown.y.key:
            yield from _limit_up(limit, text, sheet, x, y, room)
        elif limit.metric.key == shown.x.key:
            yield from _limit_across(limit, text, sheet, x, y, room)


def _limit_up(
    limit: Limit, text: str, sheet: Sheet, x: Scale, y: Scale, room: Room
) -> Iterator[Element]:
    place = y(float(limit.bound))
    edge = y.end if limit.operator == "<=" else y.start
    yield Box(x.start, min(place, edge), x.end - x.start, abs(place - edge), "bad", opacity=0.07)
    yield Path(((x.start, place), (x.end, place)), stroke="bad", width=1.5, dash="dashed")
    room.take(Area(x.start, place, x.end - x.start, 0))
    row = place + (-0.6 if edge < place else 0.6) * sheet.line
    yield _limit_name(text, sheet, x.start + sheet.char, row, room)


def _limit_across(
    limit: Limit, text: str, sheet: Sheet, x: Scale, y: Scale, room: Room
) -> Iterator[Element]:
    place = x(float(limit.bound))
    edge = x.end if limit.operator == "<=" else x.start
    yield Box(min(place, edge), y.end, abs(place - edge), y.start - y.end, "bad", opacity=0.07)
    yield Path(((place, y.start), (place, y.end)), stroke="bad", width=1.5, dash="dashed")
    room.take(Area(place, y.end, 0, y.start - y.end))
    width = sheet.measure(text, Size.SMALL, True)
    column = min(place + sheet.char, sheet.width - width)
    yield _limit_name(text, sheet, column, y.end + sheet.line / 2, room)


def _limit_name(text: str, sheet: Sheet, x: float, y: float, room: Room) -> Element:
    name = Text(x, y, text, "bad", Size.SMALL, is_bold=True, has_halo=True)
    room.take(area(name, sheet))
    return name
