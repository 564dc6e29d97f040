"""What can be written. A new one is a module here and a line below."""

from importlib import import_module
from typing import Any

from irctl.errors import UsageError

# Name on the command line -> the module with its functions, loaded when it is asked for.
# Each takes the plain description and returns the whole text.
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
"""What `irctl export` writes for unless --as says otherwise."""

# Command -> what its --as takes.
TOOLS = {"export": tuple(DEPLOYMENTS), "scaling": tuple(SCALINGS)}


def deployment(name: str, description: Any) -> str:
    """A core.deployment.Deployment as text. Raises IrctlError where the format has no
    word for one of its values."""
    return str(import_module(DEPLOYMENTS[name]).deployment(description))


def scaling(name: str, description: Any) -> str:
    """A core.scaling.Autoscaling as text. Raises IrctlError as deployment does."""
    return str(import_module(SCALINGS[name]).scaling(description))


def check(output: str, tool: str | None, tools: tuple[str, ...]) -> None:
    """Raises UsageError for an `--as` that isn't there, or that another format excludes."""
    if tool is not None and tool not in tools:
        raise UsageError(f"--as: unknown {tool!r}", f"it is one of {', '.join(tools)}")
    if tool is not None and output != "table":
        raise UsageError(f"--as {tool} and --output {output} exclude each other")
