"""Which configurations can be the best plan at all: for some traffic and some limits."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from irctl.decisions.limits import Limit
from irctl.decisions.sizing import Sizing, price_of_one, price_of_request, rate_of_one
from irctl.jobs.metrics import LATENCY, Number
from irctl.jobs.model import Recommendation


class _Rank(NamedTuple):
    """A configuration by what decides, each less is better and exact: places, not values."""

    tie: tuple[Number, int]
    """Latency, then the order of the job: what decides between equal costs."""
    cost: int
    """Of an instance, or of an inference of serverless."""
    slowness: int
    """Of one instance, or of a concurrency of one."""
    shortfall: float
    """By how much it misses the limits that stay as they are."""


def contenders(
    recommendations: Sequence[Recommendation], sizing: Sizing, fixed: Sequence[Limit]
) -> list[Recommendation]:
    """Leave out what another configuration beats, whatever the traffic.

    And whatever the utilization, the smallest fleet and the highest latency and cost: a plan of
    an instance that costs no more, carries no less, is no slower and misses the `fixed` limits
    by no more is never worse. A limit on a figure of the plan that has to be reached, such as a
    lowest cost, can make it worse: nothing is left out then.
    """
    if any(limit.operator == ">=" for limit in sizing.limits_on_plan):
        return list(recommendations)
    serverless = [r for r in recommendations if r.configuration.is_serverless]
    fleets = [r for r in recommendations if not r.configuration.is_serverless]
    kept = set(map(id, [*_unbeaten(serverless, fixed), *_unbeaten(fleets, fixed)]))
    return [r for r in recommendations if id(r) in kept]


def _unbeaten(group: Sequence[Recommendation], fixed: Sequence[Limit]) -> list[Recommendation]:
    ranks = sorted(_ranks(group, fixed))
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
    )


def _ranks(group: Sequence[Recommendation], fixed: Sequence[Limit]) -> list[_Rank]:
    """Return the rank of each; those that cannot be planned differ only in latency."""
    costs, speeds = list(map(_cost, group)), list(map(rate_of_one, group))
    cost_places, speed_places = _places(costs), _places(speeds)
    worst = len(group) + 1
    return [
        _Rank(
            tie=(LATENCY.badness_in(recommendation.metrics), index),
            cost=worst if None in (cost, speed) else cost_places[cost],
            slowness=worst if None in (cost, speed) else -speed_places[speed],
            shortfall=sum(limit.shortfall(recommendation.metrics) for limit in fixed),
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
