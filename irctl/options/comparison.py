"""What to compare with, and how."""

from fractions import Fraction
from typing import Annotated

import typer

from irctl.decisions import compare
from irctl.decisions.compare import Match
from irctl.decisions.quantities import share
from irctl.options.values import parser

_PANEL = "Comparison"
DEFAULT_THRESHOLD = Fraction(1, 20)

Baseline = Annotated[
    str | None,
    typer.Option(
        "--baseline",
        metavar="JOB",
        help="Compare with this job; with `endpoint`, the existing endpoint that the job "
        "measured; or with a recommendation, by its instance type or ID.",
        rich_help_panel=_PANEL,
    ),
]
Pairing = Annotated[
    Match | None,
    typer.Option(
        "--match",
        metavar="HOW",
        parser=parser(compare.match),
        help="How to pair the recommendations of two jobs: exact (default: same instances, "
        "serverless settings, environment, compilation and inference specification) or "
        "instance-type.",
        rich_help_panel=_PANEL,
    ),
]
Threshold = Annotated[
    Fraction | None,
    typer.Option(
        "--threshold",
        metavar="SHARE",
        parser=parser(share),
        help=f"Treat changes up to this as noise (default: {float(DEFAULT_THRESHOLD):.0%}).",
        rich_help_panel=_PANEL,
    ),
]
