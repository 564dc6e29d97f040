"""Which tool to write for, and the names of the AWS resources to write."""

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from irctl.export.deployment import VARIANT, resource_name
from irctl.export.formats import DEFAULT, DEPLOYMENTS, SCALINGS
from irctl.options.values import parser

_PANEL = "Resource names"


def _tool(help: str) -> Any:
    return typer.Option("--as", metavar="TOOL", help=help)


def _name(flag: str, help: str) -> Any:
    return typer.Option(
        flag, metavar="NAME", parser=parser(resource_name), help=help, rich_help_panel=_PANEL
    )


def _listed(tools: Iterable[str]) -> str:
    return ", ".join(f"{tool} (default)" if tool == DEFAULT else tool for tool in tools)


DeploymentTool = Annotated[str | None, _tool(f"Tool to write for: {_listed(DEPLOYMENTS)}.")]
ScalingTool = Annotated[
    str | None,
    _tool(f"Write the scalable target and its policies for a tool: {', '.join(SCALINGS)}."),
]
ModelName = Annotated[str | None, _name("--model-name", "Name of the model to create.")]
EndpointConfigName = Annotated[
    str | None,
    _name("--endpoint-config-name", "Name of the endpoint configuration to create."),
]
EndpointName = Annotated[
    str | None, _name("--endpoint-name", "Name of the endpoint (default: the job's name).")
]
VariantName = Annotated[
    str | None, _name("--variant-name", f"Name of the variant (default: {VARIANT}).")
]
