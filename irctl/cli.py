"""The command line: the Typer app, and main(), the one place where an error becomes a
message and an exit code."""

import errno
import sys
from collections.abc import Iterator, MutableMapping, Sequence
from importlib import import_module
from typing import Annotated, Any, cast

import typer
from typer.core import TyperCommand, TyperGroup

from irctl import __version__
from irctl.context import Context, Shared, World
from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.redaction import redacted

# A command NAME is the function `run` of irctl/commands/NAME.py.
COMMANDS = (
    "list",
    "describe",
    "steps",
    "rank",
    "compare",
    "plan",
    "check",
    "wait",
    "scaling",
    "export",
    "completion",
)

# What Typer raises for a wrong command line; Typer does not export it by its own name.
_ClickUsageError: type[Exception] = typer.BadParameter.__bases__[0]


_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}


def command(name: str) -> TyperCommand:
    """A command by its name."""
    module = import_module(f"irctl.commands.{name}")
    app = typer.Typer(add_completion=False, context_settings=_SETTINGS)
    app.command(name)(module.run)
    return cast("TyperCommand", typer.main.get_command(app))


class _Commands(MutableMapping[str, Any]):
    """The commands by name. A command's module is imported when it is asked for, so that
    a command line costs the import of one."""

    def __getitem__(self, name: str) -> TyperCommand:
        if name not in COMMANDS:
            raise KeyError(name)
        return command(name)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)

    def __setitem__(self, name: str, command: Any) -> None:
        raise TypeError("a command is a module in irctl/commands")

    def __delitem__(self, name: str) -> None:
        raise TypeError("a command is a module in irctl/commands")


class _Group(TyperGroup):
    def __init__(self, **settings: Any):
        super().__init__(**{**settings, "commands": {}})
        self.commands = _Commands()

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)


_SETTINGS = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    cls=_Group,
    add_completion=False,
    no_args_is_help=True,
    context_settings=_SETTINGS,
    pretty_exceptions_enable=False,
)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"irctl {__version__}")
        raise typer.Exit


@app.callback()
def irctl(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Choose what to deploy from Amazon SageMaker Inference Recommender.

    Try it without an AWS account:  irctl rank resnet50-default --demo
    """


def main(arguments: Sequence[str] | None = None, world: World | None = None) -> int:
    """Runs a command line and returns its exit code."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    if arguments[:1] == ["help"]:
        arguments = [*arguments[1:], "--help"]
    world = world or World.real()
    speaker = Context(world, Shared())
    try:
        return int(app(arguments, prog_name="irctl", standalone_mode=False, obj=world) or 0)
    except IrctlError as error:
        failure = error
    except _ClickUsageError as error:
        if type(error).__name__ == "NoArgsIsHelpError":
            return ExitCode.USAGE
        failure = _usage(error)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except SystemExit:  # Typer's way out when the reader of its help has left, as head does
        return ExitCode.OK
    except Exception as error:
        failure = _unforeseen(error)
        failure.__cause__ = error
    if "--debug" in arguments:
        import traceback

        speaker.trace(redacted("".join(traceback.format_exception(failure))))
    speaker.tell(failure)
    return failure.code


def _unforeseen(error: Exception) -> IrctlError:
    if isinstance(error, OSError) and error.errno in _FULL:  # met by Typer's own printing
        return IrctlError(f"standard output cannot be written: {error.strerror}")
    return IrctlError(
        f"irctl has a bug: {type(error).__name__}: {error}",
        "run it again with --debug, and report what it prints",
    )


def _usage(error: Any) -> UsageError:
    path = error.ctx.command_path if error.ctx else "irctl"
    message, hint = error.format_message().rstrip("."), f"see {path} --help"
    if type(error).__name__ == "MissingParameter" and getattr(error.param, "help", None):
        hint = f"{error.param.help.rstrip('.')}; {hint}"
    elif "unexpected extra argument" in message and error.ctx.command.params[0].metavar == "JOB":
        hint = "it takes one JOB; irctl rank and irctl compare take several"
    return UsageError(message, hint)
