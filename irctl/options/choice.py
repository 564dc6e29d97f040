"""Which recommendations of a job to use."""

from collections.abc import Sequence
from typing import Annotated

import typer

from irctl.decisions.choice import choose
from irctl.errors import UsageError
from irctl.jobs.metrics import Metric
from irctl.jobs.model import Job, Recommendation

PANEL = "Recommendation"

RecommendationId = Annotated[
    str | None,
    typer.Option(
        "--recommendation",
        metavar="ID",
        help="Use the recommendation with this ID, or the last part of it.",
        rich_help_panel=PANEL,
    ),
]
InstanceType = Annotated[
    str | None,
    typer.Option(
        "--instance-type",
        metavar="TYPE",
        help="Use only recommendations for this instance type, or for `serverless`.",
        rich_help_panel=PANEL,
    ),
]


def chosen(
    job: Job, recommendation: str | None, instance_type: str | None, by: Sequence[Metric] | None
) -> Recommendation:
    """Return the recommendation that the options choose. Raise UsageError."""
    check_exclusive(recommendation, instance_type, by)
    check_has_any(job)
    return choose(job, by or (), recommendation, instance_type)


def check_exclusive(
    recommendation: str | None, instance_type: str | None, by: Sequence[Metric] | None
) -> None:
    """Raise UsageError if options exclude each other."""
    if recommendation is not None and (instance_type is not None or by):
        raise UsageError(
            "--recommendation names one; it cannot be combined with --instance-type or --by"
        )


def check_has_any(job: Job) -> None:
    """Raise UsageError for a job without recommendations."""
    if not job.recommendations:
        raise UsageError(
            f"{job.label} has no recommendations", "see its benchmarks with irctl steps"
        )
