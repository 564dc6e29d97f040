"""The columns: their names are a contract, their values come from one place."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.jobs import parse
from irctl.jobs.model import Recommendation, Source
from irctl.output import csv as csv_format
from irctl.output.fields import (
    IDENTITY_FIELDS,
    JOB_NAME,
    RECOMMENDATION_FIELDS,
    STEP_FIELDS,
    SUMMARY_FIELDS,
    environment_for_people,
    status_tone,
)
from irctl.output.report import Field
from irctl.output.style import Style

from .rows import report, texts

FULL = {
    "RecommendationId": "j/abcdefgh",
    "Metrics": {
        "CostPerHour": 0.20399999618530273,
        "CostPerInference": 4.298e-06,
        "MaxInvocations": 1070,
        "ModelLatency": 1459,
        "CpuUtilization": 102.9,
        "MemoryUtilization": 7,
        "ModelSetupTime": 500000,
    },
    "EndpointConfiguration": {
        "EndpointName": "sm-epc-1",
        "VariantName": "variant-1",
        "InstanceType": "ml.c5.xlarge",
        "InitialInstanceCount": 2,
        "ServerlessConfig": {
            "MemorySizeInMB": 2048,
            "MaxConcurrency": 1500,
            "ProvisionedConcurrency": 1,
        },
    },
    "ModelConfiguration": {
        "InferenceSpecificationName": "spec-1",
        "EnvironmentParameters": [
            {"Key": "THREADS", "ValueType": "String", "Value": "4"},
            {"Key": "MODE", "ValueType": "string", "Value": "a=b, c"},
        ],
        "CompilationJobName": "neo-1",
    },
    "InvocationStartTime": "2026-03-01T10:00:00.5Z",
    "InvocationEndTime": "2026-03-01T10:20:00Z",
}
JOB_FIELDS = (JOB_NAME, *RECOMMENDATION_FIELDS, *IDENTITY_FIELDS)


def one(document: dict[str, Any]) -> Recommendation:
    return parse.job({"JobName": "j", "InferenceRecommendations": [document]}).recommendations[0]


def record(fields: Any, row: object) -> dict[str, str]:
    """A row by its columns, as a CSV parser reads it."""
    text = "".join(csv_format.render(report(fields, [row]), Style()))  # type: ignore[list-item]
    (read,) = csv.DictReader(io.StringIO(text, newline=""))
    return read


def test_the_columns_of_a_recommendation_have_the_values_of_the_response() -> None:
    assert record(JOB_FIELDS, one(FULL)) == {
        "job_name": "j",
        "instance_type": "ml.c5.xlarge",
        "initial_instance_count": "2",
        "serverless_memory_mb": "2048",
        "serverless_max_concurrency": "1500",
        "serverless_provisioned_concurrency": "1",
        "environment": '{"THREADS": "4", "MODE": "a=b, c"}',
        "compilation_job_name": "neo-1",
        "inference_specification_name": "spec-1",
        "cost_per_hour_usd": "0.204",
        "cost_per_inference_usd": "4.298e-06",
        "model_latency_ms": "1459",
        "max_invocations_per_minute": "1070",
        "cpu_utilization_percent": "102.9",
        "memory_utilization_percent": "7",
        "model_setup_time_us": "500000",
        "recommendation_id": "j/abcdefgh",
        "endpoint_name": "sm-epc-1",
        "variant_name": "variant-1",
        "invocation_start_time": "2026-03-01T10:00:00.500000+00:00",
        "invocation_end_time": "2026-03-01T10:20:00+00:00",
    }


def test_people_read_a_recommendation_rounded_and_with_units() -> None:
    row = one(FULL)
    assert {each.heading: each.text(row) for each in JOB_FIELDS if each.heading} == {
        "Job": "j",
        "Instance type": "ml.c5.xlarge",
        "Count": "2",
        "Serverless": "2048 MB",
        "Concurrency": "1500",
        "Provisioned": "1",
        "Environment": "THREADS=4, MODE=a=b, c",
        "Compilation job": "neo-1",
        "Inference specification": "spec-1",
        "Cost/hour": "$0.204",
        "Cost/1M": "$4.30",
        "Latency": "1,459 ms",
        "Throughput": "1,070/min",
        "CPU": "102.9%",
        "Memory": "7.0%",
        "Setup": "500 ms",
    }


def test_what_a_recommendation_lacks_is_empty_for_machines_and_a_dash_for_people() -> None:
    row = one({})
    assert set(record(JOB_FIELDS, row).values()) == {"", "j"}
    assert {each.text(row) for each in JOB_FIELDS} == {"-", "j"}


def test_0_is_a_value() -> None:
    row = one({"Metrics": {"CostPerHour": 0, "ModelLatency": 0, "CpuUtilization": 0.0}})
    read = record(JOB_FIELDS, row)
    assert (read["cost_per_hour_usd"], read["model_latency_ms"]) == ("0", "0")
    shown = [each.text(row) for each in JOB_FIELDS if each.get(row) is not None]
    assert shown == ["j", "$0.00", "0 ms", "0.0%"]


def test_the_columns_of_a_listed_job_are_these() -> None:
    listed = parse.job_summary(
        {
            "JobName": "j",
            "JobDescription": "d",
            "JobType": "Default",
            "JobArn": "arn",
            "Status": "COMPLETED",
            "CreationTime": 0,
            "CompletionTime": 1263,
            "RoleArn": "role",
            "LastModifiedTime": 1300,
            "FailureReason": "why",
            "ModelName": "m",
            "SamplePayloadUrl": "s3://b/k",
            "ModelPackageVersionArn": "p",
        }
    )._replace(source=Source(path="x.json"))
    assert record(SUMMARY_FIELDS, listed) == {
        "job_name": "j",
        "status": "COMPLETED",
        "job_type": "Default",
        "creation_time": "1970-01-01T00:00:00+00:00",
        "duration_seconds": "1263.0",
        "model_name": "m",
        "model_package_version_arn": "p",
        "failure_reason": "why",
        "completion_time": "1970-01-01T00:21:03+00:00",
        "last_modified_time": "1970-01-01T00:21:40+00:00",
        "job_description": "d",
        "sample_payload_url": "s3://b/k",
        "role_arn": "role",
        "job_arn": "arn",
        "kind": "inference",
        "workload": "",
        "source": "x.json",
    }
    shown = {each.heading: each.text(listed) for each in SUMMARY_FIELDS}
    assert (shown["Took"], shown["Created"]) == ("21 min 3 s", "1970-01-01 00:00:00 UTC")


def test_a_job_that_runs_has_not_taken_any_time_yet() -> None:
    def took(status: str) -> str:
        entry = {"Status": status, "CreationTime": 0, "LastModifiedTime": 60}
        return record(SUMMARY_FIELDS, parse.job_summary(entry))["duration_seconds"]

    assert [took(each) for each in ("IN_PROGRESS", "PENDING", "STOPPING")] == ["", "", ""]
    assert [took(each) for each in ("COMPLETED", "FAILED", "STOPPED")] == ["60.0"] * 3


def test_the_columns_of_a_step_are_these() -> None:
    benchmark = {name: value for name, value in FULL.items() if name != "RecommendationId"}
    step = parse.step(
        {
            "StepType": "BENCHMARK",
            "JobName": "j",
            "Status": "FAILED",
            "InferenceBenchmark": {
                **benchmark,
                "EndpointMetrics": {"MaxInvocations": 8, "ModelLatency": 9},
                "FailureReason": "why",
            },
        },
        position=4,
    )
    read = record(STEP_FIELDS, step)
    recommended = record(JOB_FIELDS, one(FULL))
    for name in recommended:
        if name not in ("recommendation_id", "job_name"):
            assert read[name] == recommended[name]
    own = {name: value for name, value in read.items() if name not in recommended}
    assert own == {
        "number": "5",
        "status": "FAILED",
        "endpoint_model_latency_ms": "9",
        "endpoint_max_invocations_per_minute": "8",
        "existing_endpoint_name": "sm-epc-1",
        "failure_reason": "why",
        "step_type": "BENCHMARK",
    }
    assert read["job_name"] == "j"


@pytest.mark.parametrize(
    "fields",
    [
        JOB_FIELDS,
        SUMMARY_FIELDS,
        STEP_FIELDS,
    ],
    ids=["recommendation", "job", "step"],
)
def test_no_two_columns_share_a_name_or_a_heading(fields: tuple[Field[Any], ...]) -> None:
    columns = [each.column for each in fields if each.column]
    headings = [each.heading for each in fields if each.heading]
    assert len(set(columns)) == len(columns)
    assert len(set(headings)) == len(headings)
    assert all(column == column.lower() and column.isidentifier() for column in columns)


environments = st.lists(st.tuples(texts, texts), max_size=3)


def environment(pairs: list[tuple[str, str]]) -> str | None:
    parameters = [{"Key": key, "Value": value} for key, value in pairs]
    row = one({"ModelConfiguration": {"EnvironmentParameters": parameters}})
    (column,) = (each for each in RECOMMENDATION_FIELDS if each.column == "environment")
    found: str | None = column.get(row)
    return found


@given(environments)
def test_an_environment_is_a_json_object_of_whatever_values(pairs: list[tuple[str, str]]) -> None:
    text = environment(pairs)
    if not pairs:
        assert text is None
    else:
        assert text is not None
        assert json.loads(text) == dict(pairs)


@given(environments.filter(bool))
def test_people_read_every_pair_of_an_environment_even_one_named_twice(
    pairs: list[tuple[str, str]],
) -> None:
    text = environment(pairs)
    assert text is not None
    assert environment_for_people(text) == ", ".join(f"{key}={value}" for key, value in pairs)


def test_a_status_says_good_or_bad_or_busy() -> None:
    assert [status_tone(each) for each in ("COMPLETED", "FAILED", "IN_PROGRESS")] == [
        "good",
        "bad",
        "busy",
    ]
    assert status_tone(None) is None
    assert status_tone("SOMETHING_NEW") is None
