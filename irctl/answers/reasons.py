"""Why something is excluded, not feasible or not passed, in sentences."""

from collections.abc import Iterable, Iterator
from types import MappingProxyType
from typing import TYPE_CHECKING

from irctl.decisions.choice import short_id
from irctl.decisions.limits import Limit, Miss
from irctl.decisions.ranking import Beaten, Criteria, Excluded
from irctl.jobs.exact import exact, nearly
from irctl.jobs.metrics import Metric, Number, Values
from irctl.jobs.model import Recommendation
from irctl.output import numbers

if TYPE_CHECKING:
    from irctl.decisions.gate import Candidate, Judged
    from irctl.decisions.partners import Baseline
    from irctl.decisions.plan import Plan, Problem

NEAREST = 3
"""How many of the nearest misses are shown when none is left."""


def of_plan(plan: "Plan") -> list[str]:
    """Return why a plan is not feasible."""
    return [*_sentences(plan.problems), *(missed(miss) for miss in plan.misses)]


def _sentences(problems: "Iterable[Problem]") -> Iterator[str]:
    from irctl.answers.plan_sentences import problem  # not for a ranking, which plans nothing

    return map(problem, problems)


def of_exclusion(excluded: Excluded, criteria: Criteria) -> list[str]:
    """Return why a recommendation is not ranked."""
    return [
        missed(why, excluded.recommendation.metrics)
        if isinstance(why, Miss)
        else _beaten(excluded.recommendation, why, criteria)
        for why in excluded.reasons
    ]


def _beaten(recommendation: Recommendation, beaten: Beaten, criteria: Criteria) -> str:
    metrics, by = criteria.pareto_metrics, beaten.by
    better = [m.name for m in metrics if m.of(by.metrics) != m.of(recommendation.metrics)]
    equal = [m.name for m in metrics if m.name not in better]
    title = by.configuration.title
    looks = recommendation.job_name, recommendation.configuration.title
    if (by.job_name, title) == looks and by.id:
        title += f" ({short_id(by.id)})"
    text = f"beaten by {title} of {by.job_name} in {' and '.join(better)}"
    return f"{text}, equal in {' and '.join(equal)}" if equal else text


def of_judged(judged: "Judged", base: "Baseline | None") -> list[str]:
    """Return why a recommendation does not pass a gate."""
    misses = [
        _of_gate(limit, judged.candidate, base)
        for limit in judged.missed
        if not (limit.kind == "Plan" and judged.problems)
    ]
    return [*_sentences(judged.problems), *dict.fromkeys(misses)]


def _of_gate(limit: Limit, candidate: "Candidate", base: "Baseline | None") -> str:
    metric, value = limit.metric, candidate.value(limit)
    if not limit.is_change or value is not None:
        return missed(Miss(limit, value), candidate.recommendation.metrics)
    values = candidate.recommendation.metrics
    if metric.of(values) is None:
        return is_missing(metric, values)
    name = base.name if base else "the baseline"
    if candidate.baseline is None:
        return f"{name} has no matching configuration to compare with"
    return f"{name} has no {metric.name} to compare with"


def missed(miss: Miss, values: Values = MappingProxyType({})) -> str:
    """Return why a value does not meet a limit: `latency 171 ms is above 100 ms`.

    `values` are all that are known of what was judged.
    """
    limit, value = miss
    if value is None:
        return is_missing(limit.metric, values)
    shown, bound = with_bound(limit, value)
    side = "above" if limit.operator == "<=" else "below"
    if limit.is_change:
        return f"{limit.metric.name} changed by {shown}, {side} {bound}"
    return f"{limit.metric.name} {shown} is {side} {bound}"


def is_missing(metric: Metric, values: Values) -> str:
    """Say that a metric has no value, and at which statistics it has one."""
    known = metric.statistics_in(values)
    if not known:
        return f"{metric.name} is missing"
    others = ", ".join(statistic or "a value without a statistic" for statistic in known)
    return f"{metric.name} is missing; {metric.measure} has {others}"


def with_bound(limit: Limit, value: Number, *, is_met: bool = False) -> tuple[str, str]:
    """Return a value and the bound of its limit, with enough digits that the two differ.

    Within the error of a 32-bit float a bound is met as if they were equal.
    """

    def show(number: Number, more: int) -> str:
        if limit.is_change:
            return numbers.precise_change(number, more)
        return numbers.quantity(number, limit.metric.unit, more)

    bound = float(limit.bound)
    if is_met and limit.metric.is_single_precision and nearly(exact(value), exact(bound)):
        value = bound
    return numbers.with_bound(value, bound, show)


def bound(limit: Limit) -> str:
    """Return the bound of a limit on a value, as it was typed: `100 ms`."""
    return with_bound(limit, float(limit.bound))[1]
