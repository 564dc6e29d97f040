"""Prices as users state them."""

from fractions import Fraction

import pytest

from irctl.decisions.prices import discount, fleet, price


@pytest.mark.parametrize(
    ("text", "expected"), [("ml.m5.xlarge:5", ("ml.m5.xlarge", 5)), ("ml.x", ("ml.x", 1))]
)
def test_a_fleet_is_a_type_and_a_count(text: str, expected: tuple[str, int]) -> None:
    assert fleet(text) == expected


@pytest.mark.parametrize("text", ["", ":2", "ml.x:", "ml.x:0", "ml.x:1.5", "5", "ml.x:a"])
def test_anything_else_is_no_fleet(text: str) -> None:
    with pytest.raises(ValueError, match=f"got '{text}'"):
        fleet(text)


@pytest.mark.parametrize("text", ["ml.x=0.204", "ml.x = $0.204/h"])
def test_a_price_is_read_exactly(text: str) -> None:
    assert price(text) == ("ml.x", Fraction("0.204"))


@pytest.mark.parametrize("text", ["ml.x", "=1", "ml.x=", "ml.x=-1", "ml.x=nan", "ml.x=1/s"])
def test_anything_else_is_no_price(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        price(text)


def test_a_discount_is_a_share_below_all() -> None:
    assert discount("27%") == discount("0.27") == Fraction("0.27")
    for text in ("100%", "-1%", "27", "x"):
        with pytest.raises(ValueError, match=text):
            discount(text)
