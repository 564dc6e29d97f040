"""The log in which SageMaker says why benchmarks of a job failed."""

from shlex import quote

from irctl.jobs.ai_model import Log
from irctl.jobs.kinds import INFERENCE
from irctl.jobs.model import (
    log_of,
)


def read_command(job_name: str, region: str | None) -> str:
    """Return the command of the AWS CLI that prints the log of an inference job."""
    return command(log_of(INFERENCE, job_name), region)


def command(log: Log, region: str | None) -> str:
    """Return the command of the AWS CLI that prints a log."""
    option = f" --region {region}" if region else ""
    return (
        f"aws logs get-log-events{option} --log-group-name {quote(log.group)} "
        f"--log-stream-name {quote(log.stream)}"
    )
