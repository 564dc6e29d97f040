"""`irctl compare`: configurations side by side."""

from functools import partial
from typing import Annotated

import typer

from irctl import options
from irctl.answers.compare import report, verdict
from irctl.choosing import job_with_results
from irctl.context import Context
from irctl.decisions import caveats, compare
from irctl.decisions.baseline import Named, baseline, named
from irctl.decisions.change import share
from irctl.decisions.compare import Baseline, Match
from irctl.errors import IrctlError
from irctl.jobs.metrics import COST_PER_INFERENCE, Metric, metric
from irctl.jobs.model import Job
from irctl.output import sentences


@options.command
def run(
    context: Context,
    jobs: options.Jobs,
    against: Annotated[
        str | None,
        typer.Option(
            "--baseline",
            metavar="JOB",
            help="What to compare with: a job (the first by default); `endpoint`, what an "
            "existing endpoint measured in the same job; or, within one job, an instance type "
            "or a recommendation's id (the best by default).",
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option(metavar="METRIC", help=f"The metric that decides. {sentences.METRICS_HELP}"),
    ] = COST_PER_INFERENCE.name,
    how: Annotated[
        str,
        typer.Option(
            "--match",
            metavar="HOW",
            help="Which configurations of two jobs are the same: exact (instances, serverless "
            "settings, environment, compilation, inference specification) or instance-type.",
        ),
    ] = "exact",
    threshold: Annotated[
        str, typer.Option(metavar="SHARE", help="A change up to this is noise.")
    ] = "5%",
) -> None:
    """How do configurations differ between jobs, or from the one I have?

    Examples:

      irctl compare resnet50-default resnet50-default-v2 --demo
      irctl compare resnet50-default --demo --baseline ml.c5.xlarge --by latency
      irctl compare fraud-xgboost --demo --baseline endpoint --json
    """
    decides = options.read("--by", by, metric)
    matching = options.read("--match", how, compare.match)
    noise = options.read("--threshold", threshold, share)
    found: list[Job] = []
    missed = 0
    for job in context.results(jobs):
        missed = missed if found else len(context.left_out)
        found.append(job)
    if not found:
        return
    if missed and against is None:
        raise IrctlError(
            "the first JOB, which the others are compared with, could not be had",
            "compare with another: --baseline JOB",
            context.exit_code,
        )
    there = named(jobs, found)
    chosen, there = _baseline(context, against, there, matching, decides)
    known = {each.key: each.job for each in there}
    result = compare.compare(known, chosen, matching, decides, noise)
    warnings = [*caveats.about_jobs([each.job for each in there]), *result.warnings]
    said = verdict(result, known, noise)
    context.show(report(result, known, noise, said, warnings, context.left_out))
    context.verdict(said)


def _baseline(
    context: Context, text: str | None, there: list[Named], how: Match, by: Metric
) -> tuple[Baseline, list[Named]]:
    """The baseline, and the jobs with that of the baseline first."""
    if text is None and len(there) == 1 and there[0].job.recommendations:
        return compare.the_one(compare.best_first(there[0].job.recommendations, by)[0]), there
    if text is None:
        text = there[0].key
    chosen, job = baseline(text, there, how, by, partial(job_with_results, context))
    if job is None:
        return chosen, there
    return chosen, [job, *(each for each in there if each.key != job.key)]
