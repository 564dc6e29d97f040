"""The log in which SageMaker says why benchmarks of a job failed."""

from shlex import quote

from irctl.jobs.ai_model import Log


def command(log: Log, region: str | None) -> str:
    """Return the command of the AWS CLI that prints a log."""
    option = f" --region {region}" if region else ""
    return (
        f"aws logs get-log-events{option} --log-group-name {quote(log.group)} "
        f"--log-stream-name {quote(log.stream)}"
    )
