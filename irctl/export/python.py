"""A Python script that deploys with boto3."""

from typing import Any

from irctl.export.deployment import Deployment, Variable
from irctl.export.literals import braces, comments, constant
from irctl.jobs.model import Document


def deployment(described: Deployment) -> str:
    calls = [
        ("create_model", described.model),
        ("create_endpoint_config", described.endpoint_config),
        ("create_endpoint", described.endpoint),
    ]
    region = f", region_name={described.region!a}" if described.region else ""
    message = f"creating endpoint {described.endpoint['EndpointName']}"
    title = f"Deploys {described.title}."
    return (
        "#!/usr/bin/env python3\n"
        + comments(title, *(f"Note: {note}" for note in described.notes))
        + ("\nimport os\n" if described.variables else "")
        + "\nimport boto3\n"
        + "".join(map(_variable, described.variables))
        + f'\nsagemaker = boto3.client("sagemaker"{region})\n'
        + "".join(
            f"\nsagemaker.{operation}(\n{_arguments(request)})\n"
            for operation, request in calls
            if request is not None
        )
        + "\n# The endpoint is in service after some minutes.\n"
        + f"print({message!a})\n"
    )


def _arguments(request: Document) -> str:
    return "".join(f"    {name}={braces(value, _leaf, 4)},\n" for name, value in request.items())


def _variable(variable: Variable) -> str:
    name = constant(variable)
    value = f'os.environ["{name}"]'
    comment = comments(f"Set {name}: {variable.description}")
    return f"\n{comment}{name} = {f'int({value})' if variable.is_number else value}\n"


def _leaf(value: Any) -> str:
    return constant(value) if isinstance(value, Variable) else _literal(value)


def _literal(value: Any) -> str:
    """Write a literal in ASCII, and without `##`, which starts a command to a CI system."""
    return ascii(value).replace("##", "\\x23\\x23")
