"""Prices in the offers of AWS's Price List."""

import json
from fractions import Fraction
from typing import Any

import pytest

from irctl.sources.offers import Offer, hosting_offers
from tests.e2e.offers import offer


def offers_in(*offers: object) -> list[Offer]:
    return hosting_offers([json.dumps(o) for o in offers], "ml.x", "us-east-2")


def test_an_hour_of_hosting_has_a_price_and_the_date_of_its_publication() -> None:
    assert offers_in(offer()) == [Offer(Fraction("1.515"), "2026-11-01T00:00:00Z")]


@pytest.mark.parametrize(
    "other",
    [
        offer(component="Training", usage="Train"),
        offer(component="AsyncInf", usage="AsyncHost"),
        offer("ml.y"),
        offer(region="us-east-1"),
        offer(usage="Studio"),
        offer(unit="Quantity"),
        offer(currency="CNY"),
        offer(price=None),
        offer(price="0.0000000000"),
        offer(price="-1"),
        offer(price="NaN"),
        offer(price="1/2"),
        {},
        {"product": [], "terms": None},
        {"product": {"attributes": []}},
    ],
)
def test_what_is_sold_otherwise_is_not_a_price_of_hosting(other: dict[str, Any]) -> None:
    assert offers_in(other, offer()) == offers_in(offer())


def test_two_prices_are_two() -> None:
    assert len(offers_in(offer(price="1"), offer(price="2"))) == 2
    both = offer()
    dimensions = both["terms"]["OnDemand"]["SKU.TERM"]["priceDimensions"]
    dimensions["again"] = dimensions["SKU.TERM.RATE"]
    assert len(offers_in(both)) == 2


def test_a_product_without_a_component_is_known_by_its_platform_type() -> None:
    document = offer()
    del document["product"]["attributes"]["component"]
    assert len(offers_in(document)) == 1


@pytest.mark.parametrize("item", ["", "[]", "null", "{", "[" * 100_000, {}, None])
def test_what_is_not_an_offer_is_refused(item: object) -> None:
    with pytest.raises(ValueError, match="PriceList"):
        hosting_offers([item], "ml.x", "us-east-2")
