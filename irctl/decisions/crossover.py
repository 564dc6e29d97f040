"""Up to which steady traffic the cheapest configuration stays the cheapest.

The cost of a configuration is a function of the rate: a fleet's steps up just above each rate
that its instances carry, serverless's is linear. The cheapest configuration is therefore
constant between some rates. All of them are exact fractions, and all comparisons are made just
above a rate: whatever changes at a rate alone, such as a tie there, is no crossover.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil, floor, inf, lcm
from typing import NamedTuple

from irctl.decisions.capacity import (
    COST_PER_MILLION,
    HOURS_PER_MONTH,
    INSTANCES,
    MONTHLY_COST,
    MOST_INSTANCES,
    SERVERLESS_MAX_CONCURRENCY,
    Crossover,
    Plan,
    Sizing,
    price_of_one,
    rate_of_one,
)
from irctl.decisions.limits import Limit, missed
from irctl.jobs.exact import double, exact, nearly
from irctl.jobs.metrics import COST_PER_HOUR, COST_PER_INFERENCE, LATENCY, Number
from irctl.jobs.model import Recommendation

_PER_HOUR = {COST_PER_HOUR.key: 1, MONTHLY_COST.key: HOURS_PER_MONTH}
"""Limits on a cost over time, as multiples of the cost per hour."""
_PER_REQUEST = {
    COST_PER_INFERENCE.key: Fraction(1, 60),
    COST_PER_MILLION.key: Fraction(10**6, 60),
}
"""Limits on the cost of requests, as multiples of the cost per hour over requests a minute."""


def with_crossovers(
    plans: Sequence[Plan], recommendations: Sequence[Recommendation], sizing: Sizing
) -> list[Plan]:
    """Add to the cheapest plan of each steady traffic up to which rate it is the cheapest.

    The recommendations are in the order in which they were planned, which decides ties.
    """
    if all(plan.traffic.varies for plan in plans):
        return list(plans)
    curves = _curves(recommendations, sizing)
    if not any(limit.operator == ">=" and limit.metric.is_of_plan for limit in sizing.limits):
        rivals = _rivals(curves)
    else:
        rivals = curves
    by_id = {id(curve.recommendation): curve for curve in curves}
    return [
        plan._replace(crossover=_crossover(curve, rivals, plan.traffic.peak))
        if plan.cheapest
        and not plan.traffic.varies
        and (curve := by_id.get(id(plan.recommendation)))
        else plan
        for plan in plans
    ]


class _Range(NamedTuple):
    """The values that some limits allow."""

    low: Fraction = Fraction(0)
    high: Fraction | None = None

    def without(self, limit: Limit, factor: Fraction | int, *, counts: bool = False) -> "_Range":
        """Return the values x whose x times the factor keep the limit too.

        Where the values are counts, a bound includes those within the error of a 32-bit float,
        as a limit does.
        """
        bound = exact(limit.bound) if not isinstance(limit.bound, Fraction) else limit.bound
        is_max = limit.operator == "<="
        if not factor:
            holds = bound >= 0 if is_max else bound <= 0
            return self if holds else _NOTHING
        bound /= factor
        if counts:
            nearest = Fraction(round(bound))
            if limit.metric.is_single_precision and nearly(nearest, bound):
                bound = nearest
        if is_max:
            return self._replace(high=bound if self.high is None else min(self.high, bound))
        return self._replace(low=max(self.low, bound))

    def has(self, value: Fraction | int) -> bool:
        return self.low <= value and (self.high is None or value <= self.high)


_NOTHING = _Range(Fraction(1), Fraction(0))


class _Fleet(NamedTuple):
    """Instances; `steps` are the whole numbers of them that carry the traffic."""

    recommendation: Recommendation
    tie: tuple[Number, int]
    """The order of equal costs."""
    sizing: Sizing
    price: Fraction
    """US dollars an hour."""
    usable: Fraction
    """Requests a minute of one instance, at the planned utilization."""
    counts: _Range
    """Of instances."""
    loads: _Range
    """Requests a minute for each instance that runs."""

    def step(self, rate: Fraction) -> int:
        """Return the step just above a rate."""
        return floor(rate / self.usable) + 1

    def cost(self, rate: Fraction) -> tuple[Fraction, Fraction]:
        """Return dollars an hour just above a rate, and their slope."""
        return self.sizing.fleet(self.step(rate)) * self.price, Fraction(0)

    def is_feasible(self, rate: Fraction) -> bool:
        """Whether it is feasible just above a rate."""
        count = self.sizing.fleet(self.step(rate))
        low, high = self.loads
        if not self.counts.has(count) or count * low > rate:
            return False
        return high is None or rate < count * high

    def end(self, rate: Fraction) -> Fraction:
        """Return the first rate from this one on just above which it is not feasible."""
        step = self.step(rate)
        while True:
            low, high = self.loads
            last = step * self.usable
            count = self.sizing.fleet(step)
            if high is not None and count * high < last:
                return max(rate, count * high)
            count = self.sizing.fleet(step + 1)
            if not self.counts.has(count) or count * low > last:
                return last
            is_steady = high is None and (count + 2) * low <= last
            step = max(step + 1, self._last_step()) if is_steady else step + 1

    def _last_step(self) -> int:
        """Return the last step whose fleet is not too large."""
        most = floor(self.counts.high or 0)
        step = most  # a fleet is never smaller than the instances that carry the traffic
        low = 0
        while low < step:
            middle = (low + step + 1) // 2
            if self.sizing.fleet(middle) <= most:
                low = middle
            else:
                step = middle - 1
        return step

    def starts(self, rate: Fraction, until: Fraction) -> Iterator[Fraction]:
        """Yield the rates between two at which it may get feasible."""
        low, high = self.loads
        step = max(self.step(rate), floor(self.counts.low * Fraction(2, 3)))
        while (first := (step - 1) * self.usable) < until:
            count = self.sizing.fleet(step)
            if self.counts.high is None or count > self.counts.high:
                return
            if count >= self.counts.low:
                yield max(rate, first, count * low)
                if high is None and (count + 2) * low <= step * self.usable:
                    return  # from here on it stays feasible
            step += 1

    @property
    def largest(self) -> Fraction | None:
        """The rate of the largest fleet that is planned, unless a limit excludes it."""
        has_limit = self.counts.high != MOST_INSTANCES
        return None if has_limit else self._last_step() * self.usable


class _Serverless(NamedTuple):
    recommendation: Recommendation
    tie: tuple[Number, int]
    slope: Fraction
    """US dollars an hour for one request a minute."""
    rates: _Range
    """Requests a minute."""

    def cost(self, rate: Fraction) -> tuple[Fraction, Fraction]:
        return self.slope * rate, self.slope

    def is_feasible(self, rate: Fraction) -> bool:
        return self.rates.low <= rate < self.end(rate)

    def end(self, rate: Fraction) -> Fraction:
        return Fraction(0) if self.rates.high is None else self.rates.high

    def starts(self, rate: Fraction, until: Fraction) -> Iterator[Fraction]:
        if rate < self.rates.low < until:
            yield self.rates.low


_Curve = _Fleet | _Serverless


def _curves(recommendations: Sequence[Recommendation], sizing: Sizing) -> list[_Curve]:
    limits = sizing.limits_on_measured
    curves = []
    for index, recommendation in enumerate(recommendations):
        if not missed(limits, recommendation.metrics):
            curve = _curve(recommendation, index, sizing)
            if curve is not None:
                curves.append(curve)
    return curves


def _rivals(curves: Sequence[_Curve]) -> list[_Curve]:
    """Leave out the fleets that always cost more than another, where no cost is too low."""
    rivals: list[_Curve] = [curve for curve in curves if isinstance(curve, _Serverless)]
    best: _Fleet | None = None
    fleets = [curve for curve in curves if isinstance(curve, _Fleet)]
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


def _curve(recommendation: Recommendation, index: int, sizing: Sizing) -> _Curve | None:
    """Return the costs of a recommendation that has the figures for them."""
    one = rate_of_one(recommendation)
    latency = LATENCY.of(recommendation.metrics)
    tie = (inf if latency is None else latency, index)
    limits = [limit for limit in sizing.limits if limit.metric.is_of_plan]
    if recommendation.configuration.is_serverless:
        cost = COST_PER_INFERENCE.of(recommendation.metrics)
        if one is None or cost is None or cost < 0:
            return None
        slope = exact(cost) * 60
        rates = _Range(high=SERVERLESS_MAX_CONCURRENCY * one * sizing.utilization)
        for limit in limits:
            key = limit.metric.key
            if key in _PER_HOUR:
                rates = rates.without(limit, slope * _PER_HOUR[key])
                continue
            cost_per = None if key == INSTANCES.key else double(slope * _PER_REQUEST[key])
            if cost_per is None or not limit.holds({key: cost_per}):
                return None
        return _Serverless(recommendation, tie, slope, rates)
    price = price_of_one(recommendation)
    if one is None or price is None:
        return None
    counts, loads = _Range(high=Fraction(MOST_INSTANCES)), _Range()
    for limit in limits:
        key = limit.metric.key
        if key in _PER_REQUEST:
            loads = _loads(loads, limit, price * _PER_REQUEST[key])
        else:
            factor = 1 if key == INSTANCES.key else price * _PER_HOUR[key]
            counts = counts.without(limit, factor, counts=True)
    usable = one * sizing.utilization
    return _Fleet(recommendation, tie, sizing, price, usable, counts, loads)


def _loads(loads: _Range, limit: Limit, cost: Fraction) -> _Range:
    """Return the loads of an instance at which `cost` over the load keeps the limit."""
    bound = exact(limit.bound) if not isinstance(limit.bound, Fraction) else limit.bound
    is_max = limit.operator == "<="
    if bound <= 0:
        holds = cost <= bound if is_max else True
        return loads if holds else _NOTHING
    load = cost / bound
    if is_max:
        return loads._replace(low=max(loads.low, load))
    return loads._replace(high=load if loads.high is None else min(loads.high, load))


def _crossover(winner: _Curve, curves: Sequence[_Curve], rate: Fraction) -> Crossover:
    until = max(winner.end(rate), rate) if winner.is_feasible(rate) else rate
    is_largest = isinstance(winner, _Fleet) and until == winner.largest
    for other in curves:
        if other is not winner:
            win = _first_win(winner, other, rate, until)
            if win is not None and win < until:
                until, is_largest = win, False
    if is_largest:
        return Crossover(None, None)
    feasible = [curve for curve in curves if curve.is_feasible(until)]
    best = min(feasible, key=lambda curve: (curve.cost(until), curve.tie), default=None)
    return Crossover(until, best and best.recommendation)


def _beats(other: _Curve, winner: _Curve, rate: Fraction) -> bool:
    """Whether another is feasible and the cheaper one just above a rate."""
    return other.is_feasible(rate) and (
        (other.cost(rate), other.tie) < (winner.cost(rate), winner.tie)
    )


def _first_win(winner: _Curve, other: _Curve, rate: Fraction, until: Fraction) -> Fraction | None:
    """Return the first rate below `until` just above which the other one beats the winner.

    While the winner's cost is constant, the other's only rises: it wins when it gets feasible,
    or when the winner's cost steps up. Serverless loses within the other's steps.
    """
    if _beats(other, winner, rate):
        return rate
    starts = (start for start in other.starts(rate, until) if _beats(other, winner, start))
    start = next(starts, until)
    if isinstance(winner, _Serverless):
        crossing = _above_serverless(winner, other, rate, start)
    elif isinstance(other, _Serverless):
        crossing = _below_step_of_serverless(winner, other, rate, start)
    else:
        crossing = _below_step(winner, other, rate, start)
    return start if crossing is None else min(start, crossing)


def _most_steps(winner: _Fleet, cost_of_step: Fraction, until: Fraction) -> int:
    """Return up to which step another can win whose n steps cost at least n x `cost_of_step`.

    A fleet of n steps costs at most 4 / 3 of a step more than n steps in proportion do, apart
    from the smallest fleets, which cost as much as larger ones.
    """
    last = ceil(until / winner.usable)
    excess = cost_of_step - winner.price
    if excess <= 0:
        return last
    return min(last, winner.sizing.fleet(1) + ceil(Fraction(4, 3) * winner.price / excess))


def _below_step(winner: _Fleet, other: _Fleet, rate: Fraction, until: Fraction) -> Fraction | None:
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
    winner: _Fleet, other: _Serverless, rate: Fraction, until: Fraction
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
    winner: _Serverless, other: _Curve, rate: Fraction, until: Fraction
) -> Fraction | None:
    """Return the first rate at which serverless gets more expensive than a fleet."""
    if isinstance(other, _Serverless) or not winner.slope:
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
