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
        + _imports(described)
        + "\nimport boto3\n"
        + "".join(map(_variable, described.variables))
        + f'\nsagemaker = boto3.client("sagemaker"{region})\n'
        + "".join(
            f"\nsagemaker.{operation}(\n{_arguments(request)})\n"
            for operation, request in calls
            if request is not None
        )
        + _components(described)
        + "\n# The endpoint is in service after some minutes.\n"
        + f"print({message!a})\n"
    )


def _components(described: Deployment) -> str:
    """Write the calls for the inference components, which need the endpoint in service."""
    if not described.components:
        return ""
    endpoint = described.endpoint["EndpointName"]
    wait = f'\nsagemaker.get_waiter("endpoint_in_service").wait(EndpointName={endpoint!a})\n'
    return wait + "".join(
        f"\nsagemaker.create_inference_component(\n{_arguments(component)})\n"
        + _wait_for(component["InferenceComponentName"])
        for component in described.components
    )


def _wait_for(component: str) -> str:
    """Write a loop until an inference component is no longer being created."""
    return (
        "while (\n"
        f"    sagemaker.describe_inference_component(InferenceComponentName={component!a})\n"
        '    ["InferenceComponentStatus"] == "Creating"\n'
        "):\n"
        "    time.sleep(15)\n"
    )


def _imports(described: Deployment) -> str:
    names = {"os": described.variables, "time": described.components}
    lines = "".join(f"import {name}\n" for name, is_needed in names.items() if is_needed)
    return f"\n{lines}" if lines else ""


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
