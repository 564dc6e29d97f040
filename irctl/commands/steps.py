"""`irctl steps`: how each benchmark of a job went."""

from typing import Annotated

import typer

from irctl import options
from irctl.answers.steps import report
from irctl.context import Context
from irctl.jobs.listing import status


@options.command
def run(
    context: Context,
    job: options.Job,
    state: Annotated[
        str | None,
        typer.Option("--status", metavar="STATUS", help="Only steps in this status, as FAILED."),
    ] = None,
) -> None:
    """How did each benchmark of a job go, and why did some fail?

    Examples:

      irctl steps resnet50-advanced --demo
      irctl steps bert-failed --demo --status FAILED
      irctl steps resnet50-advanced --demo --json | jq '.Steps[].Status'
    """
    wanted = options.read_given("--status", state, status)
    with context.progress("Fetching steps"):
        pages = context.jobs.steps(job, wanted)
        notes = []
        if pages.only_successes:
            notes.append(
                "a saved job tells only of the benchmarks that became recommendations; "
                "give the job's name to see those that failed"
            )
        context.show(report(pages, notes))
