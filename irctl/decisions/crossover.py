"""Up to which steady traffic the cheapest configuration stays the cheapest.

The cheapest configuration is constant between some rates. All of them are exact fractions, and
all comparisons are made just above a rate: whatever changes at a rate alone, such as a tie
there, is no crossover.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product

from irctl.decisions.cost_curves import (
    Curve,
    FleetCosts,
    ServerlessCosts,
    Steps,
    cost_curves,
)
from irctl.decisions.lattice import Form, first_point, in_order
from irctl.decisions.plan import Crossover, Plan
from irctl.decisions.sizing import Sizing
from irctl.jobs.model import Recommendation


def with_crossovers(
    plans: Sequence[Plan], recommendations: Sequence[Recommendation], sizing: Sizing
) -> list[Plan]:
    """Add to the cheapest plan of each steady traffic up to which rate it is the cheapest.

    The recommendations are in the order in which they were planned, which decides ties.
    """
    if all(plan.traffic.varies for plan in plans):
        return list(plans)
    curves = cost_curves(recommendations, sizing)
    rivals = without_beaten(curves, sizing)
    by_id = {id(curve.recommendation): curve for curve in curves}

    def of_cheapest(plan: Plan) -> Crossover | None:
        winner = by_id.get(id(plan.recommendation))
        if winner is None or not plan.cheapest or plan.traffic.varies:
            return None
        return _crossover(winner, rivals, plan.traffic.peak)

    return [plan._replace(crossover=of_cheapest(plan)) for plan in plans]


def without_beaten(curves: Sequence[Curve], sizing: Sizing) -> Sequence[Curve]:
    """Leave out the fleets that always cost more than another, where no cost is too low."""
    if any(limit.operator == ">=" for limit in sizing.limits_on_plan):
        return curves
    rivals: list[Curve] = [curve for curve in curves if isinstance(curve, ServerlessCosts)]
    fleets = [curve for curve in curves if isinstance(curve, FleetCosts)]
    fleets.sort(key=lambda fleet: (fleet.price, -fleet.usable, fleet.tie))
    best = fleets[0] if fleets else None
    for fleet in fleets:
        if not _is_beaten(fleet, best):
            rivals.append(fleet)
        best = max(best or fleet, fleet, key=lambda fleet: fleet.usable)
    return rivals


def _is_beaten(fleet: FleetCosts, other: FleetCosts | None) -> bool:
    """Whether another fleet, which is not more expensive, is never the worse one."""
    if other is None or fleet.usable > other.usable:
        return False
    if fleet.sizing.multiple % other.sizing.multiple:
        return False
    return fleet.price > other.price or fleet.tie > other.tie


def _crossover(winner: Curve, curves: Sequence[Curve], rate: Fraction) -> Crossover:
    """Return up to which rate a curve, the cheapest just above this one, stays the cheapest."""
    end = feasible_until(winner, rate)
    until = first_win_of_any(winner, curves, rate, end)
    if isinstance(winner, FleetCosts) and until == end == winner.largest:
        return Crossover(None, None)
    best = cheapest(curves, until)
    return Crossover(until, best and best.recommendation)


def cheapest(curves: Sequence[Curve], rate: Fraction) -> Curve | None:
    """Return the cheapest just above a rate; None where none is feasible."""
    feasible = [curve for curve in curves if curve.is_feasible(rate)]
    return min(feasible, key=lambda curve: (curve.cost(rate), curve.tie), default=None)


def feasible_until(curve: Curve, rate: Fraction) -> Fraction:
    """Return the first rate from this one on just above which a curve is not feasible."""
    if not curve.is_feasible(rate):
        return rate
    until = max(curve.end, rate)
    gaps = [gap.between(rate, until).first_rate for gap in curve.gaps]
    return min([until, *(gap for gap in gaps if gap is not None)])


def first_win_of_any(
    winner: Curve, curves: Sequence[Curve], rate: Fraction, until: Fraction
) -> Fraction:
    """Return the first rate just above which another one beats the winner; `until` if none.

    A cost never falls with the rate: what costs more at the lowest rate than the winner at the
    highest one does not win between them. The cheapest come first, which lower the highest rate.
    """
    mine = _between(winner, rate, until)
    costs = [(other.cost(rate)[0], other) for other in curves if other is not winner]
    for least, other in sorted(costs, key=lambda pair: pair[0]):
        if least > winner.cost(until)[0]:
            break
        wins_ties = other.tie < winner.tie
        for pair in product(mine, _between(other, rate, until)):
            win = _first_win(*pair, wins_ties=wins_ties)
            until = until if win is None else min(win, until)
    return until


def _between(curve: Curve, rate: Fraction, until: Fraction) -> list[Steps]:
    parts = [steps.between(rate, until) for steps in curve.steps]
    return [steps for steps in parts if steps.indices]


def _first_win(mine: Steps, others: Steps, *, wins_ties: bool) -> Fraction | None:
    """Return the first rate just above which other steps cost less than the winner's.

    It is in the first of the winner's steps, and in the first of the other steps there: both begin
    at higher rates the later they are.
    """
    starts = [*map(Form.of_x, mine.starts), *map(Form.of_y, others.starts)]
    ends = [*map(Form.of_x, mine.ends), *map(Form.of_y, others.ends)]
    costs, other_costs = Form.of_x(mine.cost), Form.of_y(others.cost)
    slope = mine.slope - others.slope
    if slope > 0:
        starts.append(other_costs.minus(costs).times(1 / slope))
    elif slope < 0:
        ends.append(other_costs.minus(costs).times(1 / slope))
    cheaper = [] if slope else in_order([other_costs], [costs], or_equal=wins_ties)
    point = first_point([*in_order(starts, ends), *cheaper], mine.indices, others.indices)
    return None if point is None else max(start.at(point) for start in starts)
