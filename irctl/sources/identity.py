"""Whether a response is about the job that was asked for."""

from irctl.errors import ExitCode, IrctlError
from irctl.jobs.model import Job
from irctl.sources.aws_errors import unreadable
from irctl.sources.reference import JobArn, parse_arn


def check_name(asked: str, answered: str | None) -> None:
    """Raise IrctlError for a response that names another job.

    A response without a name doesn't contradict the request.
    """
    if answered not in (None, asked):
        raise unreadable(f"AWS was asked about the job {asked} and answered about {answered}")


def check_job(name: str, arn: JobArn | None, job: Job) -> None:
    """Raise IrctlError unless a response is about the job with this name, and ARN if given.

    A job that was asked for by its name alone may belong to any account and region.
    """
    answered = parse_arn(job.arn or "")
    check_name(name, job.name or (answered and answered.name))
    if arn is None:
        return
    if answered is None:
        raise unreadable(
            f"AWS answered about {name} without its ARN, so it may be another account's job"
        )
    check_name(name, answered.name)
    if answered != arn:
        raise IrctlError(
            f"no job {name} in {_place(arn, answered)}: {_place(answered, arn)} answered with a "
            "job of that name",
            "use credentials of the account in the ARN (--profile NAME), or name the job that "
            f"answered: {job.arn}",
            ExitCode.NO_SUCH_JOB,
        )


def _place(arn: JobArn, other: JobArn) -> str:
    """Name the account, and the region and partition if they differ from the other's."""
    parts = [f"account {arn.account}"]
    if arn.region != other.region:
        parts.append(f"region {arn.region}")
    if arn.partition != other.partition:
        parts.append(f"partition {arn.partition}")
    return ", ".join(parts)
