"""The bill at any traffic: what each configuration costs a month, and which is cheapest where."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from irctl.decisions.cost_curves import Curve, FleetCosts, ServerlessCosts, cost_curve
from irctl.decisions.limits import Limit, missed
from irctl.decisions.plan import Plan
from irctl.decisions.plan_metrics import HOURS_PER_MONTH, MONTHLY_COST
from irctl.decisions.sizing import Sizing
from irctl.decisions.stretches import Stretch, stretches
from irctl.decisions.traffic import Traffic
from irctl.jobs.exact import exact
from irctl.jobs.metrics import COST_PER_HOUR, Unit
from irctl.jobs.model import Recommendation
from irctl.output import numbers
from irctl.output.palette import on
from irctl.output.scene import (
    Anchor,
    Box,
    Element,
    Group,
    Mark,
    Path,
    Point,
    Scene,
    Sheet,
    Size,
    Text,
)
from irctl.pictures.axes import bottom_axis, left_axis, nothing, ticks_across, ticks_up, widest
from irctl.pictures.names import Area, Room, dodged, shortened
from irctl.pictures.ribbon import ribbon
from irctl.pictures.scales import Scale, log_scale
from irctl.pictures.series import Series, by_weight, series

MOST_CURVES = 12
_TITLE = "Bill a month by traffic"
_MARGIN = 30
"""How many times the axis goes beyond the usable rates of one instance, on either side."""
_AROUND = 3
"""How many times it goes beyond a rate that is asked for, at least."""
_LIMIT_REACHED = "\N{MULTIPLICATION SIGN}"
_SHARE_OF_NAMES = 0.3
"""Of the width of the sheet, at most."""


class Line(NamedTuple):
    """The cost of one configuration at any traffic."""

    series: Series
    curve: Curve
    is_excluded: bool
    """Whether what was measured breaks a limit."""


class Bill(NamedTuple):
    """What the picture shows, for any sheet."""

    series: Sequence[Series]
    """Of all recommendations, in their order."""
    lines: Sequence[Line]
    """The configurations that matter most, at most twelve, the most important first."""
    stretches: Sequence[Stretch]
    """Which is the cheapest from the lowest to the highest rate of the axis."""
    plans: Sequence[Plan]
    sizing: Sizing

    @property
    def names(self) -> Mapping[int, Series]:
        """The series of a recommendation, by the identity of that."""
        return {id(one.recommendation): one for one in self.series}

    @property
    def rates(self) -> tuple[float, float]:
        """The ends of the axis, in requests a minute."""
        return float(self.stretches[0].start), float(self.stretches[-1].end)


def bill(recommendations: Sequence[Recommendation], plans: Sequence[Plan], sizing: Sizing) -> Bill:
    """Return what the picture of some plans shows: no line where nothing has a cost."""
    unlimited = sizing._replace(limits=())
    curves = {
        id(recommendation): curve
        for index, recommendation in enumerate(recommendations)
        if (curve := cost_curve(recommendation, index, unlimited))
    }
    if not curves:
        return Bill(series(recommendations, is_planned=True), (), (), plans, sizing)
    traffics = [plan.traffic for plan in plans]
    low, high = _ends(list(curves.values()), traffics)
    in_order = stretches(recommendations, sizing, low, high)
    first = _longest_first(in_order)
    every = series(recommendations, first, is_planned=True)
    by_id = {id(one.recommendation): one for one in every}
    lines = [
        Line(by_id[id(r)], curves[id(r)], bool(missed(sizing.limits_on_measured, r.metrics)))
        for r in by_weight(recommendations, first)
        if id(r) in curves
    ]
    lines.sort(key=lambda line: line.is_excluded)
    return Bill(every, lines[:MOST_CURVES], in_order, plans, sizing)


def _ends(curves: Sequence[Curve], traffics: Sequence[Traffic]) -> tuple[Fraction, Fraction]:
    """Return the lowest and the highest rate of the axis, rounded to 1, 2 or 5 of a decade."""
    lows, highs = zip(*map(_reach, curves), strict=True)
    asked = [rate for traffic in traffics for rate in (traffic.average, traffic.peak) if rate]
    rates = [
        *lows,
        *highs,
        *(rate / _AROUND for rate in asked),
        *(rate * _AROUND for rate in asked),
    ]
    scale = log_scale([float(min(rates)), float(max(rates))], 0, 1)
    return exact(scale.low), exact(scale.high)


def _reach(curve: Curve) -> tuple[Fraction, Fraction]:
    """Return from where to where the costs of a configuration are worth a look."""
    if isinstance(curve, FleetCosts):
        return curve.usable / _MARGIN, curve.usable * _MARGIN
    most = curve.end
    return most / _MARGIN**2, most * _AROUND


def _longest_first(in_order: Sequence[Stretch]) -> list[Recommendation]:
    """Return who is the cheapest at some traffic, the one of most of the axis first."""
    lengths: dict[int, float] = {}
    who: dict[int, Recommendation] = {}
    for stretch in in_order:
        if stretch.cheapest is not None:
            key = id(stretch.cheapest)
            who[key] = stretch.cheapest
            lengths[key] = lengths.get(key, 1.0) * float(stretch.end / stretch.start)
    return sorted(who.values(), key=lambda recommendation: -lengths[id(recommendation)])


def scene(shown: Bill, sheet: Sheet, words: str) -> Scene:
    """Lay the picture out; the words say which is the cheapest at which traffic."""
    if not shown.lines:
        return nothing(sheet, _TITLE, "no configuration has a throughput and a cost")
    low, high = shown.rates
    costs = [cost for line in shown.lines for cost in _costs(line.curve, low, high)]
    y = log_scale(costs, (sheet.rows + 1.5) * sheet.line, 2.5 * sheet.line)
    left = widest(sheet, [_usd(tick) for tick in ticks_up(sheet, y)]) + 2 * sheet.char
    texts = _names(shown.lines, sheet)
    right = sheet.width - widest(sheet, texts) - 5 * sheet.char
    x = Scale(low, high, left, max(right, left + 1), is_log=True)
    below = y.start + 3 * sheet.line
    elements: list[Element] = [
        Group(left_axis(sheet, x, y, _usd), part="y-axis"),
        Text(sheet.char / 2, 0.5 * sheet.line, "US$ a month, log", is_bold=True),
        *bottom_axis(sheet, x, y, _per_minute),
        *_seconds(sheet, x, y.start + 2 * sheet.line),
        *_cost_limits(sheet, shown.sizing.limits, x, y),
        *_curves(shown.lines, sheet, x, y),
        *_ends_of_lines(shown.lines, texts, sheet, x, y),
        *_cursors(shown, sheet, x, y),
        Text(left, below, _caption(shown.sizing.limits), "dim", Size.SMALL),
        *_axis_title(sheet, x, below, _caption(shown.sizing.limits)),
        ribbon(shown.stretches, shown.names, sheet, x, below + sheet.line),
    ]
    return Scene(
        width=sheet.width,
        height=below + 2 * sheet.line,
        title=_TITLE,
        description=f"Cheapest by traffic: {words}.",
        elements=[Group(elements, part="chart", data={"x": x.text, "y": y.text})],
    )


def _usd(value: float) -> str:
    return numbers.short_quantity(value, Unit.USD_PER_MONTH)


def _per_minute(value: float) -> str:
    return f"{numbers.short(value)}/min"


def _per_second(value: float) -> str:
    return f"{numbers.short(value / 60)}/s"


def _caption(limits: Sequence[Limit]) -> str:
    return "cheapest that meets the limits" if limits else "cheapest"


def _axis_title(sheet: Sheet, x: Scale, y: float, other: str) -> list[Element]:
    """Name the axis, where there is room next to the caption of the ribbon."""
    text = "requests, log"
    room = x.end - x.start - sheet.measure(other, Size.SMALL, False) - 2 * sheet.char
    if sheet.measure(text, Size.SMALL, False) > room:
        return []
    return [Text(x.end, y, text, "dim", Size.SMALL, anchor="end")]


def _seconds(sheet: Sheet, x: Scale, y: float) -> list[Element]:
    """Return a second row of rates, in requests a second."""
    seconds = Scale(x.low / 60, x.high / 60, x.start, x.end, is_log=True)
    ticks = ticks_across(sheet, seconds, lambda value: f"{numbers.short(value)}/s", most=7)
    return [
        Text(seconds(tick), y, f"{numbers.short(tick)}/s", "dim", Size.SMALL, anchor="middle")
        for tick in ticks
    ]


def _names(lines: Sequence[Line], sheet: Sheet) -> list[str]:
    """Return the names at the ends of the lines, short ones where the whole have no room."""
    room = sheet.width * _SHARE_OF_NAMES

    def fits(text: str) -> bool:
        return sheet.measure(text, Size.NORMAL, False) <= room

    whole = [line.series.name for line in lines]
    texts = whole if all(map(fits, whole)) else [line.series.short for line in lines]
    return [shortened(text, fits) for text in texts]


def _costs(curve: Curve, low: float, high: float) -> Iterator[float]:
    """Yield the costs a month at the ends of a curve."""
    start, end = exact(low), exact(high)
    if isinstance(curve, ServerlessCosts):
        end = min(end, curve.end)
    for rate in (start, end):
        yield float(curve.cost(rate)[0]) * HOURS_PER_MONTH


def _curves(lines: Sequence[Line], sheet: Sheet, x: Scale, y: Scale) -> Iterator[Element]:
    """Yield the curves, the most important last: it is above the others."""
    for line in reversed(lines):
        one = line.series
        way = points(line.curve, x, y, sheet.finest)
        is_serverless = isinstance(line.curve, ServerlessCosts)
        drawn: list[Element] = [
            Path(way, stroke=one.role, width=2, dash="dashed" if is_serverless else "")
        ]
        if is_serverless and way[-1][0] < x.end:
            drawn.append(Text(*way[-1], _LIMIT_REACHED, one.role, Size.LARGE, True, "middle"))
        yield Group(drawn, part="curve", number=one.number, is_faded=line.is_excluded)


def points(curve: Curve, x: Scale, y: Scale, finest: float) -> list[Point]:
    """Return the line of a curve; what is not longer than `finest` is not shown."""
    if isinstance(curve, FleetCosts):
        return _stairs(curve, x, y, finest)
    slope = float(curve.slope) * HOURS_PER_MONTH
    end = min(x.high, float(curve.end))
    return [(x(rate), y(slope * rate)) for rate in (x.low, max(end, x.low))]


def _stairs(curve: FleetCosts, x: Scale, y: Scale, finest: float) -> list[Point]:
    """Return a step for each instance, and a straight line once steps are too fine to be seen."""
    price, usable = float(curve.price) * HOURS_PER_MONTH, float(curve.usable)
    points = []
    rate, step = x.low, curve.step(exact(x.low))
    while True:
        count = curve.sizing.fleet(step)
        step = max(step, curve.sizing.carrying(count))
        until = min(step * usable, x.high)
        points += [(x(rate), y(count * price)), (x(until), y(count * price))]
        if until >= x.high:
            return points
        if x(until * (step + 1) / step) - x(until) < finest:
            last = curve.sizing.fleet(ceil(x.high / usable))
            return [*points, (x.end, y(last * price))]
        rate, step = until, step + 1


def _ends_of_lines(
    lines: Sequence[Line], texts: Sequence[str], sheet: Sheet, x: Scale, y: Scale
) -> Iterator[Element]:
    """Yield a leader, a mark and the name at the end of each line."""
    ends = [points(line.curve, x, y, sheet.finest)[-1] for line in lines]
    places = dodged(
        [end[1] for end in ends],
        [sheet.line] * len(ends),
        y.end - sheet.line / 2,
        y.start + sheet.line / 2,
    )
    for line, text, end, place in zip(lines, texts, ends, places, strict=True):
        one, start = line.series, x.end + 2 * sheet.char
        at = (start - 0.8 * sheet.char, place)
        leader = () if sheet.is_cells else (Path((end, at), stroke=one.role, dash="dotted"),)
        name: list[Element] = [
            Mark(start, place, one.shape, one.role),
            Text(start + 2 * sheet.char, place, text),
        ]
        yield Group(leader, part="leader", number=one.number, is_faded=line.is_excluded)
        yield Group(name, part="name", number=one.number, is_faded=line.is_excluded)


def _cost_limits(sheet: Sheet, limits: Sequence[Limit], x: Scale, y: Scale) -> Iterator[Element]:
    """Yield a line at each highest cost that the limits allow."""
    per_month = {MONTHLY_COST.key: 1, COST_PER_HOUR.key: HOURS_PER_MONTH}
    for limit in limits:
        factor = per_month.get(limit.metric.key)
        bound = float(limit.bound) * (factor or 0)
        if factor and limit.metric.is_of_plan and limit.operator == "<=" and y.has(bound):
            place = y(bound)
            area = Box(x.start, y.end, x.end - x.start, place - y.end, "bad", opacity=0.07)
            text = f"limit {_usd(bound)}"
            above = place - 0.6 * sheet.line
            yield Group(
                [
                    area,
                    Path(((x.start, place), (x.end, place)), stroke="bad", dash="dashed"),
                    Text(x.start + sheet.char, above, text, "bad", Size.SMALL, True, has_halo=True),
                ],
                part="limit",
            )


def _cursors(shown: Bill, sheet: Sheet, x: Scale, y: Scale) -> Iterator[Element]:
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
