"""The options that commands share, and how a command gets them."""

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any, TypeVar

import typer

from irctl.context import Context, Shared, World
from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.output.formats import DEFAULT, FORMATS

JOB_HELP = "A job's name or ARN, a saved response (FILE.json, ./FILE), or - for standard input."

Job = Annotated[str, typer.Argument(metavar="JOB", help=JOB_HELP, show_default=False)]


def once(texts: list[str] | None) -> list[str] | None:
    """Each JOB once, in the order given: twice the same would count double."""
    return texts and list(dict.fromkeys(texts))


Jobs = Annotated[
    list[str],
    typer.Argument(metavar="JOB...", help=JOB_HELP, show_default=False, callback=once),
]

_AWS = "AWS"
_OUTPUT = "Output"


def _output(formats: Iterable[str]) -> Any:
    return typer.Option(
        "--output",
        "-o",
        metavar="FORMAT",
        help=f"One of {', '.join(formats)}; {DEFAULT} by default.",
        rich_help_panel=_OUTPUT,
    )


def _shared(
    formats: Sequence[str],
    profile: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="AWS profile.", rich_help_panel=_AWS),
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(metavar="REGION", help="AWS region.", rich_help_panel=_AWS),
    ] = None,
    endpoint_url: Annotated[
        str | None,
        typer.Option(metavar="URL", help="Another endpoint for SageMaker.", rich_help_panel=_AWS),
    ] = None,
    demo: Annotated[
        bool,
        typer.Option(
            "--demo",
            help="Use the built-in demo account: no credentials, no network.",
            rich_help_panel=_AWS,
        ),
    ] = False,
    output: Annotated[str | None, _output(FORMATS)] = None,
    json: Annotated[
        bool,
        typer.Option("--json", help="The same as --output json.", rich_help_panel=_OUTPUT),
    ] = False,
    query: Annotated[
        str | None,
        typer.Option(
            metavar="JMESPATH",
            help="Print this part of the JSON, as in the AWS CLI.",
            rich_help_panel=_OUTPUT,
        ),
    ] = None,
    debug: Annotated[
        bool,
        typer.Option(
            "--debug",
            help="Tell of each request, and where an error arose.",
            rich_help_panel=_OUTPUT,
        ),
    ] = False,
) -> Shared:
    output = output and output.lower()
    if json and output not in (None, "json"):
        raise UsageError(f"--json and --output {output} exclude each other")
    if query is not None:
        if output not in (None, "json", "jsonl"):
            raise UsageError(f"--query chooses from the JSON; it does not go with -o {output}")
        from irctl.output.query import check

        check(query)
    chosen = output if output is not None else "json" if json or query is not None else DEFAULT
    if chosen not in formats:
        raise UsageError(f"unknown format {chosen!r}", f"the formats are {', '.join(formats)}")
    return Shared(profile, region, endpoint_url, demo, chosen, query, debug)


_SHARED = tuple(inspect.signature(_shared).parameters.values())[1:]
_Command = Callable[..., None]


def command(function: _Command) -> Callable[..., int]:
    """Makes a command of a function whose first parameter is the Context: it gets the
    shared options too, and the exit code is what the context ends with."""
    return command_printing(FORMATS)(function)


def command_printing(names: Iterable[str]) -> Callable[[_Command], Callable[..., int]]:
    """The same, for a command whose formats are not the common ones."""
    formats = tuple(names)
    output = Annotated[str | None, _output(formats)]
    shared_options = [
        each.replace(annotation=output) if each.name == "output" else each for each in _SHARED
    ]

    def make(function: _Command) -> Callable[..., int]:
        own = list(inspect.signature(function).parameters.values())[1:]

        def run(typer_context: typer.Context, **values: Any) -> int:
            try:
                shared = _shared(formats, **{each.name: values.pop(each.name) for each in _SHARED})
                context = Context(typer_context.find_object(World) or World.real(), shared)
                function(context, **values)
            except UsageError as error:
                error.hint = error.hint or f"see {typer_context.command_path} --help"
                raise
            return context.exit_code

        parameters = [
            inspect.Parameter(
                "typer_context", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context
            ),
            *(
                each.replace(kind=inspect.Parameter.KEYWORD_ONLY)
                for each in (*own, *shared_options)
            ),
        ]
        run.__doc__ = function.__doc__
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.formats = formats  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in parameters}
        return run

    return make


_Value = TypeVar("_Value")


@contextmanager
def reading(option: str) -> Iterator[None]:
    """Tells a ValueError as one of the option's value. Raises UsageError."""
    try:
        yield
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None


def read(option: str, text: str, reader: Callable[[str], _Value]) -> _Value:
    """An option's value by a reader that raises ValueError. Raises UsageError."""
    with reading(option):
        return reader(text)


def read_given(option: str, text: str | None, reader: Callable[[str], _Value]) -> _Value | None:
    """The same; None when the option isn't given."""
    return None if text is None else read(option, text, reader)


def read_all(option: str, texts: list[str], reader: Callable[[str], _Value]) -> list[_Value]:
    """The values of an option that can be given several times."""
    return [read(option, text, reader) for text in texts]


_MOST_CHARACTERS = 1_000_000
"""More than any policy or traffic profile has."""


def read_text(path: str) -> str:
    """The text of a small file that an option names. Raise IrctlError."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read(_MOST_CHARACTERS + 1)
    except OSError as error:
        raise unreadable(path, f"cannot be read: {error.strerror}") from None
    except ValueError as error:  # not UTF-8, or a NUL in the path
        raise unreadable(path, f"cannot be read: {error}") from None
    if len(text) > _MOST_CHARACTERS:
        raise unreadable(path, f"is longer than {_MOST_CHARACTERS:,} characters")
    return text


def unreadable(path: str, problem: str) -> IrctlError:
    return IrctlError(f"{path}: {problem}", code=ExitCode.UNREADABLE)
