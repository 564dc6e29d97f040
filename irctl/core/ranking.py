"""Recommendations, best first."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from irctl.core.constraints import Constraint
from irctl.core.job import Metrics, Number, Recommendation
from irctl.core.metrics import COST_PER_INFERENCE, LATENCY, Metric
from irctl.core.pareto import front


class Criteria(NamedTuple):
    """What makes one recommendation better than another, and which count at all."""

    by: tuple[Metric, ...] = (COST_PER_INFERENCE,)
    weights: Mapping[Metric, float] = MappingProxyType({})
    """Normalised to sum 1; empty for an order by one metric after the other."""
    constraints: tuple[Constraint, ...] = ()
    pareto: bool = False
    """Keep only the Pareto front."""
    pareto_metrics: tuple[Metric, ...] = (COST_PER_INFERENCE, LATENCY)


class Ranked(NamedTuple):
    rank: int
    recommendation: Recommendation
    on_pareto_front: bool
    score: float | None
    """With weights: 1 is best in every weighted metric, 0 infinitely worse. None
    without weights, or when a weighted metric is missing."""


class Miss(NamedTuple):
    """One reason why a recommendation was excluded."""

    constraint: Constraint | None
    """None when it is off the Pareto front."""
    value: Number | None


class Excluded(NamedTuple):
    recommendation: Recommendation
    misses: tuple[Miss, ...]
    distance: float
    """The sum of the misses, each as a fraction of its limit; for the nearest misses."""


class Ranking(NamedTuple):
    criteria: Criteria
    ranked: tuple[Ranked, ...]
    excluded: tuple[Excluded, ...]

    @property
    def nearest_misses(self) -> list[Excluded]:
        return sorted(self.excluded, key=lambda each: each.distance)


def rank(recommendations: Iterable[Recommendation], criteria: Criteria) -> Ranking:
    """Order by the criteria. A missing value ranks last; ties go to the next metric,
    then cost per inference, latency, and the order given."""
    left: list[Recommendation] = []
    excluded: list[Excluded] = []
    for each in recommendations:
        misses = tuple(
            Miss(limit, limit.metric.of(each.metrics))
            for limit in criteria.constraints
            if not limit.holds_for(each.metrics)
        )
        if misses:
            distance = sum(limit.miss(each.metrics) for limit in criteria.constraints)
            excluded.append(Excluded(each, misses, distance))
        else:
            left.append(each)

    on_front = front(
        [tuple(_badness(m, each.metrics) for m in criteria.pareto_metrics) for each in left]
    )
    if criteria.pareto:
        excluded += [
            Excluded(each, (Miss(None, None),), 0.0)
            for each, on in zip(left, on_front, strict=True)
            if not on
        ]
        left = [each for each, on in zip(left, on_front, strict=True) if on]
        on_front = [True] * len(left)

    scores = _scores(left, criteria.weights)
    metrics = (*criteria.by, COST_PER_INFERENCE, LATENCY)
    keys = [
        (
            *(() if not criteria.weights else (1.0 if score is None else -score,)),
            *(_badness(m, each.metrics) for m in metrics),
            index,
        )
        for index, (each, score) in enumerate(zip(left, scores, strict=True))
    ]
    order = sorted(range(len(left)), key=keys.__getitem__)
    return Ranking(
        criteria,
        tuple(
            Ranked(place, left[index], on_front[index], scores[index])
            for place, index in enumerate(order, 1)
        ),
        tuple(excluded),
    )


def normalised(weights: Mapping[Metric, float]) -> dict[Metric, float]:
    """Weights divided by their sum. Raises ValueError for a negative weight or none
    above 0."""
    total = sum(weights.values())
    if any(weight < 0 for weight in weights.values()) or not 0 < total < float("inf"):
        raise ValueError("weights must be 0 or more, and at least one above 0")
    return {metric: weight / total for metric, weight in weights.items()}


def _badness(metric: Metric, metrics: Metrics) -> Number:
    value = metric.of(metrics)
    return float("inf") if value is None else metric.badness(value)


def _scores(
    recommendations: Sequence[Recommendation], weights: Mapping[Metric, float]
) -> list[float | None]:
    """The weighted sum of each value's closeness to the best one: best/value where
    lower is better, value/best where higher is (simple additive weighting with
    linear scale transformation: Hwang and Yoon, Multiple Attribute Decision Making,
    1981)."""
    if not weights:
        return [None] * len(recommendations)
    best: dict[Metric, Number] = {}
    for metric in weights:
        values = [v for each in recommendations if (v := metric.of(each.metrics)) is not None]
        if values:
            best[metric] = max(values) if metric.higher_is_better else min(values)
    scores: list[float | None] = []
    for each in recommendations:
        score = 0.0
        for metric, weight in weights.items():
            value = metric.of(each.metrics)
            if value is None:
                scores.append(None)
                break
            score += weight * _closeness(metric, value, best[metric])
        else:
            scores.append(score)
    return scores


def _closeness(metric: Metric, value: Number, best: Number) -> float:
    if value == best:
        return 1.0
    smaller, larger = (value, best) if metric.higher_is_better else (best, value)
    return smaller / larger if smaller > 0 and larger > 0 else 0.0
