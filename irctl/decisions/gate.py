"""A gate for CI: limits that recommendations meet or don't.

A limit is on a quantity, and a quantity is a metric of one of three kinds: as it was
measured, of the plan for some traffic, or its change against a baseline. A new metric is
an entry in METRICS or PLAN_METRICS, and can be limited with that.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import isfinite
from typing import Literal, NamedTuple

from irctl.decisions import change
from irctl.decisions.capacity import PLAN_METRICS, Plan
from irctl.jobs.exact import double, exact
from irctl.jobs.metrics import METRICS, Metric, metric, nearly
from irctl.jobs.model import Metrics, Number, Recommendation

Kind = Literal["Metric", "Plan", "Regression"]
Operator = Literal["<=", ">="]


class Candidate(NamedTuple):
    """A recommendation, with what a limit may be on."""

    recommendation: Recommendation
    plan: Plan | None = None
    baseline: Metrics | None = None


class Quantity(NamedTuple):
    kind: Kind
    metric: Metric

    def of(self, candidate: Candidate) -> Number | None:
        """None where it is missing; a change is a fraction."""
        match self.kind:
            case "Metric":
                return self.metric.of(candidate.recommendation.metrics)
            case "Plan":
                plan = candidate.plan
                return self.metric.of(plan) if plan is not None and plan.feasible else None
            case "Regression":
                return double(change.relative(*self._both(candidate)))

    def _both(self, candidate: Candidate) -> tuple[Number | None, Number | None]:
        before = candidate.baseline
        after = candidate.recommendation.metrics
        return self.metric.of(after), self.metric.of(before) if before else None


class Limit(NamedTuple):
    """A quantity must be on the right side of a bound, the bound included."""

    quantity: Quantity
    operator: Operator
    bound: Number | Fraction
    """In the metric's unit; of a change, an exact fraction."""

    def holds_for(self, candidate: Candidate) -> bool:
        """A missing value meets no limit."""
        value = self.quantity.of(candidate)
        if value is None:
            return False
        measured = self.quantity.metric
        match self.quantity.kind:
            case "Metric" | "Plan":
                compare = measured.at_most if self.operator == "<=" else measured.at_least
                return compare(value, float(self.bound))
            case "Regression":
                # after / before - 1 rounds: 110 / 100 - 1 is a little more than 0.1
                after, before = (exact(each or 0) for each in self.quantity._both(candidate))
                wanted = before * (1 + Fraction(self.bound))
                if measured.single_precision and nearly(after, wanted):
                    return True
                return after <= wanted if self.operator == "<=" else after >= wanted

    def room(self, value: Number) -> float | None:
        """How far the value is on the right side, negative for the wrong one: of a change
        the difference, else as a fraction of the bound. None when that is no number."""
        bound = double(Fraction(self.bound)) or 0.0
        difference = bound - value if self.operator == "<=" else value - bound
        if self.quantity.kind != "Regression":
            difference = difference / abs(bound) if bound else float("inf")
        return difference if isfinite(difference) else None


class Judged(NamedTuple):
    """A candidate, and which limits it missed."""

    candidate: Candidate
    missed: tuple[Limit, ...]
    shortfall: float
    """The sum of what it missed the limits by; infinite where something is missing."""

    @property
    def problems(self) -> tuple[str, ...]:
        """Why its plan is none, in sentences."""
        return self.candidate.plan.problems if self.candidate.plan else ()

    @property
    def passed(self) -> bool:
        return not self.missed and not self.problems


class Standing(NamedTuple):
    """How the candidates stand to one limit."""

    limit: Limit
    best: Number | None
    worst: Number | None
    """None when a candidate has no value, too."""
    passed: bool
    """Met by one candidate, or by every one where every one has to."""


class Gate(NamedTuple):
    every: bool
    standings: tuple[Standing, ...]
    judged: tuple[Judged, ...]
    """Those that pass first, then the nearest."""

    @property
    def passed(self) -> bool:
        """Whether one candidate, or every one, meets all limits together. Without a
        candidate, or without a limit, nothing was judged, and nothing passed."""
        outcomes = [each.passed for each in self.judged]
        if not outcomes or not self.standings:
            return False
        return all(outcomes) if self.every else any(outcomes)

    @property
    def nearest(self) -> Judged | None:
        """Of those that failed, the one that came nearest."""
        return next((each for each in self.judged if not each.passed), None)


def judge(candidates: Sequence[Candidate], limits: Sequence[Limit], every: bool) -> Gate:
    judged = sorted(
        (_judged(each, limits) for each in candidates),
        key=lambda each: (not each.passed, each.shortfall),
    )
    standings = tuple(_standing(each, candidates, every) for each in limits)
    return Gate(every, standings, tuple(judged))


def _judged(candidate: Candidate, limits: Sequence[Limit]) -> Judged:
    missed = tuple(each for each in limits if not each.holds_for(candidate))
    shortfall = candidate.plan.distance if candidate.plan else 0.0
    for each in missed:
        value = each.quantity.of(candidate)
        room = None if value is None else each.room(value)
        shortfall += float("inf") if value is None else abs(room if room is not None else value)
    return Judged(candidate, missed, shortfall)


def _standing(limit: Limit, candidates: Sequence[Candidate], every: bool) -> Standing:
    values = [limit.quantity.of(each) for each in candidates]
    there = [each for each in values if each is not None]
    low, high = min(there, default=None), max(there, default=None)
    best, worst = (low, high) if limit.operator == "<=" else (high, low)
    outcomes = [limit.holds_for(each) for each in candidates]
    passed = bool(outcomes) and (all(outcomes) if every else any(outcomes))
    return Standing(limit, best, worst if len(there) == len(values) else None, passed)


def limit(text: str, operator: Operator) -> Limit:
    """A limit from the command line, `METRIC=VALUE`. Raises ValueError."""
    name, equals, value = text.partition("=")
    if not equals:
        raise ValueError(f"expected METRIC=VALUE, such as latency=100, got {text!r}")
    return limit_on(name, value, operator)


def limit_on(name: str, value: str, operator: Operator) -> Limit:
    """Raises ValueError."""
    quantity = _quantity(name)
    return Limit(quantity, operator, quantity.metric.read(value))


def _quantity(name: str) -> Quantity:
    found = metric(name, (*METRICS, *PLAN_METRICS))
    return Quantity("Plan" if found.of_plan else "Metric", found)


def regressions(text: str) -> list[Limit]:
    """Limits on changes from the command line, `METRIC=SHARE[,METRIC=SHARE]`. Raises
    ValueError."""
    found = []
    for each in text.split(","):
        name, equals, value = each.partition("=")
        if not equals:
            raise ValueError(f"expected METRIC=SHARE, such as latency=10%, got {each!r}")
        found.append(regression(name, value))
    return found


def regression(name: str, value: str) -> Limit:
    """A limit on a change for the worse: less, where more is better. Raises ValueError."""
    measured = metric(name)
    try:
        share = change.share(value)
    except ValueError as error:
        raise ValueError(f"{measured.name}: {error}") from None
    if measured.higher_is_better:
        return Limit(Quantity("Regression", measured), ">=", -share)
    return Limit(Quantity("Regression", measured), "<=", share)
