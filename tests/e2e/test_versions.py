"""The requests about the versions of a model package group, and what can go wrong."""

import json

import pytest

from . import samples
from .program import Irctl
from .server import Server, failing

DESCRIBE, LIST = "DescribeInferenceRecommendationsJob", "ListInferenceRecommendationsJobs"
PACKAGES = "ListModelPackages"
RANK = ("rank", "--model-package", "churn")


def arn(number: int) -> str:
    return f"arn:aws:sagemaker:{samples.REGION}:{samples.ACCOUNT}:model-package/churn/{number}"


@pytest.fixture(autouse=True)
def versions(server: Server) -> None:
    server.versions = [
        {
            "ModelPackageGroupName": "churn",
            "ModelPackageVersion": number,
            "ModelPackageArn": arn(number),
            "CreationTime": samples.CREATED,
            "ModelPackageStatus": "Completed",
        }
        for number in (3, 2, 1)
    ]
    for number, job in enumerate((samples.job("old"), samples.failed("no"), samples.job("new")), 1):
        job["InputConfig"] = {**job.get("InputConfig", {}), "ModelPackageVersionArn": arn(number)}
        server.add(job)


def test_the_versions_are_listed_then_the_latest_job_of_each(irctl: Irctl, server: Server) -> None:
    server.page_size = 2
    result = irctl.inside(*RANK, "-o", "jsonl")

    rows = [json.loads(line) for line in result.out.splitlines()]
    assert [(row["ModelPackageVersion"], row["JobName"]) for row in rows] == [
        (1, "old"),
        (2, None),
        (3, "new"),
    ]
    asked = [request.body for request in server.requests if request.operation == PACKAGES]
    assert [request["ModelPackageGroupName"] for request in asked] == ["churn", "churn"]
    lists = [request.body for request in server.requests if request.operation == LIST]
    assert sorted(lists, key=lambda body: str(body["ModelPackageVersionArnEquals"])) == [
        {
            "ModelPackageVersionArnEquals": arn(number),
            "StatusEquals": "COMPLETED",
            "SortBy": "CreationTime",
            "SortOrder": "Descending",
            "MaxResults": 1,
        }
        for number in (1, 2, 3)
    ]
    assert server.operations.count(DESCRIBE) == 2


def test_a_refusal_names_the_permission(irctl: Irctl, server: Server) -> None:
    server.about(PACKAGES, failing("AccessDeniedException", "no"))
    result = irctl.inside(*RANK)
    assert (result.code, result.out) == (4, "")
    assert "allow sagemaker:ListModelPackages" in result.hint


def test_a_group_that_does_not_exist_is_named(irctl: Irctl) -> None:
    result = irctl.inside("compare", "--model-package", "chrun")
    assert (result.code, result.out) == (3, "")
    assert "no model package group named chrun" in result.error


def test_without_a_completed_job_there_is_nothing_to_rank(irctl: Irctl, server: Server) -> None:
    server.versions = [entry for entry in server.versions if entry["ModelPackageVersion"] == 2]
    result = irctl.inside(*RANK)
    assert (result.code, result.out) == (3, "")
    assert "--model-package churn" in result.hint


def test_a_version_whose_job_cannot_be_read_stays_in_the_answer(
    irctl: Irctl, server: Server
) -> None:
    server.about("new", failing("AccessDeniedException", "no"))
    result = irctl.inside(*RANK, "--json")
    assert result.code == 4
    last = json.loads(result.out)["Versions"][-1]
    assert (last["ModelPackageVersion"], last["Recommendation"]) == (3, None)
    assert last["Reason"] == "its job could not be used"
