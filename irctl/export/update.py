"""The change of an existing endpoint to another configuration.

A model and an endpoint configuration cannot be changed once they exist. The names of new ones end
with a hash of what they contain: another run finds them, and has nothing to do.
"""

import hashlib
import json
from dataclasses import replace

from irctl.errors import UsageError
from irctl.export.deployment import Deployment
from irctl.export.values import UniqueName, Variable, variables
from irctl.jobs.model import Document

_TOOLS = ("aws-cli", "python")
_MOST_CHARACTERS = 63
_HASH = 8
_VARIABLES_HASH = 10
"""Digits of a 32-bit checksum, at most."""


def check_tool(tool: str) -> None:
    """Raise UsageError for a tool that updates an endpoint by itself."""
    if tool not in _TOOLS:
        raise UsageError(
            f"--update is for {' and '.join(_TOOLS)}: with {tool}, the same file creates the "
            "endpoint and updates it",
            "leave out --update, and apply the new file in place of the old one",
        )


def updating(described: Deployment) -> Deployment:
    """Return the deployment to an endpoint that exists. Raise UsageError."""
    if described.components:
        raise UsageError("--update does not change inference components")
    model, config = described.model, described.endpoint_config
    values = tuple(dict.fromkeys(variables((model, config))))
    [variant] = config["ProductionVariants"]
    if model is not None:
        name = unique_name(model["ModelName"], {**model, "ModelName": ""}, values)
        model, variant = {**model, "ModelName": name}, {**variant, "ModelName": name}
    content = {**config, "EndpointConfigName": "", "ProductionVariants": [variant]}
    config_name = unique_name(config["EndpointConfigName"], content, values)
    endpoint: Document = {**described.endpoint, "EndpointConfigName": config_name}
    if described.autoscaling:
        # The number of instances is Application Auto Scaling's, not the configuration's.
        endpoint["RetainAllVariantProperties"] = True
    return replace(
        described,
        model=model,
        endpoint_config={**content, "EndpointConfigName": config_name},
        endpoint=endpoint,
        is_update=True,
    )


def unique_name(start: str, content: Document, values: tuple[Variable, ...]) -> "str | UniqueName":
    """Return a name that ends with hashes of some content and of the values of variables."""
    room = _MOST_CHARACTERS - 1 - _HASH - (1 + _VARIABLES_HASH if values else 0)
    name = f"{start[:room].rstrip('-')}-{content_hash(content)}"
    return UniqueName(name, values) if values else name


def content_hash(content: Document) -> str:
    """Return a hash of some content, in which variables count by their names."""
    text = json.dumps(content, default=lambda leaf: getattr(leaf, "name", None) or leaf.start)
    return hashlib.sha256(text.encode()).hexdigest()[:_HASH]
