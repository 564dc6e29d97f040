"""A gate for CI: recommendations that keep every limit, and those that don't."""

from collections.abc import Sequence
from itertools import filterfalse
from typing import Literal, NamedTuple

from irctl.decisions.caveats import Caveat
from irctl.decisions.limits import Limit
from irctl.decisions.plan import Plan, Problem
from irctl.jobs.metrics import Number, Values
from irctl.jobs.model import Recommendation


class Candidate(NamedTuple):
    """A recommendation, and the values that a limit may be on."""

    recommendation: Recommendation
    plan: Plan | None = None
    baseline: Values | None = None

    def values(self, limit: Limit) -> Values:
        """Return its measurements, and for a limit on a plan those of its feasible plan."""
        if not limit.metric.is_of_plan:
            return self.recommendation.metrics
        return self.plan.values if self.plan is not None and self.plan.feasible else {}

    def value(self, limit: Limit) -> Number | None:
        """Return what a limit is on; None where it is missing."""
        return limit.value(self.values(limit), self.baseline)

    def keeps(self, limit: Limit) -> bool:
        return limit.holds(self.values(limit), self.baseline)

    def shortfall(self, limit: Limit) -> float:
        """Return how far it is beyond a limit, see Limit.shortfall."""
        return limit.shortfall(self.values(limit), self.baseline)


class Judged(NamedTuple):
    """A candidate, and the limits it missed."""

    candidate: Candidate
    missed: tuple[Limit, ...]
    shortfall: float
    """The sum of what it missed the limits by; infinite where something is missing."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why it cannot serve the traffic."""
        return self.candidate.plan.problems if self.candidate.plan else ()

    @property
    def passed(self) -> bool:
        return not self.missed and not self.problems


class Standing(NamedTuple):
    """How far the candidates keep one limit."""

    limit: Limit
    best: Number | None
    worst: Number | None
    """None also when a candidate has no value."""
    passed: bool
    """Met by one candidate, or by every one where every one has to."""


Scope = Literal["Any", "All", "Paired"]
"""Which candidates must keep the limits: any one of them, all, or all that have a partner of the
same configuration in the baseline."""


class NoRecommendations(NamedTuple):
    """A job has nothing to judge."""

    job: str


class NothingFits(NamedTuple):
    """No recommendation is of the type or has the ID that was asked for."""

    message: str
    hint: str | None


class NothingPaired(NamedTuple):
    """No recommendation has the configuration of one of the baseline's."""


class ConditionsOfBaselineDiffer(NamedTuple):
    """A job was measured under other conditions than the baseline."""

    caveat: Caveat


Obstacle = NoRecommendations | NothingFits | NothingPaired | ConditionsOfBaselineDiffer
"""Why a gate is not met whatever the values are."""


class Gate(NamedTuple):
    scope: Scope
    standings: tuple[Standing, ...]
    judged: tuple[Judged, ...]
    """Those that pass first, then the nearest."""
    not_compared: tuple[Candidate, ...] = ()
    """Those without a partner in the baseline, where only pairs are judged."""
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def requires_all(self) -> bool:
        return self.scope != "Any"

    @property
    def passed(self) -> bool:
        """Whether one candidate, or every one, meets all limits together.

        Without a candidate, or without a limit, nothing was judged, and nothing passed.
        """
        if self.obstacles or not self.standings:
            return False
        return _is_met(self.scope, [judged.passed for judged in self.judged])

    @property
    def nearest(self) -> Judged | None:
        """Of those that failed, the one that came nearest."""
        return next((judged for judged in self.judged if not judged.passed), None)


def judge(
    candidates: Sequence[Candidate],
    limits: Sequence[Limit],
    *,
    scope: Scope,
    obstacles: Sequence[Obstacle] = (),
) -> Gate:
    def lacks_partner(candidate: Candidate) -> bool:
        return scope == "Paired" and candidate.baseline is None

    compared = list(filterfalse(lacks_partner, candidates))
    not_compared = list(filter(lacks_partner, candidates))
    judged = sorted(
        (_judged(candidate, limits) for candidate in compared),
        key=lambda judged: (not judged.passed, judged.shortfall),
    )
    nothing = [NothingPaired()] if not_compared and not compared else []
    return Gate(
        scope=scope,
        standings=tuple(_standing(limit, compared, scope) for limit in limits),
        judged=tuple(judged),
        not_compared=tuple(not_compared),
        obstacles=(*obstacles, *nothing),
    )


def _judged(candidate: Candidate, limits: Sequence[Limit]) -> Judged:
    shortfall = candidate.plan.distance if candidate.plan else 0.0
    shortfall += sum(map(candidate.shortfall, limits))
    broken = tuple(limit for limit in limits if not candidate.keeps(limit))
    return Judged(candidate, broken, shortfall)


def _standing(limit: Limit, candidates: Sequence[Candidate], scope: Scope) -> Standing:
    values = [candidate.value(limit) for candidate in candidates]
    known = [value for value in values if value is not None]
    low, high = min(known, default=None), max(known, default=None)
    best, worst = (low, high) if limit.operator == "<=" else (high, low)
    outcomes = [candidate.keeps(limit) for candidate in candidates]
    if None in values:
        worst = None
    return Standing(limit, best, worst, _is_met(scope, outcomes))


def _is_met(scope: Scope, outcomes: Sequence[bool]) -> bool:
    """Whether enough candidates pass; without any, nothing was judged, and nothing passed."""
    return any(outcomes) if scope == "Any" else bool(outcomes) and all(outcomes)
