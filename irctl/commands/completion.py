"""`irctl completion`: the script that makes a shell complete irctl's command lines."""

from typing import Annotated

import typer

from irctl.completion.scripts import SCRIPTS
from irctl.context import Context, Shared, World
from irctl.errors import UsageError


def run(
    typer_context: typer.Context,
    shell: Annotated[
        str,
        typer.Argument(metavar="SHELL", help=f"One of {', '.join(SCRIPTS)}.", show_default=False),
    ],
) -> None:
    """How does my shell complete commands, options and the names of my jobs?

    Prints a script for the shell to read at its start. Where, and what to write:

      ~/.bashrc                    eval "$(irctl completion bash)"
      ~/.zshrc, after compinit     eval "$(irctl completion zsh)"
      ~/.config/fish/config.fish   irctl completion fish | source
      $PROFILE of PowerShell       irctl completion powershell | Out-String | iex

    Example:

      irctl completion bash
    """
    if shell not in SCRIPTS:
        raise UsageError(f"unknown shell {shell!r}", f"the shells are {', '.join(SCRIPTS)}")
    world = typer_context.find_object(World) or World.real()
    Context(world, Shared()).out.write(SCRIPTS[shell])
