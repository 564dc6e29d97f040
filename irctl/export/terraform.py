"""Terraform's language, HCL, with the resources of HashiCorp's AWS provider."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from irctl.export.autoscaling import Autoscaling
from irctl.export.deployment import Deployment, Variable
from irctl.export.literals import comments, escaped
from irctl.jobs.model import Document

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class Expression:
    """What is evaluated, such as `aws_sagemaker_model.model.name`."""

    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A nested block, such as `vpc_config { ... }`."""

    body: Document


def deployment(described: Deployment) -> str:
    parts = []
    config = described.endpoint_config
    model_name: Any = config["ProductionVariants"][0]["ModelName"]
    if described.model is not None:
        model_name = Expression("aws_sagemaker_model.model.name")
        parts.append(block("resource", ("aws_sagemaker_model", "model"), _model(described.model)))
    key: Any = config.get("KmsKeyId")
    if key and not key.startswith("arn:"):
        # The provider takes an ARN only; a key id or alias is looked up.
        parts.append(block("data", ("aws_kms_key", "volume"), {"key_id": key}))
        key = Expression("data.aws_kms_key.volume.arn")
    parts.append(
        block(
            "resource",
            ("aws_sagemaker_endpoint_configuration", "config"),
            {
                "name": config["EndpointConfigName"],
                **({"kms_key_arn": key} if key else {}),
                "production_variants": Block(_variant(config["ProductionVariants"][0], model_name)),
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
            },
        )
    )
    head = configuration(
        f"Deploys {described.title}.", described.notes, described.variables, described.region
    )
    return "\n".join([head, *parts])


def scaling(described: Autoscaling) -> str:
    target = described.target
    parts = [
        configuration(
            f"Scales {described.title}.", described.notes, described.variables, described.region
        ),
        block(
            "resource",
            ("aws_appautoscaling_target", "target"),
            {
                **_resource(target),
                "min_capacity": target["MinCapacity"],
                "max_capacity": target["MaxCapacity"],
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
            "target_tracking_scaling_policy_configuration": Block(
                _tracking(policy["TargetTrackingScalingPolicyConfiguration"])
            ),
        }
        parts.append(block("resource", ("aws_appautoscaling_policy", f"policy_{number}"), body))
    return "\n".join(parts)


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
        return {**body, "predefined_metric_specification": Block(metric)}
    customized = configured["CustomizedMetricSpecification"]
    metric = {name: customized[m] for m, name in _METRIC.items() if m in customized}
    dimensions = [
        Block({"name": each["Name"], "value": each["Value"]}) for each in customized["Dimensions"]
    ]
    return {
        **body,
        "customized_metric_specification": Block({**metric, "dimensions": dimensions}),
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
    """How a configuration begins: what it is, the provider, and what must be set."""
    source = {"aws": {"source": "hashicorp/aws"}}
    parts = [
        comments(title, *(f"Note: {note}" for note in notes))
        + block("terraform", (), {"required_providers": Block(source)})
    ]
    if region:
        parts.append(block("provider", ("aws",), {"region": region}))
    parts += [
        block(
            "variable",
            (each.name,),
            {
                "description": each.description,
                "type": Expression("number" if each.number else "string"),
            },
        )
        for each in variables
    ]
    return "\n".join(parts)


def block(kind: str, labels: Sequence[str], body: Document) -> str:
    head = " ".join([kind, *(f'"{label}"' for label in labels)])
    return f"{head} {{\n{_body(body, 2)}}}\n"


def _model(request: Document) -> Document:
    container = {_CONTAINER[name]: value for name, value in request["PrimaryContainer"].items()}
    vpc = request.get("VpcConfig")
    return {
        "name": request["ModelName"],
        "execution_role_arn": request["ExecutionRoleArn"],
        "primary_container": Block(container),
        **(
            {
                "vpc_config": Block(
                    {"security_group_ids": vpc["SecurityGroupIds"], "subnets": vpc["Subnets"]}
                )
            }
            if vpc
            else {}
        ),
    }


def _variant(variant: Document, model_name: Any) -> Document:
    body: Document = {"variant_name": variant["VariantName"], "model_name": model_name}
    serverless = variant.get("ServerlessConfig")
    if serverless is not None:
        settings = {_SERVERLESS[name]: value for name, value in serverless.items()}
        return {**body, "serverless_config": Block(settings)}
    return {
        **body,
        "instance_type": variant["InstanceType"],
        "initial_instance_count": variant["InitialInstanceCount"],
    }


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


def _body(body: Document, indent: int) -> str:
    """Arguments with their equals signs in one column, as `terraform fmt` wants them,
    then the nested blocks."""
    space = " " * indent
    arguments = {name: value for name, value in body.items() if not _blocks(value)}
    lines: list[str] = []
    run: list[tuple[str, str]] = []

    def flush() -> None:
        width = max((len(name) for name, _ in run), default=0)
        lines.extend(f"{space}{name:<{width}} = {text}\n" for name, text in run)
        run.clear()

    for name, value in arguments.items():
        text = _value(value, indent)
        if "\n" in text and run:
            flush()
        run.append((name, text))
        if "\n" in text:
            flush()
    flush()
    for name, value in body.items():
        for each in _blocks(value):
            gap = "\n" if lines else ""
            lines.append(f"{gap}{space}{name} {{\n{_body(each.body, indent + 2)}{space}}}\n")
    return "".join(lines)


def _blocks(value: Any) -> list[Block]:
    """A nested block, or several of one name; nothing for an argument's value."""
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, Block)]


def _value(value: Any, indent: int) -> str:
    match value:
        case Expression(text):
            return text
        case Variable():
            return f"var.{value.name}"
        case str():
            return _quoted(value)
        case list():
            return "[" + ", ".join(_value(item, indent) for item in value) + "]"
        case Mapping():
            inner, space = " " * (indent + 2), " " * indent
            keys = [(_key(key), _value(item, indent + 2)) for key, item in value.items()]
            width = max((len(key) for key, _ in keys), default=0)
            items = "".join(f"{inner}{key:<{width}} = {text}\n" for key, text in keys)
            return f"{{\n{items}{space}}}"
    return str(value)


def _key(name: str) -> str:
    return name if name in ("source", "aws") else _quoted(name)


def _quoted(text: str) -> str:
    """A template without any template in it: what would open one is written by its code
    point, which HCL reads only after it has looked for templates."""
    characters = list(escaped(text, _ESCAPES.get))
    for index, following in enumerate(characters[1:]):
        if following == "{" and characters[index] in "$%":
            characters[index] = f"\\u{ord(characters[index]):04x}"
    return '"' + "".join(characters) + '"'
