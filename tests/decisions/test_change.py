"""Changes against a baseline: their size, and whether they are improvements."""

import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions.change import Noise, change, changes
from irctl.jobs.metrics import (
    COST_PER_HOUR,
    COST_PER_INFERENCE,
    LATENCY,
    METRICS,
    THROUGHPUT,
    Metric,
)
from tests.made import values

NOISE = Fraction(1, 20)
numbers = (
    st.none() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
)


@given(numbers, numbers)
def test_a_change_is_a_fraction_of_the_baseline_or_unknown(
    value: float | None, baseline: float | None
) -> None:
    result = change(LATENCY, value, baseline, NOISE)
    assert (result.value, result.baseline) == (value, baseline)
    if value is None or baseline is None or baseline <= 0:
        assert (result.change, result.better) == (None, None)
    elif result.change is not None:
        assert math.isfinite(result.change)
        assert result.change == pytest.approx(value / baseline - 1, rel=1e-9, abs=1e-9)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from([LATENCY, THROUGHPUT]))
def test_less_is_better_except_for_throughput_and_noise_is_neither(
    value: int, baseline: int, metric: Metric
) -> None:
    result = change(metric, value, baseline, NOISE)
    if 100 * abs(value - baseline) <= 5 * baseline:
        assert result.better is None
    else:
        assert result.better is ((value > baseline) == (metric is THROUGHPUT))


def test_a_change_of_exactly_the_threshold_is_noise() -> None:
    assert change(LATENCY, 105, 100, NOISE).better is None  # 105/100 - 1 is a little more than 0.05
    assert change(LATENCY, 106, 100, NOISE).better is False
    assert change(LATENCY, 94, 100, NOISE).better is True


def test_a_recommendation_is_compared_with_the_recorded_endpoint() -> None:
    compared = changes(
        values(throughput=1645, latency=171, cost_per_hour=0.736),
        values(throughput=184, latency=1312),
        Noise(),
    )
    assert compared[THROUGHPUT].change == pytest.approx(7.940217, abs=1e-6)
    assert compared[THROUGHPUT].better is True
    assert compared[LATENCY].change == pytest.approx(-0.869665, abs=1e-6)
    assert compared[LATENCY].better is True
    assert compared[COST_PER_HOUR].change is None
    assert compared[COST_PER_HOUR].value == 0.736


def test_without_a_baseline_no_change_is_known() -> None:
    compared = changes(values(latency=1), None, Noise())
    assert set(compared) == set(METRICS)
    assert compared[LATENCY] == (1, None, None, None)


def test_a_change_of_exactly_the_threshold_is_noise_for_32_bit_prices() -> None:
    before, after = 0.6000000238418579, 0.5400000214576721  # 0.6 and 0.54 as 32-bit floats
    assert change(COST_PER_INFERENCE, after, before, Fraction(1, 10)).better is None
    assert change(COST_PER_INFERENCE, 0.539, before, Fraction(1, 10)).better is True


def test_a_cost_per_hour_is_a_list_price_without_noise() -> None:
    compared = changes(
        values(cost_per_hour=1.01, latency=101), values(cost_per_hour=1, latency=100), Noise()
    )
    assert compared[COST_PER_HOUR].better is False
    assert compared[LATENCY].better is None


def test_a_metric_can_have_a_threshold_of_its_own() -> None:
    noise = Noise(by_metric={LATENCY: Fraction(3, 10)})
    compared = changes(
        values(latency=120, throughput=120), values(latency=100, throughput=100), noise
    )
    assert compared[LATENCY].better is None
    assert compared[THROUGHPUT].better is True
