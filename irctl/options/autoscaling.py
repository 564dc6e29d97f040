"""The traffic that an endpoint is to scale with."""

from typing import Annotated

import typer

from irctl.decisions.quantities import Rate, count, rate, share
from irctl.options import choice
from irctl.options.values import parser

_PANEL = "Traffic"
_CAPACITY = "Scaling"


def _whole_percent(text: str) -> int:
    percent = share(text) * 100
    if percent.denominator != 1 or not 1 <= percent <= 100:
        raise ValueError(f"expected a whole percentage from 1% to 100%, got {text!r}")
    return percent.numerator


Endpoint = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        metavar="ENDPOINT",
        help="Scale the recommendation that was benchmarked on this endpoint.",
        rich_help_panel=choice.PANEL,
    ),
]
MinRate = Annotated[
    Rate | None,
    typer.Option(
        "--min-rate",
        metavar="RATE",
        parser=parser(rate),
        help="Lowest traffic to expect, such as 5/s or 300/min.",
        rich_help_panel=_PANEL,
    ),
]
MaxRate = Annotated[
    Rate | None,
    typer.Option(
        "--max-rate",
        metavar="RATE",
        parser=parser(rate),
        help="Highest traffic to expect.",
        rich_help_panel=_PANEL,
    ),
]
Autoscale = Annotated[
    bool,
    typer.Option(
        "--autoscale",
        help="Scale the endpoint as AWS recommends for the job and --traffic.",
        rich_help_panel=_CAPACITY,
    ),
]
MinCapacity = Annotated[
    int | None,
    typer.Option(
        "--min-capacity",
        metavar="N",
        parser=parser(count),
        help="Fewest instances of --autoscale (default: as AWS recommends).",
        rich_help_panel=_CAPACITY,
    ),
]
MaxCapacity = Annotated[
    int | None,
    typer.Option(
        "--max-capacity",
        metavar="N",
        parser=parser(count),
        help="Most instances of --autoscale (default: as AWS recommends).",
        rich_help_panel=_CAPACITY,
    ),
]
TargetCpu = Annotated[
    int | None,
    typer.Option(
        "--target-cpu",
        metavar="SHARE",
        parser=parser(_whole_percent),
        help="CPU utilization of each core above which to scale out (default: 50%).",
        rich_help_panel=_PANEL,
    ),
]
