"""The requests that deploy a recommendation of an AI recommendation job.

Sources: SageMaker's developer guide on AI recommendations and its samples, for what copies of a
model on one instance need and how long the start may take; the API reference of CreateModel,
CreateEndpointConfig and CreateInferenceComponent.
"""

from collections.abc import Iterator

from irctl.export.deployment import (
    VARIANT,
    Deployment,
    ResourceNames,
    Variable,
    endpoint_name_of,
    names_of,
    title_of,
)
from irctl.export.names import as_name
from irctl.jobs.ai_model import Adapter
from irctl.jobs.ai_model import Deployment as Deployed
from irctl.jobs.metrics import Number
from irctl.jobs.model import (
    Document,
    Job,
    Recommendation,
)
from irctl.redaction import masked

_DOWNLOAD_S = 3600
_HEALTH_CHECK_S = 600
_AMI_OF_COPIES = "al2-ami-sagemaker-inference-gpu-2"
"""The image of an instance that runs several copies of a model."""
_BASE_CHANNEL = "base_model"
_ACCELERATORS = ("SM_VLLM_TENSOR_PARALLEL_SIZE", "OPTION_TENSOR_PARALLEL_DEGREE")
"""Settings of the containers that say how many accelerators a copy of the model takes."""


def deployment(
    job: Job, recommendation: Recommendation, names: ResourceNames, traffic: str | None
) -> Deployment:
    """Return the requests that deploy the recommendation.

    Adapters are inference components on top of one of the base model.
    """
    deployed = recommendation.deployment or Deployed()
    chosen = names_of(job, recommendation, names)
    role = job.role_arn or Variable("role_arn", "the ARN of the IAM role that the model runs with")
    components = _components(recommendation, chosen) if deployed.adapters else []
    variant = {
        "VariantName": names.variant or VARIANT,
        **({} if components else {"ModelName": chosen.model}),
        "InstanceType": recommendation.configuration.instance_type
        or Variable("instance_type", "the instance type to deploy on"),
        "InitialInstanceCount": recommendation.configuration.initial_instance_count
        or Variable(
            "initial_instance_count", "the number of instances to start with", is_number=True
        ),
        **({} if components else _start_up()),
        **_settings_of_copies(recommendation),
    }
    return Deployment(
        title=title_of(job, recommendation, traffic),
        region=job.region,
        model={
            "ModelName": chosen.model,
            "ExecutionRoleArn": role,
            "PrimaryContainer": _container(recommendation),
        },
        endpoint_config={
            "EndpointConfigName": chosen.endpoint_config,
            "ProductionVariants": [variant],
            **({"ExecutionRoleArn": role} if components else {}),
        },
        endpoint={
            "EndpointName": names.endpoint or endpoint_name_of(job),
            "EndpointConfigName": chosen.endpoint_config,
        },
        notes=tuple(_notes(recommendation, deployed)),
        components=tuple(
            {
                **component,
                "EndpointName": names.endpoint or endpoint_name_of(job),
                "VariantName": names.variant or VARIANT,
            }
            for component in components
        ),
    )


def _start_up() -> Document:
    """Return how long a model of many gigabytes may take to load and to start."""
    return {
        "ModelDataDownloadTimeoutInSeconds": _DOWNLOAD_S,
        "ContainerStartupHealthCheckTimeoutInSeconds": _HEALTH_CHECK_S,
    }


def _has_copies(recommendation: Recommendation) -> bool:
    return (recommendation.configuration.copies or 1) > 1


def _settings_of_copies(recommendation: Recommendation) -> Document:
    if not _has_copies(recommendation):
        return {}
    return {
        "InferenceAmiVersion": _AMI_OF_COPIES,
        "RoutingConfig": {"RoutingStrategy": "LEAST_OUTSTANDING_REQUESTS"},
    }


def _container(recommendation: Recommendation) -> Document:
    """Return the model package's container, or the image and model without a package."""
    deployed = recommendation.deployment or Deployed()
    specification = recommendation.configuration.inference_specification_name
    environment = _environment(recommendation)
    if deployed.model_package_arn:
        container: Document = {"ModelPackageName": deployed.model_package_arn}
        container |= {"InferenceSpecificationName": specification} if specification else {}
    else:
        container = {
            "Image": deployed.image or Variable("image", "the image of the model's container"),
            **_model_data(recommendation),
        }
    return {**container, "Environment": environment} if environment else container


def _model_data(recommendation: Recommendation) -> Document:
    configuration = recommendation.document.get("DeploymentConfiguration") or {}
    channels = {
        channel.get("ChannelName"): channel.get("Uri") for channel in configuration.get("S3") or ()
    }
    uri = channels.get(_BASE_CHANNEL) or Variable("model_data_uri", "where in S3 the model is")
    source = {"S3Uri": uri, "S3DataType": "S3Prefix", "CompressionType": "None"}
    return {"ModelDataSource": {"S3DataSource": source}}


def _environment(recommendation: Recommendation) -> dict[str, str | Variable]:
    """Return the environment, with a variable in place of a secret."""
    return {
        key: value if masked(key, value) == value else _secret(key)
        for key, value in recommendation.configuration.environment
        if key and value is not None
    }


def _secret(name: str) -> Variable:
    words = as_name(name).replace("-", "_").lower()
    is_identifier = words[:1].isalpha()
    return Variable(
        words if is_identifier else f"secret_{words}",
        f"the value of {name} in the environment",
        is_secret=True,
    )


def _components(recommendation: Recommendation, names: ResourceNames) -> list[Document]:
    """Return the inference component of the base model, then one for each adapter."""
    deployed = recommendation.deployment or Deployed()
    configuration = recommendation.configuration
    base = as_name(names.model or "", "base")
    copies: Number = configuration.copies or 1
    return [
        {
            "InferenceComponentName": base,
            "Specification": {
                "ModelName": names.model,
                "ComputeResourceRequirements": {
                    "NumberOfAcceleratorDevicesRequired": _accelerators(recommendation),
                    "MinMemoryRequiredInMb": deployed.min_memory_mb
                    or Variable(
                        "min_memory_in_mb",
                        "the memory for a copy of the model, in MiB",
                        is_number=True,
                    ),
                },
                "StartupParameters": _start_up(),
            },
            "RuntimeConfig": {"CopyCount": copies * (configuration.initial_instance_count or 1)},
        },
        *(_adapter(adapter, base) for adapter in deployed.adapters),
    ]


def _accelerators(recommendation: Recommendation) -> int | Variable:
    settings = dict(recommendation.configuration.environment)
    for name in _ACCELERATORS:
        value = settings.get(name) or ""
        if value.isascii() and value.isdigit() and int(value) > 0:
            return int(value)
    return Variable(
        "accelerators_per_copy",
        "the number of accelerators for a copy of the model",
        is_number=True,
    )


def _adapter(adapter: Adapter, base: str) -> Document:
    uri = adapter.s3_uri or Variable(
        f"adapter_{as_name(adapter.id).replace('-', '_').lower()}_uri",
        f"where in S3 the adapter {adapter.id} is",
    )
    return {
        "InferenceComponentName": as_name(adapter.id),
        "Specification": {
            "BaseInferenceComponentName": base,
            "Container": {"ArtifactUrl": uri},
        },
    }


def _notes(recommendation: Recommendation, deployed: Deployed) -> Iterator[str]:
    configuration = recommendation.configuration
    if deployed.model_package_arn:
        yield (
            "the job registers its model package unapproved; approve it where your deployments "
            "demand that"
        )
        if deployed.image:
            yield f"the image is that of the model package: {deployed.image}"
    if _has_copies(recommendation):
        yield f"each instance runs {configuration.copies} copies of the model"
    missing = [key for key, value in configuration.environment if value is None]
    if missing:
        yield f"the job does not contain the value of {', '.join(missing)}: left out"
    folders = [a.id for a in deployed.adapters if a.s3_uri and not a.s3_uri.endswith(".tar.gz")]
    if folders:
        yield (
            f"the job names a folder for {', '.join(folders)}; an inference component needs the "
            "adapter as a .tar.gz file"
        )
    if deployed.adapters:
        yield "an adapter is called with its name as InferenceComponentName"
