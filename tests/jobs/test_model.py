"""Jobs: outcome, duration, region, names, and their form in lists and as steps."""

from datetime import timedelta

import pytest

from irctl.jobs import parse
from irctl.jobs.listed import steps_of, summary
from irctl.jobs.metrics import LATENCY
from irctl.jobs.model import Configuration, Job, Serverless
from irctl.jobs.statuses import STATUSES, Outcome, outcome


def job(**members: object) -> Job:
    return parse.job(members)


@pytest.mark.parametrize("status", STATUSES)
def test_the_outcome_of_a_job_is_that_of_its_status(status: str) -> None:
    assert job(Status=status).outcome is outcome(status)
    assert job(Status=status, InferenceRecommendations=[{}]).outcome is outcome(status)


def test_a_job_of_unknown_status_is_ready_if_it_has_results() -> None:
    assert job(Status="ARCHIVED", InferenceRecommendations=[{}]).outcome is Outcome.READY
    assert job(Status="THINKING").outcome is Outcome.PENDING


def test_a_saved_job_without_a_status_is_ready() -> None:
    assert job(JobName="j").outcome is Outcome.READY


def test_the_duration_of_a_job_is_from_its_creation_to_its_completion() -> None:
    completed = job(Status="COMPLETED", CreationTime=0, CompletionTime=60, LastModifiedTime=90)
    assert completed.duration == timedelta(seconds=60)
    assert summary(completed).duration == timedelta(seconds=60)


@pytest.mark.parametrize("status", ["COMPLETED", "FAILED", "STOPPED", "DELETED", "Completed"])
def test_a_job_that_ended_without_a_completion_time_ended_when_last_modified(status: str) -> None:
    ended = job(Status=status, CreationTime=0, LastModifiedTime=90)
    assert ended.duration == timedelta(seconds=90)


@pytest.mark.parametrize(
    "status", ["PENDING", "IN_PROGRESS", "STOPPING", "DELETING", "ARCHIVED", None]
)
def test_a_job_that_has_not_ended_has_no_duration(status: str | None) -> None:
    running = job(Status=status, CreationTime=0, LastModifiedTime=90)
    assert running.duration is None
    assert summary(running).duration is None


def test_a_job_without_times_has_no_duration() -> None:
    assert job(Status="COMPLETED").duration is None
    assert job(Status="COMPLETED", CreationTime=0).duration is None
    assert job(Status="COMPLETED", CompletionTime=5).duration is None


@pytest.mark.parametrize(
    ("configuration", "title"),
    [
        (Configuration("ml.c5.xlarge"), "ml.c5.xlarge"),
        (Configuration("ml.c5.xlarge", 1), "ml.c5.xlarge"),
        (Configuration("ml.m5.xlarge", 3), "3 x ml.m5.xlarge"),
        (Configuration(serverless=Serverless(2048, 5)), "serverless 2048 MB"),
        (Configuration(serverless=Serverless(max_concurrency=5)), "serverless ? MB"),
        (Configuration(), "an unnamed configuration"),
    ],
)
def test_a_configuration_has_a_short_name(configuration: Configuration, title: str) -> None:
    assert configuration.title == title


@pytest.mark.parametrize(
    ("arn", "region"),
    [
        ("arn:aws:sagemaker:eu-north-1:012345678901:inference-recommendations-job/b", "eu-north-1"),
        ("arn:aws-us-gov:sagemaker:us-gov-west-1:012345678901:x", "us-gov-west-1"),
        ("arn:aws:sagemaker:$(id):012345678901:x", None),
        ("arn:aws:sagemaker::012345678901:x", None),
        ("arn", None),
        (None, None),
    ],
)
def test_the_region_of_a_job_is_that_of_its_arn(arn: str | None, region: str | None) -> None:
    assert job(JobArn=arn).region == region


def test_a_job_in_a_list_has_the_members_of_the_list_operation() -> None:
    listed = job(
        JobName="j",
        JobDescription="d",
        JobType="Default",
        JobArn="arn",
        Status="FAILED",
        CreationTime=0,
        CompletionTime=60,
        RoleArn="role",
        LastModifiedTime=61,
        FailureReason="why",
        InputConfig={
            "ModelName": "m",
            "ModelPackageVersionArn": "p",
            "ContainerConfig": {"PayloadConfig": {"SamplePayloadUrl": "s3://b/k"}},
        },
        InferenceRecommendations=[{}],
    )
    entry = summary(listed)
    assert entry == parse.job_summary(entry.document)
    assert entry.document == {
        "JobName": "j",
        "JobDescription": "d",
        "JobType": "Default",
        "JobArn": "arn",
        "Status": "FAILED",
        "CreationTime": "1970-01-01T00:00:00+00:00",
        "CompletionTime": "1970-01-01T00:01:00+00:00",
        "RoleArn": "role",
        "LastModifiedTime": "1970-01-01T00:01:01+00:00",
        "FailureReason": "why",
        "ModelName": "m",
        "ModelPackageVersionArn": "p",
        "SamplePayloadUrl": "s3://b/k",
    }


def test_members_absent_from_a_job_are_absent_in_a_list() -> None:
    assert summary(parse.job({}, "saved")).document == {}
    assert summary(parse.job({}, "saved")).name == "saved"
    assert summary(job(InputConfig={"ContainerConfig": None})).sample_payload_url is None


def test_a_recommendation_is_a_completed_benchmark_as_a_step() -> None:
    recommended = {
        "RecommendationId": "j/12345678",
        "Metrics": {"ModelLatency": 5},
        "EndpointConfiguration": {"InstanceType": "ml.c5.large"},
        "ModelConfiguration": {"CompilationJobName": "neo"},
        "InvocationStartTime": "2026-01-01T00:00:00+00:00",
        "InvocationEndTime": "2026-01-01T00:09:00+00:00",
    }
    (step,) = steps_of(job(JobName="j", InferenceRecommendations=[recommended]))
    assert (step.job_name, step.type, step.status) == ("j", "BENCHMARK", "COMPLETED")
    assert LATENCY.of(step.benchmark.metrics) == 5
    assert step.document == {
        "StepType": "BENCHMARK",
        "JobName": "j",
        "Status": "COMPLETED",
        "InferenceBenchmark": {
            name: value for name, value in recommended.items() if name != "RecommendationId"
        },
    }


def test_a_job_without_results_has_no_steps() -> None:
    assert steps_of(job(JobName="j", Status="FAILED")) == []
