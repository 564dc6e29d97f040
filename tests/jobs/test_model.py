"""What a job's status and times mean, and how it looks in lists and as steps."""

from datetime import timedelta

import pytest

from irctl.jobs import parse
from irctl.jobs.model import STATUSES, Configuration, Job, Outcome, Serverless, steps_of, summary
from tests.strategies import DESCRIBE, output_shape


def job(**members: object) -> Job:
    return parse.job(members)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("PENDING", Outcome.PENDING),
        ("IN_PROGRESS", Outcome.PENDING),
        ("COMPLETED", Outcome.READY),
        ("FAILED", Outcome.FAILED),
        ("STOPPING", Outcome.FAILED),
        ("STOPPED", Outcome.FAILED),
        ("DELETING", Outcome.FAILED),
        ("DELETED", Outcome.FAILED),
    ],
)
def test_a_status_says_whether_the_results_can_be_used(status: str, outcome: Outcome) -> None:
    assert job(Status=status).outcome is outcome
    assert job(Status=status, InferenceRecommendations=[{}]).outcome is outcome


def test_every_status_of_the_api_is_known() -> None:
    assert set(STATUSES) == set(output_shape(DESCRIBE).members["Status"].enum)  # type: ignore[attr-defined]


def test_a_status_of_the_future_counts_as_finished_when_there_are_results() -> None:
    assert job(Status="ARCHIVED", InferenceRecommendations=[{}]).outcome is Outcome.READY
    assert job(Status="THINKING").outcome is Outcome.PENDING


def test_a_saved_job_without_a_status_counts_as_finished() -> None:
    assert job(JobName="j").outcome is Outcome.READY


def test_a_job_took_from_its_creation_to_its_completion() -> None:
    done = job(Status="COMPLETED", CreationTime=0, CompletionTime=60, LastModifiedTime=90)
    assert done.duration == timedelta(seconds=60)


def test_a_finished_job_without_a_completion_time_took_until_its_last_modification() -> None:
    for status in ("COMPLETED", "FAILED", "STOPPED"):
        ended = job(Status=status, CreationTime=0, LastModifiedTime=90)
        assert ended.duration == timedelta(seconds=90)


def test_a_job_that_runs_has_taken_no_time_yet() -> None:
    assert job(Status="IN_PROGRESS", CreationTime=0, LastModifiedTime=90).duration is None


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


def test_a_job_in_a_list_has_the_members_of_the_list_operation() -> None:
    whole = job(
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
    entry = summary(whole)
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


def test_a_job_in_a_list_lacks_what_the_job_lacks() -> None:
    assert summary(parse.job({}, "saved")).document == {}
    assert summary(parse.job({}, "saved")).name == "saved"
    assert summary(job(InputConfig={"ContainerConfig": None})).sample_payload_url is None


def test_each_recommendation_came_from_a_benchmark_that_completed() -> None:
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
    assert step.benchmark.metrics.model_latency == 5
    assert step.document == {
        "StepType": "BENCHMARK",
        "JobName": "j",
        "Status": "COMPLETED",
        "InferenceBenchmark": {
            name: value for name, value in recommended.items() if name != "RecommendationId"
        },
    }


def test_a_job_without_results_tells_of_no_steps() -> None:
    assert steps_of(job(JobName="j", Status="FAILED")) == []
