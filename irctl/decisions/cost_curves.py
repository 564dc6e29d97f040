"""The cost of a configuration as a function of the rate of steady traffic.

A fleet's cost steps up just above each rate that its instances carry, serverless's is linear.
All rates and costs are exact fractions, and a cost is that just above a rate.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import floor, inf
from typing import NamedTuple

from irctl.decisions.limits import Limit
from irctl.decisions.plan_metrics import COST_PER_MILLION, HOURS_PER_MONTH, INSTANCES, MONTHLY_COST
from irctl.decisions.sizing import (
    MOST_INSTANCES,
    SERVERLESS_MAX_CONCURRENCY,
    Sizing,
    price_of_one,
    price_of_request,
    rate_of_one,
)
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


class Range(NamedTuple):
    """The values that some limits allow."""

    low: Fraction = Fraction(0)
    high: Fraction | None = None

    def without(self, limit: Limit, factor: Fraction | int, *, counts: bool = False) -> "Range":
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


_NOTHING = Range(Fraction(1), Fraction(0))


class FleetCosts(NamedTuple):
    """Instances; `steps` are the whole numbers of them that carry the traffic."""

    recommendation: Recommendation
    tie: tuple[Number, int]
    """The order of equal costs."""
    sizing: Sizing
    price: Fraction
    """US dollars an hour."""
    usable: Fraction
    """Requests a minute of one instance, at the planned utilization."""
    counts: Range
    """Of instances."""
    loads: Range
    """Requests a minute for each instance that runs."""

    def without_idle_limit(self) -> "FleetCosts":
        """Leave out a highest load that no instance reaches."""
        high = self.loads.high
        if high is None or high * self._instances_of_step < self.usable:
            return self
        return self._replace(loads=self.loads._replace(high=None))

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

    @property
    def _instances_of_step(self) -> Fraction:
        """How many instances run for each step of a large fleet, and at least for any."""
        return Fraction(3, 2) if self.sizing.survives_zone else Fraction(1)

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
        if low * self._instances_of_step >= self.usable:
            return  # not even a full fleet has so much load
        step = max(self.step(rate), floor(self.counts.low * Fraction(2, 3)))
        while (first := (step - 1) * self.usable) < until:
            count = self.sizing.fleet(step)
            if self.counts.high is None or count > self.counts.high:
                return
            if high is not None and (count + 1) * high <= first:
                return  # nor does any larger fleet have so little
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


class ServerlessCosts(NamedTuple):
    recommendation: Recommendation
    tie: tuple[Number, int]
    slope: Fraction
    """US dollars an hour for one request a minute."""
    rates: Range
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


Curve = FleetCosts | ServerlessCosts


def cost_curve(recommendation: Recommendation, index: int, sizing: Sizing) -> Curve | None:
    """Return the costs of a recommendation that has the figures for them.

    The index is its place among those of equal cost and latency.
    """
    latency = LATENCY.of(recommendation.metrics)
    tie = (inf if latency is None else latency, index)
    limits = [limit for limit in sizing.limits if limit.metric.is_of_plan]
    if recommendation.configuration.is_serverless:
        return _serverless(recommendation, tie, sizing, limits)
    return _fleet(recommendation, tie, sizing, limits)


def _serverless(
    recommendation: Recommendation,
    tie: tuple[Number, int],
    sizing: Sizing,
    limits: Sequence[Limit],
) -> ServerlessCosts | None:
    one = rate_of_one(recommendation)
    price = price_of_request(recommendation)
    if one is None or price is None:
        return None
    slope = price * 60
    rates = Range(high=SERVERLESS_MAX_CONCURRENCY * one * sizing.utilization)
    for limit in limits:
        key = limit.metric.key
        if key in _PER_HOUR:
            rates = rates.without(limit, slope * _PER_HOUR[key])
            continue
        cost_per = None if key == INSTANCES.key else double(slope * _PER_REQUEST[key])
        if cost_per is None or not limit.holds({key: cost_per}):
            return None
    return ServerlessCosts(recommendation, tie, slope, rates)


def _fleet(
    recommendation: Recommendation,
    tie: tuple[Number, int],
    sizing: Sizing,
    limits: Sequence[Limit],
) -> FleetCosts | None:
    one, price = rate_of_one(recommendation), price_of_one(recommendation)
    if one is None or price is None:
        return None
    counts, loads = Range(high=Fraction(MOST_INSTANCES)), Range()
    for limit in limits:
        key = limit.metric.key
        if key in _PER_REQUEST:
            loads = _loads(loads, limit, price * _PER_REQUEST[key])
        else:
            factor = 1 if key == INSTANCES.key else price * _PER_HOUR[key]
            counts = counts.without(limit, factor, counts=True)
    fleet = FleetCosts(
        recommendation=recommendation,
        tie=tie,
        sizing=sizing,
        price=price,
        usable=one * sizing.utilization,
        counts=counts,
        loads=loads,
    )
    return fleet.without_idle_limit()


def _loads(loads: Range, limit: Limit, cost: Fraction) -> Range:
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
