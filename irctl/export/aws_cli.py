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
        + comments(
            f"It is in service some minutes later: "
            f"aws sagemaker wait endpoint-in-service --endpoint-name {endpoint}"
        )
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
    """How a script begins: what it is, and what must be set."""
    text = "#!/bin/sh\n" + comments(title, *(f"Note: {note}" for note in notes)) + "set -eu\n"
    for each in variables:
        text += "\n" + comments(f"{constant(each)}: {each.description}")
        text += f': "${{{constant(each)}:?must be set, see this script}}"\n'
    return text


def command(service: str, operation: str, request: Document, region: str | None) -> str:
    """One command, its request between single quotes: JSON is written without any."""
    where = f" --region {shlex.quote(region)}" if region else ""
    return f"\naws {service} {operation}{where} --cli-input-json '{braces(request, _leaf)}'\n"


def _leaf(value: Any) -> str:
    if isinstance(value, Variable):
        # Out of the single quotes, the shell's value between double ones, and back in.
        reference = f"'\"${constant(value)}\"'"
        return reference if value.number else f'"{reference}"'
    text = json.dumps(value).replace("'", "\\u0027").replace("\x7f", "\\u007f")
    return text.replace("##", "\\u0023\\u0023")
