"""The console's address of a job, in each partition."""

import pytest

from irctl.jobs.console import job_page, jobs_page


def arn(partition: str, region: str, name: str = "resnet50") -> str:
    job = f"inference-recommendations-job/{name}"
    return f"arn:{partition}:sagemaker:{region}:111122223333:{job}"


@pytest.mark.parametrize(
    ("partition", "region", "host"),
    [
        ("aws", "us-east-1", "us-east-1.console.aws.amazon.com"),
        ("aws", "ap-southeast-2", "ap-southeast-2.console.aws.amazon.com"),
        ("aws-cn", "cn-north-1", "console.amazonaws.cn"),
        ("aws-us-gov", "us-gov-west-1", "console.amazonaws-us-gov.com"),
    ],
)
def test_the_host_is_that_of_the_partition(partition: str, region: str, host: str) -> None:
    page = job_page(arn(partition, region))
    assert page == f"https://{host}/sagemaker/home?region={region}#/inference-recommender"
    assert jobs_page(region) == page


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "resnet50",
        arn("aws", "cn-north-1"),
        arn("aws-cn", "us-east-1"),
        arn("aws-iso", "us-iso-east-1"),
        arn("aws", "us-east-1.evil.example#"),
        arn("aws", "evil.example/?us-east-1"),
        arn("aws", "us-east-1\x1b\\"),
        arn("aws", "us-east-1", "x\x1b]8;;http://evil.example\x1b\\"),
        arn("aws", "us-east-1", "x y"),
        arn("aws", "us-east-1") + "\n",
        "arn:aws:s3:us-east-1:111122223333:inference-recommendations-job/x",
        "arn:aws:sagemaker:us-east-1:111122223333:endpoint/x",
    ],
)
def test_anything_else_has_no_page(text: str | None) -> None:
    assert job_page(text) is None


def test_a_region_without_a_console_has_no_page() -> None:
    assert jobs_page("local") is None
    assert jobs_page("us-iso-east-1") is None
