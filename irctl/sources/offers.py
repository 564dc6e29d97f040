"""Prices of instances in the offers of AWS's Price List.

An offer describes one product and its terms (AWS's Price List API reference). SageMaker sells an
instance type under several components, such as Hosting and Training, at different prices.
"""

import json
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from irctl.decisions import quantities
from irctl.jobs.lenient import mapping

HOSTING = "Hosting"
_UNIT = "Hrs"
_CURRENCY = "USD"


class Offer(NamedTuple):
    """What an hour of one instance for hosting costs on demand."""

    per_hour: Fraction
    """US dollars."""
    date: str | None
    """When the price was published, in ISO 8601."""


def hosting_offers(items: Iterable[object], instance_type: str, region: str) -> list[Offer]:
    """Return the price of each hosting product of an instance type in a region.

    Each item is JSON text. Raise ValueError for one that is not an offer.
    """
    offers = []
    for item in items:
        document = _document(item)
        if _is_hosting(document, instance_type, region):
            offers += _prices(document)
    return offers


def _document(item: object) -> Mapping[str, Any]:
    try:
        document = json.loads(item) if isinstance(item, str) else None
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise ValueError("an entry of PriceList is not a JSON object")
    return document


def _is_hosting(document: Mapping[str, Any], instance_type: str, region: str) -> bool:
    attributes = mapping(mapping(document.get("product")).get("attributes"))
    component = attributes.get("component") or attributes.get("platoinstancetype")
    usage = str(attributes.get("usagetype", ""))
    return (component, attributes.get("instanceName"), attributes.get("regionCode")) == (
        HOSTING,
        instance_type,
        region,
    ) and usage.endswith(f"Host:{instance_type}")


def _prices(document: Mapping[str, Any]) -> list[Offer]:
    """Return the prices by the hour that are above $0; a price in another currency is none."""
    date = document.get("publicationDate")
    terms = mapping(mapping(document.get("terms")).get("OnDemand")).values()
    return [
        Offer(price, date if isinstance(date, str) else None)
        for term in terms
        for dimension in mapping(mapping(term).get("priceDimensions")).values()
        if mapping(dimension).get("unit") == _UNIT
        and (price := _amount(mapping(mapping(dimension).get("pricePerUnit")).get(_CURRENCY)))
    ]


def _amount(text: object) -> Fraction | None:
    try:
        amount = quantities.number(text) if isinstance(text, str) else Fraction(0)
    except ValueError:
        return None
    return amount if amount > 0 else None
