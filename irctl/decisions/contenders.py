"""Which configurations can be the best plan at all: for some traffic and some limits."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from irctl.decisions.limits import Limit
from irctl.decisions.sizing import Sizing, price_of_one, price_of_request, rate_of_one, slowness
from irctl.jobs.metrics import (
    COST_PER_MILLION_TOKENS,
    COST_PER_THOUSAND_REQUESTS,
    Metric,
    Number,
)
from irctl.jobs.model import Recommendation


class _Rank(NamedTuple):
    """A configuration by what decides, each less is better and exact: places, not values."""

    tie: tuple[Number, int]
    """How long a request takes, then the order of the job: what decides between equal costs."""
    cost: int
    """Of an instance, or of an inference of serverless."""
    slowness: int
    """Of one instance, or of a concurrency of one."""
    shortfall: float
    """By how much it misses the limits that stay as they are."""
    latency: Number
    """That on which the limit is that can change."""
    multiple: int
    """Of how many instances a fleet is."""


class Asked(NamedTuple):
    """What plans are asked for, whatever the traffic."""

    sizing: Sizing
    latency: Metric
    """That on which a limit can change."""
    fixed: Sequence[Limit]
    """The limits on what was measured that cannot change."""

    @property
    def can_be_reversed(self) -> bool:
        """Whether a limit may exclude what costs less, and accept what costs more.

        One on a figure of the plan that has to be reached, such as a lowest cost, and one on the
        cost of tokens, whose number differs from one request to another.
        """
        limits = self.sizing.limits_on_plan
        return any(limit.operator == ">=" or limit.metric in _COSTS_OF_TOKENS for limit in limits)


_COSTS_OF_TOKENS = (COST_PER_MILLION_TOKENS, COST_PER_THOUSAND_REQUESTS)


def contenders(recommendations: Sequence[Recommendation], asked: Asked) -> list[Recommendation]:
    """Leave out what another configuration beats, whatever the traffic.

    And whatever the utilization, the smallest fleet and the highest latency and cost: a plan of
    an instance that costs no more, carries no less, is no slower and misses the `fixed` limits
    by no more is never worse.
    """
    if asked.can_be_reversed:
        return list(recommendations)
    serverless = [r for r in recommendations if r.configuration.is_serverless]
    fleets = [r for r in recommendations if not r.configuration.is_serverless]
    kept = set(map(id, [*_unbeaten(serverless, asked), *_unbeaten(fleets, asked)]))
    return [r for r in recommendations if id(r) in kept]


def _unbeaten(group: Sequence[Recommendation], asked: Asked) -> list[Recommendation]:
    ranks = sorted(_ranks(group, asked))
    front: list[_Rank] = []
    for rank in ranks:  # fastest first, so that only earlier ones can beat it
        if not any(_is_no_worse(better, rank) for better in front):
            front.append(rank)
    return [group[rank.tie[1]] for rank in front]


def _is_no_worse(better: _Rank, rank: _Rank) -> bool:
    return (
        better.cost <= rank.cost
        and better.slowness <= rank.slowness
        and better.shortfall <= rank.shortfall
        and better.latency <= rank.latency
        and rank.multiple % better.multiple == 0
    )


def _ranks(group: Sequence[Recommendation], asked: Asked) -> list[_Rank]:
    costs = list(map(_cost, group))
    speeds = [rate_of_one(r, of_tokens=asked.sizing.of_tokens) for r in group]
    cost_places, speed_places = _places(costs), _places(speeds)
    worst = len(group) + 1
    return [
        _Rank(
            tie=(slowness(recommendation), index),
            cost=worst if cost is None else cost_places[cost],
            slowness=worst if speed is None else -speed_places[speed],
            shortfall=sum(limit.shortfall(recommendation.metrics) for limit in asked.fixed),
            latency=asked.latency.badness_in(recommendation.metrics),
            multiple=asked.sizing.of(recommendation).multiple,
        )
        for index, (recommendation, cost, speed) in enumerate(
            zip(group, costs, speeds, strict=True)
        )
    ]


def _places(values: Sequence[Fraction | None]) -> dict[Fraction | None, int]:
    """Return the place of each value, least first: integers compare faster than fractions."""
    known = {value for value in values if value is not None}
    return {value: place for place, value in enumerate(sorted(known))}


def _cost(recommendation: Recommendation) -> Fraction | None:
    """Return what decides its cost: dollars an hour of one instance, or dollars a request."""
    if recommendation.configuration.is_serverless:
        return price_of_request(recommendation)
    return price_of_one(recommendation)
