"""Limits on metrics."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions.limits import constraint
from irctl.jobs.metrics import METRICS, Metric
from irctl.jobs.model import Metrics


def test_a_limit_is_inclusive() -> None:
    at_most = constraint("latency=100", "<=")
    assert at_most.holds_for(Metrics(model_latency=99))
    assert at_most.holds_for(Metrics(model_latency=100))
    assert not at_most.holds_for(Metrics(model_latency=101))
    at_least = constraint("throughput=600", ">=")
    assert not at_least.holds_for(Metrics(max_invocations=599))
    assert at_least.holds_for(Metrics(max_invocations=600))
    assert at_least.holds_for(Metrics(max_invocations=601))


def test_a_limit_typed_in_decimals_holds_for_the_32_bit_value() -> None:
    assert constraint("cost-per-hour=0.115", "<=").holds_for(
        Metrics(cost_per_hour=0.11500000208616257)
    )


@pytest.mark.parametrize("operator", ["<=", ">="])
def test_a_missing_value_meets_no_limit(operator: str) -> None:
    limit = constraint("cpu=0", "<=" if operator == "<=" else ">=")
    assert not limit.holds_for(Metrics())
    assert limit.miss(Metrics()) == math.inf


def test_a_value_of_0_is_not_missing() -> None:
    assert constraint("cpu=0", ">=").holds_for(Metrics(cpu_utilization=0))


def test_a_miss_is_told_as_a_fraction_of_the_limit() -> None:
    assert constraint("latency=100", "<=").miss(Metrics(model_latency=150)) == 0.5
    assert constraint("throughput=100", ">=").miss(Metrics(max_invocations=75)) == 0.25
    assert constraint("latency=100", "<=").miss(Metrics(model_latency=100)) == 0
    assert constraint("latency=0", "<=").miss(Metrics(model_latency=3)) == 3


@pytest.mark.parametrize(
    ("text", "name", "limit"),
    [
        ("latency=100ms", "latency", 100),
        ("ModelLatency=100", "latency", 100),
        ("cost=$1e-5", "cost-per-inference", 1e-5),
        (" throughput = 600 ", "throughput", 600),
    ],
)
def test_a_limit_is_read_with_any_name_and_unit_of_its_metric(
    text: str, name: str, limit: float
) -> None:
    read = constraint(text, "<=")
    assert (read.metric.name, read.operator, read.limit) == (name, "<=", limit)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("latency", "expected METRIC=VALUE, such as latency=100, got 'latency'"),
        ("", "expected METRIC=VALUE"),
        ("speed=5", "unknown metric 'speed'"),
        ("latency=", "expected a number for latency"),
        ("latency=soon", "expected a number for latency, such as 100ms, got 'soon'"),
        ("latency=1=2", "expected a number for latency"),
    ],
)
def test_a_wrong_limit_is_told_what_was_expected(text: str, told: str) -> None:
    with pytest.raises(ValueError, match=r"^(expected|unknown)") as caught:
        constraint(text, ">=")
    assert str(caught.value).startswith(told)


@given(
    st.sampled_from(METRICS),
    st.none() | st.integers(-(2**1022), 2**1022) | st.floats(-1e308, 1e308),
    st.integers(-(10**9), 10**9),
)
def test_a_limit_holds_exactly_when_nothing_is_missed(
    each: Metric, value: float | None, limit: int
) -> None:
    metrics = Metrics(**{each.attribute: value})
    for read in (
        constraint(f"{each.name}={limit}", "<="),
        constraint(f"{each.name}={limit}", ">="),
    ):
        assert read.holds_for(metrics) == (read.miss(metrics) == 0)
        assert read.miss(metrics) >= 0
