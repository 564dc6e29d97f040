"""What to know of a plan, as values with what they are."""

from collections.abc import Sequence
from fractions import Fraction
from typing import NamedTuple

from irctl.decisions.criteria import latency_of
from irctl.decisions.limits import Limit
from irctl.decisions.plan import Plan
from irctl.decisions.plan_metrics import COST_PER_MILLION
from irctl.decisions.sizing import (
    MOST_INSTANCES,
    SERVERLESS_MAX_CONCURRENCY,
    Sizing,
    rate_of_one,
)
from irctl.jobs.exact import double
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.metrics import COST_PER_MILLION_TOKENS, ITL, Metric
from irctl.jobs.model import Recommendation
from irctl.output import numbers


class Fact(NamedTuple):
    """A value, and what it is."""

    value: str
    text: str


def facts(plan: Plan, sizing: Sizing) -> list[Fact]:
    """Return what to know of a feasible plan."""
    utilization = plan.expected_utilization
    used = [] if utilization is None else [Fact(numbers.share(utilization), "utilized")]
    return [
        *used,
        *measured(plan.recommendation, sizing.limits),
        *_cost(plan),
        _headroom(plan, sizing),
        *_autoscaled(plan),
    ]


def measured(recommendation: Recommendation, limits: Sequence[Limit]) -> list[Fact]:
    """Return what to know of a configuration, whatever the traffic."""
    kind, values = recommendation.kind, recommendation.metrics
    shown = [
        Fact(numbers.with_unit(value, "ms"), _in_sentence(latency_name(metric)))
        for metric in dict.fromkeys((latency_of(kind, limits), kind.latency))
        if (value := metric.of(values)) is not None
    ]
    between_tokens = ITL.of(values)
    if between_tokens is None:
        return shown
    return [*shown, Fact(f"{1000 / between_tokens:,.3g} tokens/s", "for each user")]


def latency_name(metric: Metric) -> str:
    """Return a latency as a heading without a unit: `Latency`, `TTFT p50`."""
    return metric.heading.format(metric.statistic).removesuffix(" (ms)")


def _in_sentence(name: str) -> str:
    """Return a name as it is in a sentence: without its capital, unless it is an acronym."""
    return name[0].lower() + name[1:] if name[:2].istitle() else name


def cost_of_work(kind: Kind) -> tuple[str, str]:
    """Return the metric of what the work of a plan costs, and for how much of it that is."""
    if kind is INFERENCE:
        return COST_PER_MILLION.name, "per million requests"
    return COST_PER_MILLION_TOKENS.name, "per million output tokens"


def _cost(plan: Plan) -> list[Fact]:
    name, text = cost_of_work(plan.recommendation.kind)
    cost = plan.values.get((name, None))
    return [] if cost is None else [Fact(numbers.usd_of_a_million(cost), text)]


def _headroom(plan: Plan, sizing: Sizing) -> Fact:
    """Return up to which traffic the fleet is large enough."""
    peak, of_tokens = plan.traffic.peak, plan.traffic.is_of_tokens
    if plan.instances is None:
        one = rate_of_one(plan.recommendation) or Fraction(0)
        top = SERVERLESS_MAX_CONCURRENCY * one * sizing.utilization
        more = f"; serverless is limited to a concurrency of {SERVERLESS_MAX_CONCURRENCY}"
    else:
        top = peak + (plan.to_next_instance or 0)
        own = sizing.of(plan.recommendation)
        more = _next_size(own.fleet(own.carrying(plan.instances) + 1))
    room = numbers.change(double(top / peak - 1) or 0) if top > peak else "no room left"
    rate = numbers.rate(double(top) or 0, of_tokens=of_tokens)
    return Fact(rate, f"capacity ({room}){more}")


def _next_size(instances: int) -> str:
    return "" if instances > MOST_INSTANCES else f"; more traffic takes {instances:,} instances"


def _autoscaled(plan: Plan) -> list[Fact]:
    """Return what the fleet costs that follows the traffic, where that varies."""
    cost = plan.autoscaled and plan.autoscaled.cost_per_month
    if cost is None:
        return []
    return [Fact(numbers.usd(cost), "a month if the fleet follows the traffic")]
