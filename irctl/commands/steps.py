"""`irctl steps`: the benchmarks of a job."""

from irctl import options
from irctl.answers.steps import report
from irctl.context import Context
from irctl.options import filters
from irctl.output.formats import NAMELESS, PICTURE_FORMATS


@options.command_printing((*NAMELESS, *PICTURE_FORMATS))
def run(context: Context, job: options.Job, status: filters.StepStatus = None) -> None:
    """Show each benchmark of a job, and why it failed if it did.

    Examples:

      irctl steps resnet50-advanced --demo
      irctl steps bert-failed --demo --status FAILED
      irctl steps resnet50-advanced --demo --json | jq '.Steps[].Status'
    """
    with context.progress("Fetching steps"):
        pages = context.jobs.steps(job, status)
        warnings = []
        if pages.only_successes:
            warnings.append(
                "a saved job holds only the benchmarks that became recommendations; "
                "give the job's name to see those that failed"
            )
        context.show(report(pages, warnings, job))
