"""The command line: the Typer app, and main(), where an error becomes a message and exit code."""

import errno
import sys
from collections.abc import Callable, Iterator, MutableMapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer.core import TyperGroup

from irctl import __version__
from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.invocation import World
from irctl.machine import exhausted
from irctl.near_misses import unknown
from irctl.redaction import redacted
from irctl.terminal.messages import Messages
from irctl.terminal.streams import OutputStream

if TYPE_CHECKING:
    from irctl.options.parsing import Command

COMMANDS = {
    "list": "List Inference Recommender jobs and their status.",
    "describe": "Show what a job tested and what it measured.",
    "steps": "Show each benchmark of a job, and why it failed if it did.",
    "rank": "Rank recommendations by cost, latency, throughput or a weighted score.",
    "compare": "Compare recommendations between jobs, or within one job.",
    "plan": "Plan how many instances to deploy for your traffic, and what they cost a month.",
    "report": "Write a page that shows what to deploy and why, and plans again in its reader's "
    "browser.",
    "check": "Check that a recommendation meets limits, for CI. Exits 0 if so, 10 if not.",
    "wait": "Wait until jobs have ended.",
    "scaling": "Show the autoscaling that AWS recommends, or write it for a tool.",
    "export": "Write a script, template or configuration that deploys a recommendation.",
    "completion": "Set up shell completion of commands, options and job names.",
}
"""The first line of each command's help; the command NAME is `run` in irctl/commands/NAME.py.

It is repeated here so that listing the commands imports none.
"""

# Words of other programs -> the commands that mean it here.
_MEANINGS = {
    "autoscale": "scaling",
    "best": "rank",
    "capacity": "plan",
    "deploy": "export",
    "diff": "compare",
    "gate": "check",
    "get": "describe",
    "ls": "list",
    "recommend": "rank",
    "show": "describe",
    "sort": "rank",
    "watch": "wait",
}

# What Typer raises for a wrong command line; it does not export the class by its own name.
_WrongCommandLine: type[Exception] = typer.BadParameter.__bases__[0]
_CANNOT_WRITE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO}
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100, "color": True}


def command(name: str) -> "Command":
    """Import a command by its name."""
    from irctl.options.parsing import Command

    module = import_module(f"irctl.commands.{name}")
    commands = typer.Typer(add_completion=False, context_settings=_SETTINGS)
    commands.command(name, cls=Command)(module.run)
    return cast("Command", typer.main.get_command(commands))


class _Commands(MutableMapping[str, Any]):
    """The commands by name, each imported when it is looked up.

    So a command line costs the import of one command.
    """

    def __getitem__(self, name: str) -> "Command":
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

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from irctl.help import help_text, parameter_sections

        sections = {"Commands": list(COMMANDS.items()), **parameter_sections(ctx)}
        formatter.write(help_text(ctx, "COMMAND [ARGUMENT]... [OPTION]...", sections))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            raise UsageError(
                unknown("command", name, list(COMMANDS), _MEANINGS), "see irctl --help"
            )
        return super().resolve_command(ctx, args)


app = typer.Typer(
    cls=_Group,
    add_completion=False,
    invoke_without_command=True,
    context_settings=_SETTINGS,
    pretty_exceptions_enable=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"irctl {__version__}")
        raise typer.Exit


@app.callback()
def irctl(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version and exit.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Choose what to deploy from Amazon SageMaker Inference Recommender jobs.

    Try it without an AWS account:

      irctl rank resnet50-default --demo
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(ExitCode.USAGE)


def main(arguments: Sequence[str] | None = None, world: World | None = None) -> int:
    """Run a command line and return its exit code."""
    arguments = sys.argv[1:] if arguments is None else list(arguments)
    if arguments[:1] == ["help"]:
        arguments = [*arguments[1:], "--help"]
    world = world or World.real()
    messages = Messages(OutputStream(world.stderr, world.environ))
    try:
        return int(app(arguments, prog_name="irctl", standalone_mode=False, obj=world) or 0)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    except SystemExit:  # how Typer stops when the reader of its help has left, as head does
        return ExitCode.OK
    except Exception as error:
        if _is_interrupt(error):
            return ExitCode.INTERRUPTED
        failure = _failure(error)
    if "--debug" in arguments:
        messages.lines(*_trace(failure))
    messages.error(failure)
    return failure.code


def _trace(failure: IrctlError) -> list[str]:
    import traceback

    return redacted("".join(traceback.format_exception(failure))).splitlines()


def _is_interrupt(error: BaseException | None) -> bool:
    """Whether a Ctrl-C caused an error: Python 3.11 wraps one that comes in __set_name__."""
    return error is not None and (
        isinstance(error, KeyboardInterrupt) or _is_interrupt(error.__cause__)
    )


def _failure(error: Exception) -> IrctlError:
    """Return what to report of an error."""
    if isinstance(error, IrctlError):
        return error
    if isinstance(error, _WrongCommandLine):
        return _usage_error(error)
    if isinstance(error, OSError) and error.errno in _CANNOT_WRITE:  # while Typer printed help
        return IrctlError(f"standard output cannot be written: {error.strerror}")
    failure = exhausted(error) or IrctlError(
        f"irctl has a bug: {type(error).__name__}: {error}",
        "run it again with --debug and report the output",
    )
    failure.__cause__ = error
    return failure


def _usage_error(error: Any) -> UsageError:
    path = error.ctx.command_path if error.ctx else "irctl"
    advise = _ADVICE.get(type(error).__name__, _about_command_line)
    return UsageError(*advise(error, f"see {path} --help"))


def _about_unknown_option(error: Any, see: str) -> tuple[str, str]:
    is_before_command = error.ctx and error.ctx.parent is None
    order = "options of a command follow its name, as in irctl list --demo; "
    return _unknown_option(error), order * bool(is_before_command) + see


def _about_missing_parameter(error: Any, see: str) -> tuple[str, str]:
    help = getattr(error.param, "help", None)
    return _message(error), f"{help.rstrip('.')}; {see}" if help else see


def _about_value(error: Any, see: str) -> tuple[str, str]:
    if error.param is None:
        return _message(error), see
    return f"{error.param.opts[0]}: {error.message.rstrip('.')}", see


def _about_command_line(error: Any, see: str) -> tuple[str, str]:
    message = _message(error)
    if "unexpected extra argument" in message and error.ctx.command.params[0].metavar == "JOB":
        return message, "it takes one JOB; irctl rank and irctl compare take several"
    return message, see


def _message(error: Any) -> str:
    return str(error.format_message()).rstrip(".")


# By the names of the errors: Typer does not export their classes.
_ADVICE: dict[str, Callable[[Any, str], tuple[str, str]]] = {
    "NoSuchOption": _about_unknown_option,
    "MissingParameter": _about_missing_parameter,
    "BadParameter": _about_value,
}
"""What makes the message and the hint about a wrong command line."""


def _unknown_option(error: Any) -> str:
    """Return the message about an unknown option, and what was probably meant."""
    from irctl.options.parsing import meant

    parameters = error.ctx.command.params if error.ctx else []
    options = [name for parameter in parameters for name in parameter.opts]
    arguments = [parameter.metavar or "" for parameter in parameters]
    suggestion = meant(error.option_name, [*options, "--help"], arguments)
    question = f"; did you mean {suggestion}?" if suggestion else ""
    return f"no such option: {error.option_name}{question}"
