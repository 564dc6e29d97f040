"""`irctl describe`: everything in one job."""

from irctl import browser, options
from irctl.answers.describe import report
from irctl.context import Context
from irctl.errors import IrctlError
from irctl.jobs.console import job_page
from irctl.jobs.model import Job, Step
from irctl.jobs.statuses import Outcome, outcome
from irctl.options import benchmarks
from irctl.options.web import Web
from irctl.output.formats import FOR_PEOPLE
from irctl.sources.pacing import within
from irctl.sources.reference import SavedFile, reference

_LONGEST_S = 10.0
"""How long to wait for the failed benchmarks, when the job itself is ready to be shown."""


@options.command
def run(
    context: Context,
    job: options.Job,
    usable: benchmarks.Benchmarks = benchmarks.NONE,
    web: Web = False,
) -> None:
    """Show what a job tested and what it measured.

    Examples:

      irctl describe resnet50-advanced --demo
      irctl describe resnet50-default --demo --json | jq .InferenceRecommendations
      irctl describe resnet50-default --demo -o csv
    """
    context.benchmarks = usable
    if web:
        browser.check_page(context)
    with context.progress("Fetching the job"):
        described = context.jobs.one(job)
        if web:
            browser.open_page(context, job_page(described.arn))
            return
        described = context.with_benchmark(described)
        needs_reasons = _needs_reasons(context, described)
        failed = _failed_benchmarks(context, job, described) if needs_reasons else []
    context.show(report(described, context.now(), failed))


def _needs_reasons(context: Context, job: Job) -> bool:
    """Whether people will ask why benchmarks failed; JSON and CSV show the job as AWS does."""
    return job.kind.has_steps and context.shared.output in FOR_PEOPLE and job.has_failed


def _failed_benchmarks(context: Context, text: str, job: Job) -> list[Step]:
    """Fetch the benchmarks of a job in AWS that have no results; a failure costs only them."""
    if isinstance(reference(text), SavedFile):
        return []
    pages = context.accounts.of(job).steps(job.name or job.label)
    try:
        steps = within(_LONGEST_S, lambda: [step for page in pages for step in page])
        return [step for step in steps if outcome(step.status) is Outcome.FAILED]
    except (IrctlError, TimeoutError) as error:
        reason = error.message if isinstance(error, IrctlError) else "AWS does not answer"
        context.messages.warn(f"the failed benchmarks could not be fetched: {reason}")
        return []
