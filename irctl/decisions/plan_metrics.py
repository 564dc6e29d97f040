"""The figures of a plan that a limit can be on, as it can be on those that a job measured."""

from dataclasses import replace

from irctl.decisions.limits import Limit
from irctl.jobs.metrics import (
    COST_PER_HOUR,
    COST_PER_INFERENCE,
    COST_PER_MILLION_TOKENS,
    COST_PER_THOUSAND_REQUESTS,
    LANGUAGE_METRICS,
    METRICS,
    Metric,
    Unit,
)

HOURS_PER_MONTH = 730
"""AWS's own pricing examples count a month as 730 hours (365 x 24 / 12)."""

MONTHLY_COST = Metric(
    measure="monthly-cost",
    member="CostPerMonth",
    column="cost_per_month_usd",
    heading="Cost/month",
    unit=Unit.USD_PER_MONTH,
    is_single_precision=True,
    aliases=("cost-per-month",),
    is_of_plan=True,
)
COST_PER_MILLION = Metric(
    measure="cost-per-million",
    member="CostPerMillionRequests",
    column="cost_per_million_requests_usd",
    heading="Cost/1M",
    unit=Unit.USD_PER_MILLION,
    is_single_precision=True,
    is_of_plan=True,
)
INSTANCES = Metric(
    measure="instances",
    member="InstanceCount",
    column="instances",
    heading="Instances",
    unit=Unit.COUNT,
    is_of_plan=True,
    marks_best=False,  # more are a choice: for availability
)
PLAN_METRICS: tuple[Metric, ...] = (MONTHLY_COST, COST_PER_MILLION, INSTANCES)
"""The figures of a plan that can be limited, as those of METRICS can."""
LIMITED = tuple(dict.fromkeys((*METRICS, *PLAN_METRICS, *LANGUAGE_METRICS)))
"""What a gate can limit."""

_PLANNED = {
    metric: replace(metric, is_of_plan=True)
    for metric in (
        COST_PER_HOUR,
        COST_PER_INFERENCE,
        COST_PER_MILLION_TOKENS,
        COST_PER_THOUSAND_REQUESTS,
    )
}
"""What a job measured and a plan computes anew, for its own fleet and load."""


def on_plan(limit: Limit) -> Limit:
    """Return a limit that applies to the plan where a plan has such a figure of its own."""
    if limit.is_change:
        return limit
    return limit._replace(metric=_PLANNED.get(limit.metric, limit.metric))
