"""The cost of a configuration as a function of the rate of steady traffic.

A fleet's cost steps up just above each rate that its instances carry, serverless's is linear.
All rates and costs are exact fractions, and a cost is that just above a rate. As there may be a
million steps, they are described by lines instead of being listed.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import floor
from typing import NamedTuple

from irctl.decisions import cost_limits
from irctl.decisions.limits import missed
from irctl.decisions.linear import Line, Range
from irctl.decisions.sizing import (
    MOST_INSTANCES,
    SERVERLESS_MAX_CONCURRENCY,
    Fleets,
    Sizing,
    price_of_one,
    price_of_request,
    rate_of_one,
    slowness,
)
from irctl.decisions.work import work
from irctl.jobs.metrics import Number
from irctl.jobs.model import Recommendation


class Steps(NamedTuple):
    """Steps of a curve, each between two rates, that differ by lines only.

    A step begins at the highest of its starts, and ends below the lowest of its ends.
    """

    indices: range
    starts: tuple[Line, ...]
    """Requests a minute."""
    ends: tuple[Line, ...]
    cost: Line = Line(0, 0)
    """US dollars an hour, as it would be without requests."""
    slope: Fraction = Fraction(0)
    """US dollars an hour for one request a minute."""

    def between(self, rate: Fraction, until: Fraction) -> "Steps":
        """Return the parts of its steps from a rate on and below another."""
        starts, ends = (*self.starts, Line(0, rate)), (*self.ends, Line(0, until))
        indices = self.indices
        for start, end in product(starts, ends):
            indices = start.below(end, indices)
        return self._replace(indices=indices, starts=starts, ends=ends)

    @property
    def first_rate(self) -> Fraction | None:
        """At which its first step begins; None without a step."""
        if not self.indices:
            return None
        return max(Fraction(start.at(self.indices.start)) for start in self.starts)


class FleetCosts(NamedTuple):
    """Instances; a step is a whole number of them that carries the traffic."""

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

    def step(self, rate: Fraction) -> int:
        """Return the step just above a rate."""
        return floor(rate / self.usable) + 1

    def _count(self, rate: Fraction) -> int:
        return self.sizing.fleet(self.step(rate))

    def cost(self, rate: Fraction) -> tuple[Fraction, Fraction]:
        """Return dollars an hour just above a rate, and their slope."""
        return self._count(rate) * self.price, Fraction(0)

    def is_feasible(self, rate: Fraction) -> bool:
        """Whether it is feasible just above a rate."""
        count = self._count(rate)
        low, high = self.loads
        if not self.counts.has(count) or count * low > rate:
            return False
        return high is None or rate < count * high

    @property
    def steps(self) -> list[Steps]:
        """Return its steps where it is feasible."""
        return [
            Steps(
                indices=fleets.running.within(self.counts, fleets.indices),
                starts=(begin, low),
                ends=(end, *high),
                cost=fleets.running.times(self.price),
            )
            for fleets in self.sizing.fleets(self._most_instances)
            for begin, end, low, *high in [self._rates(fleets)]
        ]

    @property
    def gaps(self) -> list[Steps]:
        """Return the parts of its steps where it has too little or too much load."""
        gaps = []
        for fleets in self.sizing.fleets(self._most_instances):
            begin, end, low, *high = self._rates(fleets)
            gaps.append(Steps(fleets.indices, (begin,), (end, low)))
            gaps += [Steps(fleets.indices, (begin, most), (end,)) for most in high]
        return gaps

    def _rates(self, fleets: Fleets) -> tuple[Line, ...]:
        """Return where steps begin and end, and their lowest and any highest load."""
        ends = (fleets.below.times(self.usable), fleets.carrying.times(self.usable))
        loads = [load for load in self.loads if load is not None]
        return *ends, *map(fleets.running.times, loads)

    @property
    def _most_instances(self) -> int:
        return floor(self.counts.high or 0)

    @property
    def end(self) -> Fraction:
        """The rate above which its fleet is too large."""
        return max(self.sizing.carrying(self._most_instances), 0) * self.usable

    @property
    def largest(self) -> Fraction | None:
        """The rate of the largest fleet that is planned, unless a limit excludes it."""
        return None if self.counts.high != MOST_INSTANCES else self.end


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
        return self.rates.low <= rate < self.end

    @property
    def steps(self) -> list[Steps]:
        """Return its only step."""
        low, high = Line(0, self.rates.low), Line(0, self.end)
        return [Steps(range(1), starts=(low,), ends=(high,), slope=self.slope)]

    @property
    def gaps(self) -> list[Steps]:
        return []

    @property
    def end(self) -> Fraction:
        return self.rates.high or Fraction(0)


Curve = FleetCosts | ServerlessCosts


def cost_curves(recommendations: Sequence[Recommendation], sizing: Sizing) -> list[Curve]:
    """Return the costs of those that keep the limits on what was measured and have the figures.

    Their order decides between equal costs and latencies.
    """
    limits = sizing.limits_on_measured
    curves: list[Curve] = []
    for index, recommendation in enumerate(recommendations):
        if not missed(limits, recommendation.metrics):
            costs = cost_curve(recommendation, index, sizing)
            if costs is not None:
                curves.append(costs)
    return curves


def cost_curve(recommendation: Recommendation, index: int, sizing: Sizing) -> Curve | None:
    """Return the costs of a recommendation that has the figures for them.

    The index is its place among those of equal cost and latency.
    """
    tie = (slowness(recommendation), index)
    if recommendation.configuration.is_serverless:
        return _serverless(recommendation, tie, sizing)
    return _fleet(recommendation, tie, sizing)


def _serverless(
    recommendation: Recommendation, tie: tuple[Number, int], sizing: Sizing
) -> ServerlessCosts | None:
    one = rate_of_one(recommendation, of_tokens=sizing.of_tokens)
    price = price_of_request(recommendation)
    if one is None or price is None:
        return None
    slope, most = price * 60, SERVERLESS_MAX_CONCURRENCY * one * sizing.utilization
    costs = work(recommendation, of_tokens=sizing.of_tokens)
    rates = cost_limits.rates(sizing.limits_on_plan, slope, most, costs)
    return ServerlessCosts(recommendation, tie, slope, rates)


def _fleet(
    recommendation: Recommendation, tie: tuple[Number, int], sizing: Sizing
) -> FleetCosts | None:
    one = rate_of_one(recommendation, of_tokens=sizing.of_tokens)
    price = price_of_one(recommendation)
    if one is None or price is None:
        return None
    return FleetCosts(
        recommendation=recommendation,
        tie=tie,
        sizing=sizing.of(recommendation),
        price=price,
        usable=one * sizing.utilization,
        counts=cost_limits.counts(sizing.limits_on_plan, price),
        loads=cost_limits.loads(
            sizing.limits_on_plan, price, work(recommendation, of_tokens=sizing.of_tokens)
        ),
    )
