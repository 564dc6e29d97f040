"""The requests that deploy a recommendation of an AI recommendation job.

Sources: SageMaker's developer guide on AI recommendations and its samples, for what copies of a
model on one instance need and how long the start may take; the API reference of CreateModel,
CreateEndpointConfig and CreateInferenceComponent.
"""

import re
from collections.abc import Iterator

from irctl.export.deployment import (
    Deployment,
    ResourceNames,
    names_of,
    title_of,
)
from irctl.export.names import as_name
from irctl.export.values import INSTANCE_COUNT, INSTANCE_TYPE, Variable
from irctl.jobs.ai_model import Adapter
from irctl.jobs.ai_model import Deployment as Deployed
from irctl.jobs.model import (
    Configuration,
    Document,
    Job,
    Recommendation,
)
from irctl.redaction import masked

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
    chosen = names_of(job, recommendation, names)
    components = _components(recommendation, chosen)
    role = job.role_arn or Variable("role_arn", "the ARN of the IAM role that the model runs with")
    # The role and the time to start are those of the endpoint or of its components.
    of_config = {"ExecutionRoleArn": role} if components else {}
    of_variant = {} if components else {"ModelName": chosen.model, **_START_UP}
    variant = {
        "VariantName": chosen.variant,
        **of_variant,
        **_capacity(recommendation.configuration),
        **_settings_of_copies(recommendation.configuration),
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
            **of_config,
        },
        endpoint={
            "EndpointName": chosen.endpoint,
            "EndpointConfigName": chosen.endpoint_config,
        },
        notes=tuple(_notes(recommendation)),
        components=tuple(components),
    )


_START_UP = {
    "ModelDataDownloadTimeoutInSeconds": 3600,
    "ContainerStartupHealthCheckTimeoutInSeconds": 600,
}
"""How long a model of many gigabytes may take to load and to start."""


def _capacity(configuration: Configuration) -> Document:
    return {
        "InstanceType": configuration.instance_type or INSTANCE_TYPE,
        "InitialInstanceCount": configuration.initial_instance_count or INSTANCE_COUNT,
    }


def _has_copies(configuration: Configuration) -> bool:
    return (configuration.copies or 1) > 1


def _settings_of_copies(configuration: Configuration) -> Document:
    if not _has_copies(configuration):
        return {}
    return {
        "InferenceAmiVersion": _AMI_OF_COPIES,
        "RoutingConfig": {"RoutingStrategy": "LEAST_OUTSTANDING_REQUESTS"},
    }


def _container(recommendation: Recommendation) -> Document:
    """Return the model package's container, or the image and model without a package."""
    deployed = recommendation.deployment or Deployed()
    specification = recommendation.configuration.inference_specification_name
    container: Document = {
        "ModelPackageName": deployed.model_package_arn,
        "InferenceSpecificationName": specification,
    }
    if not deployed.model_package_arn:
        container = {
            "Image": deployed.image or Variable("image", "the image of the model's container"),
            "ModelDataSource": {"S3DataSource": _model_data(deployed)},
        }
    container["Environment"] = _environment(recommendation.configuration)
    return {name: value for name, value in container.items() if value}


def _model_data(deployed: Deployed) -> Document:
    uri = dict(deployed.channels).get(_BASE_CHANNEL)
    return {
        "S3Uri": uri or Variable("model_data_uri", "where in S3 the model is"),
        "S3DataType": "S3Prefix",
        "CompressionType": "None",
    }


def _environment(configuration: Configuration) -> dict[str, str | Variable]:
    """Return the environment, with a variable in place of a secret."""
    known = [(key, value) for key, value in configuration.environment if key and value is not None]
    return {key: value if masked(key, value) == value else _secret(key) for key, value in known}


def _secret(name: str) -> Variable:
    return Variable(
        f"secret_{_snake(name)}".removeprefix("secret_" if name[:1].isalpha() else ""),
        f"the value of {name} in the environment",
        is_secret=True,
    )


def _snake(name: str) -> str:
    return as_name(name).replace("-", "_").lower()


def _components(recommendation: Recommendation, names: ResourceNames) -> list[Document]:
    """Return the inference component of the base model, then one for each adapter."""
    deployed = recommendation.deployment or Deployed()
    if not deployed.adapters:
        return []
    configuration = recommendation.configuration
    place = {"EndpointName": names.endpoint, "VariantName": names.variant}
    base = as_name(names.model or "", "base")
    memory = deployed.min_memory_mb
    specification = {
        "ModelName": names.model,
        "ComputeResourceRequirements": {
            "NumberOfAcceleratorDevicesRequired": _accelerators(configuration),
            "MinMemoryRequiredInMb": memory or _MEMORY,
        },
        "StartupParameters": _START_UP,
    }
    copies = (configuration.copies or 1) * (configuration.initial_instance_count or 1)
    return [
        {
            "InferenceComponentName": base,
            **place,
            "Specification": specification,
            "RuntimeConfig": {"CopyCount": copies},
        },
        *({**_adapter(adapter, base), **place} for adapter in deployed.adapters),
    ]


_MEMORY = Variable("min_memory_in_mb", "the memory for a copy of the model, in MiB", is_number=True)
_ACCELERATORS_PER_COPY = Variable(
    "accelerators_per_copy", "the number of accelerators for a copy of the model", is_number=True
)


def _accelerators(configuration: Configuration) -> int | Variable:
    settings = dict(configuration.environment)
    texts = [settings.get(name) or "" for name in _ACCELERATORS]
    counts = [int(text) for text in texts if re.fullmatch("[1-9][0-9]{0,3}", text)]
    return next(iter(counts), _ACCELERATORS_PER_COPY)


def _adapter(adapter: Adapter, base: str) -> Document:
    uri = adapter.s3_uri or Variable(
        f"adapter_{_snake(adapter.id)}_uri", f"where in S3 the adapter {adapter.id} is"
    )
    return {
        "InferenceComponentName": as_name(adapter.id),
        "Specification": {
            "BaseInferenceComponentName": base,
            "Container": {"ArtifactUrl": uri},
        },
    }


def _notes(recommendation: Recommendation) -> Iterator[str]:
    deployed = recommendation.deployment or Deployed()
    configuration = recommendation.configuration
    if deployed.model_package_arn:
        yield (
            "the job registers its model package unapproved; approve it where your deployments "
            "demand that"
        )
    if deployed.model_package_arn and deployed.image:
        yield f"the image is that of the model package: {deployed.image}"
    if _has_copies(configuration):
        yield f"each instance runs {configuration.copies} copies of the model"
    missing = [key for key, value in configuration.environment if value is None]
    if missing:
        yield f"the job does not contain the value of {', '.join(missing)}: left out"
    yield from _notes_on_adapters(deployed)


def _notes_on_adapters(deployed: Deployed) -> Iterator[str]:
    folders = [a.id for a in deployed.adapters if not (a.s3_uri or ".tar.gz").endswith(".tar.gz")]
    if folders:
        yield (
            f"the job names a folder for {', '.join(folders)}; an inference component needs the "
            "adapter as a .tar.gz file"
        )
    if deployed.adapters:
        yield "an adapter is called with its name as InferenceComponentName"
