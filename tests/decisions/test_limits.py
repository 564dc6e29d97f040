"""Limits on values and on changes: how they are typed, and when they hold."""

import math
import struct
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions.limits import Limit, Miss, missed, regressions
from irctl.decisions.limits import limit as read_limit
from irctl.decisions.plan_metrics import LIMITED, MONTHLY_COST
from irctl.jobs.metrics import COST_PER_HOUR, METRICS, Metric, Values, metric
from tests.made import values

# Limits on values


def test_a_limit_includes_its_bound() -> None:
    at_most = read_limit("latency=100", "<=")
    assert at_most.holds(values(latency=99))
    assert at_most.holds(values(latency=100))
    assert not at_most.holds(values(latency=101))
    at_least = read_limit("throughput=600", ">=")
    assert not at_least.holds(values(throughput=599))
    assert at_least.holds(values(throughput=600))
    assert at_least.holds(values(throughput=601))


@pytest.mark.parametrize("operator", ["<=", ">="])
def test_a_missing_value_meets_no_limit(operator: str) -> None:
    limit = read_limit("cpu=0", "<=" if operator == "<=" else ">=")
    assert not limit.holds(values())
    assert limit.shortfall(values()) == math.inf


def test_a_value_of_0_is_not_missing() -> None:
    assert read_limit("cpu=0", ">=").holds(values(cpu=0))


def test_a_shortfall_is_a_share_of_the_bound() -> None:
    assert read_limit("latency=100", "<=").shortfall(values(latency=150)) == 0.5
    assert read_limit("throughput=100", ">=").shortfall(values(throughput=75)) == 0.25
    assert read_limit("latency=100", "<=").shortfall(values(latency=100)) == 0
    assert read_limit("latency=0", "<=").shortfall(values(latency=3)) == 3


def test_the_room_within_a_limit_is_a_share_of_the_bound() -> None:
    at_most, at_least = read_limit("latency=50", "<="), read_limit("throughput=50", ">=")
    assert at_most.room(40) == pytest.approx(0.2)
    assert at_most.room(60) == pytest.approx(-0.2)
    assert at_least.room(60) == pytest.approx(0.2)


def test_a_bound_of_0_leaves_no_known_room() -> None:
    assert read_limit("latency=0", "<=").room(5) is None


def test_missed_limits_are_listed_with_their_values() -> None:
    latency, cpu = read_limit("latency=5", "<="), read_limit("cpu=80", "<=")
    throughput = read_limit("throughput=600", ">=")
    measured = values(latency=6, throughput=600)
    assert missed([latency, cpu, throughput], measured) == (Miss(latency, 6), Miss(cpu, None))


@given(
    st.sampled_from(METRICS),
    st.none() | st.integers(-(2**1022), 2**1022) | st.floats(-1e308, 1e308),
    st.integers(-(10**9), 10**9),
)
def test_a_limit_holds_exactly_when_nothing_falls_short(
    limited: Metric, value: float | None, bound: int
) -> None:
    measured: Values = {} if value is None else {limited.key: value}
    at_most = read_limit(f"{limited.name}={bound}", "<=")
    at_least = read_limit(f"{limited.name}={bound}", ">=")
    for limit in (at_most, at_least):
        assert limit.holds(measured) == (limit.shortfall(measured) == 0)
        assert limit.shortfall(measured) >= 0


@given(
    st.sampled_from(METRICS),
    st.floats(-1e308, 1e308) | st.integers(-(2**1022), 2**1022),
    st.floats(-1e308, 1e308),
)
def test_a_value_keeps_an_upper_or_a_lower_limit_at_any_bound(
    limited: Metric, value: float, bound: float
) -> None:
    measured = {limited.key: value}
    at_most = Limit(limited, "<=", bound).holds(measured)
    at_least = Limit(limited, ">=", bound).holds(measured)
    assert at_most or at_least
    if value < bound:
        assert at_most
    if value > bound:
        assert at_least


# Values that the API widens from 32-bit floats


def keeps(name: str, operator: str, value: float, bound: float) -> bool:
    limited = metric(name)
    limit = Limit(limited, "<=" if operator == "<=" else ">=", bound)
    return limit.holds({limited.key: value})


@pytest.mark.parametrize(
    ("name", "operator", "value", "bound"),
    [
        ("cost-per-hour", "<=", 0.11500000208616257, 0.115),
        ("cost-per-hour", ">=", 0.22949999570846558, 0.2295),
        ("cost-per-inference", "<=", 3.5825545e-06 * (1 + 1e-8), 3.5825545e-06),
        ("cpu", "<=", 102.9000015258789, 102.9),
        ("memory", "<=", 7.800000190734863, 7.8),
    ],
)
def test_a_bound_typed_in_decimals_includes_the_32_bit_value(
    name: str, operator: str, value: float, bound: float
) -> None:
    assert keeps(name, operator, value, bound)


@pytest.mark.parametrize(
    ("operator", "value", "bound"),
    [
        ("<=", 0.1151, 0.115),
        (">=", 0.2294, 0.2295),
        ("<=", 2**1000, 0.115),
        (">=", 0.115, 2**1000),
    ],
)
def test_any_other_value_beyond_the_bound_is_a_miss(
    operator: str, value: float, bound: float
) -> None:
    assert not keeps("cost-per-hour", operator, value, bound)


def test_a_limit_on_a_whole_number_is_exact() -> None:
    assert keeps("latency", "<=", 2**24, 2**24)
    assert not keeps("latency", "<=", 2**24 + 1, 2**24)
    assert keeps("latency", ">=", 2**24, 2**24)
    assert not keeps("latency", ">=", 2**24, 2**24 + 1)


@given(st.floats(1e-12, 1e9))
def test_a_price_keeps_a_limit_typed_as_that_price(price: float) -> None:
    (widened,) = struct.unpack("f", struct.pack("f", price))
    assert keeps("cost-per-hour", "<=", widened, price)
    assert keeps("cost-per-hour", ">=", widened, price)


# Limits on changes


def holds_change(text: str, after: Values, before: Values | None) -> bool:
    (limit,) = regressions(text)
    return limit.holds(after, before)


@pytest.mark.parametrize(
    ("after", "holds"), [(90, True), (100, True), (110, True), (111, False), (None, False)]
)
def test_latency_may_rise_up_to_its_limit(after: int | None, holds: bool) -> None:
    assert holds_change("latency=10%", values(latency=after), values(latency=100)) is holds


@pytest.mark.parametrize(
    ("after", "holds"), [(110, True), (100, True), (90, True), (89, False), (None, False)]
)
def test_throughput_may_fall_down_to_its_limit(after: int | None, holds: bool) -> None:
    after_values, before = values(throughput=after), values(throughput=100)
    assert holds_change("throughput=0.1", after_values, before) is holds


@pytest.mark.parametrize("before", [None, values(), values(latency=0)])
def test_a_limit_on_a_change_fails_without_a_baseline_above_0(before: Values | None) -> None:
    assert not holds_change("latency=1000%", values(latency=1), before)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 200))
def test_a_limit_on_a_change_is_exact(before: int, after: int, percent: int) -> None:
    holds = holds_change(f"latency={percent}%", values(latency=after), values(latency=before))
    assert holds == (100 * after <= (100 + percent) * before)


def test_a_change_of_price_is_exact_despite_32_bit_floats() -> None:
    before = values(cost_per_hour=0.10000000149011612)  # 0.1 and 0.11 as 32-bit floats
    assert holds_change("cost-per-hour=10%", values(cost_per_hour=0.10999999940395355), before)
    before_written = values(cost_per_hour=0.1)
    assert holds_change("cost-per-hour=10%", values(cost_per_hour=0.11), before_written)
    assert not holds_change("cost-per-hour=10%", values(cost_per_hour=0.1101), before)


def test_room_and_shortfall_of_a_change_are_differences() -> None:
    (limit,) = regressions("latency=10%")
    assert limit.room(0.04) == pytest.approx(0.06)
    before = values(latency=100)
    assert limit.value(values(latency=130), before) == pytest.approx(0.3)
    assert limit.shortfall(values(latency=130), before) == pytest.approx(0.2)
    assert limit.shortfall(values(latency=110), before) == 0
    assert limit.shortfall(values(latency=110)) == math.inf


# How limits are typed


@pytest.mark.parametrize(
    ("text", "name", "bound"),
    [
        ("latency=100ms", "latency", 100),
        ("ModelLatency=100", "latency", 100),
        ("cost=$1e-5", "cost-per-inference", 1e-5),
        (" throughput = 600 ", "throughput", 600),
        ("throughput=1k", "throughput", 1000),
    ],
)
def test_a_limit_is_read_with_any_name_and_unit_of_its_metric(
    text: str, name: str, bound: float
) -> None:
    limit = read_limit(text, "<=")
    assert (limit.metric.name, limit.operator, limit.bound) == (name, "<=", bound)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("latency", "expected METRIC=VALUE, such as latency=100, got 'latency'"),
        ("", "expected METRIC=VALUE"),
        ("speed=5", "unknown metric 'speed'"),
        ("latency=", "expected a number for latency"),
        ("latency=soon", "expected a number for latency, such as 100ms, got 'soon'"),
        ("latency=1=2", "expected a number for latency"),
        ("monthly-cost=500", "unknown metric 'monthly-cost'"),
    ],
)
def test_an_invalid_limit_is_refused_with_an_example(text: str, start: str) -> None:
    with pytest.raises(ValueError, match=r"^(expected|unknown)") as refusal:
        read_limit(text, ">=")
    assert str(refusal.value).startswith(start)


def test_a_figure_of_a_plan_can_be_limited_where_plans_are_made() -> None:
    limit = read_limit("monthly-cost=$2,190/month", "<=", LIMITED)
    assert limit == Limit(MONTHLY_COST, "<=", 2190)
    with pytest.raises(ValueError, match=r"unknown metric 'speed'.*setup-time, monthly-cost"):
        read_limit("speed=1", "<=", LIMITED)
    with pytest.raises(ValueError, match="expected a number for monthly-cost"):
        read_limit("monthly-cost=nan", "<=", LIMITED)


def test_a_regression_is_more_of_a_cost_and_less_of_throughput() -> None:
    cost, throughput = regressions("cost=5%,throughput=5%")
    assert (cost.operator, cost.bound) == ("<=", Fraction(1, 20))
    assert (throughput.operator, throughput.bound) == (">=", Fraction(-1, 20))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("latency", "expected METRIC=SHARE"),
        ("latency=5", "latency: 5 could be .* 5% or 0.05"),
        ("latency=-5%", "latency: expected a share"),
        ("latency=10%,cpu", "expected METRIC=SHARE"),
        ("monthly-cost=5%", "unknown metric"),
    ],
)
def test_an_invalid_regression_is_refused_with_an_example(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        regressions(text)


def test_a_limit_is_on_a_measurement_a_plan_or_a_regression() -> None:
    (change,) = regressions("cost-per-hour=5%")
    assert change.kind == "Regression"
    assert Limit(COST_PER_HOUR, "<=", 1).kind == "Metric"
    assert Limit(MONTHLY_COST, "<=", 1).kind == "Plan"
