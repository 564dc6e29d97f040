"""Recommendations, best first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from types import MappingProxyType
from typing import NamedTuple

from irctl.core.constraints import Constraint
from irctl.core.job import Metrics, Number, Recommendation
from irctl.core.metrics import COST_PER_INFERENCE, LATENCY, Metric
from irctl.core.pareto import Point, front


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
    """Best first; the best only where no more were asked for."""
    excluded: tuple[Excluded, ...]
    total: int
    """How many there are to rank, in `ranked` or beyond it."""
    missing: Mapping[Metric, int]
    """For each metric of the order, how many of them have no value for it."""

    @property
    def nearest_misses(self) -> list[Excluded]:
        return sorted(self.excluded, key=lambda each: each.distance)


def rank(
    recommendations: Iterable[Recommendation], criteria: Criteria, top: int | None = None
) -> Ranking:
    """Order by the criteria. A missing value ranks last; ties go to the next metric,
    then cost per inference, latency, and the order given.

    With `top`, only the best are kept while the others pass by, so that the memory needed
    grows with them alone; but weights and the Pareto front need all at once.
    """
    excluded: list[Excluded] = []
    points: list[Point] = []
    chosen = tuple(dict.fromkeys((*criteria.weights, *criteria.by)))
    missing = dict.fromkeys(chosen, 0)

    def left() -> Iterator[_Left]:
        for each in recommendations:
            metrics = each.metrics
            misses = _misses(each, criteria.constraints)
            if misses is not None:
                excluded.append(misses)
                continue
            for metric in chosen:
                missing[metric] += metric.of(metrics) is None
            key = _point(order, metrics)
            points.append(key if order == pareto else _point(pareto, metrics))
            yield key, len(points) - 1, each

    order = tuple(dict.fromkeys((*criteria.by, COST_PER_INFERENCE, LATENCY)))
    pareto = criteria.pareto_metrics
    if criteria.weights or criteria.pareto or top is None:
        best = list(left())
        on_front = front(points)
        if criteria.pareto:
            off = (Miss(None, None),)
            excluded += [Excluded(each, off, 0.0) for _, i, each in best if not on_front[i]]
            best = [each for each in best if on_front[each[1]]]
        best.sort()
        scores = _scores([each for _, _, each in best], criteria.weights)
        ranked = [
            (each, on_front[i], score) for (_, i, each), score in zip(best, scores, strict=True)
        ]
        if criteria.weights:
            ranked.sort(key=lambda each: _worse(each[2]))  # stable: ties stay as they were
        ranked = ranked[:top]
        count = len(best)
        missing = {m: sum(m.of(each.metrics) is None for _, _, each in best) for m in chosen}
    else:
        smallest = nsmallest(top, left())
        on_front = front(points)
        ranked = [(each, on_front[i], None) for _, i, each in smallest]
        count = len(points)
    return Ranking(
        criteria,
        tuple(Ranked(place, *each) for place, each in enumerate(ranked, 1)),
        tuple(excluded),
        count,
        missing,
    )


_Left = tuple[tuple[Number, ...], int, Recommendation]
"""What orders a recommendation, and its place among those that are left: no two of the
pairs are equal, so that sorting never gets to compare recommendations."""


def _misses(each: Recommendation, constraints: Sequence[Constraint]) -> Excluded | None:
    """Why the constraints exclude a recommendation; None when they don't."""
    misses = tuple(
        Miss(limit, limit.metric.of(each.metrics))
        for limit in constraints
        if not limit.holds_for(each.metrics)
    )
    if not misses:
        return None
    return Excluded(each, misses, sum(limit.miss(each.metrics) for limit in constraints))


def _worse(score: float | None) -> float:
    return 1.0 if score is None else -score


def normalised(weights: Mapping[Metric, float]) -> dict[Metric, float]:
    """Weights divided by their sum. Raises ValueError for a negative weight or none
    above 0."""
    total = sum(weights.values())
    if any(weight < 0 for weight in weights.values()) or not 0 < total < float("inf"):
        raise ValueError("weights must be 0 or more, and at least one above 0")
    return {metric: weight / total for metric, weight in weights.items()}


def _point(chosen: Iterable[Metric], metrics: Metrics) -> Point:
    """The values of some metrics, turned so that less is better; a missing one is worst."""
    return tuple(
        [_WORST if (value := each.of(metrics)) is None else each.badness(value) for each in chosen]
    )


_WORST = float("inf")


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
            scores.append(min(score, 1.0))  # rounding can carry a sum of shares past 1
    return scores


def _closeness(metric: Metric, value: Number, best: Number) -> float:
    if value == best:
        return 1.0
    smaller, larger = (value, best) if metric.higher_is_better else (best, value)
    return smaller / larger if smaller > 0 and larger > 0 else 0.0
