"""The traffic that an endpoint is to scale with."""

from typing import Annotated

import typer

from irctl.decisions.quantities import Rate, rate
from irctl.export.autoscaling import target_cpu
from irctl.options import choice
from irctl.options.values import parser

_PANEL = "Traffic"

Endpoint = Annotated[
    str | None,
    typer.Option(
        "--endpoint",
        metavar="ENDPOINT",
        help="Scale this endpoint, which the job measured, instead of a recommendation.",
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
TargetCpu = Annotated[
    int | None,
    typer.Option(
        "--target-cpu",
        metavar="SHARE",
        parser=parser(target_cpu),
        help="CPU utilization of each core above which to scale out (default: 50%).",
        rich_help_panel=_PANEL,
    ),
]
