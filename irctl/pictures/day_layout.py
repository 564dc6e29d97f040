"""A day, laid out for a sheet: the traffic and the fleets, and below it what they cost."""

from collections.abc import Callable, Iterator, Sequence

from irctl.decisions.plan import HourCost
from irctl.output import numbers
from irctl.output.scene import Box, Element, Group, Path, Point, Role, Scene, Sheet, Size, Text
from irctl.output.titles import without_count
from irctl.pictures.axes import left_axis, nothing, ticks_up, widest
from irctl.pictures.day import Day, saving
from irctl.pictures.names import shortened
from irctl.pictures.scales import Scale, linear_scale

_TITLE = "A day"
_FOLLOWING: Role = "slot-0"
_FIXED: Role = "slot-1"


def scene(shown: Day | None, sheet: Sheet) -> Scene:
    """Lay the picture out."""
    if shown is None:
        return nothing(sheet, _TITLE, "no plan is feasible")
    upper = sheet.rows * 0.6 * sheet.line
    loads = [float(hour.per_minute) for hour in shown.hours]
    fixed = shown.carried(shown.plan.instances)
    top = 4.5 * sheet.line
    y = linear_scale([*loads, *([] if fixed is None else [fixed])], top + upper, top)
    costs = [float(cost) for hour in shown.hours for cost in (hour.fixed, hour.autoscaled)]
    below = y.start + 4.5 * sheet.line
    y_cost = linear_scale(costs, below + upper / 2, below)
    texts = [*map(_rate, ticks_up(sheet, y)), *map(_usd, ticks_up(sheet, y_cost))]
    left = widest(sheet, texts) + 2 * sheet.char
    x = Scale(0, len(shown.hours), left, sheet.width - 2 * sheet.char)
    words = saving(shown)
    name = without_count(shown.plan.recommendation)
    elements: list[Element] = [
        *_head(f"A day on {name}", words, sheet),
        *_legend(shown, sheet, 2.5 * sheet.line, x),
        Text(sheet.char / 2, 3.5 * sheet.line, _title(shown), is_bold=True),
        Group([*left_axis(sheet, x, y, _rate), *_load(shown, fixed, sheet, x, y)], part="load"),
        *_hours(shown, sheet, x, y.start + sheet.line),
        Text(sheet.char / 2, y_cost.end - sheet.line, "US$ an hour", is_bold=True),
        Group([*left_axis(sheet, x, y_cost, _usd), *_costs(shown, x, y_cost)], part="costs"),
    ]
    height = y_cost.start + sheet.line
    return Scene(sheet.width, height, f"A day on {name}", f"{words}.", elements)


def _rate(value: float) -> str:
    return numbers.short(value)


def _usd(value: float) -> str:
    return numbers.usd(value)


def _title(shown: Day) -> str:
    numbers_are = "" if shown.usable is None else "; the numbers are instances"
    return f"Requests a minute{numbers_are}"


def _head(title: str, words: str, sheet: Sheet) -> Iterator[Element]:
    room = sheet.width - sheet.char

    def fits(text: str) -> bool:
        return sheet.measure(text, Size.NORMAL, True) <= room

    yield Text(sheet.char / 2, 0.5 * sheet.line, shortened(title, fits), is_bold=True)
    yield Text(sheet.char / 2, 1.5 * sheet.line, shortened(words, fits), "dim")


def _legend(shown: Day, sheet: Sheet, y: float, x: Scale) -> Iterator[Element]:
    """Yield what each line is; there is one fleet only of serverless."""
    lines: list[tuple[str, Path]] = []
    column = x.start
    entries = [("traffic", "axis", False)]
    if shown.usable is not None:
        entries += [("follows the traffic", _FOLLOWING, False), ("fixed", _FIXED, True)]
    for text, role, is_dashed in entries:
        end = column + 3 * sheet.char
        dash = "dashed" if is_dashed else ""
        line = Path(((column, y), (end, y)), stroke=role, width=2, dash=dash)  # type: ignore[arg-type]
        lines.append((text, line))
        yield line
        yield Text(end + sheet.char, y, text, "dim", Size.SMALL)
        column = end + 3 * sheet.char + sheet.measure(text, Size.SMALL, False)


def _load(shown: Day, fixed: float | None, sheet: Sheet, x: Scale, y: Scale) -> Iterator[Element]:
    """Yield the traffic as bars, and what the fleets carry as lines."""
    if sheet.is_cells:
        yield Path(_stairs(shown.hours, lambda h: float(h.per_minute), x, y), stroke="dim")
    else:
        for number, hour in enumerate(shown.hours):
            top, gap = y(float(hour.per_minute)), (x(1) - x(0)) * 0.08
            start, width = x(number) + gap, x(1) - x(0) - 2 * gap
            yield Box(start, top, width, y.start - top, fill="axis", opacity=0.6)
    if fixed is None:
        return
    ends = ((x.start, y(fixed)), (x.end, y(fixed)))
    yield Path(ends, stroke=_FIXED, width=2, dash="dashed")
    stairs = _stairs(shown.hours, lambda hour: shown.carried(hour.instances) or 0, x, y)
    yield Path(stairs, stroke=_FOLLOWING, width=2)
    yield from _counts(shown, sheet, x, y)


def _stairs(
    hours: Sequence[HourCost], value: Callable[[HourCost], float], x: Scale, y: Scale
) -> list[Point]:
    return [
        point
        for number, hour in enumerate(hours)
        for point in ((x(number), y(value(hour))), (x(number + 1), y(value(hour))))
    ]


def _counts(shown: Day, sheet: Sheet, x: Scale, y: Scale) -> Iterator[Element]:
    """Yield the number of instances above each hour, where it changes and has room."""
    end, before = -1.0, None
    for number, hour in enumerate(shown.hours):
        text = numbers.number(hour.instances or 0)
        width = sheet.measure(text, Size.SMALL, True)
        middle = x(number + 0.5)
        if hour.instances == before or middle - width / 2 < end + sheet.char / 2:
            continue
        place = y(shown.carried(hour.instances) or 0) - 0.7 * sheet.line
        yield Text(middle, place, text, "ink", Size.SMALL, True, "middle", has_halo=True)
        end, before = middle + width / 2, hour.instances


def _hours(shown: Day, sheet: Sheet, x: Scale, y: float) -> Iterator[Element]:
    """Yield the labels of the hours that have room."""
    room = (x.end - x.start) / 4
    end = -1.0
    for number, hour in enumerate(shown.hours):
        text = shortened(hour.label, lambda shown: sheet.measure(shown, Size.SMALL, False) <= room)
        width = sheet.measure(text, Size.SMALL, False)
        middle = x(number + 0.5)
        if middle - width / 2 >= end + sheet.char:
            yield Text(middle, y, text, "dim", Size.SMALL, anchor="middle")
            end = middle + width / 2


def _costs(shown: Day, x: Scale, y: Scale) -> Iterator[Element]:
    """Yield the cost of each hour, and the area between the fleets that is saved."""
    following = _stairs(shown.hours, lambda hour: float(hour.autoscaled), x, y)
    if shown.usable is not None:
        fixed = _stairs(shown.hours, lambda hour: float(hour.fixed), x, y)
        yield Path((*following, *reversed(fixed)), fill="good", opacity=0.13)
        yield Path(fixed, stroke=_FIXED, width=2, dash="dashed")
    yield Path(following, stroke=_FOLLOWING, width=2)
    yield Path(((x.start, y.start), (x.end, y.start)), stroke="axis")
