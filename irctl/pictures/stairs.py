"""The line of a configuration's cost: stairs of a fleet, a straight line of serverless."""

from collections.abc import Iterator
from math import ceil

from irctl.decisions.cost_curves import Curve, FleetCosts, ServerlessCosts
from irctl.decisions.plan_metrics import HOURS_PER_MONTH
from irctl.jobs.exact import exact
from irctl.output.scene import (
    Point,
)
from irctl.pictures.scales import Scale


def costs_at(curve: Curve, low: float, high: float) -> Iterator[float]:
    """Yield the costs a month at the ends of a curve."""
    start, end = exact(low), exact(high)
    if isinstance(curve, ServerlessCosts):
        end = min(end, curve.end)
    for rate in (start, end):
        yield float(curve.cost(rate)[0]) * HOURS_PER_MONTH


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
        larger = curve.sizing.fleet(step + 1)
        if x(until * curve.sizing.carrying(larger) / step) - x(until) < finest:
            last = curve.sizing.fleet(ceil(x.high / usable))
            return [*points, (x.end, y(last * price))]
        rate, step = until, step + 1
