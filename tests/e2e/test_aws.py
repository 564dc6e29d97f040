"""Jobs by name and by ARN, from an endpoint that speaks AWS JSON 1.1."""

import json
import math
from collections.abc import Mapping
from datetime import datetime, timezone
from functools import cache
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.model import ListShape, Shape, StructureShape

from . import samples
from .program import ACCESS_KEY, SECRET, Irctl
from .server import Document, Server, raw


@cache
def _session() -> Any:
    """One for all tests: loading the service model takes long."""
    return botocore.session.Session()


def client(server: Server) -> Any:
    """A client of the server by botocore alone."""
    return _session().create_client(
        "sagemaker",
        region_name=samples.REGION,
        endpoint_url=server.url,
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=SECRET,
    )


def by_the_rules(value: Any, shape: Shape) -> Any:
    """A value parsed by boto3, as irctl prints it.

    NaN and infinities are null, times are ISO 8601 in UTC, ResponseMetadata is dropped.
    """
    if isinstance(shape, StructureShape):
        return {
            name: by_the_rules(item, shape.members[name])
            for name, item in value.items()
            if name != "ResponseMetadata"
        }
    if isinstance(shape, ListShape):
        return [by_the_rules(item, shape.member) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat()
    if shape.type_name in ("integer", "long", "float", "double"):
        return value if math.isfinite(float(value)) else None
    return value


def expected(client: Any, operation: str, response: Mapping[str, Any]) -> Any:
    shape = client.meta.service_model.operation_model(operation).output_shape
    return by_the_rules(response, shape)


def known(document: Any, shape: Shape) -> Any:
    """A document without the members that boto3 drops because its model lacks them."""
    if isinstance(shape, StructureShape):
        return {n: known(v, shape.members[n]) for n, v in document.items() if n in shape.members}
    if isinstance(shape, ListShape):
        return [known(item, shape.member) for item in document]
    return document


def test_members_unknown_to_botocore_are_kept(irctl: Irctl, server: Server) -> None:
    """The service may be newer than the installed botocore."""
    job, step = samples.job(), samples.step("resnet50", 1)
    job["Novelty"] = {"Parts": [{"A": 1}, None], "Text": "x"}
    job["InferenceRecommendations"][0]["Metrics"]["P99Latency"] = 250
    step["InferenceBenchmark"]["Novelty"] = True
    server.add(job)
    server.steps["resnet50"] = [step]

    described = json.loads(irctl.inside("describe", "resnet50", "--json").out)
    steps = json.loads(irctl.inside("steps", "resnet50", "--json").out)["Steps"]

    assert described["Novelty"] == job["Novelty"]
    assert described["InferenceRecommendations"][0]["Metrics"]["P99Latency"] == 250
    assert "P99Latency" not in described["InferenceRecommendations"][1]["Metrics"]
    assert "P99Latency" in irctl.inside("describe", "resnet50").out
    assert steps[0]["InferenceBenchmark"]["Novelty"] is True


def test_a_scaling_policy_unknown_to_botocore_is_printed_as_received(
    irctl: Irctl, server: Server
) -> None:
    server.add(samples.job())
    policies = {"ScalingPolicies": [{"StepScaling": {"X": 1}}]}
    answer = {
        "InferenceRecommendationsJobName": "resnet50",
        "DynamicScalingConfiguration": policies,
    }
    server.about("GetScalingConfigurationRecommendation", raw(json.dumps(answer).encode()))

    result = irctl.inside("scaling", "resnet50", "--max-rate", "10/s", "--json")

    assert "StepScaling" in result.out
    assert "SDK_UNKNOWN_MEMBER" not in result.out


def everything(shape: Shape, place: str = "") -> Any:
    """A value of a shape with all its members, each with a different value."""
    if isinstance(shape, StructureShape):
        return {name: everything(s, f"{place}.{name}") for name, s in shape.members.items()}
    if isinstance(shape, ListShape):
        return [everything(shape.member, f"{place}[{index}]") for index in (0, 1)]
    number = sum(map(ord, place)) % 997 + 1
    match shape.type_name:
        case "timestamp":
            return samples.CREATED.replace(minute=number % 60, microsecond=number * 1000)
        case "integer" | "long":
            return number
        case "float" | "double":
            return number / 7
    return f"a {place[-40:]}"


def test_describe_json_equals_what_boto3_parses(irctl: Irctl, server: Server) -> None:
    server.add(samples.job())
    boto3 = client(server)
    parsed = boto3.describe_inference_recommendations_job(JobName="resnet50")
    assert "NaN" in repr(parsed), "the sample lacks a NaN"

    result = irctl.inside("describe", "resnet50", "--json")

    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out, parse_constant=pytest.fail) == expected(
        boto3, "DescribeInferenceRecommendationsJob", parsed
    )


def test_describe_json_has_every_member_of_the_service_model(irctl: Irctl, server: Server) -> None:
    boto3 = client(server)
    shape = boto3.meta.service_model.operation_model(
        "DescribeInferenceRecommendationsJob"
    ).output_shape
    server.add({**everything(shape), "JobName": "full"})
    parsed = boto3.describe_inference_recommendations_job(JobName="full")

    result = irctl.inside("describe", "full", "--json")

    assert result.code == 0
    assert json.loads(result.out) == by_the_rules(parsed, shape)


def test_list_and_steps_json_equal_what_boto3_parses(irctl: Irctl, server: Server) -> None:
    server.add(samples.job(), samples.failed(), samples.in_progress())
    server.steps["resnet50"] = [samples.step("resnet50", 1), samples.step("resnet50", 2, "FAILED")]
    boto3 = client(server)

    list_ = irctl.inside("list", "--json")
    steps = irctl.inside("steps", "resnet50", "--json")

    assert json.loads(list_.out) == {
        **expected(
            boto3, "ListInferenceRecommendationsJobs", boto3.list_inference_recommendations_jobs()
        ),
        "AIRecommendationJobs": [],
        "AIBenchmarkJobs": [],
        "Warnings": [],
    }
    assert json.loads(steps.out) == expected(
        boto3,
        "ListInferenceRecommendationsJobSteps",
        boto3.list_inference_recommendations_job_steps(JobName="resnet50"),
    )


@pytest.mark.parametrize("not_a_number", ['"NaN"', "NaN", "null", '"Infinity"', "-Infinity"])
def test_a_value_that_is_not_a_number_is_null(
    irctl: Irctl, server: Server, not_a_number: str
) -> None:
    server.then(
        raw(
            b'{"JobName":"odd","JobType":"Default","JobDescription":"NaN","Status":"COMPLETED",'
            b'"InferenceRecommendations":[{"Metrics":{"CpuUtilization":%s,"ModelSetupTime":%s}}]}'
            % (not_a_number.encode(), not_a_number.encode())
        )
    )

    result = irctl.inside("describe", "odd", "--json")

    document = json.loads(result.out, parse_constant=pytest.fail)
    assert document["JobDescription"] == "NaN"
    metrics = document["InferenceRecommendations"][0]["Metrics"]
    assert all(value is None for value in metrics.values())


def test_a_job_is_given_by_its_name(irctl: Irctl, server: Server) -> None:
    server.add(samples.job())
    server.steps["resnet50"] = [samples.step("resnet50", 1)]

    described = irctl("describe", "resnet50")
    stepped = irctl("steps", "resnet50")
    ranked = irctl("rank", "resnet50")
    listed = irctl("list")

    for result in (described, stepped, ranked, listed):
        assert result.code == 0, result.err
    assert "Größer" in described.out
    assert "ml.c5.1xlarge" in stepped.out
    rows = ranked.out.splitlines()
    assert "ml.g4dn.xlarge" in rows[2]
    assert "resnet50" in listed.out
    assert server.operations[:3] == [
        "DescribeInferenceRecommendationsJob",
        "ListInferenceRecommendationsJobSteps",
        "DescribeInferenceRecommendationsJob",
    ]
    assert "ListInferenceRecommendationsJobs" in server.operations[3:]
    assert server.requests[0].body == {"JobName": "resnet50"}


def region_of(server: Server) -> list[str]:
    """The regions that the requests were signed for."""
    credentials = [
        request.headers["authorization"].split("Credential=")[1] for request in server.requests
    ]
    return [credential.split("/")[2] for credential in credentials]


def test_a_job_is_fetched_from_the_region_of_its_arn(irctl: Irctl, server: Server) -> None:
    arn = samples.arn("resnet50", "eu-west-1")
    server.add(samples.job(JobArn=arn))
    server.steps["resnet50"] = [samples.step("resnet50", 1)]

    results = [irctl.inside(command, arn) for command in ("describe", "steps", "rank")]

    assert [result.code for result in results] == [0, 0, 0]
    assert set(region_of(server)) == {"eu-west-1"}
    assert {request.body["JobName"] for request in server.requests} == {"resnet50"}


def test_the_region_option_overrides_the_region_of_an_arn(irctl: Irctl, server: Server) -> None:
    server.add(samples.job(JobArn=samples.arn("resnet50", "ap-south-1")))

    result = irctl.inside(
        "describe", samples.arn("resnet50", "eu-west-1"), "--region", "ap-south-1"
    )

    assert result.code == 0
    assert region_of(server) == ["ap-south-1"]


def test_jobs_of_several_regions_are_ranked_together(irctl: Irctl, server: Server) -> None:
    one, two = samples.arn("one", "eu-west-1"), samples.arn("two", "us-gov-west-1")
    server.add(samples.job("one", JobArn=one), samples.job("two", JobArn=two), samples.job("three"))

    result = irctl.inside("rank", one, two, "three")

    assert result.code == 0
    assert sorted(region_of(server)) == ["eu-west-1", samples.REGION, "us-gov-west-1"]


def test_a_region_is_found_as_the_aws_cli_finds_it(
    irctl: Irctl, server: Server, tmp_path: Path
) -> None:
    server.add(samples.job())
    folder = tmp_path / ".aws"
    folder.mkdir()
    (folder / "config").write_text(
        "[default]\nregion = ca-central-1\n[profile other]\nregion = sa-east-1\n"
    )
    configured = irctl.but(AWS_REGION=None)

    configured.inside("describe", "resnet50")
    configured.but(AWS_DEFAULT_REGION="eu-north-1").inside("describe", "resnet50")
    configured.but(AWS_DEFAULT_REGION="eu-north-1", AWS_REGION="eu-south-1").inside(
        "describe", "resnet50"
    )
    configured.but(AWS_PROFILE="other").inside("describe", "resnet50")
    configured.inside("describe", "resnet50", "--region", "me-south-1")

    assert region_of(server) == [
        "ca-central-1",
        "eu-north-1",
        "eu-south-1",
        "sa-east-1",
        "me-south-1",
    ]


def test_the_endpoint_url_option_overrides_the_environment(irctl: Irctl, server: Server) -> None:
    server.add(samples.job())
    elsewhere = irctl.but(AWS_ENDPOINT_URL_SAGEMAKER="http://127.0.0.1:1")

    general = irctl.but(AWS_ENDPOINT_URL_SAGEMAKER=None, AWS_ENDPOINT_URL=server.url)

    by_option = elsewhere.inside("describe", "resnet50", "--endpoint-url", server.url)
    by_variable = general.inside("describe", "resnet50")

    assert (by_option.code, by_variable.code) == (0, 0)


@pytest.mark.parametrize("path", samples.RECORDED, ids=[path.stem for path in samples.RECORDED])
def test_recorded_jobs_are_described_and_ranked_by_name(
    irctl: Irctl, server: Server, path: Path
) -> None:
    document: Document = {"JobName": path.stem[:60], **json.loads(path.read_text())}
    server.add(document)
    name = document["JobName"]
    document.pop("ResponseMetadata", None)

    described = irctl.inside("describe", name, "--json")
    ranked = irctl.inside("rank", name)

    boto3 = client(server)
    parsed = boto3.describe_inference_recommendations_job(JobName=name)
    shape = boto3.meta.service_model.operation_model(
        "DescribeInferenceRecommendationsJob"
    ).output_shape
    assert known(json.loads(described.out), shape) == by_the_rules(parsed, shape)
    assert described.code == 0
    assert ranked.code == (9 if document["Status"] == "FAILED" else 0)
