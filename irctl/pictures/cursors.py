"""The traffic that is asked for, and what it costs."""

from collections.abc import Iterator
from fractions import Fraction

from irctl.decisions.traffic import Traffic
from irctl.output import numbers
from irctl.output.palette import on
from irctl.output.scene import (
    Anchor,
    Box,
    Element,
    Group,
    Mark,
    Path,
    Sheet,
    Size,
    Text,
)
from irctl.pictures.bill import Bill
from irctl.pictures.names import Area, Room, dodged
from irctl.pictures.scales import Scale


def cursors(shown: Bill, sheet: Sheet, x: Scale, y: Scale) -> Iterator[Element]:
    """Yield a line at each traffic that is asked for, with its name and what costs how much."""
    traffics = list(dict.fromkeys(plan.traffic for plan in shown.plans))
    labels = [label for traffic in traffics for label in _labels(traffic)]
    widths = [sheet.measure(text, Size.NORMAL, True) + 2 * sheet.char for text, _ in labels]
    wanted = [x(float(rate)) for _, rate in labels]
    middles = dodged(wanted, [width + sheet.char for width in widths], 0, sheet.width)
    row = 1.5 * sheet.line
    for (text, _), place, middle, width in zip(labels, wanted, middles, widths, strict=True):
        line = Path(((place, row), (place, y.start)), stroke="ink", width=1.5, dash="dotted")
        pill = Box(
            middle - width / 2, row - sheet.line / 2, width, sheet.line, "ink", is_round=True
        )
        text_ = Text(middle, row, text, on("ink"), is_bold=True, anchor="middle")
        yield Group([line, pill, text_], part="cursor")
    yield Group(list(_plans(shown, sheet, x, y)), part="plans")


def _labels(traffic: Traffic) -> list[tuple[str, Fraction]]:
    if not traffic.varies:
        return [(traffic.label, traffic.peak)]
    return [("average", traffic.average), ("peak", traffic.peak)]


def _plans(shown: Bill, sheet: Sheet, x: Scale, y: Scale) -> Iterator[Element]:
    """Yield a mark for each feasible plan on a curve, and the cost of the cheapest."""
    names = shown.names
    drawn = {line.series.number for line in shown.lines}
    room = Room(Area(x.start, y.end, x.end - x.start + 4 * sheet.char, y.start - y.end))
    cheapest: list[tuple[float, float, str]] = []
    for plan in reversed(shown.plans):
        one = names[id(plan.recommendation)]
        if not plan.feasible or plan.cost_per_month is None or one.number not in drawn:
            continue
        rate = plan.traffic.average if plan.instances is None else plan.traffic.peak
        place, height = x(float(rate)), y(plan.cost_per_month)
        mark = Mark(place, height, one.shape, one.role, is_large=plan.cheapest)
        room.take(Area(place - sheet.char, height - sheet.line / 2, 2 * sheet.char, sheet.line))
        yield Group([mark], part="mark", number=one.number)
        if plan.cheapest:
            cheapest.append((place, height, numbers.usd(plan.cost_per_month)))
    for place, height, text in cheapest:
        yield from _cost(sheet, room, place, height, text)


def _cost(sheet: Sheet, room: Room, x: float, y: float, text: str) -> Iterator[Element]:
    """Yield the cost next to a mark, where there is room for it."""
    cost = Text(x, y, text, size=Size.LARGE, is_bold=True, has_halo=True)
    named = room.first_text(
        (
            cost._replace(x=x + gap * sheet.char, y=y + row * sheet.line, anchor=anchor)
            for row in (1, 0, -1, 2)
            for gap, anchor in _SIDES
        ),
        sheet,
    )
    if named is not None:
        yield named


_SIDES: tuple[tuple[float, Anchor], ...] = ((1.5, "start"), (-1.5, "end"))
