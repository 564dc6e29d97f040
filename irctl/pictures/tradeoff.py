"""Two metrics against each other, such as latency against cost, with the Pareto front."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from irctl.decisions.limits import Limit
from irctl.decisions.pareto import front
from irctl.jobs.metrics import Metric, Unit
from irctl.jobs.model import Configuration
from irctl.output import numbers
from irctl.output.palette import SLOTS, slot
from irctl.output.scene import (
    Anchor,
    Box,
    Element,
    Group,
    Mark,
    Path,
    Point,
    Role,
    Scene,
    Sheet,
    Size,
    Text,
)
from irctl.pictures.axes import Show, bottom_axis, left_axis, legend, nothing, ticks_up, widest
from irctl.pictures.names import Area, Room, area, shortened
from irctl.pictures.scales import Scale, scale
from irctl.pictures.series import Series

MOST_MARKS = 100
_MOST_NAMES = 40
_COSTS = (
    Unit.USD,
    Unit.USD_PER_HOUR,
    Unit.USD_PER_MILLION,
    Unit.USD_PER_THOUSAND,
    Unit.USD_PER_MONTH,
)
_FRONT = "filled: on the Pareto front"
_NEAR = 3
"""A limit is on the axis if it is within so many times the values."""
_LONGEST_NAME = 34
"""In usual characters."""
_TITLES = {
    Unit.USD: "US$ per million inferences at full load",
    Unit.USD_PER_HOUR: "US$ an hour",
    Unit.USD_PER_MILLION: "US$ per million tokens",
    Unit.USD_PER_THOUSAND: "US$ per thousand requests",
    Unit.PER_MINUTE: "Requests a minute",
}


class Dot(NamedTuple):
    """One configuration."""

    series: Series
    x: float
    y: float
    on_front: bool
    is_excluded: bool
    role: Role
    text: str
    """Its name, or the concurrency where a line has the name."""


class Curve(NamedTuple):
    """One configuration that was measured at several concurrencies, in their order."""

    name: str
    dots: Sequence[Dot]

    @property
    def best(self) -> Dot | None:
        """The highest concurrency that meets the limits."""
        return next((dot for dot in reversed(self.dots) if not dot.is_excluded), None)


class Tradeoff(NamedTuple):
    """What the picture shows, for any sheet."""

    x: Metric
    y: Metric
    dots: Sequence[Dot]
    """The most important first."""
    limits: Sequence[Limit]
    notes: Sequence[str] = ()
    """What is not shown."""
    curves: Sequence[Curve] = ()

    @property
    def title(self) -> str:
        return f"{_heading(self.y)} against {_heading(self.x)}"


def axes(metrics: Sequence[Metric]) -> tuple[Metric, Metric]:
    """Return what is across and what is up: the first two that differ.

    Across is a cost, else one of which less is better, such as a latency.
    """
    first, second = list(dict.fromkeys(metrics))[:2]
    return min((first, second), (second, first), key=lambda pair: _order(pair[0]))


def _order(metric: Metric) -> tuple[bool, bool]:
    return metric.unit not in _COSTS, metric.higher_is_better


def _heading(metric: Metric) -> str:
    return metric.heading.format(metric.statistic)


def tradeoff(
    series: Sequence[Series],
    metrics: Sequence[Metric],
    limits: Sequence[Limit] = (),
    excluded: Collection[int] = (),
) -> Tradeoff:
    """Return what the picture of configurations shows, by two of some metrics.

    The `excluded` are the numbers of the series that break a limit; none is on the front.
    """
    x, y = axes(metrics)
    measured = [
        (one, x_value, y_value)
        for one in series
        if (x_value := x.of(one.recommendation.metrics)) is not None
        and (y_value := y.of(one.recommendation.metrics)) is not None
    ]
    able = [point for point in measured if point[0].number not in excluded]
    on_front = front([(x.badness(x_value), y.badness(y_value)) for _, x_value, y_value in able])
    best = {point[0].number for point, is_on in zip(able, on_front, strict=True) if is_on}
    dots = [
        Dot(
            series=one,
            x=x_value,
            y=y_value,
            on_front=one.number in best,
            is_excluded=one.number in excluded,
            role=one.role,
            text=one.name,
        )
        for one, x_value, y_value in measured
    ]
    dots.sort(key=lambda dot: (dot.is_excluded, not dot.on_front, x.badness(dot.x)))
    notes = _notes(len(series), len(dots), x, y)
    curves = _curves(dots[:MOST_MARKS])
    on_curves = {dot.series.number: dot for curve in curves for dot in curve.dots}
    shown = [on_curves.get(dot.series.number, dot) for dot in dots[:MOST_MARKS]]
    return Tradeoff(x, y, shown, limits, notes, curves)


def _curves(dots: Sequence[Dot]) -> list[Curve]:
    """Return the configurations that were measured at several concurrencies, each in a colour."""
    alike: dict[tuple[str, Configuration], list[Dot]] = {}
    for dot in dots:
        recommendation = dot.series.recommendation
        if recommendation.configuration.concurrency is not None:
            bare = recommendation.configuration._replace(concurrency=None)
            alike.setdefault((recommendation.job_name, bare), []).append(dot)
    several = {key: group for key, group in alike.items() if len(group) > 1}
    return [
        Curve(
            bare.title if bare.hosting else job_name,
            [
                dot._replace(role=slot(number if number < SLOTS else None), text=f"{concurrency:g}")
                for dot in sorted(group, key=_concurrency)
                for concurrency in [_concurrency(dot)]
            ],
        )
        for number, ((job_name, bare), group) in enumerate(several.items())
    ]


def _concurrency(dot: Dot) -> float:
    return dot.series.recommendation.configuration.concurrency or 0


def _notes(total: int, measured: int, x: Metric, y: Metric) -> list[str]:
    notes = []
    if total > measured:
        notes.append(f"{total - measured} without {x.name} or {y.name} not shown")
    if measured > MOST_MARKS:
        notes.append(f"the best {MOST_MARKS} of {measured:,} shown")
    return notes


def scene(shown: Tradeoff, sheet: Sheet, words: str) -> Scene:
    """Lay the picture out; the words say what it comes down to."""
    if not shown.dots:
        why = f"no configuration has both {shown.x.name} and {shown.y.name}"
        return nothing(sheet, shown.title, why)
    top, bottom = 2.5 * sheet.line, (sheet.rows + 1.5) * sheet.line
    y = scale(_values(shown, shown.y, [dot.y for dot in shown.dots]), bottom, top)
    left = widest(sheet, [_tick(shown.y)(tick) for tick in ticks_up(sheet, y)]) + 2 * sheet.char
    x_values = _values(shown, shown.x, [dot.x for dot in shown.dots])
    x = scale(x_values, left, sheet.width - 4 * sheet.char)
    below = bottom + 2 * sheet.line
    room = Room(Area(0, top - sheet.line, sheet.width, bottom - top + 1.5 * sheet.line))
    chart: list[Element] = [
        Text(sheet.char / 2, 0.5 * sheet.line, _title(shown.y, y), is_bold=True),
        *legend(sheet, [dot.series.shape for dot in shown.dots], x, 1.5 * sheet.line, _FRONT),
        Group(left_axis(sheet, x, y, _tick(shown.y)), part="y-axis"),
        *bottom_axis(sheet, x, y, _tick(shown.x)),
        Text(x.end, below, _title(shown.x, x), is_bold=True, anchor="end"),
        *_front(shown, x, y, room),
        Group(list(_limits(shown, sheet, x, y, room)), part="limits"),
        *_drawn_curves(shown.curves, sheet, x, y, room),
        *_dots(shown, sheet, x, y, room),
    ]
    notes = [
        Text(sheet.char / 2, below + (index + 1) * sheet.line, note, "dim", Size.SMALL)
        for index, note in enumerate(shown.notes)
    ]
    return Scene(
        width=sheet.width,
        height=below + (len(notes) + 1) * sheet.line,
        title=shown.title,
        description=words,
        elements=[Group([*chart, *notes], part="chart", data={"x": x.text, "y": y.text})],
    )


def _tick(metric: Metric) -> Show:
    return lambda value: numbers.short_quantity(value, metric.unit)


def _title(metric: Metric, axis: Scale) -> str:
    return _TITLES.get(metric.unit, _heading(metric)) + (", log" if axis.is_log else "")


def _values(shown: Tradeoff, metric: Metric, values: Sequence[float]) -> list[float]:
    """Return the values on an axis, and the limits on it that are not far from them."""
    bounds = [float(limit.bound) for limit in shown.limits if limit.metric.key == metric.key]
    low, high = min(values) / _NEAR, max(values) * _NEAR
    return [*values, *(bound for bound in bounds if low <= bound <= high)]


def _front(shown: Tradeoff, x: Scale, y: Scale, room: Room) -> Iterator[Element]:
    """Yield the region that the front beats, and the front as stairs around it."""
    best = sorted((dot for dot in shown.dots if dot.on_front), key=lambda d: shown.x.badness(d.x))
    if not best:
        return
    worst_x = x.start if shown.x.higher_is_better else x.end
    worst_y = y.start if shown.y.higher_is_better else y.end
    stairs: list[Point] = [(x(best[0].x), worst_y)]
    for dot in best:
        stairs += [(x(dot.x), stairs[-1][1]), (x(dot.x), y(dot.y))]
    stairs.append((worst_x, stairs[-1][1]))
    for (x1, y1), (x2, y2) in pairwise(stairs):
        room.take(Area(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1)))
    beaten = Path((*stairs, (worst_x, worst_y)), fill="ink", opacity=0.04)
    yield Group([beaten, Path(stairs, stroke="dim", width=1.5)], part="front")


def _limits(shown: Tradeoff, sheet: Sheet, x: Scale, y: Scale, room: Room) -> Iterator[Element]:
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


def _drawn_curves(
    curves: Sequence[Curve], sheet: Sheet, x: Scale, y: Scale, room: Room
) -> Iterator[Element]:
    """Yield a line through the dots of each curve, on which there is no room for names."""
    for curve in curves:
        way = [(x(dot.x), y(dot.y)) for dot in curve.dots]
        for part in _along(way, sheet):
            room.take(part)
        yield Group([Path(way, stroke=curve.dots[0].role, width=2)], part="curve")


def _along(way: Sequence[Point], sheet: Sheet) -> Iterator[Area]:
    """Yield small areas that cover a line."""
    for (x1, y1), (x2, y2) in pairwise(way):
        steps = int(max(abs(x2 - x1) / sheet.char, abs(y2 - y1) / sheet.line)) + 1
        for step in range(steps + 1):
            yield Area(x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps, 0, 0)


def _dots(shown: Tradeoff, sheet: Sheet, x: Scale, y: Scale, room: Room) -> Iterator[Element]:
    """Yield the marks, the most important last, and the names that have room."""
    dots = shown.dots
    for dot in dots:
        room.take(_around(x(dot.x), y(dot.y), sheet))
    for dot in reversed(dots):
        one = dot.series
        mark = Mark(x(dot.x), y(dot.y), one.shape, dot.role, is_hollow=not dot.on_front)
        yield Group([mark], part="mark", number=one.number, is_faded=dot.is_excluded)
    for curve in shown.curves:
        yield from _name(curve.dots[-1]._replace(text=curve.name), sheet, x, y, room)
        if shown.limits and curve.best is not None:
            best = curve.best
            ring = Mark(x(best.x), y(best.y), "circle", best.role, is_hollow=True, is_large=True)
            yield Group([ring], part="ring", number=best.series.number)
    for dot in dots[:_MOST_NAMES]:
        yield from _name(dot, sheet, x, y, room)


def _around(x: float, y: float, sheet: Sheet) -> Area:
    return Area(x - 0.8 * sheet.char, y - 0.4 * sheet.line, 1.6 * sheet.char, 0.8 * sheet.line)


def _name(dot: Dot, sheet: Sheet, x: Scale, y: Scale, room: Room) -> Iterator[Element]:
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
