"""A POSIX shell script of AWS CLI commands, each with its request as JSON."""

import json
import shlex
from collections.abc import Sequence
from typing import Any

from irctl.export.autoscaling import Autoscaling
from irctl.export.deployment import Deployment, Variable
from irctl.export.literals import braces, comments, constant
from irctl.jobs.model import Document


def deployment(described: Deployment) -> str:
    requests = [
        ("create-model", described.model),
        ("create-endpoint-config", described.endpoint_config),
        ("create-endpoint", described.endpoint),
    ]
    endpoint = shlex.quote(described.endpoint["EndpointName"])
    return (
        script(f"Deploys {described.title}.", described.notes, described.variables)
        + "".join(
            command("sagemaker", operation, request, described.region)
            for operation, request in requests
            if request is not None
        )
        + "\n"
        + (_components(described, endpoint) or _waiting(endpoint))
    )


def _waiting(endpoint: str) -> str:
    return comments(
        f"The endpoint is in service after some minutes; to wait for it, run: "
        f"aws sagemaker wait endpoint-in-service --endpoint-name {endpoint}"
    )


def _components(described: Deployment, endpoint: str) -> str:
    """Write the commands for the inference components, which need the endpoint in service."""
    where = f" --region {shlex.quote(described.region)}" if described.region else ""
    parts = [
        command("sagemaker", "create-inference-component", component, described.region)
        + _wait_for(shlex.quote(component["InferenceComponentName"]), where)
        for component in described.components
    ]
    if not parts:
        return ""
    wait = f"aws sagemaker wait endpoint-in-service{where} --endpoint-name {endpoint}\n"
    return "".join([wait, *parts])


def _wait_for(component: str, where: str) -> str:
    """Write a loop until an inference component is no longer being created."""
    return (
        f'while [ "$(aws sagemaker describe-inference-component{where} '
        f"--inference-component-name {component} "
        '--query InferenceComponentStatus --output text)" = Creating ]; do sleep 15; done\n'
    )


def scaling(described: Autoscaling) -> str:
    commands = [
        ("register-scalable-target", described.target),
        *(("put-scaling-policy", policy) for policy in described.policies),
    ]
    return script(f"Scales {described.title}.", described.notes, described.variables) + "".join(
        command("application-autoscaling", operation, request, described.region)
        for operation, request in commands
    )


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
    where = f" --region {shlex.quote(region)}" if region else ""
    return f"\naws {service} {operation}{where} --cli-input-json '{braces(request, _leaf)}'\n"


def _leaf(value: Any) -> str:
    if isinstance(value, Variable):
        # Close the single quotes, add the variable in double quotes, and open them again.
        reference = f"'\"${constant(value)}\"'"
        return reference if value.is_number else f'"{reference}"'
    text = json.dumps(value).replace("'", "\\u0027").replace("\x7f", "\\u007f")
    return text.replace("##", "\\u0023\\u0023")
