"""The pages of the AWS console about Inference Recommender jobs.

AWS documents no address of a single job, so a job links to the page that lists the jobs of its
region. Only a well-formed ARN or region has a page, so that no other text gets into an address.
"""

import re

from irctl.jobs.kinds import INFERENCE

_HOSTS = {
    "aws": "{region}.console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
}
_PARTITIONS = {"cn": "aws-cn", "us-gov": "aws-us-gov"}
"""Where all regions with a prefix are; other regions are in `aws`."""
# Compiled when the address of a page is asked for.
_REGION = r"(?P<prefix>us-gov|[a-z]{2})-[a-z]+-[0-9]{1,2}"
_ARN = (
    r"arn:(?P<partition>[a-z-]+):sagemaker:(?P<region>[a-z0-9-]+):[0-9]{12}"
    rf":{INFERENCE.resource}/[a-zA-Z0-9-]+"
)


def jobs_page(region: str) -> str | None:
    """Return the address of the list of jobs in a region; None where there is no console."""
    match = re.fullmatch(_REGION, region)
    if match is None:
        return None
    host = _HOSTS[_partition(match)].format(region=region)
    return f"https://{host}/sagemaker/home?region={region}#/inference-recommender"


def job_page(arn: str | None) -> str | None:
    """Return the address of the page with a job; None where the ARN is missing or unknown."""
    match = re.fullmatch(_ARN, arn or "")
    region = match and re.fullmatch(_REGION, match["region"])
    if match is None or region is None or match["partition"] != _partition(region):
        return None
    return jobs_page(match["region"])


def _partition(region: re.Match[str]) -> str:
    return _PARTITIONS.get(region["prefix"], "aws")
