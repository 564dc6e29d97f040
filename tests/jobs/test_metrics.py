"""The registry of metrics: names, keys and directions."""

import pytest

from irctl.jobs.metrics import METRICS, metric
from tests.made import values
from tests.strategies import DESCRIBE, entry_shape, places

ALL = values(
    cost_per_hour=1, cost_per_inference=2, throughput=3, latency=4, cpu=5, memory=6, setup_time=7
)


@pytest.mark.parametrize(
    ("name", "member", "value"),
    [
        ("cost-per-hour", "CostPerHour", 1),
        ("cost-per-inference", "CostPerInference", 2),
        ("throughput", "MaxInvocations", 3),
        ("latency", "ModelLatency", 4),
        ("cpu", "CpuUtilization", 5),
        ("memory", "MemoryUtilization", 6),
        ("setup-time", "ModelSetupTime", 7),
    ],
)
def test_a_metric_is_known_by_its_name_and_by_its_api_name_in_any_case(
    name: str, member: str, value: int
) -> None:
    for spelling in (name, member, name.upper(), member.lower(), f" {member.swapcase()} "):
        known = metric(spelling)
        assert (known.name, known.member, known.api_name) == (name, member, member)
        assert known.of(ALL) == value


def test_cost_means_cost_per_inference() -> None:
    assert metric("cost") is metric("COST") is metric("cost-per-inference")


def test_every_metric_of_the_api_is_registered() -> None:
    recommended = places(entry_shape(DESCRIBE, "InferenceRecommendations"))
    api = {place.split(".")[1] for place, _ in recommended if place.startswith("Metrics.")}
    assert {metric.member for metric in METRICS} == api


def test_only_throughput_is_better_higher() -> None:
    assert [metric.name for metric in METRICS if metric.higher_is_better] == ["throughput"]


@pytest.mark.parametrize("name", ["speed", "", "cost_per_hour", "model latency", "\x1b[31m"])
def test_an_unknown_name_is_refused_with_the_valid_names(name: str) -> None:
    with pytest.raises(ValueError, match="unknown metric") as refusal:
        metric(name)
    message = str(refusal.value)
    assert repr(name) in message
    assert (
        "he metrics are cost-per-hour, cost-per-inference, latency, throughput, cpu, memory, "
        "setup-time, token-throughput, "
    ) in message


def test_a_missing_value_is_none() -> None:
    assert metric("latency").of(values(cpu=5)) is None
    assert metric("cpu").of(values(cpu=0)) == 0


def test_a_metric_at_a_statistic_is_another_metric() -> None:
    latency = metric("latency")
    p90 = latency.at("p90")
    assert (p90.name, p90.api_name, p90.key) == (
        "latency:p90",
        "ModelLatency:p90",
        ("latency", "p90"),
    )
    assert p90 != latency
    assert {latency: 1, p90: 2}[latency.at("p90")] == 2
    measured = {("latency", None): 5, ("latency", "p90"): 9}
    assert (latency.of(measured), p90.of(measured)) == (5, 9)


def test_badness_is_lower_for_a_better_value() -> None:
    assert metric("latency").badness(4) < metric("latency").badness(5)
    assert metric("throughput").badness(5) < metric("throughput").badness(4)
