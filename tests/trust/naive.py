"""What rank, compare, plan and check have to answer, written down a second time in the
plainest way: from the documents themselves, in fractions, every pair held against every
other. Nothing here comes from irctl."""

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
SINGLES = ("CostPerHour", "CostPerInference", "CpuUtilization", "MemoryUtilization")
LARGEST = Fraction(1.7976931348623157e308)


class Limit(NamedTuple):
    metric: str
    operator: str
    value: float


def number(value: Any) -> Fraction | None:
    """As it is written: 0.1 is a tenth. What is not a number is missing."""
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    return Fraction(str(value))


def metric(entry: Entry, name: str) -> Fraction | None:
    return number(raw_metric(entry, name))


def raw_metric(entry: Entry, name: str) -> Any:
    metrics = entry.get("Metrics") or {}
    value = metrics.get(name)
    if number(value) is None and name == "MaxInvocations":
        value = metrics.get("MaximumInvocations")
    return value if number(value) is not None else None


def beats(name: str, one: Fraction | None, other: Fraction | None) -> bool:
    """Whether one value is better: a missing one never is, throughput is better higher."""
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
        single = c_float(value).value + 0.0  # of zero the sign does not count
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
    """The weighted mean of how close each value comes to the best one: a ratio of the
    doubles themselves, of which the smallest stand for more than they are written as."""
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


def plan(
    entry: Entry,
    rate: Fraction,
    share: Fraction,
    least: int,
    limits: Sequence[Limit],
    average: Fraction | None = None,
) -> Plan:
    """For a rate in requests a minute, which is the peak where there is an average."""
    allowed = all(holds(limit, entry) for limit in limits)
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
        needed = math.ceil(rate / of_one)
        if needed > 10**6:
            return Plan(False)
        found = Plan(allowed and needed <= 200, None, needed, per_request * (average or rate) * 60)
    else:
        price, count = metric(entry, "CostPerHour"), number(endpoint.get("InitialInstanceCount"))
        if price is None or price < 0:
            return Plan(False)
        count = count if count and count > 0 else Fraction(1)
        instances = max(math.ceil(rate / (throughput / count * share)), least)
        if instances > 10**6:
            return Plan(False)
        carried = rate / (instances * throughput / count)
        found = Plan(allowed, instances, None, instances * price / count, carried)
    if found.per(Fraction(730)) is None:
        return found._replace(feasible=False, per_hour=None)
    return found


class Followed(NamedTuple):
    """A fleet that has as many instances as each of some rates needs."""

    counts: list[int]
    price: Fraction
    """Of one instance, an hour."""

    @property
    def instances(self) -> Fraction:
        return Fraction(sum(self.counts), len(self.counts))

    @property
    def per_hour(self) -> Fraction:
        return self.instances * self.price


def followed(entry: Entry, rates: Sequence[Fraction], share: Fraction, least: int) -> Followed:
    """Of an entry for which there is a plan with instances."""
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
    """The smallest rate at which a fleet costs no more than serverless: fleet by fleet,
    from the smallest on, the first that gets so cheap before it has to grow."""
    there = [entry for entry in entries if all(holds(limit, entry) for limit in limits)]
    prices = [metric(entry, "CostPerInference") for entry in there if serverless(entry)]
    paid = [each for each in prices if each is not None and each > 0]
    if not paid:
        return None
    found = []
    for entry in there:
        endpoint = entry.get("EndpointConfiguration") or {}
        count = number(endpoint.get("InitialInstanceCount"))
        count = count if count and count > 0 else Fraction(1)
        throughput, price = metric(entry, "MaxInvocations"), metric(entry, "CostPerHour")
        if serverless(entry) or not throughput or throughput <= 0 or not price or price <= 0:
            continue
        for fleet in range(least, least + 20):
            rate = fleet * price / count / (60 * min(paid))
            if rate <= fleet * throughput / count * share:
                found.append(rate)
                break
    return min(found, default=None)


def configuration(entry: Entry, how: str = "exact") -> tuple[Any, ...]:
    """What two recommendations have in common that are the same configuration."""
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
        settings = (memory, *(number(by_use.get(each)) for each in others))
    else:
        count = number(endpoint.get("InitialInstanceCount")) or Fraction(1)
    return (
        endpoint.get("InstanceType"),
        count,
        settings,
        {(each.get("Key") or "", each.get("Value") or "") for each in variables},
        model.get("InferenceSpecificationName"),
        model.get("CompilationJobName") is not None,
    )


def alike(entry: Entry, entries: Sequence[Entry], by: str, how: str = "exact") -> Entry | None:
    """Of the entries with the same configuration the best."""
    same = [each for each in entries if configuration(each, how) == configuration(entry, how)]
    return ordered(same, [by])[0] if same else None


def change(value: Fraction | None, before: Fraction | None) -> Fraction | None:
    if value is None or before is None or before <= 0:
        return None
    found = value / before - 1
    return None if abs(found) > LARGEST else found


def near(found: Any, wanted: Fraction | None) -> bool:
    """Floats within 1e-9 of what they should be."""
    if wanted is None or found is None:
        return found is None and wanted is None
    error = abs(Fraction(found) - wanted)
    return error <= abs(wanted) * Fraction(1, 10**9) or error < Fraction(1, 10**300)


def no_worse(name: str, value: Fraction | None, before: Fraction | None, share: Fraction) -> bool:
    """Whether a value is no worse than before by more than a share."""
    if change(value, before) is None:
        return False
    assert value is not None
    assert before is not None
    if name == "MaxInvocations":
        return value >= before * (1 - share)
    most = before * (1 + share)
    as_single = Fraction(1, 2**23) * max(abs(value), abs(most))
    return value <= most or (name in SINGLES and abs(value - most) <= as_single)
