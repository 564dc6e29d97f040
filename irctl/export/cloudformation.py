"""A CloudFormation template in YAML."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from irctl.errors import UsageError
from irctl.export.autoscaling import Autoscaling
from irctl.export.deployment import Deployment
from irctl.export.literals import camel, comments, escaped
from irctl.export.values import Variable
from irctl.jobs.model import Document


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of another resource in the template: `!GetAtt`."""

    path: str


def deployment(described: Deployment) -> str:
    resources: Document = {}
    # The weight is the API's default; CloudFormation requires it.
    variant = {**described.endpoint_config["ProductionVariants"][0], "InitialVariantWeight": 1}
    if described.model is not None:
        resources["Model"] = _resource("AWS::SageMaker::Model", described.model)
        if "ModelName" in variant:
            variant["ModelName"] = Attribute("Model.ModelName")
    config = {**described.endpoint_config, "ProductionVariants": [variant]}
    resources["EndpointConfig"] = _resource("AWS::SageMaker::EndpointConfig", config)
    # Application Auto Scaling sets the number of instances, which an update must not reset.
    kept = {"RetainAllVariantProperties": True} if described.autoscaling else {}
    resources["Endpoint"] = _resource(
        "AWS::SageMaker::Endpoint",
        {
            **described.endpoint,
            **kept,
            "EndpointConfigName": Attribute("EndpointConfig.EndpointConfigName"),
        },
    )
    resources |= _components(described.components)
    if described.autoscaling:
        scaling_resources = _scaling(described.autoscaling)
        scaling_resources["ScalableTarget"]["DependsOn"] = "Endpoint"
        resources |= scaling_resources
    return template(
        f"Deploys {described.title}.",
        described.notes,
        described.variables,
        resources,
        {"EndpointName": {"Value": Attribute("Endpoint.EndpointName")}},
    )


def _components(components: Sequence[Document]) -> Document:
    """Return the resources of inference components; one that is based on another depends on it."""
    resources: Document = {}
    by_name: dict[str, str] = {}
    for number, component in enumerate(components, 1):
        specification = dict(component["Specification"])
        if "ModelName" in specification:
            specification["ModelName"] = Attribute("Model.ModelName")
        base = by_name.get(specification.get("BaseInferenceComponentName", ""))
        properties = {
            **component,
            "EndpointName": Attribute("Endpoint.EndpointName"),
            "Specification": specification,
        }
        name = by_name[component["InferenceComponentName"]] = f"InferenceComponent{number}"
        resource = _resource("AWS::SageMaker::InferenceComponent", properties)
        resources[name] = {**resource, "DependsOn": base} if base else resource
    return resources


def scaling(described: Autoscaling) -> str:
    return template(
        f"Scales {described.title}.",
        described.notes,
        described.variables,
        _scaling(described),
        {},
    )


def _scaling(described: Autoscaling) -> Document:
    target = dict(described.target)
    if "Tags" in target:
        target["Tags"] = [{"Key": key, "Value": value} for key, value in target["Tags"].items()]
    resources = {"ScalableTarget": _resource("AWS::ApplicationAutoScaling::ScalableTarget", target)}
    for number, policy in enumerate(described.policies, 1):
        resources[f"ScalingPolicy{number}"] = _resource(
            "AWS::ApplicationAutoScaling::ScalingPolicy",
            {
                "PolicyName": policy["PolicyName"],
                "PolicyType": policy["PolicyType"],
                "ScalingTargetId": Attribute("ScalableTarget.Id"),
                "TargetTrackingScalingPolicyConfiguration": policy[
                    "TargetTrackingScalingPolicyConfiguration"
                ],
            },
        )
    return resources


def template(
    title: str,
    notes: Sequence[str],
    variables: Sequence[Variable],
    resources: Document,
    outputs: Document,
) -> str:
    document: Document = {"AWSTemplateFormatVersion": "2010-09-09"}
    if variables:
        document["Parameters"] = {
            camel(variable): {
                "Type": "Number" if variable.is_number else "String",
                "Description": variable.description,
                **({"NoEcho": "true"} if variable.is_secret else {}),
            }
            for variable in variables
        }
    document["Resources"] = resources
    if outputs:
        document["Outputs"] = outputs
    return comments(title, *(f"Note: {note}" for note in notes)) + "".join(_block(document, 0))


def _resource(kind: str, properties: Document) -> Document:
    return {"Type": kind, "Properties": properties}


def _block(value: Any, indent: int) -> Iterator[str]:
    """Write mappings and lists in YAML's block style."""
    space = " " * indent
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield f"{space}{_scalar(key)}:"
            yield from _item(item, indent)
    else:
        for item in value:
            lines = "".join(_block(item, indent + 2)) if _nested(item) else f" {_scalar(item)}\n"
            yield f"{space}- {lines.lstrip(' ')}"


def _item(item: Any, indent: int) -> Iterator[str]:
    if _nested(item):
        yield "\n"
        yield from _block(item, indent + 2)
    else:
        yield f" {_scalar(item)}\n"


def _nested(value: Any) -> bool:
    return isinstance(value, (Mapping, list)) and bool(value)


# Text that YAML does not read as a number, a boolean, null or syntax.
_PLAIN = re.compile(r"AWS(::[A-Za-z]+)+|[A-Z][A-Za-z]{3,}[0-9]*", re.ASCII)
_WORDS = {"true", "false", "null"}
_ESCAPES = {'"': '\\"', "\\": "\\\\"}


def _scalar(value: Any) -> str:
    match value:
        case Variable():
            return f"!Ref {camel(value)}"
        case Attribute(path):
            return f"!GetAtt {path}"
        case str():
            return _string(value)
        case Mapping():
            return "{}"
        case list():
            return "[]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _string(value: str) -> str:
    if "{{resolve:" in value:
        raise UsageError(
            f"CloudFormation would replace this text of the job with a secret: {value}",
            "choose another tool with --as",
        )
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return value
    return '"' + "".join(escaped(value, _ESCAPES.get)) + '"'
