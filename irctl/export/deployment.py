"""From a recommendation to what deploys it: the requests of CreateModel,
CreateEndpointConfig and CreateEndpoint, with a Variable wherever the job doesn't say.

Sources: the API reference of the three operations; AWS's SageMaker Python SDK for what a
compiled recommendation is made of (its model package's inference specification, else the
image and artifacts of its compilation job); AWS's developer guide, "Serverless Inference",
for what a serverless endpoint can't have (a VPC, a volume to encrypt).
"""

import re
from dataclasses import dataclass
from shlex import quote
from typing import Any

from irctl.decisions.choice import kind, short_id
from irctl.jobs.model import Document, Job, Recommendation

VARIANT = "AllTraffic"
"""What AWS's console and SDK call the only variant of an endpoint."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A value that only the user knows."""

    name: str
    """In snake_case; each format spells it its own way."""
    description: str
    number: bool = False


@dataclass(frozen=True, slots=True)
class ResourceNames:
    """What to call the new resources; None leaves it to irctl."""

    model: str | None = None
    endpoint_config: str | None = None
    endpoint: str | None = None
    variant: str | None = None


@dataclass(frozen=True, slots=True)
class Deployment:
    """The three requests, as the API names their members; a leaf may be a Variable."""

    title: str
    region: str | None
    model: Document | None
    """None when an existing model is deployed as it is."""
    endpoint_config: Document
    endpoint: Document
    notes: tuple[str, ...]
    """What the reader must know: differences from what was measured."""

    @property
    def variables(self) -> list[Variable]:
        """Every variable once, in the order of its first use."""
        return list(dict.fromkeys(_variables((self.model, self.endpoint_config, self.endpoint))))


def deployment(job: Job, recommendation: Recommendation, names: ResourceNames) -> Deployment:
    """What deploys the recommendation as it was measured. Raises ValueError for a name
    that SageMaker would refuse."""
    model_name, config_name, endpoint_name, variant_name = _names(job, recommendation, names)
    notes: list[str] = []
    existing = job.input_config.get("ModelName")
    if existing and not job.input_config.get("ModelPackageVersionArn"):
        model = None
        model_name = existing
        notes += _existing_model(job, recommendation, existing)
    else:
        model = _model(job, recommendation, model_name, notes)
    variant = {
        "VariantName": variant_name,
        "ModelName": model_name,
        **_capacity(recommendation),
    }
    return Deployment(
        title=_title(job, recommendation),
        region=region(job),
        model=model,
        endpoint_config={
            "EndpointConfigName": config_name,
            "ProductionVariants": [variant],
            **_volume_key(job, recommendation, notes),
        },
        endpoint={"EndpointName": endpoint_name, "EndpointConfigName": config_name},
        notes=tuple(notes),
    )


def region(job: Job) -> str | None:
    """The region of the job's ARN; None for what cannot be one."""
    parts = (job.arn or "").split(":")
    return parts[3] if len(parts) > 3 and _REGION.fullmatch(parts[3]) else None


def endpoint_name_of(job: Job) -> str:
    """What irctl calls the endpoint unless told otherwise."""
    return _as_name(job.name or job.label)


def resource_name(text: str) -> str:
    """A name as SageMaker takes it: 1 to 63 letters, digits and inner hyphens.

    Raises ValueError.
    """
    if len(text) > _LONGEST or not _NAME.fullmatch(text):
        raise ValueError(
            f"SageMaker's names have 1 to {_LONGEST} letters, digits and inner hyphens, "
            f"got {text!r}"
        )
    return text


_LONGEST = 63
_REGION = re.compile(r"[a-z]+(-[a-z]+)+-[0-9]+")
_NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9])*", re.ASCII)


def _as_name(text: str, ending: str = "") -> str:
    """The nearest valid name, cut so that the ending stays whole."""
    ending = re.sub(r"[^a-zA-Z0-9]+", "-", ending).strip("-")[:_LONGEST]
    room = _LONGEST - (len(ending) + 1 if ending else 0)
    start = re.sub(r"[^a-zA-Z0-9]+", "-", text).strip("-")[: max(room, 0)].strip("-")
    return "-".join(part for part in (start, ending) if part) or "irctl"


def _names(job: Job, recommendation: Recommendation, names: ResourceNames) -> tuple[str, ...]:
    """Model, endpoint configuration, endpoint and variant. Model and configuration can't
    be changed once they exist, so their names tell which recommendation they are."""
    ending = short_id(recommendation.id) if recommendation.id else kind(recommendation)
    base = _as_name(job.name or job.label, ending)
    return tuple(
        resource_name(name)
        for name in (
            names.model or base,
            names.endpoint_config or base,
            names.endpoint or endpoint_name_of(job),
            names.variant or VARIANT,
        )
    )


def _title(job: Job, recommendation: Recommendation) -> str:
    identity = f", {recommendation.id}" if recommendation.id else ""
    return f"{recommendation.configuration.title}, as job {job.label} recommends{identity}"


def _model(job: Job, recommendation: Recommendation, name: str, notes: list[str]) -> Document:
    request: Document = {
        "ModelName": name,
        "ExecutionRoleArn": job.role_arn
        or Variable("role_arn", "the ARN of the IAM role with which the model runs"),
        "PrimaryContainer": _container(job, recommendation, notes),
    }
    vpc = job.input_config.get("VpcConfig") or {}
    if vpc.get("SecurityGroupIds") or vpc.get("Subnets"):
        if recommendation.configuration.serverless:
            notes.append(
                "the job ran in a VPC, which serverless endpoints don't support: it is left out"
            )
        else:
            request["VpcConfig"] = {
                "SecurityGroupIds": vpc.get("SecurityGroupIds") or [],
                "Subnets": vpc.get("Subnets") or [],
            }
    return request


def _container(job: Job, recommendation: Recommendation, notes: list[str]) -> Document:
    configuration = recommendation.configuration
    package = job.input_config.get("ModelPackageVersionArn")
    container: Document
    if configuration.compilation_job_name and not configuration.inference_specification_name:
        compilation = configuration.compilation_job_name
        container = {
            "Image": Variable("compiled_image", f"InferenceImage of compilation job {compilation}"),
            "ModelDataUrl": Variable(
                "compiled_model_data_url",
                f"ModelArtifacts.S3ModelArtifacts of compilation job {compilation}",
            ),
        }
        notes.append(
            f"the model was compiled by {compilation}; its image and artifacts are told by: "
            f"aws sagemaker describe-compilation-job --compilation-job-name {quote(compilation)}"
        )
    else:
        container = {
            "ModelPackageName": package
            or Variable("model_package_arn", "the ARN of the model package version to deploy")
        }
        if configuration.inference_specification_name:
            container["InferenceSpecificationName"] = configuration.inference_specification_name
    environment = _environment(recommendation)
    return {**container, "Environment": environment} if environment else container


def _environment(recommendation: Recommendation) -> dict[str, str]:
    return {key: value for key, value in recommendation.configuration.environment if key}


def _existing_model(job: Job, recommendation: Recommendation, model: str) -> list[str]:
    """What was measured and an existing model can't be told to be."""
    configuration = recommendation.configuration
    notes = []
    environment = _environment(recommendation)
    if environment:
        settings = ", ".join(f"{key}={value}" for key, value in environment.items())
        notes.append(
            f"it was measured with the environment {settings}; model {model} is deployed as "
            f"it is, and whether it has that the job does not tell"
        )
    compiled = configuration.inference_specification_name or configuration.compilation_job_name
    if compiled:
        notes.append(
            f"a compiled variant was measured ({compiled}); model {model} is deployed as it is"
        )
    if job.input_config.get("VpcConfig"):
        notes.append(f"the job ran in a VPC; model {model} keeps the VPC it was created with")
    return notes


def _capacity(recommendation: Recommendation) -> Document:
    configuration = recommendation.configuration
    serverless = configuration.serverless
    if serverless is not None and configuration.instance_type is None:
        settings: Document = {
            "MemorySizeInMB": serverless.memory_size_mb
            or Variable("memory_size_in_mb", "the memory of the serverless endpoint, in MB", True),
            "MaxConcurrency": serverless.max_concurrency
            or Variable("max_concurrency", "the most requests served at once", True),
        }
        if serverless.provisioned_concurrency:
            settings["ProvisionedConcurrency"] = serverless.provisioned_concurrency
        return {"ServerlessConfig": settings}
    return {
        "InstanceType": configuration.instance_type
        or Variable("instance_type", "the instance type to deploy on"),
        "InitialInstanceCount": configuration.initial_instance_count
        or Variable("initial_instance_count", "how many instances to start with", True),
    }


def _volume_key(job: Job, recommendation: Recommendation, notes: list[str]) -> Document:
    key = job.input_config.get("VolumeKmsKeyId")
    if not key:
        return {}
    if recommendation.configuration.serverless:
        notes.append(
            "the job encrypted its volumes with a KMS key; serverless endpoints have no volume "
            "of yours to encrypt: it is left out"
        )
        return {}
    return {"KmsKeyId": key}


def _variables(value: Any) -> list[Variable]:
    match value:
        case Variable():
            return [value]
        case dict():
            return [found for item in value.values() for found in _variables(item)]
        case list() | tuple():
            return [found for item in value for found in _variables(item)]
    return []
