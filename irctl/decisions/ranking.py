"""Recommendations, best first."""

from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from math import inf
from operator import itemgetter
from types import MappingProxyType
from typing import NamedTuple

from irctl.decisions.limits import Limit, Miss, missed
from irctl.decisions.pareto import Point, dominators, front
from irctl.decisions.quantities import Rate
from irctl.jobs.metrics import COST_PER_INFERENCE, LATENCY, Metric, Number, Values
from irctl.jobs.model import Recommendation

_SPARE = 1000
"""How many candidates beyond the best few are kept before they are sorted out."""


class Criteria(NamedTuple):
    """What makes one recommendation better than another, and which are ranked at all."""

    by: tuple[Metric, ...] = (COST_PER_INFERENCE,)
    """Empty for the order given, which is the service's."""
    weights: Mapping[Metric, float] = MappingProxyType({})
    """Normalised to sum 1; empty for an order by one metric after the other."""
    limits: tuple[Limit, ...] = ()
    pareto: bool = False
    """Keep only the Pareto front."""
    pareto_metrics: tuple[Metric, ...] = (COST_PER_INFERENCE, LATENCY)
    ties: tuple[Metric, ...] = (COST_PER_INFERENCE, LATENCY)
    """What decides between equals; then it is the order given."""
    unmet_targets: tuple[Metric, ...] = ()
    """What the job was to optimize, where not all have a value for it."""
    traffic: Rate | None = None
    """At which costs are compared; None at full load."""

    @property
    def order(self) -> tuple[Metric, ...]:
        """The metrics that decide one after the other, those that break ties included."""
        return tuple(dict.fromkeys((*self.by, *self.ties)))

    @property
    def chosen(self) -> tuple[Metric, ...]:
        """The metrics that somebody asked for."""
        return tuple(dict.fromkeys((*self.weights, *self.by)))


class Ranked(NamedTuple):
    rank: int
    recommendation: Recommendation
    on_pareto_front: bool
    score: float | None
    """With weights: 1 is best in every weighted metric, 0 infinitely worse. None
    without weights, or when a weighted metric is missing."""


class Beaten(NamedTuple):
    """Why a recommendation is off the Pareto front."""

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
    """For each chosen metric, how many of them have no value for it."""

    @property
    def nearest_misses(self) -> list[Excluded]:
        return sorted(self.excluded, key=lambda excluded: excluded.distance)


_Candidate = tuple[Point, int, Recommendation]
"""What orders a recommendation, its index among the candidates, and itself."""


_order = itemgetter(0)
"""Sorting is stable, so equal candidates keep the order in which they were given."""


def rank(
    recommendations: Iterable[Recommendation], criteria: Criteria, top: int | None = None
) -> Ranking:
    """Order recommendations by the criteria, see Ranker."""
    ranker = Ranker(criteria, top)
    ranker.add(recommendations)
    return ranker.ranking()


class Axes:
    """Makes points of some metrics."""

    def __init__(self, metrics: Iterable[Metric]):
        signs = ((metric, -1 if metric.higher_is_better else 1) for metric in metrics)
        self._axes = [(metric.key, sign, sign * inf) for metric, sign in signs]

    def point(self, values: Values) -> Point:
        """Return their values, turned so that less is better; a missing one is worst."""
        return tuple([sign * values.get(key, missing) for key, sign, missing in self._axes])


class Ranker:
    """Orders recommendations that are added little by little.

    A missing value ranks last; ties go to the next metric, then to those that the criteria
    break ties by, then to the order given. With `top`, only the best are kept, so that the memory
    needed grows with them alone; but weights and the Pareto front need all.
    """

    def __init__(self, criteria: Criteria, top: int | None = None):
        self._criteria = criteria
        self._top = top
        needs_all = criteria.weights or criteria.pareto or top is None
        self._most_kept = None if needs_all else top
        self._excluded: list[Excluded] = []
        self._candidates: list[_Candidate] = []
        self._points: list[Point] = []
        """On the axes of the Pareto front, of every candidate."""
        self._missing = dict.fromkeys(criteria.chosen, 0)
        self._order = Axes(criteria.order)
        is_on_axes = criteria.pareto_metrics == criteria.order
        self._pareto = self._order if is_on_axes else Axes(criteria.pareto_metrics)

    def add(self, recommendations: Iterable[Recommendation]) -> None:
        criteria = self._criteria
        limits, order, pareto = criteria.limits, self._order, self._pareto
        for recommendation in recommendations:
            values = recommendation.metrics
            if limits and (misses := missed(limits, values)):
                distance = sum(limit.shortfall(values) for limit in limits)
                self._excluded.append(Excluded(recommendation, misses, distance))
                continue
            key = order.point(values)
            if inf in key:
                self._count_missing(values)
            self._candidates.append((key, len(self._points), recommendation))
            self._points.append(key if order is pareto else pareto.point(values))
        most = self._most_kept
        if most is not None and len(self._candidates) > 2 * most + _SPARE:
            self._candidates = nsmallest(most, self._candidates, key=_order)

    def _count_missing(self, values: Values) -> None:
        for metric in self._missing:
            self._missing[metric] += metric.of(values) is None

    def ranking(self) -> Ranking:
        """Return the ranking of what was added; call it once."""
        criteria, excluded = self._criteria, list(self._excluded)
        best = sorted(self._candidates, key=_order)
        total = len(self._points)
        is_sorted = self._order is self._pareto and len(best) == total
        on_front = front(self._points, [index for _, index, _ in best] if is_sorted else None)
        scores: dict[int, float | None] = {}
        if criteria.weights:
            scores = _scores({i: r.metrics for _, i, r in best}, criteria.weights)
            best.sort(key=lambda candidate: _worse(scores[candidate[1]]))
        if criteria.pareto:
            excluded += _beaten(best, dominators(self._points, on_front))
            best = [candidate for candidate in best if on_front[candidate[1]]]
            total = len(best)
            self._missing = dict.fromkeys(self._missing, 0)
            for _, _, recommendation in best:
                self._count_missing(recommendation.metrics)
        ranked = tuple(
            [
                Ranked(place, recommendation, on_front[index], scores.get(index))
                for place, (_, index, recommendation) in enumerate(best[: self._top], 1)
            ]
        )
        return Ranking(criteria, ranked, tuple(excluded), total, self._missing)


def _beaten(candidates: Sequence[_Candidate], dominators: Mapping[int, int]) -> list[Excluded]:
    """Return the candidates off the Pareto front, each with one that beats it."""
    by_index = {index: recommendation for _, index, recommendation in candidates}
    return [
        Excluded(recommendation, (Beaten(by_index[dominators[index]]),), 0.0)
        for _, index, recommendation in candidates
        if index in dominators
    ]


def _worse(score: float | None) -> float:
    return 1.0 if score is None else -score


def normalised(weights: Mapping[Metric, float]) -> dict[Metric, float]:
    """Divide weights by their sum.

    Raise ValueError for a negative weight or none above 0.
    """
    total = sum(weights.values())
    if min(weights.values(), default=0) < 0 or not 0 < total < inf:
        raise ValueError("weights must be 0 or more, and at least one above 0")
    return {metric: weight / total for metric, weight in weights.items()}


def _scores(
    measured: Mapping[int, Values], weights: Mapping[Metric, float]
) -> dict[int, float | None]:
    """Return the weighted sum of each value's closeness to the best one.

    Closeness is best/value where lower is better, value/best where higher is (simple
    additive weighting with linear scale transformation: Hwang and Yoon, Multiple Attribute
    Decision Making, 1981). None where a weighted metric is missing.
    """
    best: dict[Metric, Number] = {}
    for metric in weights:
        if known := metric.known(measured.values()):
            best[metric] = min(known, key=metric.badness)
    return {index: _score(values, weights, best) for index, values in measured.items()}


def _score(
    values: Values, weights: Mapping[Metric, float], best: Mapping[Metric, Number]
) -> float | None:
    score = 0.0
    for metric, weight in weights.items():
        value = metric.of(values)
        if value is None:
            return None
        score += weight * _closeness(metric, value, best[metric])
    return min(score, 1.0)  # rounding can carry a sum of shares past 1


def _closeness(metric: Metric, value: Number, best: Number) -> float:
    if value == best:
        return 1.0
    smaller, larger = (value, best) if metric.higher_is_better else (best, value)
    return smaller / larger if smaller > 0 and larger > 0 else 0.0
