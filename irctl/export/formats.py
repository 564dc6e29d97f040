"""The tools to write for. A new one is a module in this package and a line below."""

from importlib import import_module
from typing import TYPE_CHECKING

from irctl.errors import UsageError
from irctl.near_misses import unknown

if TYPE_CHECKING:
    from irctl.export.autoscaling import Autoscaling
    from irctl.export.deployment import Deployment

# Name on the command line -> module with a function deployment() or scaling(), which takes a
# description and returns the whole text. A module is imported when it is used.
DEPLOYMENTS = {
    "aws-cli": "irctl.export.aws_cli",
    "cloudformation": "irctl.export.cloudformation",
    "terraform": "irctl.export.terraform",
    "python": "irctl.export.python",
}
SCALINGS = {
    "aws-cli": "irctl.export.aws_cli",
    "cloudformation": "irctl.export.cloudformation",
    "terraform": "irctl.export.terraform",
    "json": "irctl.export.requests",
}

DEFAULT = "aws-cli"
"""The tool of `irctl export` without --as."""

# Command -> values of its --as.
TOOLS = {"export": tuple(DEPLOYMENTS), "scaling": tuple(SCALINGS)}


def deployment(name: str, description: "Deployment") -> str:
    """Write a deployment for a tool. Raise IrctlError for a value that the tool cannot take."""
    return str(import_module(DEPLOYMENTS[name]).deployment(description))


def scaling(name: str, description: "Autoscaling") -> str:
    """Write autoscaling for a tool. Raise IrctlError for a value that the tool cannot take."""
    return str(import_module(SCALINGS[name]).scaling(description))


def check(output: str, tool: str | None, tools: tuple[str, ...]) -> None:
    """Raise UsageError for an unknown `--as`, or one combined with an output format."""
    if tool is not None and tool not in tools:
        raise UsageError(f"--as: {unknown('tool', tool, tools)}")
    if tool is not None and output != "table":
        raise UsageError(f"--as {tool} and --output {output} exclude each other")
