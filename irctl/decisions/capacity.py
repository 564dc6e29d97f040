"""How many instances serve some traffic, and what they cost.

Every count and price is computed in exact fractions and rounded once, at the end: at a
whole quotient there is no instance too many and none too few.
"""

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from irctl.decisions.limits import Constraint
from irctl.decisions.ranking import Miss
from irctl.decisions.traffic import Traffic
from irctl.jobs.exact import double, exact
from irctl.jobs.metrics import COST_PER_HOUR, COST_PER_INFERENCE, THROUGHPUT, Metric, Unit
from irctl.jobs.model import Metrics, Number, Recommendation

HOURS_PER_MONTH = 730
"""AWS's own pricing examples count a month as 730 hours (365 x 24 / 12)."""

MOST_INSTANCES = 10**6
"""More than any account has; a fleet beyond comes from a throughput that is nonsense."""

SERVERLESS_MAX_CONCURRENCY = 200
"""The most a serverless endpoint may be configured for (ServerlessConfig.MaxConcurrency,
AWS's API reference)."""

_SHARE = re.compile(r"(\d{1,3}(?:\.\d{0,9})?|\.\d{1,9}) ?(%?)", re.ASCII)


PLAN_METRICS: tuple[Metric, ...] = (
    Metric(
        "monthly-cost",
        "CostPerMonth",
        "cost_per_month",
        Unit.USD_PER_MONTH,
        single_precision=True,
        aliases=("cost-per-month",),
        of_plan=True,
    ),
    Metric(
        "cost-per-million",
        "CostPerMillionRequests",
        "cost_per_million",
        Unit.USD_PER_MILLION,
        single_precision=True,
        of_plan=True,
    ),
    Metric("instances", "InstanceCount", "instances", Unit.COUNT, of_plan=True),
)
"""What of a plan can be limited, each once; `attribute` is the member of `Plan`."""


class Sizing(NamedTuple):
    """How a fleet is sized."""

    utilization: Fraction = Fraction(1, 2)
    """The share of its measured throughput that an instance is to carry, above 0 to 1."""
    min_instances: int = 1
    constraints: tuple[Constraint, ...] = ()
    """What breaks one is no feasible plan."""

    @property
    def on_measured(self) -> list[Constraint]:
        return [each for each in self.constraints if not each.metric.of_plan]

    @property
    def on_plan(self) -> list[Constraint]:
        return [each for each in self.constraints if each.metric.of_plan]


class HourCost(NamedTuple):
    """One hour of a traffic profile; costs in US dollars."""

    label: str
    per_minute: Fraction
    instances: int | None
    """Of the autoscaled fleet; None for serverless."""
    fixed: Fraction
    autoscaled: Fraction


class Autoscaled(NamedTuple):
    """A fleet that follows the traffic."""

    instances: Fraction | None
    """On average over the hours; None for serverless."""
    max_instances: int | None
    per_hour: Fraction
    """US dollars an hour, on average."""
    cheapest: bool = False

    @property
    def cost_per_hour(self) -> float | None:
        return double(self.per_hour)

    @property
    def cost_per_month(self) -> float | None:
        return double(self.per_hour * HOURS_PER_MONTH)


class Plan(NamedTuple):
    """One recommendation sized for some traffic."""

    recommendation: Recommendation
    traffic: Traffic
    instances: int | None = None
    """Of the fixed fleet, sized for the peak; None for serverless, and where it can't
    be told."""
    max_concurrency: int | None = None
    """What serverless needs at the peak, without headroom."""
    utilization: Fraction | None = None
    """Of the fleet's measured throughput, at the peak; None for serverless."""
    per_hour: Fraction | None = None
    """US dollars an hour: of the fixed fleet, or of serverless for the average traffic."""
    autoscaled: Autoscaled | None = None
    hours: tuple[HourCost, ...] = ()
    problems: tuple[str, ...] = ()
    """Why it can't serve the traffic, in sentences."""
    misses: tuple[Miss, ...] = ()
    """The constraints it breaks."""
    notes: tuple[str, ...] = ()
    """What has to be done for it, in sentences."""
    distance: float = 0.0
    """How far it is from feasible, each shortfall as a fraction of its limit; infinite
    where something is missing."""
    cheapest: bool = False

    @property
    def feasible(self) -> bool:
        return not self.problems and not self.misses

    @property
    def cost_per_hour(self) -> float | None:
        return double(self.per_hour)

    @property
    def cost_per_month(self) -> float | None:
        return None if self.per_hour is None else double(self.per_hour * HOURS_PER_MONTH)

    @property
    def cost_per_million(self) -> float | None:
        """US dollars for a million of the requests that come: those of the average."""
        if self.per_hour is None or not self.traffic.average:
            return None
        return double(self.per_hour / (self.traffic.average * 60) * 10**6)

    @property
    def expected_utilization(self) -> float | None:
        return double(self.utilization)


class BreakEven(NamedTuple):
    """Where a real-time fleet gets as cheap as serverless."""

    per_minute: Fraction
    serverless: Recommendation
    real_time: Recommendation


def utilization(text: str) -> Fraction:
    """A share of an instance's throughput: `50%`, `0.5`, or `50` for percent. Up to 1 a
    number without % is a fraction. Raises ValueError."""
    match = _SHARE.fullmatch(text.strip())
    share = Fraction(match[1]) if match else Fraction(0)
    if match and (match[2] or share > 1):
        share /= 100
    if not 0 < share <= 1:
        raise ValueError(f"expected a share above 0 % up to 100 %, such as 50%, got {text!r}")
    return share


def instances_needed(
    rate: Fraction, rate_of_one: Fraction, utilization: Fraction, minimum: int
) -> int:
    """max(ceil(rate / (rate_of_one x utilization)), minimum); rates in requests a minute."""
    return max(ceil(rate / (rate_of_one * utilization)), minimum)


def is_serverless(recommendation: Recommendation) -> bool:
    configuration = recommendation.configuration
    return configuration.serverless is not None and configuration.instance_type is None


def plans(
    recommendations: Iterable[Recommendation], traffics: Sequence[Traffic], sizing: Sizing
) -> list[Plan]:
    """One plan for each recommendation and traffic: in the order of the traffics, the
    cheapest feasible one first and marked, and after the feasible ones the nearest misses."""
    there = list(recommendations)
    found = []
    for traffic in traffics:
        ordered = sorted((plan(each, traffic, sizing) for each in there), key=_order)
        if ordered and ordered[0].feasible:
            ordered[0] = ordered[0]._replace(cheapest=True)
        found += _with_cheapest_autoscaled(ordered)
    return found


def _order(plan: Plan) -> tuple[bool, float, Fraction | float, Number]:
    """Cheapest first; of equal costs the lower latency."""
    latency = plan.recommendation.metrics.model_latency
    return (
        not plan.feasible,
        plan.distance,
        float("inf") if plan.per_hour is None else plan.per_hour,
        float("inf") if latency is None else latency,
    )


def _with_cheapest_autoscaled(ordered: list[Plan]) -> list[Plan]:
    costs = [
        (each.autoscaled.per_hour, index)
        for index, each in enumerate(ordered)
        if each.feasible and each.autoscaled
    ]
    if costs:
        _, index = min(costs)
        best = ordered[index]
        if best.autoscaled:
            ordered[index] = best._replace(autoscaled=best.autoscaled._replace(cheapest=True))
    return ordered


def plan(recommendation: Recommendation, traffic: Traffic, sizing: Sizing) -> Plan:
    """A recommendation sized for some traffic. What is missing is said, never invented."""
    sized = _sized(recommendation, traffic, sizing)
    if sized.per_hour is not None and sized.cost_per_month is None:
        return _impossible(sized._replace(per_hour=None), "its cost is beyond any number")
    return sized if sized.problems else _limited(sized, sizing.on_plan, sized)


def _limited(plan: Plan, limits: Sequence[Constraint], values: Metrics | Plan) -> Plan:
    """The plan with the limits that some values break."""
    misses = [Miss(each, each.metric.of(values)) for each in limits if not each.holds_for(values)]
    return plan._replace(
        misses=(*plan.misses, *misses),
        distance=plan.distance + sum(each.miss(values) for each in limits),
    )


def _sized(recommendation: Recommendation, traffic: Traffic, sizing: Sizing) -> Plan:
    bare = _limited(Plan(recommendation, traffic), sizing.on_measured, recommendation.metrics)
    if is_serverless(recommendation):
        return _serverless(bare)
    return _real_time(bare, sizing)


def _real_time(bare: Plan, sizing: Sizing) -> Plan:
    """The rate of one instance is MaxInvocations / InitialInstanceCount, its price
    CostPerHour / InitialInstanceCount: the API states both for the whole endpoint."""
    metrics, traffic = bare.recommendation.metrics, bare.traffic
    one = rate_of_one(bare.recommendation)
    price = price_of_one(bare.recommendation)
    if one is None or price is None:
        return _impossible(
            bare,
            _absent(THROUGHPUT, metrics) if one is None else "",
            _absent(COST_PER_HOUR, metrics) if price is None else "",
        )

    def needed(rate: Fraction) -> int:
        return instances_needed(rate, one, sizing.utilization, sizing.min_instances)

    fleet = needed(traffic.peak)
    if fleet > MOST_INSTANCES:
        return _impossible(bare, f"it needs more than {MOST_INSTANCES:,} instances")
    fixed = fleet * price
    hours = tuple(
        HourCost(each.label, each.per_minute, count, fixed, count * price)
        for each in traffic.hours
        for count in [needed(each.per_minute)]
    )
    return bare._replace(
        instances=fleet,
        utilization=traffic.peak / (fleet * one),
        per_hour=fixed,
        autoscaled=_followed(traffic, hours, needed(traffic.average), fleet, price),
        hours=hours,
    )


def _followed(
    traffic: Traffic, hours: Sequence[HourCost], average: int, fleet: int, price: Fraction
) -> Autoscaled | None:
    if not traffic.varies:
        return None
    counts = [each.instances or 0 for each in hours] or [average]
    mean = Fraction(sum(counts), len(counts))
    return Autoscaled(mean, fleet, mean * price)


def _serverless(bare: Plan) -> Plan:
    """Serverless is paid by the request: CostPerInference x rate x 60 an hour, whatever
    the concurrency. MaxInvocations was measured at the configured MaxConcurrency, and
    throughput grows in proportion to it."""
    metrics, traffic = bare.recommendation.metrics, bare.traffic
    one, cost = rate_of_one(bare.recommendation), metrics.cost_per_inference
    if one is None or cost is None or cost < 0:
        return _impossible(
            bare,
            _absent(THROUGHPUT, metrics) if one is None else "",
            _absent(COST_PER_INFERENCE, metrics) if cost is None or cost < 0 else "",
        )
    a_request = exact(cost) * 60
    needed = ceil(traffic.peak / one)
    if needed > MOST_INSTANCES:
        return _impossible(bare, f"it needs a concurrency of more than {MOST_INSTANCES:,}")
    per_hour = a_request * traffic.average
    beyond = max(needed - SERVERLESS_MAX_CONCURRENCY, 0)
    problem = (
        f"it needs a concurrency of {needed:,}, and serverless is limited to "
        f"{SERVERLESS_MAX_CONCURRENCY}"
    )
    return bare._replace(
        max_concurrency=needed,
        per_hour=per_hour,
        autoscaled=Autoscaled(None, None, per_hour) if traffic.varies else None,
        hours=tuple(
            HourCost(each.label, each.per_minute, None, *[a_request * each.per_minute] * 2)
            for each in traffic.hours
        ),
        problems=(problem,) if beyond else (),
        notes=() if beyond else _serverless_notes(bare.recommendation, needed),
        distance=bare.distance + beyond / SERVERLESS_MAX_CONCURRENCY,
    )


def _serverless_notes(recommendation: Recommendation, needed: int) -> tuple[str, ...]:
    serverless = recommendation.configuration.serverless
    configured = serverless.max_concurrency if serverless else None
    notes = []
    if configured is not None and needed > configured:
        notes.append(f"raise MaxConcurrency from {configured} to {needed}")
    if serverless and serverless.provisioned_concurrency:
        notes.append(
            f"ProvisionedConcurrency {serverless.provisioned_concurrency} is billed besides, "
            f"by the hour, and not counted here"
        )
    return tuple(notes)


def _impossible(bare: Plan, *problems: str) -> Plan:
    return bare._replace(problems=tuple(filter(None, problems)), distance=float("inf"))


def _absent(metric: Metric, metrics: Metrics) -> str:
    value = metric.of(metrics)
    return f"{metric.name} is {'missing' if value is None else value}"


def rate_of_one(recommendation: Recommendation) -> Fraction | None:
    """Requests a minute of one instance, or of a serverless concurrency of one. An
    absent count is 1. None without a throughput above 0."""
    measured = recommendation.metrics.max_invocations
    if measured is None or measured <= 0:
        return None
    if is_serverless(recommendation):
        serverless = recommendation.configuration.serverless
        return exact(measured) / _at_least_one(serverless.max_concurrency if serverless else None)
    return exact(measured) / _at_least_one(recommendation.configuration.initial_instance_count)


def price_of_one(recommendation: Recommendation) -> Fraction | None:
    """US dollars an hour of one instance; None without a CostPerHour from 0 on."""
    cost = recommendation.metrics.cost_per_hour
    if cost is None or cost < 0:
        return None
    return exact(cost) / _at_least_one(recommendation.configuration.initial_instance_count)


def _at_least_one(count: Number | None) -> Fraction:
    return exact(count) if count is not None and count > 0 else Fraction(1)


def break_even(recommendations: Iterable[Recommendation], sizing: Sizing) -> BreakEven | None:
    """The smallest rate at which a real-time fleet costs no more than the serverless
    configuration with the lowest CostPerInference; None when there is no such rate.

    Let s be that cost (dollars an inference), and for a real-time configuration c the
    price of one instance (dollars an hour), a its usable rate (rate of one x utilization,
    requests a minute) and m the smallest fleet. At rate r serverless costs 60 s r an hour
    and the fleet max(ceil(r / a), m) x c.

    - If c > 60 s a: a fleet costs at least (r / a) c > 60 s r, dearer at every rate.
    - Else: up to r = m a the fleet stays at m instances and costs m c, which serverless
      reaches at r* = m c / (60 s). As c <= 60 s a, r* <= m a, so that is the first rate.

    Above r* the fleet grows in steps, and just after a step it can be dearer again.
    Recommendations that break a limit on what was measured don't take part.
    """
    there = [
        each
        for each in recommendations
        if all(limit.holds_for(each.metrics) for limit in sizing.on_measured)
    ]
    paid_by_use = [
        (exact(cost), index)
        for index, each in enumerate(there)
        if is_serverless(each) and (cost := each.metrics.cost_per_inference) and cost > 0
    ]
    if not paid_by_use:
        return None
    by_use, cheapest = min(paid_by_use)
    found = []
    for index, each in enumerate(there):
        one, price = rate_of_one(each), price_of_one(each)
        if is_serverless(each) or one is None or not price:
            continue
        if price <= 60 * by_use * one * sizing.utilization:
            found.append((sizing.min_instances * price / (60 * by_use), index))
    if not found:
        return None
    rate, index = min(found)
    return BreakEven(rate, there[cheapest], there[index])
