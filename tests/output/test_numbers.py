"""Numbers as people read them."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.jobs.metrics import METRICS, Unit
from irctl.output import numbers

anything = st.integers(-(2**1022), 2**1022) | st.floats(-1e300, 1e300)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.204, "$0.204"),
        (0.20399999618530273, "$0.204"),
        (0.11500000208616257, "$0.115"),
        (16.559999465942383, "$16.56"),
        (0.7360000014305115, "$0.736"),
        (0.23, "$0.23"),
        (0.5, "$0.50"),
        (1, "$1.00"),
        (3.825, "$3.825"),
        (12, "$12.00"),
        (99.999, "$100.00"),
        (0.99999, "$1.00"),
        (0.09999999, "$0.10"),
        (1234.5, "$1,234.50"),
        (0.00123, "$0.00123"),
        (0.0001, "$0.0001"),
        (3.58e-06, "$3.58e-06"),
        (0, "$0.00"),
        (0.0, "$0.00"),
        (-0.204, "-$0.204"),
        (10**18, "$1e+18"),
    ],
)
def test_dollars_have_at_least_cents_and_four_significant_digits(value: float, shown: str) -> None:
    assert numbers.usd(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3.58e-06, "$3.58 per 1M"),
        (3.5825545e-06, "$3.58 per 1M"),
        (1.0332434612791985e-05, "$10.33 per 1M"),
        (8.42e-08, "$0.0842 per 1M"),
        (0.001, "$1,000.00 per 1M"),
        (1e-14, "$1e-08 per 1M"),
        (0, "$0.00 per 1M"),
    ],
)
def test_the_cost_of_an_inference_is_told_for_a_million(value: float, shown: str) -> None:
    assert numbers.quantity(value, Unit.USD) == shown


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (1070, Unit.MILLISECONDS, "1,070 ms"),
        (459, Unit.MILLISECONDS, "459 ms"),
        (12.5, Unit.MILLISECONDS, "12.5 ms"),
        (0, Unit.MILLISECONDS, "0 ms"),
        (791, Unit.PER_MINUTE, "791/min"),
        (33403, Unit.PER_MINUTE, "33,403/min"),
        (102.9, Unit.PERCENT, "102.9%"),
        (102.90000152587891, Unit.PERCENT, "102.9%"),
        (7, Unit.PERCENT, "7%"),
        (1234.56, Unit.PERCENT, "1,234.6%"),
        (1e18, Unit.PERCENT, "1e+18%"),
        (0.204, Unit.USD_PER_HOUR, "$0.204/h"),
        (2084.875, Unit.USD_PER_MONTH, "$2,084.88/month"),
        (2.975, Unit.USD_PER_MILLION, "$2.98 per 1M"),
        (1070, Unit.COUNT, "1,070"),
        (500000, Unit.MICROSECONDS, "500 ms"),
        (8420000, Unit.MICROSECONDS, "8.42 s"),
        (999, Unit.MICROSECONDS, "999 us"),
    ],
)
def test_a_metric_is_told_with_its_unit(value: float, unit: Unit, shown: str) -> None:
    assert numbers.quantity(value, unit) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1070, "1,070"),
        (1070.0, "1,070"),
        (0.25, "0.25"),
        (-5, "-5"),
        (10**14, "100,000,000,000,000"),
        (10**20, "1e+20"),
        (10**300, "1e+300"),
        (1e-9, "1e-09"),
    ],
)
def test_a_count_has_separators_and_no_needless_digits(value: float, shown: str) -> None:
    assert numbers.number(value) == shown


@given(anything, st.sampled_from(Unit))
def test_any_value_of_any_metric_is_told_in_short(value: float, unit: Unit) -> None:
    shown = numbers.quantity(value, unit)
    assert len(shown) <= 40
    assert any(digit in shown for digit in "0123456789")
    assert "nan" not in shown


@given(st.floats(1e-300, 1e290))
def test_rounding_for_people_changes_less_than_a_hundredth(value: float) -> None:
    read = float(numbers.usd(value).removeprefix("$").replace(",", ""))
    assert read == pytest.approx(value, rel=0.006)
    per_million = numbers.usd_per_million(value).removeprefix("$").replace(",", "")
    assert float(per_million) == pytest.approx(value * 1e6, rel=0.06)


def test_only_nothing_is_shown_as_nothing() -> None:
    for metric in METRICS:
        assert numbers.quantity(0, metric.unit) != numbers.NOTHING


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.204, Unit.USD_PER_HOUR, "$0.204"),
        (3.58e-06, Unit.USD, "$3.58"),
        (7, Unit.PERCENT, "7.0%"),
        (791, Unit.PER_MINUTE, "791/min"),
        (1070, Unit.MILLISECONDS, "1,070 ms"),
    ],
)
def test_in_a_table_the_heading_says_what_an_amount_is_for(
    value: float, unit: Unit, shown: str
) -> None:
    assert numbers.cell(value, unit) == shown


@pytest.mark.parametrize(
    ("value", "bound", "unit", "shown"),
    [
        (100.04, 100, Unit.PERCENT, ("100.04%", "100%")),
        (118.6, 120, Unit.PERCENT, ("118.6%", "120%")),
        (127.26, 127.29, Unit.PERCENT, ("127.26%", "127.29%")),
        (127.3, 127.29, Unit.PERCENT, ("127.3%", "127.29%")),
        (171, 100, Unit.MILLISECONDS, ("171 ms", "100 ms")),
        (1000.0004, 1000, Unit.MILLISECONDS, ("1,000.0004 ms", "1,000 ms")),
        (0.20404, 0.204, Unit.USD_PER_HOUR, ("$0.20404/h", "$0.204/h")),
        (3.5e-06, 3.5001e-06, Unit.USD, ("$3.50 per 1M", "$3.5001 per 1M")),
        (100, 100.0, Unit.PERCENT, ("100%", "100%")),
    ],
)
def test_a_value_and_its_bound_look_as_different_as_they_are(
    value: float, bound: float, unit: Unit, shown: tuple[str, str]
) -> None:
    def show(number: float, more: int) -> str:
        return numbers.quantity(number, unit, more)

    assert numbers.with_bound(value, bound, show) == shown


@given(st.floats(1e-3, 1e9), st.floats(1e-3, 1e9), st.sampled_from(Unit))
def test_different_values_never_look_alike(value: float, bound: float, unit: Unit) -> None:
    def show(number: float, more: int) -> str:
        return numbers.quantity(number, unit, more)

    shown, wanted = numbers.with_bound(value, bound, show)
    nearly = abs(value - bound) <= 1e-9 * bound  # a hair's breadth
    assert nearly or shown != wanted


def test_a_time_is_told_in_utc() -> None:
    moment = datetime(2026, 3, 1, 5, 30, 9, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert numbers.time(moment) == "2026-03-01 00:00:09 UTC"


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (0, "0 s"),
        (45, "45 s"),
        (45.9, "45 s"),
        (60, "1 min"),
        (1263, "21 min 3 s"),
        (3600, "1 h"),
        (7500, "2 h 5 min"),
        (7509, "2 h 5 min"),
        (86400, "1 d"),
        (3 * 86400 + 4 * 3600, "3 d 4 h"),
        (-90, "-1 min 30 s"),
    ],
)
def test_a_duration_is_told_in_its_two_largest_units(seconds: float, shown: str) -> None:
    assert numbers.duration(timedelta(seconds=seconds)) == shown
