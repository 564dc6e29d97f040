"""What instances cost, in place of the prices that jobs report."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated

import typer

from irctl.decisions import prices
from irctl.decisions.prices import Fleet, Price, StatedPrice, Terms
from irctl.errors import UsageError
from irctl.options.files import read_text, unreadable
from irctl.options.shared import Group
from irctl.options.values import parser

_PANEL = "Prices"


_FROM_AWS = "aws"
"""Takes the place of a file; a file of this name is ./aws."""


def _price_list(path: str) -> dict[str, Price]:
    """Read a price file; nothing for AWS's Price List."""
    if path == _FROM_AWS:
        return {}
    from irctl.decisions.price_list import price_list

    text = read_text(path)
    try:
        amounts = price_list(text, path.rpartition(".")[2])
    except ValueError as error:
        raise unreadable(path, str(error)) from None
    return {instance_type: Price(amount, path) for instance_type, amount in amounts.items()}


OfType = Annotated[
    list[StatedPrice] | None,
    typer.Option(
        "--price",
        metavar="TYPE=USD",
        parser=parser(prices.price),
        help="Price of an instance type, in US dollars an hour for each instance, in place of the "
        "job's; repeatable.",
        rich_help_panel=_PANEL,
    ),
]
PriceFile = Annotated[
    dict[str, Price] | None,
    typer.Option(
        "--prices",
        metavar="FILE",
        parser=parser(_price_list),
        help="TOML, CSV or JSON file of instance types and their prices, or `aws` for those of "
        "AWS's Price List (needs pricing:GetProducts); --price takes precedence.",
        rich_help_panel=_PANEL,
    ),
]
Discount = Annotated[
    Fraction | None,
    typer.Option(
        "--discount",
        metavar="SHARE",
        parser=parser(prices.discount),
        help="Take this off every instance's price, as a commitment does: 27%.",
        rich_help_panel=_PANEL,
    ),
]
PriceRegion = Annotated[
    str | None,
    typer.Option(
        "--price-region",
        metavar="REGION",
        help="Use the prices of this region (default: the region of the job) with --prices aws.",
        rich_help_panel=_PANEL,
    ),
]
BenchmarkedOn = Annotated[
    Fleet | None,
    typer.Option(
        "--benchmarked-on",
        metavar="TYPE[:COUNT]",
        parser=parser(prices.fleet),
        help="Instances behind the endpoint of an AI benchmark job, which does not state them: "
        "ml.g6.16xlarge:2.",
        rich_help_panel=_PANEL,
    ),
]


def _stated(given: Sequence[StatedPrice]) -> dict[str, Price]:
    stated: dict[str, Price] = {}
    for instance_type, amount in given:
        known = stated.setdefault(instance_type, Price(amount, prices.OF_OPTION))
        if known.per_hour != amount:
            raise UsageError(f"--price: {instance_type} has two prices")
    return stated


def _terms(
    price: OfType = None,
    price_file: PriceFile = None,
    discount: Discount = None,
    price_region: PriceRegion = None,
    benchmarked_on: BenchmarkedOn = None,
) -> Terms:
    """Return the prices that the options state. Raise UsageError."""
    stated = _stated(price or ())
    asks_aws = price_file == {}  # a file without a price is refused
    if price_region is not None and not asks_aws:
        raise UsageError("--price-region goes with --prices aws")
    return Terms(
        asks_aws=asks_aws,
        region=price_region,
        prices={**(price_file or {}), **stated},
        discount=discount or Fraction(0),
        benchmarked_on=benchmarked_on,
    )


OF_JOBS = Terms()
"""The prices that the jobs report."""
Prices = Annotated[Terms, Group(_terms)]
