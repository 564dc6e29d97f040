"""Whether a response is about the job that was asked for."""

from irctl.errors import ExitCode, IrctlError
from irctl.jobs.kinds import Kind
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


def _check_kind(name: str, asked: Kind, answered: Kind) -> None:
    """Raise IrctlError for a response about a job of another kind."""
    if asked is not answered:
        raise unreadable(
            f"AWS was asked about {asked.title} named {name} and answered about {answered.title}"
        )


def check_job(name: str, arn: JobArn | None, job: Job) -> None:
    """Raise IrctlError unless a response is about the job with this name, and ARN if given.

    A job that was asked for by its name alone may belong to any account and region.
    """
    answered = parse_arn(job.arn or "")
    check_name(name, job.name or (answered and answered.name))
    if answered is not None:
        _check_kind(name, job.kind, answered.kind)
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
        f"{name} {getattr(arn, name)}"
        for name in ("partition", "region", "account")
        if getattr(arn, name) != getattr(other, name)
    ]
    return ", ".join(reversed(differing))


def _another_account(arn: JobArn) -> str:
    return (
        f"use credentials of account {arn.account}: --profile NAME; for the job of that name in "
        f"your own account: {arn.name}"
    )
