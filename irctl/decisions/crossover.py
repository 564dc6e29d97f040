"""Up to which steady traffic the cheapest configuration stays the cheapest.

The cheapest configuration is constant between some rates. All of them are exact fractions, and
all comparisons are made just above a rate: whatever changes at a rate alone, such as a tie
there, is no crossover.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import ceil, lcm, log
from typing import NamedTuple

from irctl.decisions.cost_curves import Curve, FleetCosts, ServerlessCosts, cost_curve
from irctl.decisions.limits import missed
from irctl.decisions.plan import Crossover, Plan
from irctl.decisions.sizing import Sizing
from irctl.jobs.model import Recommendation


class Stretch(NamedTuple):
    """A range of steady traffic and what is the cheapest in it; rates are requests a minute."""

    cheapest: Recommendation | None
    """None where nothing is feasible."""
    start: Fraction
    end: Fraction
    is_merged: bool = False
    """Whether something else is the cheapest in small parts of it."""


def stretches(
    recommendations: Sequence[Recommendation],
    sizing: Sizing,
    low: Fraction,
    high: Fraction,
    *,
    resolution: Fraction = Fraction(1),
) -> list[Stretch]:
    """Return what is the cheapest at every rate between two, in order of the rates.

    The recommendations are in the order that decides ties, as in `with_crossovers`. None is
    shorter than up to `resolution` times its start: two can take turns at each of their steps.
    """
    rivals = _rivals(_curves(recommendations, sizing), sizing)
    parts: list[Stretch] = []
    rate = low
    while rate < high:
        best = _cheapest(rivals, rate)
        until = min(high, _end(best, rivals, rate, high))
        end = min(high, max(until, rate * resolution))
        parts.append(Stretch(best and best.recommendation, rate, end, is_merged=end > until))
        rate = end
    return _joined(parts)


def _cheapest(curves: Sequence[Curve], rate: Fraction) -> Curve | None:
    feasible = [curve for curve in curves if curve.is_feasible(rate)]
    return min(feasible, key=lambda curve: (curve.cost(rate), curve.tie), default=None)


def _end(best: Curve | None, curves: Sequence[Curve], rate: Fraction, high: Fraction) -> Fraction:
    """Return up to which rate one is the cheapest, or none is feasible."""
    if best is not None:
        others = [curve for curve in curves if curve is not best]
        return _first_win_of_any(best, others, rate, min(high, best.end(rate)))
    starts = (
        next((s for s in curve.starts(rate, high) if s > rate and curve.is_feasible(s)), high)
        for curve in curves
    )
    return min(starts, default=high)


def merged(parts: Sequence[Stretch], *, most: int | None = None, least: float = 1) -> list[Stretch]:
    """Give the narrowest stretches to a neighbour, the wider one.

    Until they are at most so many, and each ends at `least` times its start or above.
    """
    wide = list(parts)
    while len(wide) > 1:
        widths = [log(part.end / part.start) for part in wide]
        narrowest = widths.index(min(widths))
        if (most is None or len(wide) <= most) and widths[narrowest] >= log(least):
            break
        before, after = narrowest - 1, narrowest + 1
        takes_before = after == len(wide) or (before >= 0 and widths[before] >= widths[after])
        first = before if takes_before else narrowest
        taker = wide[before if takes_before else after]
        both = taker._replace(start=wide[first].start, end=wide[first + 1].end, is_merged=True)
        wide[first : first + 2] = [both]
        wide = _joined(wide)
    return wide


def _joined(parts: Sequence[Stretch]) -> list[Stretch]:
    """Join neighbours with the same cheapest configuration."""
    joined: list[Stretch] = []
    for part in parts:
        if joined and joined[-1].cheapest is part.cheapest:
            is_merged = joined[-1].is_merged or part.is_merged
            joined[-1] = joined[-1]._replace(end=part.end, is_merged=is_merged)
        else:
            joined.append(part)
    return joined


def with_crossovers(
    plans: Sequence[Plan], recommendations: Sequence[Recommendation], sizing: Sizing
) -> list[Plan]:
    """Add to the cheapest plan of each steady traffic up to which rate it is the cheapest.

    The recommendations are in the order in which they were planned, which decides ties.
    """
    if all(plan.traffic.varies for plan in plans):
        return list(plans)
    curves = _curves(recommendations, sizing)
    rivals = _rivals(curves, sizing)
    by_id = {id(curve.recommendation): curve for curve in curves}
    return [
        plan._replace(crossover=_crossover(curve, rivals, plan.traffic.peak))
        if plan.cheapest
        and not plan.traffic.varies
        and (curve := by_id.get(id(plan.recommendation)))
        else plan
        for plan in plans
    ]


def _curves(recommendations: Sequence[Recommendation], sizing: Sizing) -> list[Curve]:
    limits = sizing.limits_on_measured
    curves: list[Curve] = []
    for index, recommendation in enumerate(recommendations):
        if not missed(limits, recommendation.metrics):
            costs = cost_curve(recommendation, index, sizing)
            if costs is not None:
                curves.append(costs)
    return curves


def _rivals(curves: Sequence[Curve], sizing: Sizing) -> Sequence[Curve]:
    """Leave out the fleets that always cost more than another, where no cost is too low."""
    if any(limit.operator == ">=" and limit.metric.is_of_plan for limit in sizing.limits):
        return curves
    rivals: list[Curve] = [curve for curve in curves if isinstance(curve, ServerlessCosts)]
    best: FleetCosts | None = None
    fleets = [curve for curve in curves if isinstance(curve, FleetCosts)]
    for fleet in sorted(fleets, key=lambda fleet: (fleet.price, -fleet.usable, fleet.tie)):
        if (
            best is None
            or fleet.usable > best.usable
            or (fleet.price == best.price and fleet.tie < best.tie)
        ):
            rivals.append(fleet)
        if best is None or fleet.usable > best.usable:
            best = fleet
    return rivals


def _crossover(winner: Curve, curves: Sequence[Curve], rate: Fraction) -> Crossover:
    end = max(winner.end(rate), rate) if winner.is_feasible(rate) else rate
    others = [curve for curve in curves if curve is not winner]
    until = _first_win_of_any(winner, others, rate, end)
    if isinstance(winner, FleetCosts) and until == end == winner.largest:
        return Crossover(None, None)
    best = _cheapest(curves, until)
    return Crossover(until, best and best.recommendation)


def _first_win_of_any(
    winner: Curve, others: Sequence[Curve], rate: Fraction, end: Fraction
) -> Fraction:
    """Return the first rate just above which another one beats the winner, at most the end.

    The range grows by steps: a near win is found without a look at a million instances.
    """
    while rate < end:
        horizon = min(end, rate * 2)
        until = horizon
        for other in others:
            win = _first_win(winner, other, rate, until)
            until = until if win is None else min(win, until)
        if until < horizon:
            return until
        rate = horizon
    return end


def _beats(other: Curve, winner: Curve, rate: Fraction) -> bool:
    """Whether another is feasible and the cheaper one just above a rate."""
    return other.is_feasible(rate) and (
        (other.cost(rate), other.tie) < (winner.cost(rate), winner.tie)
    )


def _first_win(winner: Curve, other: Curve, rate: Fraction, until: Fraction) -> Fraction | None:
    """Return the first rate below `until` just above which the other one beats the winner.

    While the winner's cost is constant, the other's only rises: it wins when it gets feasible,
    or when the winner's cost steps up. Serverless loses within the other's steps.
    """
    if _beats(other, winner, rate):
        return rate
    starts = (start for start in other.starts(rate, until) if _beats(other, winner, start))
    start = next(starts, until)
    if isinstance(winner, ServerlessCosts):
        crossing = _above_serverless(winner, other, rate, start)
    elif isinstance(other, ServerlessCosts):
        crossing = _below_step_of_serverless(winner, other, rate, start)
    else:
        crossing = _below_step(winner, other, rate, start)
    return start if crossing is None else min(start, crossing)


def _most_steps(winner: FleetCosts, cost_of_step: Fraction, until: Fraction) -> int:
    """Return up to which step another can win whose n steps cost at least n x `cost_of_step`.

    A fleet of n steps costs at most 4 / 3 of a step more than n steps in proportion do, apart
    from the smallest fleets, which cost as much as larger ones.
    """
    last = ceil(until / winner.usable)
    excess = cost_of_step - winner.price
    if excess <= 0:
        return last
    return min(last, winner.sizing.fleet(1) + ceil(Fraction(4, 3) * winner.price / excess))


def _below_step(
    winner: FleetCosts, other: FleetCosts, rate: Fraction, until: Fraction
) -> Fraction | None:
    """Return the first step of the winner that costs more than the other fleet.

    In integers: up to a million steps are compared.
    """
    ratio = winner.usable / other.usable
    most = _most_steps(winner, other.price * ratio, until)
    first = winner.step(rate)
    if winner.price == other.price * ratio:  # then all repeats, for fleets above the smallest
        smallest = winner.sizing.fleet(1) + 1
        most = min(most, max(first, smallest, ceil(smallest / ratio)) + 2 * ratio.denominator)
    scale = lcm(winner.price.denominator, other.price.denominator)
    price, other_price = int(winner.price * scale), int(other.price * scale)
    numerator, denominator = ratio.numerator, ratio.denominator
    fleet, wins_ties = winner.sizing.fleet, other.tie < winner.tie
    highest = other.counts.high or 0
    for step in range(first, most + 1):
        count = fleet(step * numerator // denominator + 1)
        cost, other_cost = price * fleet(step + 1), other_price * count
        if other_cost < cost or (wins_ties and other_cost == cost):
            if count > highest:
                return None
            at = step * winner.usable
            if at >= until:
                return None
            if other.is_feasible(at):
                return at
    return None


def _below_step_of_serverless(
    winner: FleetCosts, other: ServerlessCosts, rate: Fraction, until: Fraction
) -> Fraction | None:
    """Return the first step of the winner that costs more than serverless."""
    until = min(until, other.end(rate))
    first = winner.step(max(rate, other.rates.low))
    cost_of_step = other.slope * winner.usable * Fraction(2, 3)
    for step in range(first, _most_steps(winner, cost_of_step, until) + 1):
        at = step * winner.usable
        if at < until and _beats(other, winner, at):
            return at
    return None


def _above_serverless(
    winner: ServerlessCosts, other: Curve, rate: Fraction, until: Fraction
) -> Fraction | None:
    """Return the first rate at which serverless gets more expensive than a fleet."""
    if isinstance(other, ServerlessCosts) or not winner.slope:
        return None
    even = other.price / winner.slope
    if even >= other.usable:  # a full fleet costs as much
        return None
    low, high = other.loads
    for step in range(other.step(rate), ceil(until / other.usable) + 1):
        count = other.sizing.fleet(step)
        at = max(rate, (step - 1) * other.usable, count * even, count * low)
        last = min(until, step * other.usable)
        last = last if high is None else min(last, count * high)
        if at < last and other.counts.has(count):
            return at
    return None
