"""Which tool to write for, and the names of the AWS resources to write."""

from collections.abc import Iterable
from typing import Annotated, Any, NamedTuple

import typer

from irctl.decisions import quantities
from irctl.decisions.sizing import SERVERLESS_MAX_CONCURRENCY
from irctl.export.deployment import VARIANT
from irctl.export.formats import DEFAULT, DEPLOYMENTS, SCALINGS
from irctl.export.names import resource_name
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
_SIZE = "Traffic"


def _concurrency(text: str) -> int:
    count = quantities.count(text)
    if count > SERVERLESS_MAX_CONCURRENCY:
        raise ValueError(f"serverless takes at most {SERVERLESS_MAX_CONCURRENCY}, got {text!r}")
    return count


InstanceCount = Annotated[
    int | None,
    typer.Option(
        "--instance-count",
        metavar="N",
        parser=parser(quantities.count),
        help="Number of instances to deploy (default: the plan's for --traffic, else as measured).",
        rich_help_panel=_SIZE,
    ),
]
MaxConcurrency = Annotated[
    int | None,
    typer.Option(
        "--max-concurrency",
        metavar="N",
        parser=parser(_concurrency),
        help="Concurrency of a serverless endpoint (default: the plan's for --traffic, else as "
        "measured).",
        rich_help_panel=_SIZE,
    ),
]


class Tag(NamedTuple):
    """A tag of an AWS resource."""

    key: str
    value: str


def _tag(text: str) -> Tag:
    key, equals, value = text.partition("=")
    if not equals or not 1 <= len(key) <= 128 or len(value) > 256:
        raise ValueError(f"expected KEY=VALUE, such as team=search, got {text!r}")
    if key.lower().startswith("aws:"):
        raise ValueError(f"keys that start with aws: are reserved, got {text!r}")
    return Tag(key, value)


def _unique_keys(tags: list[Tag] | None) -> list[Tag]:
    keys = [tag.key for tag in tags or ()]
    for key in keys:
        if keys.count(key) > 1:
            raise typer.BadParameter(f"the key {key!r} is given twice")
    return list(tags or ())


Tags = Annotated[
    list[Tag] | None,
    typer.Option(
        "--tag",
        metavar="KEY=VALUE",
        parser=parser(_tag),
        callback=_unique_keys,
        help="Tag the resources to create; repeatable.",
        rich_help_panel=_PANEL,
    ),
]
TargetTags = Annotated[
    list[Tag] | None,
    typer.Option(
        "--tag",
        metavar="KEY=VALUE",
        parser=parser(_tag),
        callback=_unique_keys,
        help="Tag the scalable target that --as writes; repeatable.",
        rich_help_panel=_PANEL,
    ),
]
Update = Annotated[
    bool,
    typer.Option(
        "--update",
        help="Change an endpoint that exists; with aws-cli and python. Running it again changes "
        "nothing.",
    ),
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
