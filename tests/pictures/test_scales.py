"""Axes keep the order of values, and have round values within their ends."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.pictures.scales import linear_scale, log_scale, scale

POSITIVE = st.floats(1e-300, 1e300)
FINITE = st.floats(-1e290, 1e290)


@given(values=st.lists(POSITIVE, min_size=1, max_size=9), most=st.integers(2, 12))
def test_a_logarithmic_axis_has_all_values_in_order_and_few_ticks(
    values: list[float], most: int
) -> None:
    axis = log_scale(values, 10, 500)
    places = [axis(value) for value in sorted(values)]
    assert places == sorted(places)
    assert all(axis.has(value) or not 1e-290 <= value <= 1e290 for value in values)
    ticks = axis.ticks(most)
    assert len(ticks) <= most
    assert all(before < after for before, after in pairwise(ticks))
    assert all(axis.low * 0.999 <= tick <= axis.high * 1.001 for tick in ticks)


@given(values=st.lists(FINITE, max_size=9), most=st.integers(2, 12))
def test_a_linear_axis_has_0_and_all_values_in_order_and_few_ticks(
    values: list[float], most: int
) -> None:
    axis = linear_scale(values, 500, 10)
    assert axis.has(0)
    places = [axis(value) for value in sorted(values)]
    assert places == sorted(places, reverse=True)
    error = (axis.high - axis.low) / 1e6
    for place, value in zip(places, sorted(values), strict=True):
        assert axis.value(place) == pytest.approx(value, abs=error)
    assert len(axis.ticks(most)) <= most


@pytest.mark.parametrize(
    ("values", "ends", "is_log"),
    [
        ([1.98, 4.77], (0, 5), False),
        ([19, 187], (10, 200), True),
        ([100, 100], (0, 100), False),
        ([0, 1000], (0, 1000), False),
        ([], (0, 1), False),
    ],
)
def test_values_that_differ_by_more_than_six_times_are_on_a_logarithmic_axis(
    values: list[float], ends: tuple[float, float], is_log: bool
) -> None:
    axis = scale(values, 0, 1)
    assert ((axis.low, axis.high), axis.is_log) == (ends, is_log)


def test_a_place_has_its_value_again() -> None:
    for axis in (log_scale([3, 8000], 0, 700), linear_scale([3, 8000], 0, 700)):
        assert axis.value(axis(123)) == pytest.approx(123)


def test_ticks_are_1_2_5_then_1_3_then_decades() -> None:
    axis = log_scale([1, 1000], 0, 1)
    assert axis.ticks(10) == [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
    assert axis.ticks(9) == [1, 3, 10, 30, 100, 300, 1000]
    assert axis.ticks(5) == [1, 10, 100, 1000]
    assert log_scale([1, 1e12], 0, 1).ticks(5) == [1, 1e3, 1e6, 1e9, 1e12]
