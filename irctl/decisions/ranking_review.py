"""What to know before taking the first of a ranking for the best."""

from collections.abc import Iterator

from irctl.decisions.caveats import (
    Caveat,
    DifferenceIsNoise,
    OrderIsOfService,
    ServerlessIsMixed,
    ValuesAreMissing,
)
from irctl.decisions.change import Noise
from irctl.decisions.ranking import Ranking
from irctl.jobs.metrics import COST_PER_INFERENCE, THROUGHPUT, Number


def about_ranking(ranking: Ranking) -> list[Caveat]:
    """Return the caveats about taking the first of a ranking for the best."""
    return [
        *_missing_values(ranking),
        *_order_of_service(ranking),
        *_within_noise(ranking),
        *_mixed_loads(ranking),
    ]


def _missing_values(ranking: Ranking) -> Iterator[Caveat]:
    for metric, number in ranking.missing.items():
        if number:
            yield ValuesAreMissing(metric, number, ranking.total)


def _order_of_service(ranking: Ranking) -> Iterator[Caveat]:
    if ranking.criteria.unmet_targets and ranking.total > 1:
        yield OrderIsOfService(ranking.criteria.unmet_targets)


def _within_noise(ranking: Ranking) -> Iterator[Caveat]:
    criteria = ranking.criteria
    for metric in () if criteria.weights else criteria.by[:1]:
        known = metric.known(ranked.recommendation.metrics for ranked in ranking.ranked[:2])
        difference = relative_difference(*known) if len(known) == 2 else None
        noise = Noise().of(metric)
        if difference is not None and 0 < difference < noise:
            yield DifferenceIsNoise(metric, difference, noise)


def _mixed_loads(ranking: Ranking) -> Iterator[Caveat]:
    criteria = ranking.criteria
    measured = (THROUGHPUT,) if criteria.traffic else (COST_PER_INFERENCE, THROUGHPUT)
    at_its_load = tuple(metric for metric in measured if metric in criteria.chosen)
    if at_its_load and _has_serverless_and_instances(ranking):
        yield ServerlessIsMixed(at_its_load)


def _has_serverless_and_instances(ranking: Ranking) -> bool:
    configurations = [ranked.recommendation.configuration for ranked in ranking.ranked]
    if not any(configuration.serverless for configuration in configurations):
        return False
    return len({configuration.is_serverless for configuration in configurations}) == 2


def relative_difference(a: Number, b: Number) -> float | None:
    """Return |a - b| as a fraction of the smaller; None when that is 0 or the signs differ."""
    low, high = sorted((abs(a), abs(b)))
    if low == 0 or (a < 0) != (b < 0):
        return None
    return high / low - 1
