"""Each tool accepts the export written for it, and all exports contain the same values.

This holds for any text in a job.
"""

import base64
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import botocore.session
import hcl2
import pytest
from botocore.validate import ParamValidator
from cfnlint.api import ManualArgs, lint
from cfnlint.decode.cfn_yaml import loads as load_yaml

from tests.program import RECORDED, irctl, needs_recordings

Document = dict[str, Any]
OPERATIONS = {
    "create-model": "CreateModel",
    "create-endpoint-config": "CreateEndpointConfig",
    "create-endpoint": "CreateEndpoint",
}
HOSTILE = (
    "'; touch owned; '$(touch owned)`touch owned`\"${HOME}%{if true}x$${y}$$${z}%%{w}"
    "\\\n#\t{{x}} !Ref \u2028 \x1b[31m \x7f é \U0001f600 &a *b | yes: no"
)


def recommendation(**members: Any) -> Document:
    return {
        "RecommendationId": "hostile/abcd1234",
        "Metrics": {"CostPerInference": 1e-6},
        "EndpointConfiguration": {"InstanceType": "ml.c5.xlarge", "InitialInstanceCount": 2},
        "ModelConfiguration": {
            "InferenceSpecificationName": "onnx",
            "EnvironmentParameters": [
                {"Key": "PLAIN", "ValueType": "String", "Value": "1"},
                {"Key": "Yes", "ValueType": "String", "Value": "on"},
                {"Key": "HOSTILE", "ValueType": "String", "Value": HOSTILE},
            ],
        },
        **members,
    }


def job(**members: Any) -> Document:
    return {
        "JobName": "hostile",
        "JobArn": "arn:aws:sagemaker:us-east-2:111122223333:inference-recommendations-job/hostile",
        "RoleArn": "arn:aws:iam::111122223333:role/service-role/Recommender",
        "Status": "COMPLETED",
        "InputConfig": {
            "ModelPackageVersionArn": "arn:aws:sagemaker:us-east-2:111122223333:model-package/m/1",
            "VpcConfig": {
                "SecurityGroupIds": ["sg-1234abcd"],
                "Subnets": ["subnet-0123abcd", "subnet-4567abcd"],
            },
            "VolumeKmsKeyId": "alias/volumes",
        },
        "InferenceRecommendations": [recommendation()],
        **members,
    }


SERVERLESS = recommendation(
    EndpointConfiguration={
        "ServerlessConfig": {
            "MemorySizeInMB": 2048,
            "MaxConcurrency": 10,
            "ProvisionedConcurrency": 2,
        }
    }
)
COMPILED = recommendation(
    ModelConfiguration={"EnvironmentParameters": [], "CompilationJobName": "neo-c5"}
)
JOBS = {
    "everything": job(),
    "serverless": job(InferenceRecommendations=[SERVERLESS]),
    "compiled": job(InferenceRecommendations=[COMPILED]),
    "existing model": job(InputConfig={"ModelName": "resnet50-in-production"}),
    "next to nothing": {
        "Status": "COMPLETED",
        "InferenceRecommendations": [{"EndpointConfiguration": {}}],
    },
    "serverless without its size": job(
        RoleArn=None,
        InferenceRecommendations=[
            recommendation(EndpointConfiguration={"ServerlessConfig": {"MemorySizeInMB": None}})
        ],
    ),
}
VALUES = {
    "role_arn": "arn:aws:iam::111122223333:role/service-role/Mine",
    "model_package_arn": "arn:aws:sagemaker:us-east-2:111122223333:model-package/mine/3",
    "compiled_image": "111122223333.dkr.ecr.us-east-2.amazonaws.com/neo:1",
    "compiled_model_data_url": "s3://bucket/neo/model.tar.gz",
    "instance_type": "ml.c5.large",
    "initial_instance_count": "3",
    "memory_size_in_mb": "4096",
    "max_concurrency": "5",
}
"""What a user might set the variables to."""
ENVIRON = {
    **{name.upper(): value for name, value in VALUES.items()},
    "PATH": os.environ["PATH"],
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-2",
    "AWS_EC2_METADATA_DISABLED": "true",
}


def exported(document: Document, *options: str) -> str:
    done = irctl("export", "-", *options, stdin=json.dumps(document).encode())
    assert done.code == 0, done.err
    return done.out


def expected(document: Document) -> dict[str, Document]:
    """Return the requests of `--json`, with the variables set."""
    exported_as_json = json.loads(exported(document, "--json"))
    values = iter([VALUES[variable["Name"]] for variable in exported_as_json["Variables"]])
    numbers = {"InitialInstanceCount", "MemorySizeInMB", "MaxConcurrency"}

    def filled(value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {key: filled(item, key) for key, item in value.items()}
        if isinstance(value, list):
            return [filled(item) for item in value]
        if value is None:
            return int(next(values)) if name in numbers else next(values)
        return value

    requests = ("CreateModel", "CreateEndpointConfig", "CreateEndpoint")
    return {name: filled(request) for name in requests if (request := exported_as_json[name])}


@pytest.fixture(params=JOBS, name="document")
def _document(request: pytest.FixtureRequest) -> Document:
    return JOBS[request.param]


def test_requests_are_valid_for_botocore(document: Document) -> None:
    model = botocore.session.get_session().get_service_model("sagemaker")
    for operation, request in expected(document).items():
        shape = model.operation_model(operation).input_shape
        assert shape is not None
        problems = ParamValidator().validate(request, shape).generate_report()
        assert not problems


@pytest.mark.parametrize("shell", ["sh", "bash", "dash", "zsh"])
def test_a_shell_script_runs_the_aws_cli_with_the_requests(
    document: Document, shell: str, tmp_path: Path
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    log = tmp_path / "log"
    aws = tmp_path / "aws"
    aws.write_text(
        f"#!{sys.executable}\nimport json, sys\n"
        f"print(json.dumps(sys.argv[1:]), file=open({str(log)!r}, 'a'))\n"
    )
    aws.chmod(0o755)
    script = tmp_path / "deploy.sh"
    script.write_text(exported(document, "--as", "aws-cli"))
    environ = {**ENVIRON, "PATH": f"{tmp_path}:{ENVIRON['PATH']}"}
    subprocess.run([shell, script], env=environ, cwd=tmp_path, check=True)
    ran = {}
    for line in log.read_text().splitlines():
        service, operation, *options, flag, request = json.loads(line)
        assert (service, flag) == ("sagemaker", "--cli-input-json")
        assert options in ([], ["--region", "us-east-2"])
        ran[OPERATIONS[operation]] = json.loads(request)
    assert ran == expected(document)
    assert not (tmp_path / "owned").exists()


def test_a_shell_script_stops_before_the_first_request_if_a_variable_is_not_set(
    tmp_path: Path,
) -> None:
    script = exported(job(RoleArn=None), "--as", "aws-cli")
    done = subprocess.run(
        ["/bin/sh", "-c", script], env={"PATH": ""}, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "ROLE_ARN" in done.stderr
    assert "aws" not in done.stderr


class _SageMaker(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        received: list[Any] = self.server.received  # type: ignore[attr-defined]
        received.append((self.headers["X-Amz-Target"].partition(".")[2], json.loads(body)))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(name="sagemaker")
def _sagemaker() -> Iterator[HTTPServer]:
    with HTTPServer(("127.0.0.1", 0), _SageMaker) as server:
        server.received = []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_python_script_sends_the_requests(sagemaker: HTTPServer, tmp_path: Path) -> None:
    """All in one process: the import of boto3 takes most of the time."""
    url = f"http://127.0.0.1:{sagemaker.server_port}"
    for number, document in enumerate(JOBS.values()):
        (tmp_path / f"{number}.py").write_text(exported(document, "--as", "python"))
    run = "import runpy, sys\nfor path in sys.argv[1:]: runpy.run_path(path)"
    done = subprocess.run(
        [sys.executable, "-c", run, *(f"{number}.py" for number in range(len(JOBS)))],
        env={**ENVIRON, "AWS_ENDPOINT_URL_SAGEMAKER": url, "HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    sent = list(sagemaker.received)  # type: ignore[attr-defined]
    assert sent == [item for job in JOBS.values() for item in expected(job).items()]
    assert not (tmp_path / "owned").exists()


def test_a_cloudformation_template_passes_cfn_lint(document: Document) -> None:
    template = exported(document, "--as", "cloudformation")
    where = ManualArgs(regions=["us-east-2"])
    assert [str(match) for match in lint(template, config=where)] == []


def test_a_cloudformation_template_deploys_the_same(document: Document) -> None:
    template = load_yaml(exported(document, "--as", "cloudformation"))
    made = {
        f"Create{name}": resource["Properties"] for name, resource in template["Resources"].items()
    }
    wanted = expected(document)

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            if "Ref" in value:
                return VALUES[_snake(value["Ref"])]
            if "Fn::GetAtt" in value:
                resource, attribute = value["Fn::GetAtt"]
                return wanted[f"Create{resource}"][attribute]
            return {key: filled(item) for key, item in value.items()}
        return [filled(item) for item in value] if isinstance(value, list) else value

    made = filled(made)
    for variant in made["CreateEndpointConfig"]["ProductionVariants"]:
        assert variant.pop("InitialVariantWeight") == 1
    assert _as_text(made) == _as_text(wanted)


def _snake(name: str) -> str:
    return "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")


def _as_text(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _as_text(item) for key, item in value.items()}
    return [_as_text(item) for item in value] if isinstance(value, list) else str(value)


def test_a_terraform_configuration_is_hcl(document: Document) -> None:
    text = exported(document, "--as", "terraform")
    parsed = hcl2.loads(text)
    kinds = [kind.strip('"') for resource in parsed["resource"] for kind in resource]
    assert kinds[-2:] == ["aws_sagemaker_endpoint_configuration", "aws_sagemaker_endpoint"]


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")
def test_a_terraform_configuration_is_formatted(document: Document, tmp_path: Path) -> None:
    (tmp_path / "main.tf").write_text(exported(document, "--as", "terraform"))
    done = subprocess.run(
        ["terraform", "fmt", "-check", "-diff"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(shutil.which("terraform") is None, reason="terraform is not installed")
def test_terraform_reads_hostile_text_unchanged(tmp_path: Path) -> None:
    text = exported(job(), "--as", "terraform")
    line = next(line for line in text.splitlines() if '"HOSTILE"' in line)
    argument = line.replace('"HOSTILE"', "hostile")
    (tmp_path / "main.tf").write_text(f"locals {{\n{argument}\n}}\n")
    done = subprocess.run(
        ["terraform", "console"],
        input="base64encode(local.hostile)\n",
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert base64.b64decode(done.stdout.strip().strip(chr(34))).decode() == HOSTILE


@needs_recordings
@pytest.mark.parametrize("tool", ["aws-cli", "cloudformation", "terraform", "python"])
@pytest.mark.parametrize(
    "file", [f for f in sorted(RECORDED.glob("*.json")) if "failed" not in f.name], ids=str
)
def test_every_recorded_job_can_be_exported(file: Path, tool: str) -> None:
    done = irctl("export", str(file), "--as", tool)
    assert done.code == 0, done.err
    if tool == "python":
        compile(done.out, "deploy.py", "exec")
    if tool == "terraform":
        hcl2.loads(done.out)


def terraform(document: Document, *options: str) -> Document:
    """Return the body of each resource by its type."""
    parsed = hcl2.loads(exported(document, "--as", "terraform", *options))
    return {
        kind.strip('"'): body
        for resource in parsed["resource"]
        for kind, named in resource.items()
        for body in named.values()
    }


def test_terraform_replaces_what_the_endpoint_uses_before_it_is_deleted(document: Document) -> None:
    resources = terraform(document)
    config = resources["aws_sagemaker_endpoint_configuration"]
    assert "name" not in config
    assert len(config["name_prefix"].strip('"')) <= 37
    for kind in ("aws_sagemaker_model", "aws_sagemaker_endpoint_configuration"):
        if kind in resources:
            assert resources[kind]["lifecycle"][0]["create_before_destroy"] is True


def test_terraform_names_a_changed_model_differently() -> None:
    names = [
        terraform(job(InputConfig={"ModelPackageVersionArn": arn}))["aws_sagemaker_model"]["name"]
        for arn in ("arn:a", "arn:b", "arn:a")
    ]
    assert names[0] == names[2] != names[1]
    with_variable = exported(job(RoleArn=None), "--as", "terraform")
    assert "var.role_arn])), 0, 8)" in with_variable


def test_terraform_states_the_provider_version_and_outputs(document: Document) -> None:
    parsed = hcl2.loads(exported(document, "--as", "terraform"))
    assert "version" in str(parsed["terraform"])
    assert len(parsed["output"]) == 2


TAGS = ["--tag", "team=search", "--tag", "cost centre=a=b"]


def test_tags_are_on_every_resource() -> None:
    wanted = [{"Key": "team", "Value": "search"}, {"Key": "cost centre", "Value": "a=b"}]
    printed = json.loads(exported(job(), "--json", *TAGS))
    model = botocore.session.get_session().get_service_model("sagemaker")
    for operation in ("CreateModel", "CreateEndpointConfig", "CreateEndpoint"):
        request = printed[operation]
        assert request["Tags"] == wanted
        shape = model.operation_model(operation).input_shape
        assert shape is not None
        assert not ParamValidator().validate(request, shape).generate_report()
    template = exported(job(), "--as", "cloudformation", *TAGS)
    assert [str(m) for m in lint(template, config=ManualArgs(regions=["us-east-2"]))] == []
    for resource in load_yaml(template)["Resources"].values():
        assert resource["Properties"]["Tags"] == wanted
    for body in terraform(job(), *TAGS).values():
        assert len(body["tags"]) == 2
    for tool in ("aws-cli", "python"):
        assert exported(job(), "--as", tool, *TAGS).count("cost centre") == 3


@pytest.mark.parametrize("tag", ["team", "=x", "aws:x=1", "k" * 129 + "=x"])
def test_an_invalid_tag_is_refused(tag: str) -> None:
    assert irctl("export", "resnet50-default", "--demo", "--tag", tag).code == 2
    twice = ["--tag", "a=1", "--tag", "a=2"]
    assert irctl("export", "resnet50-default", "--demo", *twice).code == 2
