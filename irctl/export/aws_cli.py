"""A POSIX shell script of AWS CLI commands, each with its request as JSON."""

import json
import shlex
from collections.abc import Sequence
from typing import Any

from irctl.export.autoscaling import Autoscaling
from irctl.export.deployment import Deployment
from irctl.export.literals import braces, comments, constant
from irctl.export.values import UniqueName, Variable, without_tags
from irctl.jobs.model import Document


def deployment(described: Deployment) -> str:
    head = script(f"Deploys {described.title}.", described.notes, described.variables)
    steps = _update(described) if described.is_update else _creation(described)
    endpoint = shlex.quote(described.endpoint["EndpointName"])
    return head + steps + "\n" + (_afterwards(described, endpoint) or _waiting(endpoint))


def _afterwards(described: Deployment, endpoint: str) -> str:
    """Write what needs the endpoint in service."""
    parts = _components(described, endpoint)
    if described.autoscaling:
        parts = parts or _wait(described, endpoint)
        parts += _scaling(described.autoscaling, may_exist=described.is_update)
    return parts


def _creation(described: Deployment) -> str:
    requests = [
        ("create-model", described.model),
        ("create-endpoint-config", described.endpoint_config),
        ("create-endpoint", described.endpoint),
    ]
    return "".join(
        command("sagemaker", operation, request, described.region)
        for operation, request in requests
        if request is not None
    )


def _update(described: Deployment) -> str:
    """Write the change of an endpoint; what exists already has the same content."""
    where, endpoint = _region(described.region), shlex.quote(described.endpoint["EndpointName"])
    config, model = described.endpoint_config, described.model
    parts = ["\n", _wait(described, endpoint), _variables_hash(described)]
    if model is not None:
        described_by = f"describe-model{where} --model-name {_argument(model['ModelName'])}"
        parts.append(_unless_found(described_by, "create-model", model, described.region))
    name = _argument(config["EndpointConfigName"])
    described_by = f"describe-endpoint-config{where} --endpoint-config-name {name}"
    parts.append(_unless_found(described_by, "create-endpoint-config", config, described.region))
    describe = f"aws sagemaker describe-endpoint{where} --endpoint-name {endpoint}"
    parts += [
        _assigned("CURRENT", describe, "EndpointConfigName"),
        f'test "$CURRENT" = {name} ||',
        command("sagemaker", "update-endpoint", without_tags(described.endpoint), described.region),
    ]
    tags = described.endpoint.get("Tags")
    if tags:
        request = {"ResourceArn": Variable("endpoint_arn", ""), "Tags": tags}
        parts += [
            _assigned("ENDPOINT_ARN", describe, "EndpointArn"),
            command("sagemaker", "add-tags", request, described.region),
        ]
    return "".join(parts)


def _unless_found(described_by: str, operation: str, request: Document, region: str | None) -> str:
    create = command("sagemaker", operation, request, region)
    return f"\naws sagemaker {described_by} >/dev/null 2>&1 ||{create}"


def _variables_hash(described: Deployment) -> str:
    """Write the assignment of HASH, with which the names end."""
    name = described.endpoint["EndpointConfigName"]
    if not isinstance(name, UniqueName):
        return ""
    values = " ".join(f'"${constant(variable)}"' for variable in name.variables)
    return f"\nHASH=$(printf '%s\\n' {values} | cksum | cut -d ' ' -f 1)\n"


def _argument(name: str | UniqueName) -> str:
    if isinstance(name, UniqueName):
        return f'{shlex.quote(name.start)}-"$HASH"'
    return shlex.quote(name)


def _region(region: str | None) -> str:
    return f" --region {shlex.quote(region)}" if region else ""


def _wait(described: Deployment, endpoint: str) -> str:
    where = _region(described.region)
    return f"aws sagemaker wait endpoint-in-service{where} --endpoint-name {endpoint}\n"


def _waiting(endpoint: str) -> str:
    return comments(
        f"The endpoint is in service after some minutes; to wait for it, run: "
        f"aws sagemaker wait endpoint-in-service --endpoint-name {endpoint}"
    )


def _components(described: Deployment, endpoint: str) -> str:
    """Write the commands for the inference components, which need the endpoint in service."""
    where = _region(described.region)
    parts = [
        command("sagemaker", "create-inference-component", component, described.region)
        + _wait_for(shlex.quote(component["InferenceComponentName"]), where)
        for component in described.components
    ]
    if not parts:
        return ""
    return "".join([_wait(described, endpoint), *parts])


def _wait_for(component: str, where: str) -> str:
    """Write a loop until an inference component is no longer being created."""
    return (
        f'while [ "$(aws sagemaker describe-inference-component{where} '
        f"--inference-component-name {component} "
        '--query InferenceComponentStatus --output text)" = Creating ]; do sleep 15; done\n'
    )


def scaling(described: Autoscaling) -> str:
    head = script(f"Scales {described.title}.", described.notes, described.variables)
    return head + _scaling(described)


def _scaling(described: Autoscaling, *, may_exist: bool = False) -> str:
    """Write the scalable target and its policies; tags of one that exists are set apart."""
    service, region, target = "application-autoscaling", described.region, described.target
    tags = target.get("Tags") if may_exist else None
    registered = without_tags(target) if tags else target
    text = command(service, "register-scalable-target", registered, region)
    if tags:
        text = _assigned("TARGET_ARN", text, "ScalableTargetARN")
        request = {"ResourceARN": Variable("target_arn", ""), "Tags": tags}
        text += command(service, "tag-resource", request, region)
    return text + "".join(
        command(service, "put-scaling-policy", policy, region) for policy in described.policies
    )


def _assigned(name: str, command: str, member: str) -> str:
    """Write the assignment of a member of a response to a shell variable."""
    return f"\n{name}=$({command.strip()} --query {member} --output text)\n"


def script(title: str, notes: Sequence[str], variables: Sequence[Variable]) -> str:
    """Write the start of a script: its title, notes and required variables."""
    text = "#!/bin/sh\n" + comments(title, *(f"Note: {note}" for note in notes)) + "set -eu\n"
    for variable in variables:
        name = constant(variable)
        text += "\n" + comments(f"{name}: {variable.description}")
        text += f': "${{{name}:?must be set, see this script}}"\n'
    return text


def command(service: str, operation: str, request: Document, region: str | None) -> str:
    """Write a command with its request in single quotes, which the JSON does not contain."""
    where, body = _region(region), braces(request, _leaf)
    return f"\naws {service} {operation}{where} --cli-input-json '{body}'\n"


def _leaf(value: Any) -> str:
    if isinstance(value, UniqueName):
        return f'"{value.start}-\'"$HASH"\'"'
    if isinstance(value, Variable):
        # Close the single quotes, add the variable in double quotes, and open them again.
        reference = f"'\"${constant(value)}\"'"
        return reference if value.is_number else f'"{reference}"'
    text = json.dumps(value).replace("'", "\\u0027").replace("\x7f", "\\u007f")
    return text.replace("##", "\\u0023\\u0023")
