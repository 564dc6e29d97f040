"""A Terraform configuration in HCL, with the resources of HashiCorp's AWS provider."""

import hashlib
import json
from collections.abc import Sequence
from itertools import starmap
from typing import Any

from irctl.errors import UsageError
from irctl.export.autoscaling import Autoscaling
from irctl.export.deployment import Deployment
from irctl.export.hcl import Expression, NestedBlock, block
from irctl.export.literals import comments
from irctl.export.values import Variable, variables
from irctl.jobs.model import Document


def deployment(described: Deployment) -> str:
    if described.components:
        raise UsageError(
            "HashiCorp's AWS provider has no inference components, which adapters are deployed as",
            "choose another tool: --as cloudformation",
        )
    parts = []
    config = described.endpoint_config
    variant = config["ProductionVariants"][0]
    model_name: Any = variant["ModelName"]
    if described.model is not None:
        model_name = Expression("aws_sagemaker_model.model.name")
        parts.append(block("resource", ("aws_sagemaker_model", "model"), _model(described.model)))
    key: Any = config.get("KmsKeyId")
    if key and not key.startswith("arn:"):
        # The provider accepts only an ARN: a key ID or alias is looked up.
        parts.append(block("data", ("aws_kms_key", "volume"), {"key_id": key}))
        key = Expression("data.aws_kms_key.volume.arn")
    parts.append(
        block(
            "resource",
            ("aws_sagemaker_endpoint_configuration", "config"),
            {
                "name_prefix": config["EndpointConfigName"][:_MOST_OF_PREFIX].rstrip("-") + "-",
                **({"kms_key_arn": key} if key else {}),
                **_tags(config),
                "production_variants": NestedBlock(_variant(variant, model_name)),
                "lifecycle": _REPLACED_FIRST,
            },
        )
    )
    parts.append(
        block(
            "resource",
            ("aws_sagemaker_endpoint", "endpoint"),
            {
                "name": described.endpoint["EndpointName"],
                "endpoint_config_name": Expression(
                    "aws_sagemaker_endpoint_configuration.config.name"
                ),
                **_tags(described.endpoint),
            },
        )
    )
    if described.autoscaling:
        target = described.autoscaling.target
        variant_name = target["ResourceId"].rpartition("/")[2]
        # A reference to the endpoint creates the target after it.
        resource_id = Expression(f'"endpoint/${{{_ENDPOINT}.name}}/variant/{variant_name}"')
        parts += _scaling(described.autoscaling, resource_id)
    parts += [
        block("output", ("endpoint_name",), {"value": Expression(f"{_ENDPOINT}.name")}),
        block("output", ("endpoint_arn",), {"value": Expression(f"{_ENDPOINT}.arn")}),
    ]
    head = configuration(
        f"Deploys {described.title}.", described.notes, described.variables, described.region
    )
    return "\n".join([head, *parts])


def scaling(described: Autoscaling) -> str:
    head = configuration(
        f"Scales {described.title}.", described.notes, described.variables, described.region
    )
    return "\n".join([head, *_scaling(described, described.target["ResourceId"])])


def _scaling(described: Autoscaling, resource_id: str | Expression) -> list[str]:
    target = described.target
    tags = target.get("Tags")
    parts = [
        block(
            "resource",
            ("aws_appautoscaling_target", "target"),
            {
                **_resource(target),
                "resource_id": resource_id,
                "min_capacity": target["MinCapacity"],
                "max_capacity": target["MaxCapacity"],
                **({"tags": tags} if tags else {}),
            },
        ),
    ]
    for number, policy in enumerate(described.policies, 1):
        body = {
            "name": policy["PolicyName"],
            "policy_type": policy["PolicyType"],
            **{
                name: Expression(f"aws_appautoscaling_target.target.{name}")
                for name in _resource(target)
            },
            "target_tracking_scaling_policy_configuration": NestedBlock(
                _tracking(policy["TargetTrackingScalingPolicyConfiguration"])
            ),
        }
        parts.append(block("resource", ("aws_appautoscaling_policy", f"policy_{number}"), body))
    return parts


def _resource(request: Document) -> Document:
    return {
        "service_namespace": request["ServiceNamespace"],
        "resource_id": request["ResourceId"],
        "scalable_dimension": request["ScalableDimension"],
    }


def _tracking(configured: Document) -> Document:
    body: Document = {
        name: configured[member] for member, name in _TRACKING.items() if member in configured
    }
    predefined = configured.get("PredefinedMetricSpecification")
    if predefined:
        metric = {"predefined_metric_type": predefined["PredefinedMetricType"]}
        return {**body, "predefined_metric_specification": NestedBlock(metric)}
    customized = configured["CustomizedMetricSpecification"]
    metric = {name: customized[m] for m, name in _METRIC.items() if m in customized}
    dimensions = [
        NestedBlock({"name": dimension["Name"], "value": dimension["Value"]})
        for dimension in customized["Dimensions"]
    ]
    return {
        **body,
        "customized_metric_specification": NestedBlock({**metric, "dimensions": dimensions}),
    }


_TRACKING = {
    "TargetValue": "target_value",
    "ScaleInCooldown": "scale_in_cooldown",
    "ScaleOutCooldown": "scale_out_cooldown",
}
_METRIC = {"MetricName": "metric_name", "Namespace": "namespace", "Statistic": "statistic"}


def configuration(
    title: str, notes: Sequence[str], variables: Sequence[Variable], region: str | None
) -> str:
    """Write the start of a configuration: its title, notes, provider and variables."""
    source = {"aws": {"source": "hashicorp/aws", "version": _PROVIDER}}
    parts = [
        comments(title, *(f"Note: {note}" for note in notes))
        + block("terraform", (), {"required_providers": NestedBlock(source)})
    ]
    if region:
        parts.append(block("provider", ("aws",), {"region": region}))
    parts += [
        block(
            "variable",
            (variable.name,),
            {
                "description": variable.description,
                "type": Expression("number" if variable.is_number else "string"),
                **({"sensitive": Expression("true")} if variable.is_secret else {}),
            },
        )
        for variable in variables
    ]
    return "\n".join(parts)


def _model(request: Document) -> Document:
    container = dict(starmap(_argument, request["PrimaryContainer"].items()))
    vpc = request.get("VpcConfig")
    return {
        "name": _unique_name(request),
        "execution_role_arn": request["ExecutionRoleArn"],
        **_tags(request),
        "primary_container": NestedBlock(container),
        **(
            {
                "vpc_config": NestedBlock(
                    {"security_group_ids": vpc["SecurityGroupIds"], "subnets": vpc["Subnets"]}
                )
            }
            if vpc
            else {}
        ),
        "lifecycle": _REPLACED_FIRST,
    }


def _argument(member: str, value: Any) -> tuple[str, Any]:
    """Return an argument of a container. Where the model is in S3 is in blocks."""
    if member != "ModelDataSource":
        return _CONTAINER[member], value
    source = {_SOURCE[name]: part for name, part in value["S3DataSource"].items()}
    return "model_data_source", NestedBlock({"s3_data_source": NestedBlock(source)})


_SOURCE = {
    "S3Uri": "s3_uri",
    "S3DataType": "s3_data_type",
    "CompressionType": "compression_type",
}


def _tags(request: Document) -> Document:
    tags = {tag["Key"]: tag["Value"] for tag in request.get("Tags", ())}
    return {"tags": tags} if tags else {}


def _unique_name(model: Document) -> str | Expression:
    """Return the model's name with a hash of its content, so that a changed one is another."""
    values = variables(model)
    content = json.dumps(
        {**model, "ModelName": "", "Tags": []}, default=lambda variable: variable.name
    )
    digest = hashlib.sha256(content.encode()).hexdigest()[:_HASH]
    start = model["ModelName"][: _MOST_OF_NAME - _HASH - 1].rstrip("-")
    if not values:
        return f"{start}-{digest}"
    hashed = ", ".join([f'"{digest}"', *(f"var.{variable.name}" for variable in values)])
    return Expression(f'"{start}-${{substr(sha256(join(" ", [{hashed}])), 0, {_HASH})}}"')


def _variant(variant: Document, model_name: Any) -> Document:
    body: Document = {"variant_name": variant["VariantName"], "model_name": model_name}
    serverless = variant.get("ServerlessConfig")
    if serverless is not None:
        settings = {_SERVERLESS[name]: value for name, value in serverless.items()}
        return {**body, "serverless_config": NestedBlock(settings)}
    return {
        **body,
        "instance_type": variant["InstanceType"],
        "initial_instance_count": variant["InitialInstanceCount"],
        **{_VARIANT[name]: value for name, value in variant.items() if name in _VARIANT},
        **_routing(variant.get("RoutingConfig")),
    }


def _routing(config: Document | None) -> Document:
    if config is None:
        return {}
    return {"routing_config": NestedBlock({"routing_strategy": config["RoutingStrategy"]})}


_VARIANT = {
    "ModelDataDownloadTimeoutInSeconds": "model_data_download_timeout_in_seconds",
    "ContainerStartupHealthCheckTimeoutInSeconds": (
        "container_startup_health_check_timeout_in_seconds"
    ),
    "InferenceAmiVersion": "inference_ami_version",
}


_PROVIDER = "~> 6.0"
"""A version with every argument used here: inference_specification_name came late in 5.x."""
_ENDPOINT = "aws_sagemaker_endpoint.endpoint"
_REPLACED_FIRST = NestedBlock({"create_before_destroy": Expression("true")})
"""What the live endpoint uses is deleted after the endpoint uses the new one."""
_MOST_OF_NAME = 63
_MOST_OF_PREFIX = 36
"""The provider adds 26 characters to a prefix."""
_HASH = 8

_CONTAINER = {
    "Image": "image",
    "ModelDataUrl": "model_data_url",
    "ModelPackageName": "model_package_name",
    "InferenceSpecificationName": "inference_specification_name",
    "Environment": "environment",
}
_SERVERLESS = {
    "MemorySizeInMB": "memory_size_in_mb",
    "MaxConcurrency": "max_concurrency",
    "ProvisionedConcurrency": "provisioned_concurrency",
}
