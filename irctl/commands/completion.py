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
    """How does my shell complete commands, options, metrics, and the names of my jobs?

    Prints a script for the shell to read, at each start:

      bash         eval "$(irctl completion bash)"               in ~/.bashrc
      zsh          eval "$(irctl completion zsh)"                in ~/.zshrc, after compinit
      fish         irctl completion fish | source                in ~/.config/fish/config.fish
      powershell   irctl completion powershell | Out-String | Invoke-Expression   in $PROFILE

    Example:

      irctl completion bash
    """
    if shell not in SCRIPTS:
        raise UsageError(f"unknown shell {shell!r}", f"the shells are {', '.join(SCRIPTS)}")
    world = typer_context.find_object(World) or World.real()
    Context(world, Shared()).out.write(SCRIPTS[shell])
