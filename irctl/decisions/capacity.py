"""How many instances serve some traffic, and what they cost.

Every count and price is computed in exact fractions and rounded once, at the end: at a
whole quotient no instance is counted too many and none too few.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, inf
from typing import NamedTuple

from irctl.decisions.limits import Limit, Miss, missed
from irctl.decisions.traffic import Traffic
from irctl.jobs.exact import double, exact
from irctl.jobs.metrics import (
    COST_PER_HOUR,
    COST_PER_INFERENCE,
    LATENCY,
    THROUGHPUT,
    Metric,
    Number,
    Unit,
    Values,
)
from irctl.jobs.model import Recommendation

HOURS_PER_MONTH = 730
"""AWS's own pricing examples count a month as 730 hours (365 x 24 / 12)."""

MOST_INSTANCES = 10**6
"""More than any account has; a larger fleet comes from a nonsensical throughput."""

SERVERLESS_MAX_CONCURRENCY = 200
"""The most a serverless endpoint may be configured for (ServerlessConfig.MaxConcurrency,
AWS's API reference)."""

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

_PLANNED = {
    metric: replace(metric, is_of_plan=True) for metric in (COST_PER_HOUR, COST_PER_INFERENCE)
}
"""What a job measured and a plan computes anew, for its own fleet and load."""


def on_plan(limit: Limit) -> Limit:
    """Return a limit that applies to the plan where a plan has such a figure of its own."""
    if limit.is_change:
        return limit
    return limit._replace(metric=_PLANNED.get(limit.metric, limit.metric))


class Sizing(NamedTuple):
    """How a fleet is sized."""

    utilization: Fraction = Fraction(1, 2)
    """The share of its measured throughput that an instance carries, or of its concurrency that
    serverless uses, above 0 to 1."""
    min_instances: int = 1
    limits: tuple[Limit, ...] = ()
    """A plan that breaks one is not feasible. Those on costs are on the plan's, see on_plan."""
    survives_zone: bool = False
    """Whether the other instances carry the traffic without one of three zones."""

    def fleet(self, carrying: int) -> int:
        """Return how many instances run where so many have to carry the traffic.

        To survive the loss of a zone, the fewest n of at least two with n - ceil(n / 3) of them
        in the other zones: as n - ceil(n / 3) is floor(2 n / 3), that is ceil(3 / 2 of them).
        """
        if self.survives_zone:
            carrying = max(-(-3 * carrying // 2), 2)
        return max(carrying, self.min_instances)

    def carrying(self, fleet: int) -> int:
        """Return how many instances of a fleet are sure to carry the traffic."""
        return fleet - ceil(Fraction(fleet, 3)) if self.survives_zone else fleet

    @property
    def limits_on_measured(self) -> list[Limit]:
        return [limit for limit in self.limits if not limit.metric.is_of_plan]


class MissingValue(NamedTuple):
    """A figure that a plan needs is missing, or not above 0."""

    metric: Metric
    value: Number | None


class TooManyInstances(NamedTuple):
    """It takes more than MOST_INSTANCES."""


class TooMuchConcurrency(NamedTuple):
    """It takes more than serverless can be configured for."""

    needed: int | None
    """None beyond MOST_INSTANCES."""


class CostTooLarge(NamedTuple):
    """The monthly cost is beyond a double's range."""


Problem = MissingValue | TooManyInstances | TooMuchConcurrency | CostTooLarge
"""Why a configuration cannot serve the traffic."""


class RaiseMaxConcurrency(NamedTuple):
    """The plan holds once MaxConcurrency is raised."""

    configured: Number
    needed: int


class ProvisionedIsExtra(NamedTuple):
    """ProvisionedConcurrency is billed by the hour on top of the plan."""

    provisioned: Number


Task = RaiseMaxConcurrency | ProvisionedIsExtra
"""Something to do or to know before the plan holds."""


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


class Crossover(NamedTuple):
    """Up to which traffic a plan is the cheapest, and the cheapest one above it."""

    valid_until: Fraction | None
    """Requests a minute; None where it holds up to the largest fleet."""
    then: Recommendation | None
    """None where nothing is feasible above it."""


class Plan(NamedTuple):
    """One recommendation sized for some traffic."""

    recommendation: Recommendation
    traffic: Traffic
    instances: int | None = None
    """Of the fixed fleet, sized for the peak; None for serverless and where it is unknown."""
    max_concurrency: int | None = None
    """The concurrency that serverless needs at the peak, at the planned utilization."""
    utilization: Fraction | None = None
    """Of the fleet's measured throughput, at the peak; None for serverless."""
    per_hour: Fraction | None = None
    """US dollars an hour: of the fixed fleet, or of serverless for the average traffic."""
    autoscaled: Autoscaled | None = None
    hours: tuple[HourCost, ...] = ()
    problems: tuple[Problem, ...] = ()
    misses: tuple[Miss, ...] = ()
    """The limits it breaks."""
    tasks: tuple[Task, ...] = ()
    distance: float = 0.0
    """How far it is from feasible, each shortfall as a fraction of its limit; infinite
    where something is missing."""
    cheapest: bool = False
    to_next_instance: Fraction | None = None
    """How many requests a minute more the fixed fleet carries; None for serverless."""
    per_hour_without_spare: Fraction | None = None
    """US dollars an hour of a fleet that does not survive the loss of a zone, if this one does."""
    crossover: Crossover | None = None
    """Of the cheapest plan for steady traffic; None where it is unknown."""

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
    def cost_per_month_without_spare(self) -> float | None:
        per_hour = self.per_hour_without_spare
        return None if per_hour is None else double(per_hour * HOURS_PER_MONTH)

    @property
    def cost_per_million(self) -> float | None:
        """US dollars for a million requests of the average traffic."""
        if self.per_hour is None or not self.traffic.average:
            return None
        return double(self.per_hour / (self.traffic.average * 60) * 10**6)

    @property
    def expected_utilization(self) -> float | None:
        return double(self.utilization)

    @property
    def values(self) -> Values:
        """The figures of PLAN_METRICS, and the costs that a plan has in place of the job's."""
        million = self.cost_per_million
        figures = (
            (COST_PER_HOUR, self.cost_per_hour),
            (COST_PER_INFERENCE, None if million is None else million / 10**6),
            (MONTHLY_COST, self.cost_per_month),
            (COST_PER_MILLION, million),
            (INSTANCES, self.instances),
        )
        return {metric.key: value for metric, value in figures if value is not None}


def instances_needed(rate: Fraction, rate_of_one: Fraction, sizing: Sizing) -> int:
    """Return how many instances run for a rate; rates are in requests per minute.

    ceil(rate / (rate_of_one x utilization)) of them carry it.
    """
    return sizing.fleet(ceil(rate / (rate_of_one * sizing.utilization)))


def plans(
    recommendations: Iterable[Recommendation], traffics: Sequence[Traffic], sizing: Sizing
) -> list[Plan]:
    """Return one plan for each recommendation and traffic.

    In the order of the traffics, the cheapest feasible plan first and marked, and after the
    feasible ones the nearest misses.
    """
    candidates = list(recommendations)
    ordered_plans = []
    for traffic in traffics:
        ordered = sorted(
            (plan(candidate, traffic, sizing) for candidate in candidates), key=preference
        )
        if ordered and ordered[0].feasible:
            ordered[0] = ordered[0]._replace(cheapest=True)
        ordered_plans += _with_cheapest_autoscaled(ordered)
    return ordered_plans


def preference(plan: Plan) -> tuple[bool, float, Fraction | float, Number]:
    """Return the key by which plans are sorted: feasible, then cheapest, then fastest."""
    latency = LATENCY.of(plan.recommendation.metrics)
    return (
        not plan.feasible,
        plan.distance,
        inf if plan.per_hour is None else plan.per_hour,
        inf if latency is None else latency,
    )


def _with_cheapest_autoscaled(ordered: list[Plan]) -> list[Plan]:
    costs = [
        (plan.autoscaled.per_hour, index, plan.autoscaled)
        for index, plan in enumerate(ordered)
        if plan.feasible and plan.autoscaled
    ]
    if costs:
        _, index, fleet = min(costs)
        ordered[index] = ordered[index]._replace(autoscaled=fleet._replace(cheapest=True))
    return ordered


def plan(recommendation: Recommendation, traffic: Traffic, sizing: Sizing) -> Plan:
    """Size a recommendation for some traffic; a missing figure is a problem, never a guess."""
    bare = Plan(recommendation, traffic)
    if recommendation.configuration.is_serverless:
        sized = _serverless(bare, sizing)
    else:
        sized = _real_time(bare, sizing)
    if sized.per_hour is not None and sized.cost_per_month is None:
        sized = _impossible(sized._replace(per_hour=None), CostTooLarge())
    # Without a plan, its figures are not missing but were never to be had.
    limits = sizing.limits_on_measured if sized.problems else sizing.limits
    values = {**recommendation.metrics, **sized.values}
    return sized._replace(
        misses=missed(limits, values),
        distance=sized.distance + sum(limit.shortfall(values) for limit in limits),
    )


def _real_time(bare: Plan, sizing: Sizing) -> Plan:
    """Size a fleet of instances.

    The rate of one instance is MaxInvocations / InitialInstanceCount, its price
    CostPerHour / InitialInstanceCount: the API states both for the whole endpoint.
    """
    traffic = bare.traffic
    one = rate_of_one(bare.recommendation)
    price = price_of_one(bare.recommendation)
    if one is None or price is None:
        figures = ((THROUGHPUT, one), (COST_PER_HOUR, price))
        return _without(bare, *(metric for metric, figure in figures if figure is None))

    def needed(rate: Fraction) -> int:
        return instances_needed(rate, one, sizing)

    fleet = needed(traffic.peak)
    if fleet > MOST_INSTANCES:
        return _impossible(bare, TooManyInstances())
    fixed = fleet * price
    plain = instances_needed(traffic.peak, one, sizing._replace(survives_zone=False))
    hours = tuple(
        HourCost(
            label=hour.label,
            per_minute=hour.per_minute,
            instances=count,
            fixed=fixed,
            autoscaled=count * price,
        )
        for hour in traffic.hours
        for count in [needed(hour.per_minute)]
    )
    autoscaled = None
    if traffic.varies:
        counts = [hour.instances or 0 for hour in hours] or [needed(traffic.average)]
        mean = Fraction(sum(counts), len(counts))
        autoscaled = Autoscaled(mean, fleet, mean * price)
    return bare._replace(
        instances=fleet,
        utilization=traffic.peak / (fleet * one),
        per_hour=fixed,
        autoscaled=autoscaled,
        hours=hours,
        to_next_instance=sizing.carrying(fleet) * one * sizing.utilization - traffic.peak,
        per_hour_without_spare=plain * price if sizing.survives_zone else None,
    )


def _serverless(bare: Plan, sizing: Sizing) -> Plan:
    """Size a serverless endpoint.

    It is paid by the request: CostPerInference x rate x 60 an hour, whatever the
    concurrency. MaxInvocations was measured at the configured MaxConcurrency, and
    throughput grows in proportion to it. Only the planned utilization of it is used.
    """
    traffic = bare.traffic
    one = rate_of_one(bare.recommendation)
    cost = COST_PER_INFERENCE.of(bare.recommendation.metrics)
    if one is None or cost is None or cost < 0:
        has_no_cost = cost is None or cost < 0
        return _without(
            bare,
            *([THROUGHPUT] if one is None else []),
            *([COST_PER_INFERENCE] if has_no_cost else []),
        )
    hourly_cost_of_one_per_minute = exact(cost) * 60
    needed = ceil(traffic.peak / (one * sizing.utilization))
    if needed > MOST_INSTANCES:
        return _impossible(bare, TooMuchConcurrency(None))
    per_hour = hourly_cost_of_one_per_minute * traffic.average
    beyond = max(needed - SERVERLESS_MAX_CONCURRENCY, 0)
    return bare._replace(
        max_concurrency=needed,
        per_hour=per_hour,
        autoscaled=Autoscaled(None, None, per_hour) if traffic.varies else None,
        hours=tuple(
            HourCost(
                label=hour.label,
                per_minute=hour.per_minute,
                instances=None,
                fixed=hourly_cost_of_one_per_minute * hour.per_minute,
                autoscaled=hourly_cost_of_one_per_minute * hour.per_minute,
            )
            for hour in traffic.hours
        ),
        problems=(TooMuchConcurrency(needed),) if beyond else (),
        tasks=() if beyond else _tasks(bare.recommendation, needed),
        distance=bare.distance + beyond / SERVERLESS_MAX_CONCURRENCY,
    )


def _tasks(recommendation: Recommendation, needed: int) -> tuple[Task, ...]:
    serverless = recommendation.configuration.serverless
    tasks: list[Task] = []
    configured = serverless.max_concurrency if serverless else None
    if configured is not None and needed > configured:
        tasks.append(RaiseMaxConcurrency(configured, needed))
    if serverless and serverless.provisioned_concurrency:
        tasks.append(ProvisionedIsExtra(serverless.provisioned_concurrency))
    return tuple(tasks)


def _without(bare: Plan, *metrics: Metric) -> Plan:
    values = bare.recommendation.metrics
    return _impossible(bare, *(MissingValue(metric, metric.of(values)) for metric in metrics))


def _impossible(bare: Plan, *problems: Problem) -> Plan:
    return bare._replace(problems=problems, distance=inf)


def rate_of_one(recommendation: Recommendation) -> Fraction | None:
    """Return the requests per minute of one instance, or of a serverless concurrency of one.

    An absent count is 1. None without a throughput above 0.
    """
    throughput = THROUGHPUT.of(recommendation.metrics)
    if throughput is None or throughput <= 0:
        return None
    configuration = recommendation.configuration
    if configuration.is_serverless:
        serverless = configuration.serverless
        return exact(throughput) / _at_least_one(serverless and serverless.max_concurrency)
    return exact(throughput) / _at_least_one(configuration.initial_instance_count)


def price_of_one(recommendation: Recommendation) -> Fraction | None:
    """Return the US dollars an hour of one instance; None without a CostPerHour from 0 on."""
    cost = COST_PER_HOUR.of(recommendation.metrics)
    if cost is None or cost < 0:
        return None
    return exact(cost) / _at_least_one(recommendation.configuration.initial_instance_count)


def _at_least_one(count: Number | None) -> Fraction:
    return exact(count) if count is not None and count > 0 else Fraction(1)
