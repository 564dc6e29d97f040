"""What to know of a plan, as values with what they are."""

from fractions import Fraction
from typing import NamedTuple

from irctl.decisions.plan import Plan
from irctl.decisions.sizing import (
    MOST_INSTANCES,
    SERVERLESS_MAX_CONCURRENCY,
    Sizing,
    rate_of_one,
)
from irctl.jobs.exact import double
from irctl.jobs.metrics import LATENCY
from irctl.output import numbers


class Fact(NamedTuple):
    """A value, and what it is."""

    value: str
    text: str


def facts(plan: Plan, sizing: Sizing) -> list[Fact]:
    """Return what to know of a feasible plan."""
    utilization, million = plan.expected_utilization, plan.cost_per_million
    latency = LATENCY.of(plan.recommendation.metrics)
    shown = []
    if utilization is not None:
        shown.append(Fact(numbers.share(utilization), "utilized"))
    if latency is not None:
        shown.append(Fact(numbers.with_unit(latency, "ms"), "latency"))
    if million is not None:
        shown.append(Fact(numbers.usd_of_a_million(million), "per million requests"))
    return [*shown, _headroom(plan, sizing), *_autoscaled(plan)]


def _headroom(plan: Plan, sizing: Sizing) -> Fact:
    """Return up to which traffic the fleet is large enough."""
    peak = plan.traffic.peak
    if plan.instances is None:
        one = rate_of_one(plan.recommendation) or Fraction(0)
        top = SERVERLESS_MAX_CONCURRENCY * one * sizing.utilization
        more = f" before it takes a concurrency above {SERVERLESS_MAX_CONCURRENCY}"
    else:
        top = peak + (plan.to_next_instance or 0)
        more = _next_size(sizing.fleet(sizing.carrying(plan.instances) + 1))
    room = numbers.change(double(top / peak - 1) or 0) if top > peak else "no room left"
    return Fact(numbers.rate(double(top) or 0), f"carried{more} ({room})")


def _next_size(instances: int) -> str:
    return "" if instances > MOST_INSTANCES else f" before it takes {instances:,} instances"


def _autoscaled(plan: Plan) -> list[Fact]:
    """Return what the fleet costs that follows the traffic, where that varies."""
    cost = plan.autoscaled and plan.autoscaled.cost_per_month
    if cost is None:
        return []
    return [Fact(numbers.usd(cost), "a month if the fleet follows the traffic")]
