"""`irctl describe`: everything in one job."""

from irctl import options
from irctl.answers.describe import report
from irctl.context import Context


@options.command
def run(context: Context, job: options.Job) -> None:
    """Show what a job tested and what it measured.

    Examples:

      irctl describe resnet50-advanced --demo
      irctl describe resnet50-default --demo --json | jq .InferenceRecommendations
      irctl describe resnet50-default --demo -o csv
    """
    with context.progress("Fetching the job"):
        described = context.jobs.one(job)
    context.show(report(described, context.now()))
