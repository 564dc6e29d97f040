"""The results of a benchmark at several concurrencies: which of them can be planned with."""

from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple

from irctl.decisions import capacity
from irctl.decisions.limits import missed
from irctl.decisions.plan import Plan, ServesLess
from irctl.decisions.sizing import Sizing, rate_of_one
from irctl.decisions.traffic import Traffic
from irctl.jobs.kinds import AI_BENCHMARK
from irctl.jobs.metrics import Number
from irctl.jobs.model import Job, Recommendation


class Sweep(NamedTuple):
    """The recommendations of jobs, by what can be planned with."""

    plannable: Sequence[Recommendation]
    superfluous: Sequence[tuple[Recommendation, Recommendation]]
    """Each with the one that serves more within the limits."""


def sweep(jobs: Iterable[Job], sizing: Sizing) -> Sweep:
    """Separate what can be planned with from what another recommendation makes superfluous."""
    kept: list[Recommendation] = []
    superfluous = []
    for job in jobs:
        chosen = plannable(job, sizing)
        kept += chosen
        names = set(map(id, chosen))
        superfluous += [(r, chosen[0]) for r in job.recommendations if id(r) not in names]
    return Sweep(kept, superfluous)


def plannable(job: Job, sizing: Sizing) -> list[Recommendation]:
    """Return the recommendations of a job without those that another makes superfluous.

    What an endpoint serves within limits is what it was measured to serve at the highest
    concurrency that keeps them and has a throughput: lower ones serve less, and nothing is
    known in between. All are returned where no concurrency is both.
    """
    if job.kind is not AI_BENCHMARK:
        return list(job.recommendations)
    able = [r for r in job.recommendations if _is_able(r, sizing)]
    if not able:
        return list(job.recommendations)
    highest = max(able, key=_concurrency)
    above = [r for r in job.recommendations if _concurrency(r) > _concurrency(highest)]
    return [highest, *above]


def _is_able(recommendation: Recommendation, sizing: Sizing) -> bool:
    """Whether its throughput is known and what was measured keeps the limits."""
    rate = rate_of_one(recommendation, of_tokens=sizing.of_tokens)
    return rate is not None and not missed(sizing.limits_on_measured, recommendation.metrics)


def plans(swept: Sweep, traffics: Sequence[Traffic], sizing: Sizing) -> list[Plan]:
    """Return the plans for each traffic as `capacity.plans` does, the superfluous ones last."""
    ordered: list[Plan] = []
    for traffic in traffics:
        planned = capacity.plans(swept.plannable, [traffic], sizing)
        superfluous = (_superfluous(r, by, traffic, sizing) for r, by in swept.superfluous)
        ordered += sorted([*planned, *superfluous], key=capacity.preference)
    return ordered


def _superfluous(
    recommendation: Recommendation, by: Recommendation, traffic: Traffic, sizing: Sizing
) -> Plan:
    plan = capacity.plan(recommendation, traffic, sizing)
    return plan._replace(problems=(ServesLess(by),), misses=(), distance=inf)


def _concurrency(recommendation: Recommendation) -> Number:
    return recommendation.configuration.concurrency or 0
