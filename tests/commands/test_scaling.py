"""`irctl scaling`: the API's recommendation, explained, and as what carries it out."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import botocore.session
import hcl2
import pytest
from botocore.validate import ParamValidator
from cfnlint.api import ManualArgs, lint

from tests.program import irctl

JOB = "resnet50-default"
EXISTING = "fraud-scoring-prod"
"""The existing endpoint that fraud-xgboost measured."""
TRAFFIC = ["--min-rate", "5/s", "--max-rate", "200/s", "--target-cpu", "70%"]


def test_json_is_the_response_for_the_traffic_that_was_asked() -> None:
    printed = json.loads(irctl("scaling", JOB, "--demo", "--json", *TRAFFIC).out)
    assert printed["ScalingPolicyObjective"] == {
        "MinInvocationsPerMinute": 300,
        "MaxInvocationsPerMinute": 12000,
    }
    assert printed["TargetCpuUtilizationPerCore"] == 70
    assert printed["DynamicScalingConfiguration"]["ScalingPolicies"]
    assert "ResponseMetadata" not in printed


@pytest.mark.parametrize("share", ["70%", "70 %", "0.7"])
def test_the_target_cpu_is_percent_or_a_fraction(share: str) -> None:
    printed = json.loads(irctl("scaling", JOB, "--demo", "--json", "--target-cpu", share).out)
    assert printed["TargetCpuUtilizationPerCore"] == 70


def test_a_rate_between_whole_requests_is_rounded_up() -> None:
    printed = json.loads(irctl("scaling", JOB, "--demo", "--json", "--max-rate", "100/h").out)
    assert printed["ScalingPolicyObjective"] == {"MaxInvocationsPerMinute": 2}


def test_the_table_explains_each_setting() -> None:
    done = irctl("scaling", JOB, "--demo", *TRAFFIC)
    assert done.code == 0
    for text in ("300 to 12,000/min", "70%", "instances", "300 s", "ms", "Scale-out cool-down"):
        assert text in done.out


def test_csv_has_a_row_for_each_policy() -> None:
    rows = list(csv.DictReader(io.StringIO(irctl("scaling", JOB, "--demo", "-o", "csv").out)))
    assert [row["policy_metric"] for row in rows] == [
        "SageMakerVariantInvocationsPerInstance",
        "CPUUtilization",
    ]
    assert {row["scale_in_cooldown_seconds"] for row in rows} == {"300"}


def test_the_chosen_recommendation_is_requested() -> None:
    every = json.loads(irctl("rank", JOB, "--demo", "--by", "latency", "--json").out)
    wanted = every["Recommendations"][0]["RecommendationId"]
    for options in (["--by", "latency"], ["--recommendation", wanted]):
        printed = json.loads(irctl("scaling", JOB, "--demo", "--json", *options).out)
        assert printed["RecommendationId"] == wanted


def test_an_endpoint_is_requested_by_name() -> None:
    job = json.loads(irctl("describe", JOB, "--demo", "--json").out)
    name = job["InferenceRecommendations"][0]["EndpointConfiguration"]["EndpointName"]
    printed = json.loads(irctl("scaling", JOB, "--demo", "--json", "--endpoint", name).out)
    assert printed["EndpointName"] == name
    assert "RecommendationId" not in printed


def test_a_mixed_job_is_scaled_by_its_instances() -> None:
    printed = json.loads(irctl("scaling", "bert-serverless", "--demo", "--json").out)
    assert printed["RecommendationId"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["bert-serverless", "--instance-type", "serverless"], "scales by itself"),
        ([JOB, "--endpoint", "nope"], "it benchmarked sm-epc-"),
        (["fraud-xgboost", "--endpoint", EXISTING], EXISTING),
        ([JOB, "--endpoint", "x", "--by", "latency"], "--by"),
        ([JOB, "--max-rate", "200"], "200/s"),
        ([JOB, "--min-rate", "2/s", "--max-rate", "60/min"], "more than"),
        ([JOB, "--target-cpu", "0"], "'0'"),
        ([JOB, "--target-cpu", "70"], "70%"),
        ([JOB, "--target-cpu", "0.705"], "'0.705'"),
        ([JOB, "--as", "python"], "aws-cli, cloudformation, terraform, json"),
        ([JOB, "--as", "json", "--json"], "exclude each other"),
    ],
)
def test_a_wrong_command_line_is_reported_with_what_is_valid(
    arguments: list[str], problem: str
) -> None:
    done = irctl("scaling", *arguments, "--demo")
    assert (done.code, done.out) == (2, "")
    assert problem in done.err


def test_a_saved_response_needs_its_name_and_arn(tmp_path: Path) -> None:
    job = json.loads(irctl("describe", JOB, "--demo", "--json").out)
    saved = tmp_path / "job.json"
    saved.write_text(json.dumps(job))
    assert irctl("scaling", str(saved), "--demo").code == 0
    del job["JobArn"]
    saved.write_text(json.dumps(job))
    done = irctl("scaling", str(saved), "--demo")
    assert done.code == 2
    assert "hint: " in done.err


@pytest.mark.parametrize(("job", "code"), [("gpt2-running", 8), ("bert-failed", 9), ("nope", 3)])
def test_a_job_without_results_has_no_scaling(job: str, code: int) -> None:
    assert irctl("scaling", job, "--demo").code == code


def written(tool: str, *options: str) -> str:
    done = irctl("scaling", JOB, "--demo", *TRAFFIC, "--as", tool, *options)
    assert done.code == 0, done.err
    return done.out


def requests() -> list[tuple[str, dict[str, object]]]:
    printed = json.loads(written("json"))
    return [
        ("register-scalable-target", printed["RegisterScalableTarget"]),
        *(("put-scaling-policy", entry) for entry in printed["PutScalingPolicy"]),
    ]


def test_requests_are_valid_to_botocore_and_name_the_endpoint() -> None:
    model = botocore.session.get_session().get_service_model("application-autoscaling")
    operations = {
        "register-scalable-target": "RegisterScalableTarget",
        "put-scaling-policy": "PutScalingPolicy",
    }
    for command, request in requests():
        shape = model.operation_model(operations[command]).input_shape
        assert shape is not None
        assert not ParamValidator().validate(request, shape).generate_report()
        assert request["ResourceId"] == f"endpoint/{JOB}/variant/AllTraffic"


def test_names_are_those_of_the_endpoint_to_scale() -> None:
    printed = json.loads(written("json", "--endpoint-name", "mine", "--variant-name", "blue"))
    assert printed["RegisterScalableTarget"]["ResourceId"] == "endpoint/mine/variant/blue"
    [_, cpu] = printed["PutScalingPolicy"]
    metric = cpu["TargetTrackingScalingPolicyConfiguration"]["CustomizedMetricSpecification"]
    assert metric["Dimensions"] == [
        {"Name": "EndpointName", "Value": "mine"},
        {"Name": "VariantName", "Value": "blue"},
    ]


def test_the_script_runs_the_aws_cli_with_the_requests(tmp_path: Path) -> None:
    log, aws = tmp_path / "log", tmp_path / "aws"
    aws.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        f"print(json.dumps(sys.argv[1:]), file=open({str(log)!r}, 'a'))\n"
    )
    aws.chmod(0o755)
    environ = {"PATH": f"{tmp_path}:{os.environ['PATH']}"}
    subprocess.run(["/bin/sh", "-c", written("aws-cli")], env=environ, check=True)
    ran = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(command[1], json.loads(command[-1])) for command in ran] == requests()
    assert {command[0] for command in ran} == {"application-autoscaling"}


def test_the_cloudformation_template_passes_cfn_lint() -> None:
    matches = lint(written("cloudformation"), config=ManualArgs(regions=["us-east-1"]))
    assert [str(match) for match in matches] == []


def test_terraform_is_hcl(tmp_path: Path) -> None:
    text = written("terraform")
    parsed = hcl2.loads(text)
    kinds = [kind.strip('"') for resource in parsed["resource"] for kind in resource]
    assert kinds == ["aws_appautoscaling_target", *["aws_appautoscaling_policy"] * 2]
    if shutil.which("terraform"):
        (tmp_path / "main.tf").write_text(text)
        subprocess.run(["terraform", "fmt", "-check"], cwd=tmp_path, check=True)


def test_a_benchmarked_endpoint_is_scaled_as_the_one_that_export_creates() -> None:
    job = json.loads(irctl("describe", JOB, "--demo", "--json").out)
    benchmarked = job["InferenceRecommendations"][0]["EndpointConfiguration"]["EndpointName"]
    deployed = json.loads(irctl("export", JOB, "--demo", "--json").out)
    printed = json.loads(written("json", "--endpoint", benchmarked))
    name = deployed["CreateEndpoint"]["EndpointName"]
    variant = deployed["CreateEndpointConfig"]["ProductionVariants"][0]["VariantName"]
    assert printed["RegisterScalableTarget"]["ResourceId"] == f"endpoint/{name}/variant/{variant}"


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (["--min-rate", "5/s", "--max-rate", "5/s"], "300 to 300/min"),
        (["--max-rate", "5/s"], "at most 300/min"),
        (["--min-rate", "1/min", "--max-rate", "1/min"], "1 instance "),
        ([], "176.2%"),
    ],
)
def test_the_table_shows_values_with_their_units(options: list[str], shown: str) -> None:
    assert shown in irctl("scaling", JOB, "--demo", *options).out


def test_a_capacity_of_one_instance_is_warned_of() -> None:
    one = irctl("scaling", JOB, "--demo", "--max-rate", "5/s")
    assert "MinCapacity is 1" in one.err
    assert "MinCapacity" not in irctl("scaling", JOB, "--demo", "--min-rate", "200/s").err


def test_a_target_is_written_with_the_digits_of_a_32_bit_float() -> None:
    policies = json.loads(written("json"))["PutScalingPolicy"]
    targets = [policy["TargetTrackingScalingPolicyConfiguration"] for policy in policies]
    assert [target["TargetValue"] for target in targets] == [1204, 246.68]


def test_the_tab_key_offers_no_existing_endpoint() -> None:
    from irctl.completion.engine import complete
    from irctl.invocation import World

    world = World(stdin=None, stdout=None, stderr=None, environ={})
    words = ["scaling", "fraud-xgboost", "--demo", "--endpoint", ""]
    offered = [suggestion.value for suggestion in complete(words, world).suggestions]
    assert offered
    assert EXISTING not in offered
