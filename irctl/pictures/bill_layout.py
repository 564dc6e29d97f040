"""The bill at any traffic, laid out for a sheet."""

from collections.abc import Iterator, Sequence

from irctl.decisions.cost_curves import ServerlessCosts
from irctl.decisions.limits import Limit
from irctl.decisions.plan_metrics import HOURS_PER_MONTH, MONTHLY_COST
from irctl.jobs.metrics import COST_PER_HOUR
from irctl.output.scene import (
    Box,
    Element,
    Group,
    Mark,
    Path,
    Scene,
    Sheet,
    Size,
    Text,
)
from irctl.pictures.axes import nothing, ticks_up, widest
from irctl.pictures.bill import Bill, Line
from irctl.pictures.bill_axes import axes, usd
from irctl.pictures.cursors import cursors
from irctl.pictures.names import dodged, shortened
from irctl.pictures.ribbon import ribbon
from irctl.pictures.scales import Scale, log_scale
from irctl.pictures.stairs import costs_at, points

_TITLE = "Bill a month by traffic"
_LIMIT_REACHED = "\N{MULTIPLICATION SIGN}"
_SHARE_OF_NAMES = 0.3
"""Of the width of the sheet, at most."""


def scene(shown: Bill, sheet: Sheet, words: str) -> Scene:
    """Lay the picture out; the words say which is the cheapest at which traffic."""
    if not shown.lines:
        return nothing(sheet, _TITLE, "no configuration has a throughput and a cost")
    low, high = shown.rates
    costs = [cost for line in shown.lines for cost in costs_at(line.curve, low, high)]
    y = log_scale(costs, (sheet.rows + 1.5) * sheet.line, 2.5 * sheet.line)
    left = widest(sheet, [usd(tick) for tick in ticks_up(sheet, y)]) + 2 * sheet.char
    texts = _names(shown.lines, sheet)
    right = sheet.width - widest(sheet, texts) - 5 * sheet.char
    x = Scale(low, high, left, max(right, left + 1), is_log=True)
    below = y.start + 3 * sheet.line
    elements: list[Element] = [
        *axes(shown.sizing, sheet, x, y, below),
        *_cost_limits(sheet, shown.sizing.limits, x, y),
        *_curves(shown.lines, sheet, x, y),
        *_ends_of_lines(shown.lines, texts, sheet, x, y),
        *cursors(shown, sheet, x, y),
        ribbon(shown.stretches, shown.names, sheet, x, below + sheet.line),
    ]
    return Scene(
        width=sheet.width,
        height=below + 2 * sheet.line,
        title=_TITLE,
        description=f"Cheapest by traffic: {words}.",
        elements=[Group(elements, part="chart", data=_scales(sheet, x, y))],
    )


def _scales(sheet: Sheet, x: Scale, y: Scale) -> dict[str, str]:
    """Return what a page needs to move what is drawn."""
    return {"x": x.text, "y": y.text, "line": f"{sheet.line:g}"}


def _names(lines: Sequence[Line], sheet: Sheet) -> list[str]:
    """Return the names at the ends of the lines, short ones where the whole have no room."""
    room = sheet.width * _SHARE_OF_NAMES

    def fits(text: str) -> bool:
        return sheet.measure(text, Size.NORMAL, False) <= room

    whole = [line.series.name for line in lines]
    texts = whole if all(map(fits, whole)) else [line.series.short for line in lines]
    return [shortened(text, fits) for text in texts]


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
        yield Group(
            name,
            part="name",
            number=one.number,
            is_faded=line.is_excluded,
            data={"x": f"{start:.1f}", "y": f"{place:.1f}"},
        )


def _cost_limits(sheet: Sheet, limits: Sequence[Limit], x: Scale, y: Scale) -> Iterator[Element]:
    """Yield a line at each highest cost that the limits allow."""
    per_month = {MONTHLY_COST.key: 1, COST_PER_HOUR.key: HOURS_PER_MONTH}
    for limit in limits:
        factor = per_month.get(limit.metric.key)
        bound = float(limit.bound) * (factor or 0)
        if factor and limit.metric.is_of_plan and limit.operator == "<=" and y.has(bound):
            place = y(bound)
            area = Box(x.start, y.end, x.end - x.start, place - y.end, "bad", opacity=0.07)
            text = f"limit {usd(bound)}"
            above = place - 0.6 * sheet.line
            yield Group(
                [
                    area,
                    Path(((x.start, place), (x.end, place)), stroke="bad", dash="dashed"),
                    Text(x.start + sheet.char, above, text, "bad", Size.SMALL, True, has_halo=True),
                ],
                part="limit",
            )
