"""The requests that deploy a recommendation: CreateModel, CreateEndpointConfig, CreateEndpoint.

Values that the job does not contain are Variables.

Sources: the API reference of the three operations; AWS's SageMaker Python SDK for the parts of a
compiled recommendation (the inference specification of its model package, else the image and
artifacts of its compilation job); AWS's developer guide, "Serverless Inference", for the features
that a serverless endpoint lacks (a VPC, encryption of a volume).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from shlex import quote
from typing import TYPE_CHECKING

from irctl.decisions.choice import short_id
from irctl.export.names import as_name
from irctl.export.values import INSTANCE_COUNT, INSTANCE_TYPE, Variable, variables
from irctl.jobs.model import Configuration, Document, Job, Recommendation, Serverless

if TYPE_CHECKING:
    from irctl.export.autoscaling import Autoscaling

VARIANT = "AllTraffic"
"""The name of an endpoint's only variant in AWS's console and SDK."""


@dataclass(frozen=True, slots=True)
class ResourceNames:
    """The names of the resources to create; None for the default."""

    model: str | None = None
    endpoint_config: str | None = None
    endpoint: str | None = None
    variant: str | None = None


@dataclass(frozen=True, slots=True)
class Deployment:
    """The three requests, with members as the API names them; any value may be a Variable."""

    title: str
    region: str | None
    model: Document | None
    """None if an existing model is deployed."""
    endpoint_config: Document
    endpoint: Document
    notes: tuple[str, ...]
    """Differences from what was measured, in sentences."""
    components: tuple[Document, ...] = ()
    """Inference components, each after the one that it is based on."""
    autoscaling: "Autoscaling | None" = None
    is_update: bool = False
    """Whether the endpoint exists, and is to have another configuration."""

    @property
    def variables(self) -> list[Variable]:
        """Every variable once, in order of first use."""
        requests = (self.model, self.endpoint_config, self.endpoint, *self.components)
        of_scaling = self.autoscaling.variables if self.autoscaling else []
        return list(dict.fromkeys([*variables(requests), *of_scaling]))


def deployment(
    job: Job, recommendation: Recommendation, names: ResourceNames, traffic: str | None = None
) -> Deployment:
    """Return the requests that deploy the recommendation, which may be sized for some traffic."""
    if recommendation.deployment is not None:
        from irctl.export import language  # only where it is needed

        return language.deployment(job, recommendation, names, traffic)
    chosen = names_of(job, recommendation, names)
    existing = _existing_model(job)
    return Deployment(
        title=title_of(job, recommendation, traffic),
        region=job.region,
        model=None if existing else _model(job, recommendation, chosen.model or ""),
        endpoint_config={
            "EndpointConfigName": chosen.endpoint_config,
            "ProductionVariants": [
                {
                    "VariantName": chosen.variant,
                    "ModelName": existing or chosen.model,
                    **_capacity(recommendation),
                }
            ],
            **_volume_key(job, recommendation),
        },
        endpoint={
            "EndpointName": chosen.endpoint,
            "EndpointConfigName": chosen.endpoint_config,
        },
        notes=tuple(_notes(job, recommendation)),
    )


def names_of(job: Job, recommendation: Recommendation, names: ResourceNames) -> ResourceNames:
    """Return the names of the resources, with the default where none is given.

    A model and an endpoint configuration cannot be changed once they exist: their names contain
    the recommendation.
    """
    ending = (
        short_id(recommendation.id) if recommendation.id else recommendation.configuration.hosting
    )
    name = as_name(job.name or job.label, ending)
    return ResourceNames(
        model=names.model or name,
        endpoint_config=names.endpoint_config or name,
        endpoint=names.endpoint or endpoint_name_of(job),
        variant=names.variant or VARIANT,
    )


def scaled(described: Deployment, autoscaling: "Autoscaling") -> Deployment:
    """Return a deployment with what scales its endpoint."""
    return replace(
        described,
        title=f"{described.title}, and scales it",
        notes=(*described.notes, *autoscaling.notes),
        autoscaling=autoscaling,
    )


def tagged(described: Deployment, tags: Mapping[str, str]) -> Deployment:
    """Return a deployment whose resources have the tags."""
    if not tags:
        return described
    members = {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]}
    return replace(
        described,
        model=described.model and described.model | members,
        endpoint_config=described.endpoint_config | members,
        endpoint=described.endpoint | members,
        components=tuple(component | members for component in described.components),
        autoscaling=described.autoscaling and described.autoscaling.tagged(tags),
    )


def deployed_members(job: Job) -> Document:
    """Return the members of a job that its deployment depends on, as the API names them."""
    members = job.kind.members
    names = (members.name, members.arn, "RoleArn")
    document = {name: job.document[name] for name in names if job.document.get(name) is not None}
    inputs = {
        name: job.input_config[name]
        for name in _INPUT_MEMBERS
        if job.input_config.get(name) is not None
    }
    return {**document, members.name: job.label, "JobName": job.label, "InputConfig": inputs}


_INPUT_MEMBERS = ("ModelName", "ModelPackageVersionArn", "VpcConfig", "VolumeKmsKeyId")


def endpoint_name_of(job: Job) -> str:
    """Return the default name of the job's endpoint."""
    return as_name(job.name or job.label)


def title_of(job: Job, recommendation: Recommendation, traffic: str | None) -> str:
    """Say what is deployed, and for which traffic."""
    identity = f", {recommendation.id}" if recommendation.id else ""
    title = f"{recommendation.configuration.title}, as job {job.label} recommends{identity}"
    return f"{title}, planned for {traffic}" if traffic else title


def _existing_model(job: Job) -> str | None:
    """Return the name of the model that the job measured, if it was not a model package."""
    if job.input_config.get("ModelPackageVersionArn"):
        return None
    return job.input_config.get("ModelName") or None


def _notes(job: Job, recommendation: Recommendation) -> Iterator[str]:
    existing = _existing_model(job)
    if existing:
        yield from _notes_on_existing(job, recommendation, existing)
    elif _has_vpc(job) and recommendation.configuration.serverless:
        yield "the job ran in a VPC, which serverless endpoints do not support: it is left out"
    valueless = [key for key, value in recommendation.configuration.environment if value is None]
    if valueless and not existing:
        yield (
            f"the job does not contain the value of {', '.join(valueless)} in the environment: "
            f"{'it is' if len(valueless) == 1 else 'they are'} left out"
        )
    compilation = _compilation_job(recommendation)
    if compilation and not existing:
        yield (
            f"the model was compiled by {compilation}; for its image and artifacts, run: "
            f"aws sagemaker describe-compilation-job --compilation-job-name {quote(compilation)}"
        )
    yield from _notes_on_serverless(job, recommendation.configuration)


def _notes_on_serverless(job: Job, configuration: Configuration) -> Iterator[str]:
    serverless = configuration.serverless
    if serverless is None or not configuration.is_serverless:
        return
    if serverless.max_concurrency == 1:
        yield (
            "MaxConcurrency is 1: the endpoint serves one request at a time and throttles the "
            "others; raise it with --max-concurrency"
        )
    if job.input_config.get("VolumeKmsKeyId"):
        yield (
            "the job encrypted its volumes with a KMS key; serverless endpoints have no volume "
            "to encrypt: the key is left out"
        )


def _notes_on_existing(job: Job, recommendation: Recommendation, model: str) -> Iterator[str]:
    """Yield what was measured that an existing model cannot be set to."""
    configuration = recommendation.configuration
    environment = _environment(recommendation)
    if environment:
        settings = ", ".join(f"{key}={value}" for key, value in environment.items())
        yield (
            f"it was measured with the environment {settings}; model {model} is deployed as "
            f"it is, and the job does not contain its environment"
        )
    compiled = configuration.inference_specification_name or configuration.compilation_job_name
    if compiled:
        yield f"a compiled variant was measured ({compiled}); model {model} is deployed as it is"
    if job.input_config.get("VpcConfig"):
        yield f"the job ran in a VPC; model {model} keeps the VPC that it was created with"


def _has_vpc(job: Job) -> bool:
    vpc = job.input_config.get("VpcConfig") or {}
    return bool(vpc.get("SecurityGroupIds") or vpc.get("Subnets"))


def _model(job: Job, recommendation: Recommendation, name: str) -> Document:
    request: Document = {
        "ModelName": name,
        "ExecutionRoleArn": job.role_arn
        or Variable("role_arn", "the ARN of the IAM role that the model runs with"),
        "PrimaryContainer": _container(job, recommendation),
    }
    if _has_vpc(job) and not recommendation.configuration.serverless:
        vpc = job.input_config["VpcConfig"]
        request["VpcConfig"] = {
            "SecurityGroupIds": vpc.get("SecurityGroupIds")
            or [Variable("security_group_id", "the ID of a security group of the job's VPC")],
            "Subnets": vpc.get("Subnets")
            or [Variable("subnet_id", "the ID of a subnet of the job's VPC")],
        }
    return request


def _container(job: Job, recommendation: Recommendation) -> Document:
    container = _compiled_container(recommendation) or _package_container(job, recommendation)
    environment = _environment(recommendation)
    return {**container, "Environment": environment} if environment else container


def _compilation_job(recommendation: Recommendation) -> str | None:
    """Return the compilation job whose image and artifacts are deployed, if any."""
    configuration = recommendation.configuration
    if configuration.inference_specification_name:
        return None
    return configuration.compilation_job_name


def _compiled_container(recommendation: Recommendation) -> Document | None:
    compilation = _compilation_job(recommendation)
    if not compilation:
        return None
    return {
        "Image": Variable("compiled_image", f"InferenceImage of compilation job {compilation}"),
        "ModelDataUrl": Variable(
            "compiled_model_data_url",
            f"ModelArtifacts.S3ModelArtifacts of compilation job {compilation}",
        ),
    }


def _package_container(job: Job, recommendation: Recommendation) -> Document:
    package = job.input_config.get("ModelPackageVersionArn") or Variable(
        "model_package_arn", "the ARN of the model package version to deploy"
    )
    specification = recommendation.configuration.inference_specification_name
    named = {"InferenceSpecificationName": specification} if specification else {}
    return {"ModelPackageName": package, **named}


def _environment(recommendation: Recommendation) -> dict[str, str]:
    variables = recommendation.configuration.environment
    return {key: value for key, value in variables if key and value is not None}


def _capacity(recommendation: Recommendation) -> Document:
    configuration = recommendation.configuration
    serverless = configuration.serverless
    if serverless is not None and configuration.instance_type is None:
        return {"ServerlessConfig": _serverless_config(serverless)}
    return {
        "InstanceType": configuration.instance_type or INSTANCE_TYPE,
        "InitialInstanceCount": configuration.initial_instance_count or INSTANCE_COUNT,
    }


def _serverless_config(serverless: Serverless) -> Document:
    config: Document = {
        "MemorySizeInMB": serverless.memory_size_mb
        or Variable(
            "memory_size_in_mb", "the memory of the serverless endpoint, in MB", is_number=True
        ),
        "MaxConcurrency": serverless.max_concurrency
        or Variable("max_concurrency", "the most requests to serve at once", is_number=True),
    }
    if serverless.provisioned_concurrency:
        config["ProvisionedConcurrency"] = serverless.provisioned_concurrency
    return config


def _volume_key(job: Job, recommendation: Recommendation) -> Document:
    key = job.input_config.get("VolumeKmsKeyId")
    return {"KmsKeyId": key} if key and not recommendation.configuration.serverless else {}
