"""Which results of AI benchmark jobs may be used."""

from typing import Annotated

import typer

from irctl.jobs.benchmark import PLACES, UsableResults
from irctl.options.shared import Group
from irctl.options.values import parser

_PANEL = "Benchmark results"


def _place(text: str) -> str:
    if text.strip().lower() not in PLACES:
        raise ValueError(f"expected {PLACES[0]}, got {text!r}")
    return text.strip().lower()


Results = Annotated[
    str | None,
    typer.Option(
        "--results",
        metavar="PLACE",
        parser=parser(_place),
        envvar="IRCTL_RESULTS",
        help="s3: read the results that AI benchmark jobs left in S3, which takes s3:ListBucket "
        "and s3:GetObject.",
        rich_help_panel=_PANEL,
    ),
]
AllowFailedGate = Annotated[
    bool,
    typer.Option(
        "--allow-failed-gate",
        help="Use the results of AI benchmark jobs that failed their validity gate.",
        rich_help_panel=_PANEL,
    ),
]


def _wanted(results: Results = None, allow_failed_gate: AllowFailedGate = False) -> UsableResults:
    return UsableResults(in_s3=results == "s3", failed_gate=allow_failed_gate)


NONE = UsableResults()
Benchmarks = Annotated[UsableResults, Group(_wanted)]
