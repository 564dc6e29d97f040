"""A naive second implementation of rank, compare, plan and check.

It works on the documents, in fractions, and compares every pair. It uses nothing of irctl.
"""

import math
from collections.abc import Sequence
from ctypes import c_float
from fractions import Fraction
from functools import cmp_to_key
from typing import Any, NamedTuple

Entry = dict[str, Any]
"""An entry of InferenceRecommendations."""
METRICS = (
    "CostPerHour",
    "CostPerInference",
    "ModelLatency",
    "MaxInvocations",
    "CpuUtilization",
    "MemoryUtilization",
    "ModelSetupTime",
)
ABOVE_ZERO = ("ModelLatency", "MaxInvocations")
"""Nothing measures one of 0 or below, so that such a value is missing."""
SINGLES = ("CostPerHour", "CostPerInference", "CpuUtilization", "MemoryUtilization")
LARGEST = Fraction(1.7976931348623157e308)


class Limit(NamedTuple):
    metric: str
    operator: str
    value: float


def number(value: Any) -> Fraction | None:
    """Return a number as it is written (0.1 is a tenth), or None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return Fraction(str(value))


def metric(entry: Entry, name: str) -> Fraction | None:
    return number(raw_metric(entry, name))


def sent_metric(entry: Entry, name: str) -> Any:
    """Return a value as it is written, whether or not it can be."""
    metrics = entry.get("Metrics") or {}
    value = metrics.get(name)
    if number(value) is None and name == "MaxInvocations":
        value = metrics.get("MaximumInvocations")
    return value if number(value) is not None else None


def as_csv(name: str, value: Any) -> Any:
    """Return a value as CSV prints it: a widened 32-bit float as the shortest one that is meant."""
    if name not in SINGLES or not isinstance(value, float) or c_float(value).value != value:
        return value
    shorter = (float(f"{value:.{digits}g}") for digits in range(1, 18))
    return next(decimal for decimal in shorter if c_float(decimal).value == value)


def raw_metric(entry: Entry, name: str) -> Any:
    value = sent_metric(entry, name)
    exact = number(value)
    if exact is None or (name in ABOVE_ZERO and exact <= 0):
        return None
    return value


def beats(name: str, one: Fraction | None, other: Fraction | None) -> bool:
    """Return whether one value is better: a missing one never is."""
    if one is None:
        return False
    if other is None:
        return True
    return one > other if name == "MaxInvocations" else one < other


def holds(limit: Limit, entry: Entry) -> bool:
    value = raw_metric(entry, limit.metric)
    if value is None:
        return False
    if limit.metric in SINGLES:
        single = c_float(value).value + 0.0  # without the sign of zero
        if math.isfinite(single) and str(single) == str(c_float(limit.value).value + 0.0):
            return True
    return bool(value <= limit.value if limit.operator == "<=" else value >= limit.value)


def ordered(entries: Sequence[Entry], by: Sequence[str]) -> list[Entry]:
    def compare(one: Entry, other: Entry) -> int:
        for name in by:
            a, b = metric(one, name), metric(other, name)
            if beats(name, a, b):
                return -1
            if beats(name, b, a):
                return 1
        return 0

    return sorted(entries, key=cmp_to_key(compare))


def dominated(entry: Entry, others: Sequence[Entry], names: Sequence[str]) -> bool:
    for other in others:
        a = [metric(entry, name) for name in names]
        b = [metric(other, name) for name in names]
        never_worse = not any(map(beats, names, a, b))
        if never_worse and any(map(beats, names, b, a)):
            return True
    return False


def score(entry: Entry, others: Sequence[Entry], weights: dict[str, int]) -> Fraction | None:
    """Return the weighted mean of the ratio of each value to the best one.

    The ratio is of the doubles: the smallest ones differ from their decimal notation.
    """
    total = Fraction(0)
    for name, weight in weights.items():
        own = metric(entry, name)
        if own is None:
            return None
        best = own
        for other in others:
            value = metric(other, name)
            if beats(name, value, best):
                assert value is not None
                best = value
        small, large = min(own, best), max(own, best)
        small, large = Fraction(float(small)), Fraction(float(large))
        close = Fraction(1) if own == best else small / large if small > 0 else Fraction(0)
        total += close * weight / sum(weights.values())
    return total


def serverless(entry: Entry) -> Entry | None:
    endpoint = entry.get("EndpointConfiguration") or {}
    return None if endpoint.get("InstanceType") is not None else endpoint.get("ServerlessConfig")


class Plan(NamedTuple):
    feasible: bool
    instances: int | None = None
    concurrency: int | None = None
    per_hour: Fraction | None = None
    utilization: Fraction | None = None

    def per(self, factor: Fraction) -> Fraction | None:
        cost = None if self.per_hour is None else self.per_hour * factor
        return None if cost is None or cost > LARGEST else cost


COSTS = {"CostPerHour", "CostPerInference"}
"""Metrics of which a plan has figures of its own."""


def keeps(limit: Limit, plan: Plan, paid_for: Fraction) -> bool:
    """Whether a plan keeps a limit on its costs; `paid_for` are requests a minute."""
    value = plan.per_hour
    if value is not None and limit.metric == "CostPerInference":
        value = value / (paid_for * 60) if paid_for else None
    if value is None or value > LARGEST:
        return False
    bound = Fraction(str(limit.value))
    if abs(value - bound) <= Fraction(1, 2**23) * max(abs(value), abs(bound)):
        return True
    return value <= bound if limit.operator == "<=" else value >= bound


def plan(
    entry: Entry,
    rate: Fraction,
    share: Fraction,
    least: int,
    limits: Sequence[Limit],
    average: Fraction | None = None,
) -> Plan:
    """Plan for a rate in requests a minute; with an average, it is the peak."""
    allowed = all(holds(limit, entry) for limit in limits if limit.metric not in COSTS)
    on_costs = [limit for limit in limits if limit.metric in COSTS]
    endpoint = entry.get("EndpointConfiguration") or {}
    throughput = metric(entry, "MaxInvocations")
    if throughput is None or throughput <= 0:
        return Plan(False)
    by_use = serverless(entry)
    if by_use:
        per_request = metric(entry, "CostPerInference")
        concurrency = number(by_use.get("MaxConcurrency"))
        if per_request is None or per_request < 0:
            return Plan(False)
        of_one = throughput / (concurrency if concurrency and concurrency > 0 else 1)
        needed = math.ceil(rate / (of_one * share))
        if needed > 10**6:
            return Plan(False)
        result = Plan(allowed and needed <= 200, None, needed, per_request * (average or rate) * 60)
    else:
        price, count = metric(entry, "CostPerHour"), number(endpoint.get("InitialInstanceCount"))
        if price is None or price < 0:
            return Plan(False)
        count = count if count and count > 0 else Fraction(1)
        instances = max(math.ceil(rate / (throughput / count * share)), least)
        if instances > 10**6:
            return Plan(False)
        carried = rate / (instances * throughput / count)
        result = Plan(allowed, instances, None, instances * price / count, carried)
    if result.per(Fraction(730)) is None:
        return result._replace(feasible=False, per_hour=None)
    if all(keeps(limit, result, average or rate) for limit in on_costs):
        return result
    return result._replace(feasible=False)


class Followed(NamedTuple):
    """A fleet that follows the traffic."""

    counts: list[int]
    """The instances at each rate."""
    price: Fraction
    """The price of one instance for an hour."""

    @property
    def instances(self) -> Fraction:
        return Fraction(sum(self.counts), len(self.counts))

    @property
    def per_hour(self) -> Fraction:
        return self.instances * self.price


def followed(entry: Entry, rates: Sequence[Fraction], share: Fraction, least: int) -> Followed:
    """Return the autoscaled fleet of an entry whose plan has instances."""
    endpoint = entry.get("EndpointConfiguration") or {}
    throughput, price = metric(entry, "MaxInvocations"), metric(entry, "CostPerHour")
    assert throughput is not None
    assert price is not None
    count = number(endpoint.get("InitialInstanceCount"))
    count = count if count and count > 0 else Fraction(1)
    counts = [max(math.ceil(rate / (throughput / count * share)), least) for rate in rates]
    return Followed(counts, price / count)


def break_even(
    entries: Sequence[Entry], share: Fraction, least: int, limits: Sequence[Limit]
) -> Fraction | None:
    """Return the smallest rate at which a fleet costs no more than serverless.

    It tries fleets from the smallest on, until one is cheap enough at a rate that it can carry.
    """
    measured = [limit for limit in limits if limit.metric not in COSTS]
    allowed = [entry for entry in entries if all(holds(limit, entry) for limit in measured)]
    usable = []
    for entry in allowed:
        price, throughput = metric(entry, "CostPerInference"), metric(entry, "MaxInvocations")
        by_use = serverless(entry)
        if by_use and price is not None and price > 0 and throughput and throughput > 0:
            concurrency = number(by_use.get("MaxConcurrency"))
            of_one = throughput / (concurrency if concurrency and concurrency > 0 else 1)
            usable.append((price, 200 * of_one * share))
    if not usable:
        return None
    lowest = min(price for price, _ in usable)
    most = next(most for price, most in usable if price == lowest)
    rates = []
    for entry in allowed:
        endpoint = entry.get("EndpointConfiguration") or {}
        count = number(endpoint.get("InitialInstanceCount"))
        count = count if count and count > 0 else Fraction(1)
        throughput, price = metric(entry, "MaxInvocations"), metric(entry, "CostPerHour")
        if serverless(entry) or not throughput or throughput <= 0 or not price or price <= 0:
            continue
        for fleet in range(least, least + 20):
            rate = fleet * price / count / (60 * lowest)
            if rate <= fleet * throughput / count * share:
                rates.append(rate)
                break
    first = min(rates, default=None)
    return None if first is None or first > most else first


def configuration(entry: Entry, how: str = "exact") -> tuple[Any, ...]:
    """Return what identifies a configuration."""
    endpoint = entry.get("EndpointConfiguration") or {}
    model = entry.get("ModelConfiguration") or {}
    by_use = endpoint.get("ServerlessConfig")
    variables = model.get("EnvironmentParameters") or []
    settings = None
    count = None
    memory = None
    if by_use:
        memory = number(by_use.get("MemorySizeInMB"))
        memory = number(by_use.get("MemorySizeInMb")) if memory is None else memory
    if how == "instance-type":
        return (endpoint.get("InstanceType") or memory,)
    if by_use:
        others = ("MaxConcurrency", "ProvisionedConcurrency")
        settings = (memory, *(number(by_use.get(name)) for name in others))
    else:
        count = number(endpoint.get("InitialInstanceCount")) or Fraction(1)
    return (
        endpoint.get("InstanceType"),
        count,
        settings,
        {(variable.get("Key") or "", variable.get("Value")) for variable in variables},
        model.get("InferenceSpecificationName"),
        model.get("CompilationJobName") is not None,
    )


def alike(entry: Entry, entries: Sequence[Entry], by: str, how: str = "exact") -> Entry | None:
    """Return the best of the entries with the configuration of an entry."""
    own = configuration(entry, how)
    matches = [other for other in entries if configuration(other, how) == own]
    return ordered(matches, [by])[0] if matches else None


def change(value: Fraction | None, before: Fraction | None) -> Fraction | None:
    if value is None or before is None or before <= 0:
        return None
    result = value / before - 1
    return None if abs(result) > LARGEST else result


def is_noise(
    metric: str, value: Fraction | None, before: Fraction | None, threshold: Fraction
) -> bool:
    """Return whether a change is at most the threshold, up to the error of 32-bit floats."""
    assert value is not None
    assert before is not None
    edges = [before * (1 + threshold), before * (1 - threshold)]
    is_near = any(abs(value - e) <= Fraction(1, 2**23) * max(abs(value), abs(e)) for e in edges)
    return abs(value / before - 1) <= threshold or (metric in SINGLES and is_near)


def near(actual: Any, expected: Fraction | None) -> bool:
    """Return whether a float is within 1e-9 of the expected value."""
    if expected is None or actual is None:
        return actual is None and expected is None
    error = abs(Fraction(actual) - expected)
    return error <= abs(expected) * Fraction(1, 10**9) or error < Fraction(1, 10**300)


def no_worse(name: str, value: Fraction | None, before: Fraction | None, share: Fraction) -> bool:
    """Return whether a value is at most a share worse than before."""
    if change(value, before) is None:
        return False
    assert value is not None
    assert before is not None
    if name == "MaxInvocations":
        return value >= before * (1 - share)
    most = before * (1 + share)
    as_single = Fraction(1, 2**23) * max(abs(value), abs(most))
    return value <= most or (name in SINGLES and abs(value - most) <= as_single)
