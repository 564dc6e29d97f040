"""Deployments of AI recommendations."""

import json
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator
from cfnlint.api import ManualArgs, lint

from tests.made import benchmark_job, figure, language_row, recommendation_job
from tests.program import Done, irctl

PACKAGE = "arn:aws:sagemaker:eu-west-1:111122223333:model-package/chat/1"
ADAPTERS = {
    "S3Uris": [{"AdapterId": "sql", "S3Uri": "s3://b/sql.tar.gz"}],
    "ModelPackageArns": [{"AdapterId": "sql", "ModelPackageArn": PACKAGE}],
}


def candidate(
    name: str = "fast", tokens: int = 1, copies: int = 2, **members: Any
) -> dict[str, Any]:
    return language_row(
        **{
            "ModelDetails": {"ModelPackageArn": PACKAGE, "InferenceSpecificationName": name},
            "ExpectedPerformance": [figure("OutputTokenThroughput", tokens, "avg")],
            "DeploymentConfiguration": {
                "InstanceType": "ml.g6.12xlarge",
                "InstanceCount": 1,
                "CopyCountPerInstance": copies,
                "ImageUri": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/vllm:1",
                "EnvironmentVariables": {
                    "SM_VLLM_TENSOR_PARALLEL_SIZE": "2",
                    "HF_TOKEN": "hf_not_for_files",
                },
                "S3": [{"ChannelName": "base_model", "Uri": "s3://b/model/"}],
            },
            **members,
        },
    )


def job(*rows: dict[str, Any]) -> dict[str, Any]:
    return recommendation_job(
        *rows,
        AIRecommendationJobArn="arn:aws:sagemaker:eu-west-1:111122223333:ai-recommendation-job/chat",
        RoleArn="arn:aws:iam::111122223333:role/models",
        PerformanceTarget={"Constraints": [{"Metric": "throughput"}]},
    )


def export(folder: Path, document: dict[str, Any], *options: str) -> Done:
    path = folder / "job.json"
    path.write_text(json.dumps(document))
    return irctl("export", str(path), *options)


def requests(folder: Path, document: dict[str, Any], *options: str) -> dict[str, Any]:
    exported: dict[str, Any] = json.loads(export(folder, document, *options, "--json").out)
    return exported


def test_the_first_of_the_default_order_is_deployed_with_what_its_copies_need(
    tmp_path: Path,
) -> None:
    exported = requests(tmp_path, job(candidate("slow", 1), candidate("fast", 2)))
    assert exported["RecommendationId"] == "chat/fast"
    assert exported["CreateModel"]["PrimaryContainer"] == {
        "ModelPackageName": PACKAGE,
        "InferenceSpecificationName": "fast",
        "Environment": {"SM_VLLM_TENSOR_PARALLEL_SIZE": "2", "HF_TOKEN": None},
    }
    (variant,) = exported["CreateEndpointConfig"]["ProductionVariants"]
    assert variant == {
        "VariantName": "AllTraffic",
        "ModelName": "chat-fast",
        "InstanceType": "ml.g6.12xlarge",
        "InitialInstanceCount": 1,
        "ModelDataDownloadTimeoutInSeconds": 3600,
        "ContainerStartupHealthCheckTimeoutInSeconds": 600,
        "InferenceAmiVersion": "al2-ami-sagemaker-inference-gpu-2",
        "RoutingConfig": {"RoutingStrategy": "LEAST_OUTSTANDING_REQUESTS"},
    }
    assert "CreateInferenceComponent" not in exported


def test_one_copy_needs_no_other_image_of_the_instance(tmp_path: Path) -> None:
    (variant,) = requests(tmp_path, job(candidate(copies=1)))["CreateEndpointConfig"][
        "ProductionVariants"
    ]
    assert not variant.keys() & {"InferenceAmiVersion", "RoutingConfig"}


@pytest.mark.parametrize("chosen", ["chat/slow", "slow", "chat/1", "1"])
def test_a_recommendation_is_chosen_by_any_of_its_ids(chosen: str, tmp_path: Path) -> None:
    document = job(candidate("slow", 1), candidate("fast", 2))
    exported = requests(tmp_path, document, "--recommendation", chosen)
    assert exported["RecommendationId"] == "chat/slow"


def test_without_a_package_the_image_and_the_model_are_deployed(tmp_path: Path) -> None:
    exported = requests(tmp_path, job(candidate(ModelDetails={})))
    assert exported["CreateModel"]["PrimaryContainer"] == {
        "Image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/vllm:1",
        "ModelDataSource": {
            "S3DataSource": {
                "S3Uri": "s3://b/model/",
                "S3DataType": "S3Prefix",
                "CompressionType": "None",
            }
        },
        "Environment": {"SM_VLLM_TENSOR_PARALLEL_SIZE": "2", "HF_TOKEN": None},
    }


def test_adapters_are_inference_components_on_that_of_the_base_model(tmp_path: Path) -> None:
    exported = requests(tmp_path, job(candidate(AdapterDetails=ADAPTERS)))
    base, adapter = exported["CreateInferenceComponent"]
    assert base["Specification"]["ComputeResourceRequirements"] == {
        "NumberOfAcceleratorDevicesRequired": 2,
        "MinMemoryRequiredInMb": None,
    }
    assert base["RuntimeConfig"] == {"CopyCount": 2}
    assert adapter["InferenceComponentName"] == "sql"
    assert adapter["Specification"] == {
        "BaseInferenceComponentName": base["InferenceComponentName"],
        "Container": {"ArtifactUrl": "s3://b/sql.tar.gz"},
    }
    (variant,) = exported["CreateEndpointConfig"]["ProductionVariants"]
    assert "ModelName" not in variant
    assert exported["CreateEndpointConfig"]["ExecutionRoleArn"].endswith("role/models")


DOCUMENTS = {
    "package": job(candidate()),
    "image": job(candidate(ModelDetails={})),
    "adapters": job(
        candidate(
            AdapterDetails=ADAPTERS,
            DeploymentConfiguration={
                "InstanceType": "ml.g6.12xlarge",
                "InstanceCount": 1,
                "MinCpuMemoryRequiredInMb": 1024,
                "EnvironmentVariables": {"SM_VLLM_TENSOR_PARALLEL_SIZE": "2"},
            },
        )
    ),
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_requests_are_valid_for_botocore(name: str, tmp_path: Path) -> None:
    exported = requests(tmp_path, DOCUMENTS[name])
    exported["CreateModel"]["PrimaryContainer"].pop("Environment", None)  # null for a secret
    model = botocore.session.get_session().get_service_model("sagemaker")
    sent = [
        *((name, exported[name]) for name in ("CreateModel", "CreateEndpointConfig")),
        ("CreateEndpoint", exported["CreateEndpoint"]),
        *(("CreateInferenceComponent", c) for c in exported.get("CreateInferenceComponent", ())),
    ]
    for operation, request in sent:
        shape: Any = model.operation_model(operation).input_shape
        report = ParamValidator().validate(request, shape)
        assert not report.has_errors(), report.generate_report()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_cloudformation_template_passes_cfn_lint(name: str, tmp_path: Path) -> None:
    template = export(tmp_path, DOCUMENTS[name], "--as", "cloudformation").out
    assert lint(template, config=ManualArgs(regions=["eu-west-1"])) == []


@pytest.mark.parametrize("tool", ["aws-cli", "cloudformation", "terraform", "python"])
@pytest.mark.parametrize("name", ["package", "image"])
def test_a_secret_becomes_a_variable(tool: str, name: str, tmp_path: Path) -> None:
    done = export(tmp_path, DOCUMENTS[name], "--as", tool)
    assert done.code == 0
    assert "hf_not_for_files" not in done.out + done.err
    assert "hf_token" in done.err
    assert "2" in done.out


def test_terraform_has_no_inference_components(tmp_path: Path) -> None:
    done = export(tmp_path, DOCUMENTS["adapters"], "--as", "terraform")
    assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize("tool", ["aws-cli", "python"])
def test_a_script_waits_before_it_adds_adapters(tool: str, tmp_path: Path) -> None:
    script = export(tmp_path, DOCUMENTS["adapters"], "--as", tool).out
    places = [script.index(word) for word in ("create", "-base", "sql.tar.gz")]
    assert places == sorted(places)
    assert script.replace("_", "-").index("endpoint-in-service") < script.index("-base")


def test_a_benchmark_recommends_nothing_to_export(tmp_path: Path) -> None:
    level = {"Concurrency": 1, "ExpectedPerformance": []}
    assert export(tmp_path, benchmark_job(level)).code == 2


def test_what_passes_a_gate_is_exported(tmp_path: Path) -> None:
    path = tmp_path / "job.json"
    path.write_text(json.dumps(job(candidate("slow", 1), candidate("fast", 2))))
    gate = tmp_path / "gate.json"
    gate.write_text(irctl("check", str(path), "--max", "token-throughput=1", "--json").out)
    exported = json.loads(irctl("export", str(gate), "--json").out)
    assert exported["CreateModel"]["PrimaryContainer"]["InferenceSpecificationName"] == "slow"
    assert exported["CreateModel"]["ExecutionRoleArn"].endswith("role/models")


def test_only_inference_jobs_have_a_scaling_recommendation(tmp_path: Path) -> None:
    path = tmp_path / "job.json"
    path.write_text(json.dumps(job(candidate())))
    done = irctl("scaling", str(path), "--max-rate", "1/s")
    assert done.code == 2
    assert "GetScalingConfigurationRecommendation" in done.err
