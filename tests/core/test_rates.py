"""Rates of requests, exactly."""

from fractions import Fraction

import pytest

from irctl.core.rates import rate


@pytest.mark.parametrize(
    ("text", "per_minute"),
    [
        ("200/s", 12000),
        ("0.1/s", 6),
        ("12,000/min", 12000),
        ("90 / hour", Fraction(3, 2)),
        ("1/day", Fraction(1, 1440)),
    ],
)
def test_a_rate_is_requests_a_minute(text: str, per_minute: Fraction) -> None:
    assert rate(text) == per_minute


@pytest.mark.parametrize("text", ["", "200", "200/fortnight", "-1/s", "1e3/s", "nan/s", "/s"])
def test_anything_else_is_told_what_was_expected(text: str) -> None:
    with pytest.raises(ValueError, match="200/s"):
        rate(text)
