"""The options with which a command takes one recommendation of a job."""

from typing import Annotated

import typer

from irctl import options
from irctl.context import Context
from irctl.decisions.choice import ChoiceError, choose
from irctl.errors import UsageError
from irctl.jobs.metrics import metric
from irctl.jobs.model import Job, Recommendation
from irctl.output import sentences
from irctl.sources.jobs import no_results

_PANEL = "Which recommendation"

RecommendationId = Annotated[
    str | None,
    typer.Option(
        "--recommendation",
        metavar="ID",
        help="The one with this id, or its last part.",
        rich_help_panel=_PANEL,
    ),
]
InstanceType = Annotated[
    str | None,
    typer.Option(
        metavar="TYPE",
        help="The best of this instance type, or serverless.",
        rich_help_panel=_PANEL,
    ),
]
By = Annotated[
    str | None,
    typer.Option(
        metavar="METRIC[,METRIC]",
        help=f"The best by this metric; cost-per-inference by default. {sentences.METRICS_HELP}",
        rich_help_panel=_PANEL,
    ),
]


def job_with_results(context: Context, text: str) -> Job:
    """The one job that a JOB refers to. Raises IrctlError, which says why it has no
    results."""
    with context.progress("Fetching the job"):
        job = context.jobs.one(text)
    problem = no_results(job, context.shared.settings)
    if problem is not None:
        raise problem
    return job


def chosen(
    job: Job, recommendation: str | None, instance_type: str | None, by: str | None
) -> Recommendation:
    """The recommendation that the options choose. Raises UsageError."""
    if recommendation is not None and (instance_type is not None or by is not None):
        raise UsageError("--recommendation names one; it does not go with --instance-type or --by")
    if not job.recommendations:
        raise UsageError(
            f"{job.label} made no recommendation", "irctl steps tells how its benchmarks went"
        )
    metrics = options.read_given(
        "--by", by, lambda text: [metric(name) for name in text.split(",")]
    )
    try:
        return choose(job, metrics or (), recommendation, instance_type)
    except ChoiceError as problem:
        raise UsageError(str(problem), problem.hint) from None
