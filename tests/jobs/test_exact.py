"""The shortest decimal of a 32-bit float, against a search through all lengths."""

from ctypes import c_float

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.jobs.exact import shortest_single


@pytest.mark.parametrize(
    ("value", "shortest"),
    [
        (0.20399999618530273, 0.204),
        (0.11500000208616257, 0.115),
        (1.9799999790848233e-06, 1.98e-06),
        (352.3999938964844, 352.4),
        (1e-45, 1e-45),
        (1.401298464324817e-45, 1e-45),
        (3.4028234663852886e38, 3.4028235e38),
        (16777216.0, 16777216.0),
        (0.0, 0.0),
        (0.204, 0.204),  # written by hand: no 32-bit float
        (0.1234567890123, 0.1234567890123),
        (1e300, 1e300),
        (5, 5),
        (None, None),
    ],
)
def test_a_widened_float_is_written_as_short_as_it_can_be(
    value: float | None, shortest: float | None
) -> None:
    assert repr(shortest_single(value)) == repr(shortest)


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_the_decimal_reads_back_and_no_shorter_one_does(value: float) -> None:
    shortest = shortest_single(value)
    assert isinstance(shortest, float)
    assert c_float(shortest).value == value
    digits = next(d for d in range(1, 18) if c_float(float(f"{value:.{d}g}")).value == value)
    assert shortest == float(f"{value:.{digits}g}")
