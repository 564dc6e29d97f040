"""What must meet the limits of a gate, and policy files."""

from typing import Annotated

import typer

from irctl.decisions.policy import Policy
from irctl.options import limits
from irctl.options.files import read_text
from irctl.options.values import parser


def _policy(path: str) -> Policy:
    from irctl.decisions.policy_file import from_toml

    text = read_text(path)
    try:
        return from_toml(text)
    except ValueError as error:
        raise ValueError(f"{path}: {error}") from None


All = Annotated[
    bool | None,
    typer.Option(
        "--all/--any",
        help="Require all recommendations to meet the limits, or any one of them (default; with "
        "--max-regression against a job: all that pair with the baseline).",
        rich_help_panel="Recommendation",
    ),
]
AllowDifferentConditions = Annotated[
    bool | None,
    typer.Option(
        "--allow-different-conditions",
        help="Check changes from a --baseline of another job type or with other traffic.",
        rich_help_panel=limits.PANEL,
    ),
]
PolicyFile = Annotated[
    Policy | None,
    typer.Option(
        "--policy",
        metavar="FILE",
        parser=parser(_policy),
        help="Read options from a TOML file; those on the command line take precedence.",
    ),
]
PrintPolicy = Annotated[
    bool, typer.Option("--print-policy", help="Print the options as a policy file and exit.")
]
