"""The log in which SageMaker says why benchmarks of a job failed."""

from shlex import quote

_GROUP = "/aws/sagemaker/InferenceRecommendationsJobs"


def read_command(job_name: str, region: str | None) -> str:
    """Return the command of the AWS CLI that prints the log of a job."""
    option = f" --region {region}" if region else ""
    stream = quote(f"{job_name}/execution")
    return f"aws logs get-log-events{option} --log-group-name {_GROUP} --log-stream-name {stream}"
