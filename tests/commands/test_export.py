"""`irctl export`: which recommendation it takes, and what it says on standard error."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.program import irctl

JOB = "resnet50-default"


def test_takes_the_cheapest_per_inference_by_default() -> None:
    best = json.loads(irctl("rank", JOB, "--demo", "--json").out)["Recommendations"][0]
    printed = json.loads(irctl("export", JOB, "--demo", "--json").out)
    assert printed["RecommendationId"] == best["RecommendationId"]


def test_takes_the_best_by_another_metric() -> None:
    best = json.loads(irctl("rank", JOB, "--demo", "--by", "throughput", "--json").out)
    printed = json.loads(irctl("export", JOB, "--demo", "--by", "throughput", "--json").out)
    assert printed["RecommendationId"] == best["Recommendations"][0]["RecommendationId"]


def test_takes_a_recommendation_by_its_whole_id_or_the_last_part() -> None:
    every = json.loads(irctl("rank", JOB, "--demo", "--json").out)["Recommendations"]
    wanted = every[-1]["RecommendationId"]
    for text in (wanted, wanted.rpartition("/")[2]):
        printed = json.loads(irctl("export", JOB, "--demo", "--recommendation", text, "--json").out)
        assert printed["RecommendationId"] == wanted


def test_takes_the_best_of_an_instance_type() -> None:
    every = json.loads(irctl("rank", JOB, "--demo", "--json").out)["Recommendations"]
    wanted = every[-1]["EndpointConfiguration"]["InstanceType"]
    printed = json.loads(irctl("export", JOB, "--demo", "--instance-type", wanted, "--json").out)
    assert printed["CreateEndpointConfig"]["ProductionVariants"][0]["InstanceType"] == wanted


def test_serverless_selects_a_serverless_recommendation() -> None:
    done = irctl("export", "bert-serverless", "--demo", "--instance-type", "serverless", "--json")
    variant = json.loads(done.out)["CreateEndpointConfig"]["ProductionVariants"][0]
    assert "ServerlessConfig" in variant


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        (["--recommendation", "nope"], f"the ids are {JOB}/"),
        (["--instance-type", "ml.none"], "the instance types are ml."),
        (["--by", "price"], "the metrics are cost-per-hour"),
        (["--by", "setup-time"], "has setup-time"),
        (["--as", "pulumi"], "aws-cli, cloudformation, terraform, python"),
        (["--as", "python", "--json"], "exclude each other"),
        (["-o", "csv"], "the formats are table, json, jsonl"),
        (["--model-name", "a b"], "letters, digits and inner hyphens"),
        (["--recommendation", "x", "--by", "latency"], "--by"),
    ],
)
def test_an_unknown_value_is_reported_with_the_valid_ones(options: list[str], printed: str) -> None:
    done = irctl("export", JOB, "--demo", *options)
    assert done.code == 2
    assert printed in done.err
    assert not done.out


@pytest.mark.parametrize(("job", "code"), [("gpt2-running", 8), ("bert-failed", 9), ("nope", 3)])
def test_a_job_without_results_cannot_be_exported(job: str, code: int) -> None:
    done = irctl("export", job, "--demo")
    assert (done.code, done.out) == (code, "")


def test_names_can_be_set() -> None:
    names = {
        "--model-name": "my-model",
        "--endpoint-config-name": "my-config",
        "--endpoint-name": "my-endpoint",
        "--variant-name": "blue",
    }
    options = [text for pair in names.items() for text in pair]
    printed = json.loads(irctl("export", JOB, "--demo", "--json", *options).out)
    assert printed["CreateModel"]["ModelName"] == "my-model"
    config = printed["CreateEndpointConfig"]
    assert config["EndpointConfigName"] == printed["CreateEndpoint"]["EndpointConfigName"]
    assert config["EndpointConfigName"] == "my-config"
    assert config["ProductionVariants"][0]["VariantName"] == "blue"
    assert config["ProductionVariants"][0]["ModelName"] == "my-model"
    assert printed["CreateEndpoint"]["EndpointName"] == "my-endpoint"


def exported(document: object, *options: str) -> tuple[str, str]:
    done = irctl("export", "-", *options, stdin=json.dumps(document).encode())
    assert done.code == 0, done.err
    return done.out, done.err


MEASURED = {
    "EndpointConfiguration": {"InstanceType": "ml.c5.large", "InitialInstanceCount": 1},
    "ModelConfiguration": {
        "EnvironmentParameters": [{"Key": "OMP_NUM_THREADS", "ValueType": "String", "Value": "4"}]
    },
}


@pytest.mark.parametrize("tool", ["aws-cli", "cloudformation", "terraform", "python"])
def test_an_existing_model_that_may_differ_is_noted_in_the_output_and_on_stderr(tool: str) -> None:
    job = {
        "JobName": "a",
        "Status": "COMPLETED",
        "InputConfig": {"ModelName": "in-production"},
        "InferenceRecommendations": [MEASURED],
    }
    out, err = exported(job, "--as", tool)
    for text in (out, err):
        assert "OMP_NUM_THREADS=4; model in-production is deployed as it is" in text
    assert "reate-model " not in out


@pytest.mark.parametrize(
    ("vpc", "missing"),
    [
        ({"Subnets": ["subnet-1"]}, "security_group_id"),
        ({"SecurityGroupIds": ["sg-1"], "Subnets": []}, "subnet_id"),
    ],
)
def test_a_part_of_the_vpc_that_the_job_lacks_is_a_variable(
    vpc: dict[str, list[str]], missing: str
) -> None:
    job = {
        "JobName": "a",
        "InputConfig": {"VpcConfig": vpc},
        "InferenceRecommendations": [{"EndpointConfiguration": {"InstanceType": "ml.c5.large"}}],
    }
    done = irctl("export", "-", "--as", "terraform", stdin=json.dumps(job).encode())
    assert done.code == 0
    assert f"[var.{missing}]" in done.out
    assert "[]" not in done.out
    assert missing in done.err


def test_an_environment_variable_without_a_value_is_left_out_with_a_warning() -> None:
    environment = [{"Key": "A", "Value": None}, {"Key": "B", "Value": ""}]
    job = {
        "JobName": "a",
        "InferenceRecommendations": [
            {
                "EndpointConfiguration": {"InstanceType": "ml.c5.large"},
                "ModelConfiguration": {"EnvironmentParameters": environment},
            }
        ],
    }
    done = irctl("export", "-", "--json", stdin=json.dumps(job).encode())
    model = json.loads(done.out)["CreateModel"]
    assert model["PrimaryContainer"]["Environment"] == {"B": ""}
    assert "the value of A" in done.err


def test_a_serverless_endpoint_has_no_vpc_and_no_key_with_a_warning() -> None:
    job = {
        "JobName": "a",
        "Status": "COMPLETED",
        "RoleArn": "arn:aws:iam::111122223333:role/r",
        "InputConfig": {
            "ModelPackageVersionArn": "arn:aws:sagemaker:us-east-2:111122223333:model-package/m/1",
            "VpcConfig": {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]},
            "VolumeKmsKeyId": "alias/k",
        },
        "InferenceRecommendations": [
            {
                "EndpointConfiguration": {
                    "ServerlessConfig": {"MemorySizeInMB": 1, "MaxConcurrency": 1}
                }
            }
        ],
    }
    out, err = exported(job, "--json")
    assert "VpcConfig" not in json.loads(out)["CreateModel"]
    assert "KmsKeyId" not in json.loads(out)["CreateEndpointConfig"]
    assert "VPC" in err
    assert "KMS" in err


def test_text_that_cloudformation_would_resolve_to_a_secret_is_refused() -> None:
    secret = {"Key": "A", "ValueType": "String", "Value": "{{resolve:secretsmanager:db}}"}
    job = {
        "Status": "COMPLETED",
        "InferenceRecommendations": [{"ModelConfiguration": {"EnvironmentParameters": [secret]}}],
    }
    stdin = json.dumps(job).encode()
    done = irctl("export", "-", "--as", "cloudformation", stdin=stdin)
    assert (done.code, done.out) == (2, "")


def test_a_title_can_not_leave_its_comment() -> None:
    job = {
        "JobName": "a\ntouch owned\r\u2028x",
        "Status": "COMPLETED",
        "InferenceRecommendations": [MEASURED],
    }
    for tool in ("aws-cli", "cloudformation", "terraform", "python"):
        out, _ = exported(job, "--as", tool)
        assert not any(line.startswith("touch") for line in out.splitlines())


def requests(*arguments: str, stdin: bytes = b"") -> dict[str, Any]:
    done = irctl("export", *arguments, "--json", stdin=stdin)
    assert done.code == 0, done.err
    printed: dict[str, Any] = json.loads(done.out)
    return printed


def variant(*arguments: str, stdin: bytes = b"") -> dict[str, Any]:
    printed = requests(*arguments, stdin=stdin)
    only: dict[str, Any] = printed["CreateEndpointConfig"]["ProductionVariants"][0]
    return only


PLANNED = (JOB, "bert-serverless", "churn-stairs", "resnet50-advanced")
RATES = ("1/min", "2/s", "200/s")
REFINED: tuple[list[str], ...] = ([], ["--max", "cost-per-hour=1"], ["--utilization", "70%"])


@pytest.mark.parametrize(
    ("job", "traffic", "options"),
    [  # each with each of another kind
        (job, rate, REFINED[(row + column) % len(REFINED)])
        for row, job in enumerate(PLANNED)
        for column, rate in enumerate(RATES)
    ],
)
def test_the_cheapest_plan_is_deployed_in_its_size(
    job: str, traffic: str, options: list[str]
) -> None:
    arguments = [job, "--demo", "--traffic", traffic, *options]
    plan = json.loads(irctl("plan", *arguments, "--json").out)["Plans"][0]
    if not plan["Feasible"]:
        assert irctl("export", *arguments).code == 10
        return
    printed = requests(*arguments)
    deployed = printed["CreateEndpointConfig"]["ProductionVariants"][0]
    assert printed["RecommendationId"] == plan["Recommendation"].get("RecommendationId")
    assert deployed.get("InitialInstanceCount") == plan["InstanceCount"]
    assert deployed.get("ServerlessConfig", {}).get("MaxConcurrency") == plan["MaxConcurrency"]


def test_the_best_recommendation_that_meets_the_limits_is_deployed() -> None:
    limits = ["--max", "latency=30"]
    ranked = json.loads(irctl("rank", JOB, "--demo", *limits, "--json").out)["Recommendations"]
    assert requests(JOB, "--demo", *limits)["RecommendationId"] == ranked[0]["RecommendationId"]


def test_nothing_is_written_if_no_recommendation_meets_the_limits() -> None:
    done = irctl("export", JOB, "--demo", "--max", "latency=1")
    assert (done.code, done.out) == (10, "")
    assert "19 ms" in done.err


def test_a_policy_limits_the_choice_and_sizes_the_deployment(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('traffic = "200/s"\nmin-instances = 20\n[max]\nlatency = 30\n')
    options = ["--demo", "--traffic", "200/s", "--min-instances", "20", "--max", "latency=30"]
    assert requests(JOB, "--demo", "--policy", str(policy)) == requests(JOB, *options)
    policy.write_text("all = true\n[max]\nlatency = 30\n")
    assert irctl("export", JOB, "--demo", "--policy", str(policy)).code == 10


def test_a_policy_with_a_baseline_is_refused(tmp_path: Path) -> None:
    policy = tmp_path / "policy.toml"
    policy.write_text('baseline = "x"\n[max-regression]\nlatency = "10%"\n')
    done = irctl("export", JOB, "--demo", "--policy", str(policy))
    assert done.code == 2
    assert "irctl check" in done.err


def test_a_given_size_overrides_the_planned_one() -> None:
    assert variant(JOB, "--demo", "--instance-count", "3")["InitialInstanceCount"] == 3
    planned = variant(JOB, "--demo", "--traffic", "200/s", "--instance-count", "30")
    assert planned["InitialInstanceCount"] == 30
    serverless = ["bert-serverless", "--demo", "--instance-type", "serverless"]
    config = variant(*serverless, "--traffic", "2/s", "--max-concurrency", "9")["ServerlessConfig"]
    assert config["MaxConcurrency"] == 9


@pytest.mark.parametrize(
    "options",
    [
        ["--max-concurrency", "5"],
        ["--max-concurrency", "201"],
        ["--instance-type", "serverless", "--instance-count", "5"],
        ["--utilization", "50%"],
        ["--max", "monthly-cost=5"],
    ],
)
def test_a_size_or_limit_that_does_not_apply_is_refused(options: list[str]) -> None:
    job = "bert-serverless" if "serverless" in options else JOB
    assert irctl("export", job, "--demo", *options).code == 2


def serverless_job(**config: int) -> bytes:
    recommendation = {
        "RecommendationId": "a/1",
        "Metrics": {"CostPerInference": 1e-6, "MaxInvocations": 60, "ModelLatency": 5},
        "EndpointConfiguration": {"ServerlessConfig": {"MemorySizeInMB": 1024, **config}},
    }
    job = {"JobName": "a", "Status": "COMPLETED", "InferenceRecommendations": [recommendation]}
    return json.dumps(job).encode()


@pytest.mark.parametrize("tool", ["aws-cli", "cloudformation", "terraform", "python"])
def test_a_concurrency_of_one_is_warned_of_in_the_output_and_on_stderr(tool: str) -> None:
    done = irctl("export", "-", "--as", tool, stdin=serverless_job(MaxConcurrency=1))
    for text in (done.out, done.err):
        assert "MaxConcurrency is 1" in text
    planned = ["--traffic", "10/s"]
    done = irctl("export", "-", "--as", tool, *planned, stdin=serverless_job(MaxConcurrency=1))
    assert "MaxConcurrency is 1" not in done.out + done.err


def test_the_concurrency_is_never_below_the_provisioned_one() -> None:
    job = serverless_job(MaxConcurrency=10, ProvisionedConcurrency=4)
    config = variant("-", "--traffic", "6/min", stdin=job)["ServerlessConfig"]
    assert config == {"MemorySizeInMB": 1024, "MaxConcurrency": 4, "ProvisionedConcurrency": 4}
    assert irctl("export", "-", "--max-concurrency", "3", stdin=job).code == 2


def checked(*arguments: str) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(irctl("check", *arguments, "--demo", "--json").out)
    return printed


def approved(document: object, *options: str) -> dict[str, Any]:
    return requests("-", *options, stdin=json.dumps(document).encode())


@pytest.mark.parametrize("job", [JOB, "bert-serverless", "churn-stairs"])
@pytest.mark.parametrize("traffic", [[], ["--traffic", "2/s"], ["--traffic", "2/s", "--all"]])
def test_what_passed_a_gate_is_deployed(job: str, traffic: list[str]) -> None:
    document = checked(job, "--max", "latency=10s", *traffic)
    passed = [entry for entry in document["Recommendations"] if entry["Passed"]]
    printed = approved(document)
    [deployed] = [e for e in passed if e["RecommendationId"] == printed["RecommendationId"]]
    direct = requests(job, "--demo", "--max", "latency=10s", *traffic[:2])
    assert {**printed, "Warnings": []} == {**direct, "Warnings": []}
    variant = printed["CreateEndpointConfig"]["ProductionVariants"][0]
    if traffic:
        assert variant.get("InitialInstanceCount") == deployed["Plan"]["InstanceCount"]
        concurrency = variant.get("ServerlessConfig", {}).get("MaxConcurrency")
        assert concurrency == deployed["Plan"]["MaxConcurrency"]


def test_of_what_passed_another_can_be_chosen_but_nothing_that_failed() -> None:
    document = checked(JOB, "--max", "latency=100")
    by_latency = json.loads(irctl("rank", JOB, "--demo", "--by", "latency", "--json").out)
    best = by_latency["Recommendations"][0]["RecommendationId"]
    worst = by_latency["Recommendations"][-1]["RecommendationId"]
    assert approved(document, "--by", "latency")["RecommendationId"] == best
    stdin = json.dumps(document).encode()
    assert irctl("export", "-", "--recommendation", worst, stdin=stdin).code == 2


def test_of_several_jobs_that_passed_the_best_is_deployed() -> None:
    jobs = [JOB, "resnet50-default-v2"]
    ranked = json.loads(irctl("rank", *jobs, "--demo", "--json").out)["Recommendations"]
    printed = approved(checked(*jobs, "--max", "latency=10s"))
    assert printed["JobName"] == ranked[0]["JobName"]
    assert printed["RecommendationId"] == ranked[0]["RecommendationId"]


def test_a_gate_that_was_not_met_is_not_exported() -> None:
    stdin = json.dumps(checked(JOB, "--max", "latency=1")).encode()
    done = irctl("export", "-", stdin=stdin)
    assert (done.code, done.out) == (10, "")
    assert "19 ms" in done.err


@pytest.mark.parametrize("options", [["--traffic", "1/s"], ["--max", "latency=5"]])
def test_a_gate_is_not_decided_again(options: list[str]) -> None:
    stdin = json.dumps(checked(JOB, "--max", "latency=100")).encode()
    done = irctl("export", "-", *options, stdin=stdin)
    assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize(
    "broken",
    [
        {"Jobs": None},
        {"Jobs": []},
        {"Jobs": [1]},
        {"Jobs": [{"JobName": JOB}, {"JobName": JOB, "RoleArn": "x"}]},
        {"Recommendations": []},
        {"Recommendations": {}},
        {"Recommendations": [{"JobName": JOB, "Passed": True, "Plan": {"InstanceCount": -1}}]},
        {"Recommendations": [{"JobName": JOB, "Passed": True, "Plan": {"InstanceCount": True}}]},
        {"Recommendations": [{"JobName": JOB, "Passed": True, "Plan": {}}]},
        {"Recommendations": [{"JobName": JOB, "Passed": True}]},
        {"Recommendations": [{"JobName": JOB, "Passed": True, "EndpointConfiguration": 5}]},
        {"RequestsPerMinute": "many"},
    ],
)
def test_an_altered_output_of_check_cannot_be_read(broken: dict[str, Any]) -> None:
    document = {**checked(JOB, "--max", "latency=100", "--traffic", "1/s"), **broken}
    done = irctl("export", "-", stdin=json.dumps(document).encode())
    assert (done.code, done.out) == (5, "")
