"""Whether a response is about the job that was asked for."""

from irctl.errors import ExitCode, IrctlError
from irctl.jobs.model import Job
from irctl.sources.aws_errors import unreadable
from irctl.sources.reference import JobArn, parse_arn

_ANOTHER_REGION = "do --endpoint-url and AWS_ENDPOINT_URL belong to the region of the ARN?"


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
            _another_account(arn) if arn.account != answered.account else _ANOTHER_REGION,
            ExitCode.NO_SUCH_JOB,
        )


def _place(arn: JobArn, other: JobArn) -> str:
    """Name the parts of an ARN that differ from the other's."""
    differing = [
        f"{name} {part}"
        for name, part, others in zip(JobArn._fields, arn, other, strict=True)
        if part != others
    ]
    return ", ".join(reversed(differing))


def _another_account(arn: JobArn) -> str:
    return (
        f"use credentials of account {arn.account}: --profile NAME; for the job of that name in "
        f"your own account: {arn.name}"
    )
