"""Whether a document is a job, and the name of any other document."""

import json
import math
from pathlib import Path

import pytest
from hypothesis import given

from irctl.jobs.recognition import other_than_job
from irctl.jobs.statuses import STATUSES
from tests.strategies import documents

RECORDED = Path(__file__).parents[2].parent / "shared" / "recorded"


@pytest.mark.parametrize(
    ("document", "start"),
    [
        ({"InferenceRecommendationsJobs": [], "NextToken": "t"}, "a list of jobs"),
        ({"Steps": []}, "a list of a job's steps"),
        ({"StepType": "BENCHMARK", "JobName": "j", "Status": "FAILED"}, "one step of a job"),
        ({"InferenceBenchmark": {}}, "one step of a job"),
        ({"By": ["CostPerInference"], "Recommendations": []}, "the output of irctl rank"),
        ({"Rank": 1, "JobName": "j", "OnParetoFront": True}, "the output of irctl rank"),
        ({"Plans": []}, "the output of irctl plan"),
        ({"Configurations": [], "Baseline": {}}, "the output of irctl compare"),
        ({"Passed": True, "Constraints": []}, "the output of irctl check"),
        ({"DynamicScalingConfiguration": {}}, "a scaling recommendation"),
        (
            {"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}},
            "an AWS error (ThrottlingException)",
        ),
        ({"__type": "ResourceNotFound", "message": "m"}, "an AWS error (ResourceNotFound)"),
        ({"code": "AccessDenied", "message": "m"}, "an AWS error (AccessDenied)"),
        ({"EndpointName": "e", "ProductionVariants": []}, "a description of an endpoint"),
        ({"Metrics": {}, "EndpointConfiguration": {}}, "one recommendation"),
        ({"dependencies": {}, "name": "x"}, "an object with the members dependencies, name"),
        ({}, "an empty object"),
        ([], "an empty list"),
        ([1], "a list"),
        ("text", '"text", not an object'),
        (12, "12, not an object"),
        (None, "null, not an object"),
        (True, "true, not an object"),
        (math.nan, "NaN, not an object"),
    ],
    ids=str,
)
def test_a_document_other_than_a_job_is_named(document: object, start: str) -> None:
    name = other_than_job(document)
    assert name is not None
    assert name.startswith(start)


@pytest.mark.parametrize(
    "document",
    [
        {"JobName": "j"},
        {"JobArn": "a"},
        {"JobType": "Default"},
        {"Status": "FAILED", "FailureReason": "x"},
        {"InferenceRecommendations": []},
        {"InferenceRecommendations": [], "ResponseMetadata": {}},
        {"JobName": "j", "JobType": "Default", "JobArn": "a", "Steps": 1, "Error": {"Code": 1}},
        *({"Status": status} for status in STATUSES),
    ],
    ids=str,
)
def test_a_job_is_recognized_whatever_other_members_it_has(document: object) -> None:
    assert other_than_job(document) is None


@pytest.mark.parametrize("status", ["InService", ["FAILED"], {}, None, 5], ids=str)
def test_a_status_that_no_job_has_does_not_make_a_job(status: object) -> None:
    assert other_than_job({"Status": status}) == "an object with the members Status"


@given(documents())
def test_any_json_is_a_job_or_has_a_name(document: object) -> None:
    assert other_than_job(document) != ""


@pytest.mark.parametrize(
    "path",
    sorted(RECORDED.glob("*.json"))
    or [pytest.param(None, marks=pytest.mark.skip(reason="no recorded responses here"))],
    ids=lambda path: path.stem if path else "none",
)
def test_a_recorded_response_is_recognized_as_a_job(path: Path) -> None:
    assert other_than_job(json.loads(path.read_text())) is None
