"""Two metrics against each other, laid out for a sheet."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from irctl.jobs.metrics import Metric, Unit
from irctl.output import numbers
from irctl.output.scene import (
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
from irctl.pictures.axes import Show, bottom_axis, left_axis, legend, nothing, ticks_up, widest
from irctl.pictures.bounds import bounds
from irctl.pictures.labels import label
from irctl.pictures.names import Area, Room
from irctl.pictures.scales import Scale, scale
from irctl.pictures.tradeoff import Curve, Tradeoff, heading

_MOST_NAMES = 40
_FRONT = "filled: on the Pareto front"
_NEAR = 3
"""A limit is on the axis if it is within so many times the values."""
_TITLES = {
    Unit.USD: "US$ per million inferences at {load}",
    Unit.USD_PER_HOUR: "US$ an hour",
    Unit.USD_PER_MILLION: "US$ per million tokens",
    Unit.USD_PER_THOUSAND: "US$ per thousand requests",
    Unit.PER_MINUTE: "Requests a minute",
}


def scene(shown: Tradeoff, sheet: Sheet, words: str, load: str = "full load") -> Scene:
    """Lay the picture out; the words say what it comes down to, `load` at what costs hold."""
    if not shown.dots:
        why = f"no configuration has both {shown.x.name} and {shown.y.name}"
        return nothing(sheet, shown.title, why)
    top, bottom = 2.5 * sheet.line, (sheet.rows + 1.5) * sheet.line
    y = scale(_values(shown, shown.y, [dot.y for dot in shown.dots]), bottom, top)
    left = widest(sheet, [_tick(shown.y)(tick) for tick in ticks_up(sheet, y)]) + 2 * sheet.char
    x_values = _values(shown, shown.x, [dot.x for dot in shown.dots])
    x = scale(x_values, left, sheet.width - 4 * sheet.char)
    below = bottom + 2 * sheet.line
    room = Room(Area(left, top - sheet.line, sheet.width - left, bottom - top + 1.5 * sheet.line))
    _take(shown, sheet, x, y, room)
    chart: list[Element] = [
        Text(sheet.char / 2, 0.5 * sheet.line, _title(shown.y, y, load), is_bold=True),
        *legend(sheet, [dot.series.shape for dot in shown.dots], x, 1.5 * sheet.line, _FRONT),
        Group(left_axis(sheet, x, y, _tick(shown.y)), part="y-axis"),
        *bottom_axis(sheet, x, y, _tick(shown.x)),
        Text(x.end, below, _title(shown.x, x, load), is_bold=True, anchor="end"),
        *_front(shown, x, y, room),
        Group(list(bounds(shown, sheet, x, y, room)), part="limits"),
        *_drawn_curves(shown.curves, x, y),
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


def _title(metric: Metric, axis: Scale, load: str) -> str:
    title = _TITLES.get(metric.unit, heading(metric)).format(load=load)
    return f"{title}, log" if axis.is_log else title


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


def _take(shown: Tradeoff, sheet: Sheet, x: Scale, y: Scale, room: Room) -> None:
    """Take the room of the marks and the curves, which no name is over."""
    for dot in shown.dots:
        room.take(_around(x(dot.x), y(dot.y), sheet))
    for curve in shown.curves:
        for part in _along(_way(curve, x, y), sheet):
            room.take(part)


def _way(curve: Curve, x: Scale, y: Scale) -> list[Point]:
    return [(x(dot.x), y(dot.y)) for dot in curve.dots]


def _drawn_curves(curves: Sequence[Curve], x: Scale, y: Scale) -> Iterator[Element]:
    """Yield a line through the dots of each curve."""
    for curve in curves:
        yield Group([Path(_way(curve, x, y), stroke=curve.dots[0].role, width=2)], part="curve")


def _along(way: Sequence[Point], sheet: Sheet) -> Iterator[Area]:
    """Yield small areas that cover a line."""
    for (x1, y1), (x2, y2) in pairwise(way):
        steps = int(max(abs(x2 - x1) / sheet.char, abs(y2 - y1) / sheet.line)) + 1
        for step in range(steps + 1):
            yield Area(x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps, 0, 0)


def _dots(shown: Tradeoff, sheet: Sheet, x: Scale, y: Scale, room: Room) -> Iterator[Element]:
    """Yield the marks, the most important last, and the names that have room."""
    dots = shown.dots
    for dot in reversed(dots):
        one = dot.series
        mark = Mark(x(dot.x), y(dot.y), one.shape, dot.role, is_hollow=not dot.on_front)
        yield Group([mark], part="mark", number=one.number, is_faded=dot.is_excluded)
    for curve in shown.curves:
        yield from label(curve.dots[-1]._replace(text=curve.name), sheet, x, y, room)
        if shown.limits and curve.best is not None:
            best = curve.best
            ring = Mark(x(best.x), y(best.y), "circle", best.role, is_hollow=True, is_large=True)
            yield Group([ring], part="ring", number=best.series.number)
    for dot in dots[:_MOST_NAMES]:
        yield from label(dot, sheet, x, y, room)


def _around(x: float, y: float, sheet: Sheet) -> Area:
    return Area(x - 0.8 * sheet.char, y - 0.4 * sheet.line, 1.6 * sheet.char, 0.8 * sheet.line)
