"""Recommendations, best first."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from types import MappingProxyType
from typing import NamedTuple

from irctl.decisions.limits import Constraint
from irctl.decisions.pareto import Point, dominators, front
from irctl.jobs.metrics import COST_PER_INFERENCE, LATENCY, Metric
from irctl.jobs.model import Metrics, Number, Recommendation


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
    """A limit that a recommendation does not keep."""

    constraint: Constraint
    value: Number | None


class Beaten(NamedTuple):
    """That a recommendation is off the Pareto front."""

    by: Recommendation
    """One on the front, at least as good in every metric and better in one."""


class Excluded(NamedTuple):
    recommendation: Recommendation
    reasons: tuple[Miss | Beaten, ...]
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
            if constraints and (misses := _misses(each, constraints)):
                excluded.append(misses)
                continue
            key = _point(order, metrics)
            if _WORST in key:
                for metric in chosen:
                    missing[metric] += metric.of(metrics) is None
            points.append(key if order == pareto else _point(pareto, metrics))
            yield key, len(points) - 1, each

    order = tuple(dict.fromkeys((*criteria.by, COST_PER_INFERENCE, LATENCY)))
    pareto = criteria.pareto_metrics
    constraints = criteria.constraints
    scores: dict[int, float | None] = {}
    if criteria.weights or criteria.pareto or top is None:
        best = sorted(left(), key=_order)
        on_front = front(points)
        if criteria.pareto:
            there = {i: each for _, i, each in best}
            better = dominators(points, on_front)
            excluded += [
                Excluded(each, (Beaten(there[better[i]]),), 0.0)
                for _, i, each in best
                if not on_front[i]
            ]
            best = [each for each in best if on_front[each[1]]]
        if criteria.weights:
            metrics = {i: each.metrics for _, i, each in best}
            scores = _scores(metrics, criteria.weights)
            best.sort(key=lambda each: _worse(scores[each[1]]))
        total = len(best)
        missing = {m: sum(m.of(each.metrics) is None for _, _, each in best) for m in chosen}
    else:
        best = nsmallest(top, left(), key=_order)
        on_front = front(points)
        total = len(points)
    ranked = tuple(
        Ranked(place, each, on_front[i], scores.get(i))
        for place, (_, i, each) in enumerate(best[:top], 1)
    )
    return Ranking(criteria, ranked, tuple(excluded), total, missing)


_Left = tuple[Point, int, Recommendation]
"""What orders a recommendation, and its place among those that are left."""


def _order(left: _Left) -> Point:
    """Sorting is stable, so equal ones keep the order in which they were given."""
    return left[0]


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
    measured: Mapping[int, Metrics], weights: Mapping[Metric, float]
) -> dict[int, float | None]:
    """The weighted sum of each value's closeness to the best one: best/value where
    lower is better, value/best where higher is (simple additive weighting with
    linear scale transformation: Hwang and Yoon, Multiple Attribute Decision Making,
    1981). None where a weighted metric is missing."""
    best: dict[Metric, Number] = {}
    for metric in weights:
        values = [v for metrics in measured.values() if (v := metric.of(metrics)) is not None]
        if values:
            best[metric] = max(values) if metric.higher_is_better else min(values)
    scores: dict[int, float | None] = {}
    for index, metrics in measured.items():
        score = 0.0
        for metric, weight in weights.items():
            value = metric.of(metrics)
            if value is None:
                scores[index] = None
                break
            score += weight * _closeness(metric, value, best[metric])
        else:
            scores[index] = min(score, 1.0)  # rounding can carry a sum of shares past 1
    return scores


def _closeness(metric: Metric, value: Number, best: Number) -> float:
    if value == best:
        return 1.0
    smaller, larger = (value, best) if metric.higher_is_better else (best, value)
    return smaller / larger if smaller > 0 and larger > 0 else 0.0
