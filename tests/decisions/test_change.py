import math
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions.change import change, changes, share
from irctl.jobs.metrics import COST_PER_HOUR, LATENCY, METRICS, THROUGHPUT
from irctl.jobs.model import Metrics

NOISE = Fraction(1, 20)
numbers = (
    st.none() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False, allow_infinity=False)
)


@given(numbers, numbers)
def test_a_change_is_a_fraction_of_the_baseline_or_not_known(
    value: float | None, baseline: float | None
) -> None:
    found = change(LATENCY, value, baseline, NOISE)
    assert (found.value, found.baseline) == (value, baseline)
    if value is None or baseline is None or baseline <= 0:
        assert (found.change, found.better) == (None, None)
    elif found.change is not None:
        assert math.isfinite(found.change)
        assert found.change == pytest.approx(value / baseline - 1, rel=1e-9, abs=1e-9)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.sampled_from([LATENCY, THROUGHPUT]))
def test_better_is_less_but_for_throughput_and_unknown_inside_the_noise(
    value: int, baseline: int, metric: object
) -> None:
    found = change(metric, value, baseline, NOISE)  # type: ignore[arg-type]
    if 100 * abs(value - baseline) <= 5 * baseline:
        assert found.better is None
    else:
        assert found.better is ((value > baseline) == (metric is THROUGHPUT))


def test_the_threshold_itself_is_noise_exactly() -> None:
    assert change(LATENCY, 105, 100, NOISE).better is None  # 105/100 - 1 is 0.05 and a bit
    assert change(LATENCY, 106, 100, NOISE).better is False
    assert change(LATENCY, 94, 100, NOISE).better is True


def test_the_recorded_endpoint_against_its_recommendation() -> None:
    found = changes(
        Metrics(max_invocations=1645, model_latency=171, cost_per_hour=0.736),
        Metrics(max_invocations=184, model_latency=1312),
        NOISE,
    )
    assert found[THROUGHPUT].change == pytest.approx(7.940217, abs=1e-6)
    assert found[THROUGHPUT].better is True
    assert found[LATENCY].change == pytest.approx(-0.869665, abs=1e-6)
    assert found[LATENCY].better is True
    assert found[COST_PER_HOUR].change is None
    assert found[COST_PER_HOUR].value == 0.736


def test_without_a_baseline_no_change_is_known() -> None:
    found = changes(Metrics(model_latency=1), None, NOISE)
    assert set(found) == set(METRICS)
    assert found[LATENCY] == (1, None, None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("5%", "1/20"), ("0.05", "1/20"), ("0", "0"), ("120%", "6/5"), ("5", "1/20"), ("1%", "1/100")],
)
def test_a_share_is_a_percentage_or_a_fraction(text: str, expected: str) -> None:
    assert share(text) == Fraction(expected)


@pytest.mark.parametrize("text", ["1", "1.0", "-5%", "five", "", "%", "nan", "1e-2"])
def test_what_could_mean_either_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="%"):
        share(text)
