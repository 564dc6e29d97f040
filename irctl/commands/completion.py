"""`irctl completion`: the script that a shell loads for completion."""

from typing import Annotated

import typer

from irctl.completion.scripts import SCRIPTS
from irctl.context import Context
from irctl.errors import UsageError
from irctl.invocation import Shared
from irctl.near_misses import unknown
from irctl.options.shared import Out, world


def run(
    typer_context: typer.Context,
    shell: Annotated[
        str,
        typer.Argument(metavar="SHELL", help=f"Shell: {', '.join(SCRIPTS)}.", show_default=False),
    ],
    out: Out = None,
) -> None:
    """Set up shell completion of commands, options and job names.

    Prints the completion script for a shell. Load it from the startup file of the shell:

      ~/.bashrc                    eval "$(irctl completion bash)"
      ~/.zshrc, after compinit     eval "$(irctl completion zsh)"
      ~/.config/fish/config.fish   irctl completion fish | source
      $PROFILE of PowerShell       irctl completion powershell | Out-String | iex

    Example:

      irctl completion bash
    """
    if shell not in SCRIPTS:
        raise UsageError(unknown("shell", shell, tuple(SCRIPTS)), "see irctl completion --help")
    context = Context(world(typer_context), Shared(out=out))
    with context.output_file():
        context.out.write(SCRIPTS[shell])
