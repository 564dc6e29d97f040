"""How many instances serve some traffic, and what they cost.

Every count and price is computed in exact fractions and rounded once, at the end: at a
whole quotient no instance is counted too many and none too few.
"""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from math import ceil, inf
from typing import NamedTuple

from irctl.decisions.limits import missed
from irctl.decisions.plan import (
    Autoscaled,
    CostTooLarge,
    HourCost,
    MissingValue,
    Plan,
    Problem,
    ProvisionedIsExtra,
    RaiseMaxConcurrency,
    Task,
    TooManyInstances,
    TooMuchConcurrency,
)
from irctl.decisions.sizing import (
    MOST_INSTANCES,
    SERVERLESS_MAX_CONCURRENCY,
    Sizing,
    instances_needed,
    price_of_one,
    price_of_request,
    rate_of_one,
    slowness,
    throughput_of,
)
from irctl.decisions.traffic import Hour, Traffic
from irctl.jobs.metrics import (
    COST_PER_HOUR,
    COST_PER_INFERENCE,
    THROUGHPUT,
    Metric,
    Number,
)
from irctl.jobs.model import Recommendation


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
        if ordered and ordered[0].feasible and ordered[0].per_hour is not None:
            ordered[0] = ordered[0]._replace(cheapest=True)
        ordered_plans += _with_cheapest_autoscaled(ordered)
    return ordered_plans


def preference(plan: Plan) -> tuple[bool, float, Fraction | float, Number]:
    """Return the key by which plans are sorted: feasible, then cheapest, then fastest."""
    return (
        not plan.feasible,
        plan.distance,
        inf if plan.per_hour is None else plan.per_hour,
        slowness(plan.recommendation),
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
    if not limits:
        return sized  # its values take a third of the time of planning
    values = {**recommendation.metrics, **sized.values}
    return sized._replace(
        misses=missed(limits, values),
        distance=sized.distance + sum(limit.shortfall(values) for limit in limits),
    )


def _real_time(bare: Plan, sizing: Sizing) -> Plan:
    recommendation, of_tokens = bare.recommendation, bare.traffic.is_of_tokens
    one = rate_of_one(recommendation, of_tokens=of_tokens)
    price = price_of_one(recommendation)
    if one is None or (price is None and not recommendation.is_of_language_model):
        throughput = throughput_of(recommendation, of_tokens=of_tokens)
        return _without(bare, {throughput: one, COST_PER_HOUR: price})
    fleet = _Fleet(one, price or Fraction(0), sizing.of(recommendation))
    sized = _sized(bare, fleet)
    return sized if price is not None else _without_costs(sized)


def _sized(bare: Plan, fleet: "_Fleet") -> Plan:
    one, price, sizing = fleet
    traffic, instances = bare.traffic, fleet.instances(bare.traffic.peak)
    if instances > MOST_INSTANCES:
        return _impossible(bare, TooManyInstances())
    without_spare = fleet._replace(sizing=sizing._replace(survives_zone=False))
    return bare._replace(
        instances=instances,
        utilization=traffic.peak / (instances * one),
        per_hour=instances * price,
        autoscaled=fleet.autoscaled(traffic),
        hours=tuple(fleet.hour(hour, instances) for hour in traffic.hours),
        to_next_instance=sizing.carrying(instances) * one * sizing.utilization - traffic.peak,
        per_hour_without_spare=(
            without_spare.instances(traffic.peak) * price if sizing.survives_zone else None
        ),
    )


def _without_costs(plan: Plan) -> Plan:
    """Return the plan of instances whose price is not known."""
    return plan._replace(per_hour=None, autoscaled=None, hours=(), per_hour_without_spare=None)


class _Fleet(NamedTuple):
    """Instances of one configuration."""

    rate_of_one: Fraction
    """Requests a minute."""
    price: Fraction
    """US dollars an hour."""
    sizing: Sizing

    def instances(self, rate: Fraction) -> int:
        return instances_needed(rate, self.rate_of_one, self.sizing)

    def hour(self, hour: Hour, fixed: int) -> HourCost:
        """Return one hour of a fixed number of instances, and of as many as it needs."""
        instances = self.instances(hour.per_minute)
        return HourCost(
            label=hour.label,
            per_minute=hour.per_minute,
            instances=instances,
            fixed=fixed * self.price,
            autoscaled=instances * self.price,
        )

    def autoscaled(self, traffic: Traffic) -> Autoscaled | None:
        if not traffic.varies:
            return None
        rates = [hour.per_minute for hour in traffic.hours] or [traffic.average]
        mean = Fraction(sum(map(self.instances, rates)), len(rates))
        return Autoscaled(mean, self.instances(traffic.peak), mean * self.price)


def _serverless(bare: Plan, sizing: Sizing) -> Plan:
    """Size a serverless endpoint.

    It is paid by the request: CostPerInference x rate x 60 an hour, whatever the
    concurrency. MaxInvocations was measured at the configured MaxConcurrency, and
    throughput grows in proportion to it. Only the planned utilization of it is used.
    """
    one, price = rate_of_one(bare.recommendation), price_of_request(bare.recommendation)
    if one is None or price is None:
        return _without(bare, {THROUGHPUT: one, COST_PER_INFERENCE: price})
    traffic, of_one_per_minute = bare.traffic, price * 60
    needed = ceil(traffic.peak / (one * sizing.utilization))
    if needed > MOST_INSTANCES:
        return _impossible(bare, TooMuchConcurrency(None))
    per_hour = of_one_per_minute * traffic.average
    sized = bare._replace(
        max_concurrency=needed,
        per_hour=per_hour,
        autoscaled=Autoscaled(None, None, per_hour) if traffic.varies else None,
        hours=tuple(_serverless_hour(hour, of_one_per_minute) for hour in traffic.hours),
    )
    if needed > SERVERLESS_MAX_CONCURRENCY:
        return sized._replace(
            problems=(TooMuchConcurrency(needed),),
            distance=(needed - SERVERLESS_MAX_CONCURRENCY) / SERVERLESS_MAX_CONCURRENCY,
        )
    return sized._replace(tasks=_tasks(bare.recommendation, needed))


def _serverless_hour(hour: Hour, of_one_per_minute: Fraction) -> HourCost:
    cost = of_one_per_minute * hour.per_minute
    return HourCost(
        label=hour.label,
        per_minute=hour.per_minute,
        instances=None,
        fixed=cost,
        autoscaled=cost,
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


def _without(bare: Plan, figures: Mapping[Metric, Fraction | None]) -> Plan:
    values = bare.recommendation.metrics
    missing = [metric for metric, figure in figures.items() if figure is None]
    return _impossible(bare, *(MissingValue(metric, metric.of(values)) for metric in missing))


def _impossible(bare: Plan, *problems: Problem) -> Plan:
    return bare._replace(problems=problems, distance=inf)
