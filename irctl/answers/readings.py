"""How jobs were read: the unit of their latency, and the prices that apply."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from irctl.decisions.latency_unit import Reading
from irctl.decisions.prices import AppliedPrice
from irctl.decisions.reading import Reader
from irctl.jobs.exact import double
from irctl.jobs.model import Document
from irctl.output import numbers
from irctl.output.report import Block, Entry, Json, Outline, Report


def with_readings(report: Report, reader: Reader) -> Report:
    """Return a report that states how the jobs were read, where the user had a say in it."""
    members = {**_units(reader.readings), **_prices(reader.prices)}
    if not members:
        return report

    def document(rows: list[Json]) -> Json:
        return {**report.document(rows), **members}

    return replace(report, document=document, blocks=[*report.body, *_block(reader.prices)])


def _units(readings: Sequence[Reading]) -> Document:
    units = [{"JobName": reading.job_name, "Unit": reading.unit} for reading in readings]
    return {"LatencyUnits": units} if units else {}


def _prices(prices: Sequence[AppliedPrice]) -> Document:
    documents = [
        {
            "InstanceType": applied.instance_type,
            "UsdPerHour": double(applied.per_hour),
            "ListUsdPerHour": double(applied.price.per_hour),
            "Discount": double(applied.discount),
            "Source": applied.price.source,
            "Date": applied.price.date,
        }
        for applied in prices
    ]
    return {"Prices": documents} if documents else {}


def _block(applied: Sequence[AppliedPrice]) -> list[Block]:
    entries = prices(applied)
    return [Outline("Prices", entries)] if entries else []


def prices(applied: Sequence[AppliedPrice]) -> list[Entry]:
    """Return each price and its source, in the order of the instance types."""
    entries = (Entry(known.instance_type, price(known), sentence=True) for known in applied)
    return sorted(entries, key=lambda entry: entry.label)


def price(applied: AppliedPrice) -> str:
    """Return the price of an instance, and where it is from: `$0.10/h (--price)`."""
    day = (applied.price.date or "").partition("T")[0]
    source = f"({', '.join(filter(None, (applied.price.source, day)))})"
    amount = _per_hour(applied.per_hour)
    if not applied.discount:
        return f"{amount} {source}"
    less = numbers.share(double(applied.discount) or 0)
    return f"{amount}: {_per_hour(applied.price.per_hour)} {source} less {less}"


def _per_hour(price: Fraction) -> str:
    return f"{numbers.usd(double(price) or 0)}/h"
