"""The demo account: `--demo` shows what AWS would send."""

import json
import math
import re
import struct
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from importlib import resources
from typing import Any

import pytest
from botocore.awsrequest import AWSRequest
from botocore.exceptions import ClientError

from irctl.decisions import ranking_review, review
from irctl.decisions.ranking import Criteria, rank
from irctl.jobs import parse, times
from irctl.jobs.kinds import KINDS, Kind
from irctl.jobs.listed import summary
from irctl.jobs.listing import Listing
from irctl.jobs.metrics import LATENCY, THROUGHPUT, metric
from irctl.jobs.model import Job
from irctl.jobs.statuses import STATUSES, Outcome
from irctl.sources import aws, demo, operations, service_model
from irctl.sources.demo.account import DemoAccount
from irctl.sources.demo.requests import AwsError
from irctl.sources.demo.wire import Wire
from irctl.sources.settings import Settings

MADE = datetime(2026, 11, 20, 12, 0, 0, 250_000, tzinfo=timezone.utc)
RUNNING = "gpt2-running"
FILES = {
    file.name.removesuffix(".json"): json.loads(file.read_text("utf-8"))
    for file in resources.files(demo).joinpath("inference").iterdir()
}
NAMES = sorted(FILES)
FIXED = [name for name in NAMES if name != RUNNING]
COMPLETED = [name for name in NAMES if FILES[name]["Status"] == "COMPLETED"]


def files_of(kind: Kind) -> list[str]:
    """The names of the account's jobs of a kind."""
    folder = resources.files(demo).joinpath(kind.name)
    return [f.name.removesuffix(".json") for f in folder.iterdir()] if folder.is_dir() else []


class Clock:
    def __init__(self) -> None:
        self.time = MADE

    def __call__(self) -> datetime:
        return self.time

    def forward(self, seconds: float) -> None:
        self.time = MADE + timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def moving(clock: Clock) -> aws.Account:
    """An account whose clock the test moves."""
    return aws.Account(Settings(demo=True), now=clock)


@pytest.fixture(scope="module")
def account() -> aws.Account:
    return aws.Account(Settings(demo=True), now=Clock())


@pytest.fixture(scope="module")
def client(account: aws.Account) -> Any:
    """The botocore client that irctl uses."""
    return account._client


@pytest.fixture(scope="module")
def jobs(account: aws.Account) -> dict[str, Job]:
    return {name: account.describe(name) for name in NAMES}


def sent(wire: Wire, operation: str, **request: Any) -> tuple[int, dict[str, str], Any]:
    """Status, headers and JSON of the response to a request on the wire."""
    prepared = AWSRequest(
        "POST",
        "https://demo.invalid/",
        headers={"X-Amz-Target": f"SageMaker.{operation}".encode()},
        data=json.dumps(request).encode(),
    ).prepare()
    response = wire(prepared, operation_name=operation)
    return response.status_code, dict(response.headers), json.loads(response.content)


def every_response(seconds: float = 0) -> Iterator[tuple[str, Any]]:
    """The responses to all requests that the account can answer, as on the wire."""
    clock = Clock()
    wire = Wire(clock)
    clock.forward(seconds)
    requests: list[tuple[str, dict[str, Any]]] = [
        ("ListInferenceRecommendationsJobSteps", {"JobName": name}) for name in NAMES
    ]
    requests.append(("ListModelPackages", {"ModelPackageGroupName": "sentiment"}))
    for kind in KINDS:
        read = operations.of(kind)
        requests.append((read.list, {}))
        requests += [(read.describe, {kind.members.name: name}) for name in files_of(kind)]
    for name in COMPLETED:
        requests += [
            ("GetScalingConfigurationRecommendation", scaling_request(name, recommendation))
            for recommendation in FILES[name]["InferenceRecommendations"]
            if "ServerlessConfig" not in recommendation["EndpointConfiguration"]
        ]
    for operation, request in requests:
        status, _, response = sent(wire, operation, **request)
        assert status == 200
        yield operation, response


def scaling_request(name: str, recommendation: Any) -> dict[str, Any]:
    return {
        "InferenceRecommendationsJobName": name,
        "RecommendationId": recommendation["RecommendationId"],
    }


def misfits(shape: Any, value: Any, place: str = "") -> Iterator[str]:
    """Yield the differences between JSON from the wire and botocore's service model."""
    match shape.type_name:
        case "structure":
            yield from _structure_misfits(shape, value, place)
        case "list":
            yield from _list_misfits(shape, value, place)
        case "string":
            yield from _string_misfits(shape.metadata, value, place)
        case "boolean":
            if not isinstance(value, bool):
                yield f"{place}: not a boolean"
        case "map":
            for key, item in value.items():
                yield from misfits(shape.value, item, f"{place}.{key}")
        case "integer" | "float" | "double" | "timestamp" as kind:
            is_missing = shape.name in ("UtilizationMetric", "ModelSetupTime") and value == "NaN"
            if not is_missing:
                yield from _number_misfits(shape.metadata, kind, value, place)
        case other:
            yield f"{place}: {other} is not checked"


def _structure_misfits(shape: Any, value: Any, place: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{place}: not an object"
        return
    yield from (f"{place}: no {name}" for name in shape.required_members if name not in value)
    yield from (f"{place}: unknown {name}" for name in value if name not in shape.members)
    if shape.metadata.get("union") and len(value) != 1:
        yield f"{place}: a union of {len(value)}"
    for name, member in shape.members.items():
        if name in value:
            yield from misfits(member, value[name], f"{place}.{name}")


def _list_misfits(shape: Any, value: Any, place: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{place}: not a list"
        return
    # No minimum: the service sends an empty EnvironmentParameters, against its own model.
    if len(value) > shape.metadata.get("max", math.inf):
        yield f"{place}: too long"
    for index, item in enumerate(value):
        yield from misfits(shape.member, item, f"{place}[{index}]")


def _string_misfits(metadata: Any, value: Any, place: str) -> Iterator[str]:
    if not isinstance(value, str):
        yield f"{place}: not a string"
        return
    if not metadata.get("min", 0) <= len(value) <= metadata.get("max", math.inf):
        yield f"{place}: {len(value)} characters"
    if "enum" in metadata and value not in metadata["enum"]:
        yield f"{place}: {value} is not in the enumeration"
    if "pattern" in metadata and not re.fullmatch(metadata["pattern"], value):
        yield f"{place}: {value} does not match {metadata['pattern']}"


def _number_misfits(metadata: Any, kind: str, value: Any, place: str) -> Iterator[str]:
    if isinstance(value, bool) or not isinstance(value, int if kind == "integer" else (int, float)):
        yield f"{place}: {value!r} is not a {kind}"
    elif not metadata.get("min", -math.inf) <= value <= metadata.get("max", math.inf):
        yield f"{place}: {value!r} out of range"


# Responses


@pytest.mark.parametrize("seconds", [0, 10, 40])
def test_every_response_fits_botocores_service_model(client: Any, seconds: float) -> None:
    model = client.meta.service_model
    problems = [
        f"{operation}{problem}"
        for operation, response in every_response(seconds)
        for problem in misfits(model.operation_model(operation).output_shape, response)
    ]
    # The demo account answers with the results that AWS leaves in S3.
    assert set(problems) <= {"DescribeAIBenchmarkJob: unknown BenchmarkResults"}


def test_the_check_against_the_model_finds_misfits(client: Any) -> None:
    shape = client.meta.service_model.operation_model(
        "DescribeInferenceRecommendationsJob"
    ).output_shape
    _, _, good = sent(Wire(Clock()), "DescribeInferenceRecommendationsJob", JobName=COMPLETED[0])
    assert list(misfits(shape, good)) == []
    without = {k: v for k, v in good.items() if k != "RoleArn"}
    for bad in (
        without,
        good | {"New": 1},
        good | {"JobType": "Basic"},
        good | {"CreationTime": "2026-10-08"},
        good | {"InferenceRecommendations": {}},
        good | {"InferenceRecommendations": [{"EndpointConfiguration": {}}]},
    ):
        assert list(misfits(shape, bad)) != []


def test_every_operation_of_irctl_is_supported() -> None:
    known = {operation for operation, _ in every_response()}
    known |= {operations.of(kind).describe for kind in KINDS if not files_of(kind)}
    assert known == set(service_model.OPERATIONS)


@pytest.mark.parametrize("name", FIXED)
def test_boto3_reads_the_content_of_the_file_from_the_wire(client: Any, name: str) -> None:
    file = {k: v for k, v in FILES[name].items() if k != "Steps"}
    response = client.describe_inference_recommendations_job(JobName=name)
    assert parse.job(response).document == parse.job(file).document


def test_the_wire_speaks_aws_json() -> None:
    status, headers, job = sent(
        Wire(Clock()), "DescribeInferenceRecommendationsJob", JobName="bert-serverless"
    )
    assert status == 200
    assert headers["Content-Type"] == "application/x-amz-json-1.1"
    assert re.fullmatch(r"[0-9a-f-]{36}", headers["x-amzn-RequestId"])
    assert job["CreationTime"] == 1791472803.518
    assert job["InferenceRecommendations"][1]["Metrics"]["CpuUtilization"] == "NaN"


def test_boto3_sees_a_request_id_and_aware_times(client: Any) -> None:
    response = client.describe_inference_recommendations_job(JobName="resnet50-default")
    assert response["ResponseMetadata"]["RequestId"]
    assert response["CreationTime"] == times.from_iso("2026-09-28T13:05:11.402Z")


_AUDITED = """
import sys
from datetime import datetime, timezone
from irctl.jobs.kinds import KINDS, Kind
from irctl.jobs.listing import Listing
from irctl.sources.aws import Account
from irctl.sources.settings import Settings
sockets, opened = [], set()
def audit(event, args):
    if event.startswith("socket."):
        sockets.append(event)
    if event == "open" and str(args[0]).endswith(".json"):
        opened.add(str(args[0]).replace("\\\\", "/").rpartition("/")[2])
sys.addaudithook(audit)
account = Account(Settings(demo=True), now=lambda: datetime.now(timezone.utc))
opened.clear()
account.describe("fraud-xgboost")
list(account.steps("fraud-xgboost"))
print(*opened)
list(account.list_jobs(Listing()))
account._client.get_scaling_configuration_recommendation(
    InferenceRecommendationsJobName="resnet50-default",
    RecommendationId="resnet50-default/a1b2c3d4",
)
print(sockets)
"""


def test_no_socket_is_opened_and_only_the_requested_job_is_read() -> None:
    run = subprocess.run(
        [sys.executable, "-c", _AUDITED], capture_output=True, text=True, timeout=60
    )
    assert run.stderr == ""
    assert run.stdout.split() == ["fraud-xgboost.json", "[]"]


# Listing


def listed(client: Any, **request: Any) -> list[str]:
    response = client.list_inference_recommendations_jobs(**request)
    return [entry["JobName"] for entry in response["InferenceRecommendationsJobs"]]


def test_the_newest_job_is_listed_first(client: Any) -> None:
    names = listed(client)
    assert sorted(names) == NAMES
    assert names[0] == RUNNING
    assert names[-1] == "resnet50-default"


def test_a_job_is_listed_as_it_is_described(account: aws.Account, jobs: dict[str, Job]) -> None:
    (page,) = account.list_jobs(Listing())
    assert {entry.name: entry.document for entry in page} == {
        name: summary(job).document for name, job in jobs.items()
    }


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        ({"NameContains": "bert"}, {"bert-serverless", "bert-failed"}),
        ({"NameContains": "nothing"}, set()),
        ({"StatusEquals": "STOPPED"}, {"llama-stopped"}),
        ({"StatusEquals": "IN_PROGRESS"}, {RUNNING}),
        ({"StatusEquals": "DELETED"}, set()),
        ({"ModelNameEquals": "bert-base-uncased"}, {"bert-serverless", "bert-failed"}),
        (
            {
                "ModelPackageVersionArnEquals": "arn:aws:sagemaker:us-east-1:111122223333:"
                "model-package/resnet50/1"
            },
            {"resnet50-default", "resnet50-advanced"},
        ),
        ({"CreationTimeAfter": datetime(2026, 11, 1)}, {RUNNING, "resnet50-default-v2"}),
        ({"CreationTimeBefore": datetime(2026, 9, 29)}, {"resnet50-default"}),
        ({"LastModifiedTimeAfter": datetime(2026, 11, 11)}, {RUNNING}),
        (
            {
                "LastModifiedTimeBefore": datetime(2026, 10, 1),
                "CreationTimeAfter": datetime(2026, 9, 29),
            },
            {"resnet50-advanced"},
        ),
        (
            {"StatusEquals": "COMPLETED", "NameContains": "default"},
            {"resnet50-default", "resnet50-default-v2"},
        ),
    ],
    ids=lambda value: ",".join(sorted(value)),
)
def test_each_filter_selects_its_jobs(
    client: Any, request_: dict[str, Any], expected: set[str]
) -> None:
    in_utc = {
        k: v.replace(tzinfo=timezone.utc) if isinstance(v, datetime) else v
        for k, v in request_.items()
    }
    assert set(listed(client, **in_utc)) == expected


@pytest.mark.parametrize("sort", ["Name", "CreationTime", "Status"])
def test_the_list_is_sorted_in_both_orders(client: Any, sort: str) -> None:
    member = {"Name": "JobName"}.get(sort, sort)

    def column(order: str) -> list[Any]:
        response = client.list_inference_recommendations_jobs(SortBy=sort, SortOrder=order)
        return [entry[member] for entry in response["InferenceRecommendationsJobs"]]

    assert column("Ascending") == sorted(column("Ascending"))
    assert column("Descending") == column("Ascending")[::-1]


@pytest.mark.parametrize("size", [1, 2, 4, 9, 100])
def test_pages_continue_to_the_end(client: Any, size: int) -> None:
    for operation, entries, request in (
        ("list_inference_recommendations_jobs", "InferenceRecommendationsJobs", {}),
        ("list_inference_recommendations_job_steps", "Steps", {"JobName": "resnet50-default"}),
    ):
        call = getattr(client, operation)
        everything = call(**request)
        assert "NextToken" not in everything
        pages: list[list[Any]] = []
        token: dict[str, str] = {}
        while True:
            response = call(**request, **token, MaxResults=size)
            pages.append(response[entries])
            if "NextToken" not in response:
                break
            token = {"NextToken": response["NextToken"]}
        assert [entry for page in pages for entry in page] == everything[entries]
        assert all(len(page) == size for page in pages[:-1])
        assert 0 < len(pages[-1]) <= size


# Steps


@pytest.mark.parametrize("name", COMPLETED)
def test_a_completed_job_has_a_step_for_each_recommendation_and_endpoint(
    account: aws.Account, jobs: dict[str, Job], name: str
) -> None:
    (steps,) = account.steps(name)
    job = jobs[name]
    assert len(steps) == len(job.recommendations) + len(job.endpoint_performances)
    assert {(step.job_name, step.type, step.status) for step in steps} == {
        (name, "BENCHMARK", "COMPLETED")
    }
    for step, recommendation in zip(steps, job.recommendations, strict=False):
        benchmark = step.document["InferenceBenchmark"]
        assert {**benchmark, "RecommendationId": recommendation.id} == recommendation.document


def test_the_step_of_an_existing_endpoint_has_its_metrics(account: aws.Account) -> None:
    (steps,) = account.steps("fraud-xgboost")
    assert steps[-1].benchmark.endpoint_name == "fraud-scoring-prod"
    assert THROUGHPUT.of(steps[-1].endpoint_metrics) == 2140
    assert LATENCY.of(steps[-1].endpoint_metrics) == 26


def test_the_steps_of_a_failed_job_have_a_reason(account: aws.Account) -> None:
    (steps,) = account.steps("bert-failed")
    assert [step.status for step in steps] == ["COMPLETED", "FAILED", "FAILED", "FAILED"]
    assert all(step.failure_reason for step in steps if step.status == "FAILED")
    assert THROUGHPUT.of(steps[0].benchmark.metrics) == 209


def test_steps_are_filtered_by_status_and_type(client: Any) -> None:
    def statuses(**request: Any) -> list[str]:
        response = client.list_inference_recommendations_job_steps(
            JobName="llama-stopped", **request
        )
        return [step["Status"] for step in response["Steps"]]

    assert statuses(StepType="BENCHMARK") == ["COMPLETED", "STOPPED", "STOPPED"]
    assert statuses(Status="STOPPED") == ["STOPPED", "STOPPED"]
    assert statuses(Status="FAILED") == []


# The job in progress


@pytest.mark.parametrize(
    ("seconds", "statuses"),
    [
        (0, ["COMPLETED", "IN_PROGRESS", "PENDING", "PENDING"]),
        (7.9, ["COMPLETED", "IN_PROGRESS", "PENDING", "PENDING"]),
        (8, ["COMPLETED", "COMPLETED", "IN_PROGRESS", "PENDING"]),
        (16, ["COMPLETED", "COMPLETED", "COMPLETED", "IN_PROGRESS"]),
        (24, ["COMPLETED"] * 4),
        (31.9, ["COMPLETED"] * 4),
    ],
)
def test_a_benchmark_of_the_job_in_progress_ends_every_eight_seconds(
    moving: aws.Account, clock: Clock, seconds: float, statuses: list[str]
) -> None:
    clock.forward(seconds)
    (steps,) = moving.steps(RUNNING)
    assert [step.status for step in steps] == statuses
    measured = [LATENCY.of(step.benchmark.metrics) is not None for step in steps]
    assert measured == [status == "COMPLETED" for status in statuses]
    assert all(step.benchmark.configuration.instance_type for step in steps)
    job = moving.describe(RUNNING)
    assert job.status == "IN_PROGRESS"
    assert job.creation_time == MADE - timedelta(minutes=6)
    assert "CompletionTime" not in job.document
    assert "InferenceRecommendations" not in job.document
    assert "JobDurationInSeconds" in job.input_config
    assert job.last_modified_time is not None
    assert job.last_modified_time <= clock.time
    if 8 <= seconds <= 24:
        assert job.last_modified_time == clock.time


def test_the_job_in_progress_completes_with_its_recommendations(
    moving: aws.Account, clock: Clock
) -> None:
    clock.forward(32)
    job = moving.describe(RUNNING)
    assert job.status == "COMPLETED"
    assert job.completion_time == job.last_modified_time == clock.time
    assert len(job.recommendations) == 4
    (steps,) = moving.steps(RUNNING)
    assert [step.status for step in steps] == ["COMPLETED"] * 4
    (page,) = moving.list_jobs(Listing(name_contains=RUNNING, statuses=("COMPLETED",)))
    assert page[0].document == summary(job).document
    clock.forward(3600)
    assert moving.describe(RUNNING) == job


def test_every_account_starts_with_the_job_in_progress() -> None:
    clock = Clock()
    clock.forward(10**7)
    job = DemoAccount(clock).respond("DescribeInferenceRecommendationsJob", {"JobName": RUNNING})
    assert job["Status"] == "IN_PROGRESS"
    assert job["CreationTime"] == clock.time.timestamp() - 360


# Scaling


def scaling(client: Any, **request: Any) -> Any:
    request = {"InferenceRecommendationsJobName": "resnet50-advanced"} | request
    response = client.get_scaling_configuration_recommendation(**request)
    del response["ResponseMetadata"]
    return response


def test_scaling_follows_from_the_recommendation(client: Any, jobs: dict[str, Job]) -> None:
    best = jobs["resnet50-advanced"].recommendations[1]
    assert (THROUGHPUT.of(best.metrics), best.configuration.initial_instance_count) == (3080, 2)
    assert scaling(client, RecommendationId=best.id) == {
        "InferenceRecommendationsJobName": "resnet50-advanced",
        "RecommendationId": best.id,
        "TargetCpuUtilizationPerCore": 50,
        "Metric": {"InvocationsPerInstance": 1540, "ModelLatency": 92},
        "DynamicScalingConfiguration": {
            "MinCapacity": 1,
            "MaxCapacity": 4,
            "ScaleInCooldown": 300,
            "ScaleOutCooldown": 300,
            "ScalingPolicies": [
                {
                    "TargetTracking": {
                        "MetricSpecification": {
                            "Predefined": {
                                "PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"
                            }
                        },
                        "TargetValue": 770.0,
                    }
                },
                {
                    "TargetTracking": {
                        "MetricSpecification": {
                            "Customized": {
                                "MetricName": "CPUUtilization",
                                "Namespace": "/aws/sagemaker/Endpoints",
                                "Statistic": "Average",
                            }
                        },
                        "TargetValue": pytest.approx(144.9),
                    }
                },
            ],
        },
    }


def test_scaling_is_the_same_by_endpoint_name_and_by_recommendation_id(
    client: Any, jobs: dict[str, Job]
) -> None:
    for recommendation in jobs["resnet50-advanced"].recommendations:
        by_id = scaling(client, RecommendationId=recommendation.id)
        by_name = scaling(client, EndpointName=recommendation.endpoint_name)
        assert by_id.pop("RecommendationId") == recommendation.id
        assert by_name.pop("EndpointName") == recommendation.endpoint_name
        assert by_id == by_name


def test_scaling_is_sized_for_the_traffic_at_the_target(client: Any, jobs: dict[str, Job]) -> None:
    objective = {"MinInvocationsPerMinute": 2000, "MaxInvocationsPerMinute": 20000}
    response = scaling(
        client,
        RecommendationId=jobs["resnet50-advanced"].recommendations[1].id,
        TargetCpuUtilizationPerCore=70,
        ScalingPolicyObjective=objective,
    )
    assert response["TargetCpuUtilizationPerCore"] == 70
    assert response["ScalingPolicyObjective"] == objective
    dynamic = response["DynamicScalingConfiguration"]
    target = dynamic["ScalingPolicies"][0]["TargetTracking"]["TargetValue"]
    assert target == 1540 * 0.7
    assert dynamic["MinCapacity"] == math.ceil(2000 / target) == 2
    assert dynamic["MaxCapacity"] == math.ceil(20000 / target) == 19


def test_scaling_has_no_cpu_policy_without_a_cpu_measurement(
    client: Any, jobs: dict[str, Job]
) -> None:
    (unmeasured,) = (
        recommendation
        for recommendation in jobs["resnet50-default"].recommendations
        if metric("cpu").of(recommendation.metrics) is None
    )
    response = scaling(
        client,
        InferenceRecommendationsJobName="resnet50-default",
        RecommendationId=unmeasured.id,
    )
    assert len(response["DynamicScalingConfiguration"]["ScalingPolicies"]) == 1


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        ({}, "Specify either"),
        ({"RecommendationId": "x", "EndpointName": "y"}, "Specify either"),
        ({"RecommendationId": "resnet50-advanced/00000000"}, "not a recommendation"),
        ({"RecommendationId": "resnet50-default/a1b2c3d4"}, "not a recommendation"),
        ({"EndpointName": "nowhere"}, "not a recommendation"),
        ({"InferenceRecommendationsJobName": "bert-failed", "RecommendationId": "x"}, "FAILED"),
        ({"InferenceRecommendationsJobName": RUNNING, "RecommendationId": "x"}, "IN_PROGRESS"),
        (
            scaling_request(
                "bert-serverless", FILES["bert-serverless"]["InferenceRecommendations"][1]
            ),
            "serverless",
        ),
        (
            scaling_request(
                "resnet50-advanced", FILES["resnet50-advanced"]["InferenceRecommendations"][0]
            )
            | {
                "ScalingPolicyObjective": {
                    "MinInvocationsPerMinute": 9,
                    "MaxInvocationsPerMinute": 1,
                }
            },
            "scalingPolicyObjective",
        ),
    ],
    ids=str,
)
def test_other_scaling_is_a_validation_error(
    client: Any, request_: dict[str, Any], why: str
) -> None:
    with pytest.raises(ClientError, match=why) as raised:
        scaling(client, **request_)
    assert raised.value.response["Error"]["Code"] == "ValidationException"


# Errors


@pytest.mark.parametrize(
    ("operation", "request_", "code"),
    [
        ("DescribeInferenceRecommendationsJob", {"JobName": "missing"}, "ResourceNotFound"),
        ("DescribeInferenceRecommendationsJob", {"JobName": "Bert-Failed"}, "ResourceNotFound"),
        ("ListInferenceRecommendationsJobSteps", {"JobName": "missing"}, "ResourceNotFound"),
        (
            "GetScalingConfigurationRecommendation",
            {"InferenceRecommendationsJobName": "missing", "RecommendationId": "x"},
            "ResourceNotFound",
        ),
        ("DescribeInferenceRecommendationsJob", {}, "ValidationException"),
        ("DescribeInferenceRecommendationsJob", {"JobName": "../account"}, "ValidationException"),
        ("DescribeInferenceRecommendationsJob", {"JobName": "a" * 65}, "ValidationException"),
        ("ListInferenceRecommendationsJobs", {"NameContains": "a.b"}, "ValidationException"),
        ("ListInferenceRecommendationsJobs", {"StatusEquals": "DONE"}, "ValidationException"),
        ("ListInferenceRecommendationsJobs", {"SortBy": "Cost"}, "ValidationException"),
        ("ListInferenceRecommendationsJobs", {"SortOrder": "Up"}, "ValidationException"),
        ("ListInferenceRecommendationsJobs", {"MaxResults": 0}, "ValidationException"),
        ("ListInferenceRecommendationsJobs", {"MaxResults": 101}, "ValidationException"),
        ("ListInferenceRecommendationsJobs", {"NextToken": "mine"}, "ValidationException"),
        (
            "ListInferenceRecommendationsJobSteps",
            {"JobName": "bert-failed", "StepType": "TRAINING"},
            "ValidationException",
        ),
        (
            "ListInferenceRecommendationsJobSteps",
            {"JobName": "bert-failed", "Status": "DONE"},
            "ValidationException",
        ),
        (
            "GetScalingConfigurationRecommendation",
            {
                "InferenceRecommendationsJobName": "resnet50-default",
                "RecommendationId": "resnet50-default/a1b2c3d4",
                "TargetCpuUtilizationPerCore": 0,
            },
            "ValidationException",
        ),
        ("DeleteModel", {"ModelName": "x"}, "UnknownOperationException"),
    ],
    ids=str,
)
def test_a_bad_request_gets_the_error_of_aws(
    operation: str, request_: dict[str, Any], code: str
) -> None:
    status, headers, error = sent(Wire(Clock()), operation, **request_)
    assert status == 400
    assert headers["Content-Type"] == "application/x-amz-json-1.1"
    assert headers["x-amzn-RequestId"]
    assert error["__type"] == code
    assert error["Message"]
    with pytest.raises(AwsError) as raised:
        DemoAccount(Clock()).respond(operation, request_)
    assert (raised.value.code, raised.value.message) == (code, error["Message"])


def test_boto3_raises_the_modelled_error_for_a_missing_job(client: Any) -> None:
    with pytest.raises(client.exceptions.ResourceNotFound, match="missing"):
        client.describe_inference_recommendations_job(JobName="missing")


# The jobs


def test_the_account_has_a_job_of_every_kind(jobs: dict[str, Job]) -> None:
    assert {job.type for job in jobs.values()} == {"Default", "Advanced"}
    assert {job.status for job in jobs.values()} >= {
        "COMPLETED",
        "FAILED",
        "STOPPED",
        "IN_PROGRESS",
    }
    assert {job.status for job in jobs.values()} <= set(STATUSES)
    assert {
        job.input_config["TrafficPattern"]["TrafficType"]
        for job in jobs.values()
        if "TrafficPattern" in job.input_config
    } == {"PHASES", "STAIRS"}
    mixed = {
        recommendation.configuration.serverless is None
        for recommendation in jobs["bert-serverless"].recommendations
    }
    assert mixed == {True, False}
    assert jobs["fraud-xgboost"].endpoint_performances
    assert any(job.completion_time is None for job in jobs.values() if job.outcome is Outcome.READY)
    assert "InferenceRecommendations" not in jobs["bert-failed"].document
    assert jobs["bert-failed"].failure_reason


@pytest.mark.parametrize("name", NAMES)
def test_names_arns_and_times_of_a_job_are_consistent(name: str) -> None:
    job = FILES[name]
    assert job["JobName"] == name
    assert job["JobArn"] == (
        f"arn:aws:sagemaker:us-east-1:111122223333:inference-recommendations-job/{name}"
    )
    assert set(re.findall(r"\b\d{12}\b", json.dumps(job))) == {"111122223333"}
    assert times.from_iso("2026-09-22") < times.from_iso(job["CreationTime"])
    assert times.from_iso(job["LastModifiedTime"]) < times.from_iso("2026-12-21")


def test_a_job_is_about_a_version_of_a_group_of_the_account() -> None:
    versions = {
        package["ModelPackageArn"]
        for package in json.loads(resources.files(demo).joinpath("model-packages.json").read_text())
    }
    named = {job["InputConfig"].get("ModelPackageVersionArn") for job in FILES.values()}
    assert named - {None} <= versions
    assert len(versions - named) == 1  # of which a command says that it has no completed job


def test_a_recommendation_id_is_the_jobs_name_and_eight_digits() -> None:
    ids = [
        (name, recommendation["RecommendationId"])
        for name in NAMES
        for recommendation in FILES[name].get("InferenceRecommendations", ())
    ]
    assert len({id_ for _, id_ in ids}) == len(ids)
    assert all(re.fullmatch(rf"{name}/[0-9a-f]{{8}}", id_) for name, id_ in ids)


def test_no_number_causes_a_warning(moving: aws.Account, clock: Clock) -> None:
    clock.forward(60)
    for name in NAMES:
        job = moving.describe(name)
        assert review.about_jobs([job]) == []
        kinds = {r.configuration.is_serverless for r in job.recommendations}
        about = ranking_review.about_ranking(rank(job.recommendations, Criteria()))
        assert len(about) == (len(kinds) == 2)  # serverless and real time in one ranking


def every_metrics() -> Iterator[dict[str, Any]]:
    for job in FILES.values():
        yield from (
            recommendation["Metrics"] for recommendation in job.get("InferenceRecommendations", ())
        )
        benchmarks = (step["InferenceBenchmark"] for step in job.get("Steps", ()))
        yield from (benchmark["Metrics"] for benchmark in benchmarks if "Metrics" in benchmark)


def single(value: float) -> Any:
    return struct.unpack("f", struct.pack("f", value))[0]


def test_costs_and_utilizations_are_single_precision_numbers() -> None:
    for metrics in every_metrics():
        for value in metrics.values():
            assert not isinstance(value, float) or single(value) == value


def test_cost_per_inference_follows_from_cost_per_hour() -> None:
    for metrics in every_metrics():
        if "CostPerHour" in metrics:
            expected = single(metrics["CostPerHour"] / (metrics["MaxInvocations"] * 60))
            assert metrics["CostPerInference"] == expected


def test_cost_per_hour_is_for_all_instances() -> None:
    prices: dict[str, set[float]] = {}
    for job in FILES.values():
        for recommendation in job.get("InferenceRecommendations", ()):
            endpoint = recommendation["EndpointConfiguration"]
            if "InstanceType" in endpoint:
                price = recommendation["Metrics"]["CostPerHour"] / endpoint["InitialInstanceCount"]
                prices.setdefault(endpoint["InstanceType"], set()).add(round(price, 4))
    assert all(len(seen) == 1 for seen in prices.values())
    assert prices["ml.m5.large"] == {0.115}


@pytest.mark.parametrize("name", ["resnet50-advanced", "churn-stairs"])
def test_an_advanced_job_has_the_instances_that_its_stop_condition_needs(
    jobs: dict[str, Job], name: str
) -> None:
    stop = jobs[name].stopping_conditions["MaxInvocations"]
    threshold = jobs[name].stopping_conditions["ModelLatencyThresholds"][0]["ValueInMilliseconds"]
    for recommendation in jobs[name].recommendations:
        count, rate = (
            recommendation.configuration.initial_instance_count,
            THROUGHPUT.of(recommendation.metrics),
        )
        assert count is not None
        assert rate is not None
        assert count == math.ceil(stop / (rate / count))
    latencies = [
        LATENCY.of(recommendation.metrics) or 0 for recommendation in jobs[name].recommendations
    ]
    assert threshold in latencies
    assert min(latencies) < threshold == max(latencies)


def test_recommendations_of_one_instance_type_differ(
    jobs: dict[str, Job],
) -> None:
    same = [
        recommendation.configuration
        for recommendation in jobs["resnet50-advanced"].recommendations
        if recommendation.configuration.instance_type == "ml.c5.xlarge"
    ]
    assert len(same) == 3
    assert len({configuration.environment for configuration in same}) == 3
    assert len({configuration.initial_instance_count for configuration in same}) == 3


def test_the_default_job_has_no_single_best_recommendation(jobs: dict[str, Job]) -> None:
    ranking = rank(jobs["resnet50-default"].recommendations, Criteria())
    assert sum(ranked.on_pareto_front for ranked in ranking.ranked) == 4
    order = [ranked.recommendation.position for ranked in ranking.ranked]
    assert order != sorted(order)
    latencies = [LATENCY.of(ranked.recommendation.metrics) or 0 for ranked in ranking.ranked]
    assert latencies[0] != min(latencies)


def test_the_next_version_has_improvements_and_regressions(jobs: dict[str, Job]) -> None:
    before, after = (
        {
            recommendation.configuration.instance_type: recommendation.metrics
            for recommendation in jobs[name].recommendations
        }
        for name in ("resnet50-default", "resnet50-default-v2")
    )
    assert len(before.keys() - after.keys()) == 1
    assert len(after.keys() - before.keys()) == 1
    changes = [
        (THROUGHPUT.of(after[type_]) or 0) / (THROUGHPUT.of(before[type_]) or 1) - 1
        for type_ in before.keys() & after.keys()
    ]
    assert max(changes) > 0.1
    assert min(changes) < -0.1
    assert any(0 < abs(change) < 0.05 for change in changes)
