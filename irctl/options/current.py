"""The fleet of today, to compare a plan with."""

from fractions import Fraction
from typing import Annotated

import typer

from irctl.decisions import prices
from irctl.decisions.current import bill
from irctl.decisions.prices import Fleet
from irctl.errors import UsageError
from irctl.options.shared import Group
from irctl.options.values import parser

_PANEL = "Prices"

CurrentFleet = Annotated[
    Fleet | None,
    typer.Option(
        "--current",
        metavar="TYPE[:COUNT]",
        parser=parser(prices.fleet),
        help="Show what a month costs more or less than today's fleet, such as ml.m5.xlarge:5, at "
        "the price of the job, else of --price.",
        rich_help_panel=_PANEL,
    ),
]
CurrentCost = Annotated[
    Fraction | None,
    typer.Option(
        "--current-cost",
        metavar="USD",
        parser=parser(bill),
        help="Show what a month costs more or less than today: 2300/month or 3.15/h.",
        rich_help_panel=_PANEL,
    ),
]


def _today(
    current: CurrentFleet = None, current_cost: CurrentCost = None
) -> Fleet | Fraction | None:
    """Return the fleet of today, or its cost in US dollars an hour. Raise UsageError."""
    if current is not None and current_cost is not None:
        raise UsageError("--current and --current-cost exclude each other")
    return current if current_cost is None else current_cost


Today = Annotated[Fleet | Fraction | None, Group(_today)]
