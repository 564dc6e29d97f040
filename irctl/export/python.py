"""A Python script that deploys with boto3."""

from textwrap import indent
from typing import Any, NamedTuple

from irctl.export.deployment import Deployment
from irctl.export.literals import braces, comments, constant
from irctl.export.values import UniqueName, Variable, without_tags
from irctl.jobs.model import Document


def deployment(described: Deployment) -> str:
    region = f", region_name={described.region!a}" if described.region else ""
    doing = "updating" if described.is_update else "creating"
    message = f"{doing} endpoint {described.endpoint['EndpointName']}"
    title = f"Deploys {described.title}."
    return (
        "#!/usr/bin/env python3\n"
        + comments(title, *(f"Note: {note}" for note in described.notes))
        + _imports(described)
        + "".join(map(_variable, described.variables))
        + _variables_hash(described)
        + f'\nsagemaker = boto3.client("sagemaker"{region})\n'
        + (_update(described) if described.is_update else _creation(described))
        + (_components(described) or _wait_to_scale(described))
        + _scaling(described, region)
        + "\n# The endpoint is in service after some minutes.\n"
        + f"print({message!a})\n"
    )


def _creation(described: Deployment) -> str:
    calls = [
        ("create_model", described.model),
        ("create_endpoint_config", described.endpoint_config),
        ("create_endpoint", described.endpoint),
    ]
    return "".join(
        _call("sagemaker", operation, request)
        for operation, request in calls
        if request is not None
    )


def _call(client: str, operation: str, request: Document) -> str:
    return f"\n{client}.{operation}(\n{_arguments(request)})\n"


_EXISTS = '''

def exists(describe, **name):
    """Return whether a resource exists."""
    try:
        describe(**name)
    except ClientError as error:
        if error.response["Error"]["Code"] != "ValidationException":
            raise
        return False
    return True


'''


def _update(described: Deployment) -> str:
    """Write the change of an endpoint; what exists already has the same content."""
    endpoint = described.endpoint["EndpointName"]
    config = described.endpoint_config["EndpointConfigName"]
    parts = [_EXISTS, _wait(endpoint)]
    parts.append(f"endpoint = sagemaker.describe_endpoint(EndpointName={endpoint!a})\n")
    if described.model is not None:
        parts.append(_unless_exists("model", "ModelName", described.model))
    parts.append(_unless_exists("endpoint_config", "EndpointConfigName", described.endpoint_config))
    update = _call("sagemaker", "update_endpoint", without_tags(described.endpoint))
    parts.append(f'if endpoint["EndpointConfigName"] != {_leaf(config)}:')
    parts.append(indent(update, "    "))
    tags = described.endpoint.get("Tags")
    if tags:
        arn = Code('endpoint["EndpointArn"]')
        parts.append(_call("sagemaker", "add_tags", {"ResourceArn": arn, "Tags": tags}))
    return "".join(parts)


def _unless_exists(resource: str, member: str, request: Document) -> str:
    name = _leaf(request[member])
    create = indent(_call("sagemaker", f"create_{resource}", request), "    ")
    return f"if not exists(sagemaker.describe_{resource}, {member}={name}):{create}"


def _variables_hash(described: Deployment) -> str:
    name = described.endpoint["EndpointConfigName"]
    if not isinstance(name, UniqueName):
        return ""
    values = ", ".join(map(constant, name.variables))
    return f'\nHASH = zlib.crc32("\\n".join(map(str, [{values}])).encode())\n'


def _wait(endpoint: str) -> str:
    return f'sagemaker.get_waiter("endpoint_in_service").wait(EndpointName={endpoint!a})\n'


def _wait_to_scale(described: Deployment) -> str:
    return f"\n{_wait(described.endpoint['EndpointName'])}" if described.autoscaling else ""


def _scaling(described: Deployment, region: str) -> str:
    """Write the scalable target and its policies; tags of one that exists are set apart."""
    autoscaling = described.autoscaling
    if autoscaling is None:
        return ""
    target = autoscaling.target
    tags = target.get("Tags") if described.is_update else None
    register = _call("autoscaling", "register_scalable_target", target)
    if tags:
        register = _call("target = autoscaling", "register_scalable_target", without_tags(target))
        arn = Code('target["ScalableTargetARN"]')
        register += _call("autoscaling", "tag_resource", {"ResourceARN": arn, "Tags": tags})
    client = f'\nautoscaling = boto3.client("application-autoscaling"{region})\n'
    policies = [
        _call("autoscaling", "put_scaling_policy", policy) for policy in autoscaling.policies
    ]
    return "".join([client, register, *policies])


def _components(described: Deployment) -> str:
    """Write the calls for the inference components, which need the endpoint in service."""
    if not described.components:
        return ""
    return (
        "\n"
        + _wait(described.endpoint["EndpointName"])
        + "".join(
            _call("sagemaker", "create_inference_component", component)
            + _wait_for(component["InferenceComponentName"])
            for component in described.components
        )
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
    has_hash = isinstance(described.endpoint["EndpointConfigName"], UniqueName)
    names = {"os": described.variables, "time": described.components, "zlib": has_hash}
    lines = "".join(f"import {name}\n" for name, is_needed in names.items() if is_needed)
    errors = "from botocore.exceptions import ClientError\n" if described.is_update else ""
    return (f"\n{lines}" if lines else "") + f"\nimport boto3\n{errors}"


def _arguments(request: Document) -> str:
    return "".join(f"    {name}={braces(value, _leaf, 4)},\n" for name, value in request.items())


def _variable(variable: Variable) -> str:
    name = constant(variable)
    value = f'os.environ["{name}"]'
    comment = comments(f"Set {name}: {variable.description}")
    return f"\n{comment}{name} = {f'int({value})' if variable.is_number else value}\n"


class Code(NamedTuple):
    """An expression."""

    text: str


def _leaf(value: Any) -> str:
    match value:
        case Variable():
            return constant(value)
        case UniqueName(start, _):
            return f'f"{start}-{{HASH}}"'
        case Code(text):
            return text
    return _literal(value)


def _literal(value: Any) -> str:
    """Write a literal in ASCII, and without `##`, which starts a command to a CI system."""
    return ascii(value).replace("##", "\\x23\\x23")
