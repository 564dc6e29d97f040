"""`irctl describe`: everything one job says."""

from irctl import options
from irctl.answers.describe import report
from irctl.context import Context


@options.command
def run(context: Context, job: options.Job) -> None:
    """What did this job test, and what did it measure?

    Examples:

      irctl describe resnet50-advanced --demo
      irctl describe resnet50-default --demo --json | jq .InferenceRecommendations
      irctl describe resnet50-default --demo -o csv
    """
    with context.progress("Fetching the job"):
        found = context.jobs.one(job)
    context.show(report(found, context.now()))
