"""Exports with --update and --autoscale: an endpoint that exists is changed once."""

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import botocore.session
import hcl2
import pytest
from botocore.validate import ParamValidator
from cfnlint.api import ManualArgs, lint
from cfnlint.decode.cfn_yaml import loads as load_yaml

from tests.export.aws_server import Server
from tests.export.test_deployments import ENVIRON, job
from tests.program import irctl

JOB = "resnet50-default"
AUTOSCALE = ["--traffic", "200/s", "--autoscale", "--tag", "team=search"]
TARGET = {
    "ServiceNamespace": "sagemaker",
    "ResourceId": f"endpoint/{JOB}/variant/AllTraffic",
    "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
    "MinCapacity": 1,
    "MaxCapacity": 14,
    "Tags": {"team": "search"},
}
OPERATIONS = {
    "RegisterScalableTarget": "application-autoscaling",
    "PutScalingPolicy": "application-autoscaling",
    "UpdateEndpoint": "sagemaker",
    "CreateModel": "sagemaker",
    "CreateEndpointConfig": "sagemaker",
}


def exported(*options: str) -> str:
    done = irctl("export", JOB, "--demo", *options)
    assert done.code == 0, done.err
    return done.out


def requests(*options: str) -> dict[str, Any]:
    printed: dict[str, Any] = json.loads(exported("--json", *options))
    return printed


def of_job(document: dict[str, Any], *options: str) -> str:
    done = irctl("export", "-", *options, stdin=json.dumps(document).encode())
    assert done.code == 0, done.err
    return done.out


@pytest.fixture(name="aws")
def _aws() -> Iterator[Server]:
    with Server(JOB) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def run_python(script: str, aws: Server, directory: Path, times: int) -> None:
    """Run a script several times, all in one process: the import of boto3 takes most of it."""
    (directory / "deploy.py").write_text(script)
    code = f"import runpy\nfor _ in range({times}): runpy.run_path('deploy.py')"
    environ = {**ENVIRON, "AWS_ENDPOINT_URL": aws.url, "HOME": str(directory)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environ, cwd=directory, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()


def test_requests_are_valid_for_botocore() -> None:
    printed = requests(*AUTOSCALE, "--update")
    session = botocore.session.get_session()
    for operation, service in OPERATIONS.items():
        shape = session.get_service_model(service).operation_model(operation).input_shape
        assert shape is not None
        sent = printed[operation]
        for request in sent if isinstance(sent, list) else [sent]:
            assert not ParamValidator().validate(request, shape).generate_report()


def test_scaling_follows_the_endpoint_in_a_python_script(aws: Server, tmp_path: Path) -> None:
    run_python(exported(*AUTOSCALE, "--as", "python"), aws, tmp_path, times=1)
    names = [operation for operation, _ in aws.changes]
    assert names[:4] == [
        "CreateModel",
        "CreateEndpointConfig",
        "CreateEndpoint",
        "RegisterScalableTarget",
    ]
    assert names[4:] == ["PutScalingPolicy"] * 2
    assert aws.changes[3][1] == TARGET


def test_an_update_creates_what_is_new_and_a_second_run_changes_nothing(
    aws: Server, tmp_path: Path
) -> None:
    run_python(exported("--update", "--as", "python"), aws, tmp_path, times=2)
    assert [operation for operation, _ in aws.changes] == [
        "CreateModel",
        "CreateEndpointConfig",
        "UpdateEndpoint",
    ]
    printed = requests("--update")
    assert [request for _, request in aws.changes] == [
        printed[operation] for operation, _ in aws.changes
    ]
    assert printed["CreateEndpoint"] is None


def test_an_update_of_a_scaled_endpoint_keeps_its_size_and_tags_what_exists(
    aws: Server, tmp_path: Path
) -> None:
    run_python(exported(*AUTOSCALE, "--update", "--as", "python"), aws, tmp_path, times=1)
    changes = dict(aws.changes)
    assert changes["UpdateEndpoint"]["RetainAllVariantProperties"] is True
    assert changes["AddTags"]["ResourceArn"].endswith(f"endpoint/{JOB}")
    assert "Tags" not in changes["RegisterScalableTarget"]
    assert changes["TagResource"]["Tags"] == {"team": "search"}


def test_a_shell_script_updates_once(tmp_path: Path) -> None:
    """With a program in place of the AWS CLI that keeps what was created in files."""
    aws = tmp_path / "aws"
    aws.write_text(f"""#!{sys.executable}
import json, pathlib, sys
service, operation, *options = sys.argv[1:]
if operation == "describe-endpoint":
    current = pathlib.Path("current")
    print(current.read_text() if current.exists() else "old")
elif operation.startswith("describe-"):
    sys.exit(0 if pathlib.Path(options[-1]).exists() else 254)
elif operation != "wait":
    request = json.loads(options[options.index("--cli-input-json") + 1])
    print(operation, file=open("log", "a"))
    if operation.startswith("create-"):
        name = request.get("ModelName") or request["EndpointConfigName"]
        pathlib.Path(name).touch(exist_ok=False)
    if operation == "update-endpoint":
        pathlib.Path("current").write_text(request["EndpointConfigName"])
""")
    aws.chmod(0o755)
    script = of_job(job(RoleArn=None), "--update", "--tag", "team=search")
    environ = {**ENVIRON, "PATH": f"{tmp_path}:{ENVIRON['PATH']}"}

    def run(role: str) -> list[str]:
        log = tmp_path / "log"
        log.write_text("")
        subprocess.run(
            ["/bin/sh", "-c", script], env={**environ, "ROLE_ARN": role}, cwd=tmp_path, check=True
        )
        return log.read_text().split()

    created = ["create-model", "create-endpoint-config", "update-endpoint", "add-tags"]
    assert run("arn:aws:iam::111122223333:role/a") == created
    assert run("arn:aws:iam::111122223333:role/a") == ["add-tags"]
    assert run("arn:aws:iam::111122223333:role/b") == created


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed")
@pytest.mark.parametrize("options", [[], AUTOSCALE, ["--update"], [*AUTOSCALE, "--update"]])
def test_shellcheck_has_no_complaint(options: list[str], tmp_path: Path) -> None:
    (tmp_path / "demo.sh").write_text(exported(*options))
    update = [option for option in options if option == "--update"]
    (tmp_path / "variables.sh").write_text(of_job(job(RoleArn=None), *update))
    # SC2016: a job may contain a dollar sign, which is to stay in its quotes.
    command = ["shellcheck", "--exclude", "SC2016", "demo.sh", "variables.sh"]
    subprocess.run(command, cwd=tmp_path, check=True)


def test_names_derive_from_the_content() -> None:
    def names(*options: str) -> list[str]:
        printed = requests("--update", *options)
        assert printed["UpdateEndpoint"]["EndpointConfigName"] in str(printed)
        return [
            printed["CreateModel"]["ModelName"],
            printed["CreateEndpointConfig"]["EndpointConfigName"],
        ]

    model, config = names()
    assert names() == [model, config]
    assert names("--instance-count", "7")[0] == model
    assert names("--instance-count", "7")[1] != config
    assert names("--tag", "a=b")[0] != model
    assert names("--model-name", "m" * 63, "--endpoint-config-name", "c" * 63) != [model, config]
    assert all(len(name) <= 63 for name in names("--model-name", "m" * 63))


def test_a_cloudformation_template_scales_the_endpoint_after_it_is_created() -> None:
    template = exported(*AUTOSCALE, "--as", "cloudformation")
    assert [str(match) for match in lint(template, config=ManualArgs(regions=["us-east-1"]))] == []
    resources = load_yaml(template)["Resources"]
    target = resources["ScalableTarget"]
    assert target["DependsOn"] == "Endpoint"
    assert target["Properties"]["Tags"] == [{"Key": "team", "Value": "search"}]
    assert resources["Endpoint"]["Properties"]["RetainAllVariantProperties"]
    assert sum(name.startswith("ScalingPolicy") for name in resources) == 2


def test_a_terraform_configuration_scales_the_endpoint_after_it_is_created(tmp_path: Path) -> None:
    text = exported(*AUTOSCALE, "--as", "terraform")
    resources = {
        kind.strip('"'): body
        for resource in hcl2.loads(text)["resource"]
        for kind, named in resource.items()
        for body in named.values()
    }
    target = resources["aws_appautoscaling_target"]
    assert "${aws_sagemaker_endpoint.endpoint.name}" in target["resource_id"]
    assert "tags" in target
    assert "aws_appautoscaling_policy" in resources
    if shutil.which("terraform"):
        (tmp_path / "main.tf").write_text(text)
        subprocess.run(["terraform", "fmt", "-check"], cwd=tmp_path, check=True)


def test_the_capacity_can_be_set() -> None:
    options = ["--autoscale", "--min-capacity", "3", "--max-capacity", "9"]
    target = requests(*options)["RegisterScalableTarget"]
    assert (target["MinCapacity"], target["MaxCapacity"]) == (3, 9)
    assert "MinCapacity" in irctl("export", JOB, "--demo", "--autoscale").err
    assert "MinCapacity" not in irctl("export", JOB, "--demo", *options).err


def test_what_passed_a_gate_is_scaled_for_its_traffic() -> None:
    limits = ["--traffic", "200/s", "--max", "latency=1s"]
    passed = irctl("check", JOB, "--demo", "--json", *limits).out.encode()
    done = irctl("export", "-", "--demo", "--autoscale", "--json", stdin=passed)
    assert json.loads(done.out)["RegisterScalableTarget"]["MaxCapacity"] == 14


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ([JOB, "--min-capacity", "2"], "--autoscale"),
        ([JOB, "--autoscale", "--min-capacity", "9", "--max-capacity", "3"], "9"),
        ([JOB, "--update", "--as", "terraform"], "terraform"),
        ([JOB, "--update", "--as", "cloudformation"], "cloudformation"),
        (["bert-serverless", "--autoscale", "--instance-type", "serverless"], "scales by itself"),
    ],
)
def test_what_does_not_apply_is_refused(arguments: list[str], named: str) -> None:
    done = irctl("export", *arguments, "--demo")
    assert (done.code, done.out) == (2, "")
    assert named in done.err


def test_scaling_tags_the_target_that_it_writes() -> None:
    for tool in ("aws-cli", "json", "terraform", "cloudformation"):
        options = ["--max-rate", "200/s", "--as", tool, "--tag", "team=search"]
        assert "search" in irctl("scaling", JOB, "--demo", *options).out
    assert irctl("scaling", JOB, "--demo", "--tag", "team=search").code == 2
