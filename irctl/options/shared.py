"""The JOB arguments, the account and output options, and how a command gets them."""

import inspect
from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, Any

import typer

from irctl.context import Context, Shared, World
from irctl.errors import UsageError
from irctl.near_misses import unknown
from irctl.options.values import unique
from irctl.output.formats import DEFAULT, FORMATS

JOB_HELP = "Job name or ARN, saved response (FILE.json, ./FILE), or - for standard input."


def job_argument(metavar: str, help: str = JOB_HELP) -> Any:
    """Return the declaration of one or several JOB arguments."""
    several = unique if "..." in metavar else None
    return typer.Argument(metavar=metavar, help=help, show_default=False, callback=several)


Job = Annotated[str, job_argument("JOB")]
Jobs = Annotated[list[str], job_argument("JOB...")]

_AWS = "AWS"
_OUTPUT = "Output"
ACCOUNT_AND_OUTPUT_PANELS = (_AWS, _OUTPUT)


def _output(formats: Iterable[str]) -> Any:
    others = [name for name in formats if name != DEFAULT]
    return typer.Option(
        "--output",
        "-o",
        metavar="FORMAT",
        help=f"Output format: {DEFAULT} (default), {', '.join(others)}.",
        rich_help_panel=_OUTPUT,
    )


Profile = Annotated[
    str | None,
    typer.Option("--profile", metavar="NAME", help="AWS profile to use.", rich_help_panel=_AWS),
]
Region = Annotated[
    str | None,
    typer.Option("--region", metavar="REGION", help="AWS region to use.", rich_help_panel=_AWS),
]
EndpointUrl = Annotated[
    str | None,
    typer.Option(
        "--endpoint-url",
        metavar="URL",
        help="Send SageMaker requests to this URL.",
        rich_help_panel=_AWS,
    ),
]
Demo = Annotated[
    bool,
    typer.Option(
        "--demo",
        help="Use the built-in demo account: no credentials, no network.",
        rich_help_panel=_AWS,
    ),
]
Output = Annotated[str | None, _output(FORMATS)]
Json = Annotated[
    bool, typer.Option("--json", help="Short for --output json.", rich_help_panel=_OUTPUT)
]
Query = Annotated[
    str | None,
    typer.Option(
        "--query",
        metavar="JMESPATH",
        help="Print only this part of the JSON, as in the AWS CLI.",
        rich_help_panel=_OUTPUT,
    ),
]
Debug = Annotated[
    bool,
    typer.Option("--debug", help="Log each request and print tracebacks.", rich_help_panel=_OUTPUT),
]


def _shared(
    formats: Sequence[str],
    profile: Profile = None,
    region: Region = None,
    endpoint_url: EndpointUrl = None,
    demo: Demo = False,
    output: Output = None,
    json: Json = False,
    query: Query = None,
    debug: Debug = False,
) -> Shared:
    """Return the values of the shared options. Raise UsageError if they exclude each other."""
    return Shared(
        profile=profile,
        region=region,
        endpoint_url=endpoint_url,
        demo=demo,
        output=_format(formats, output and output.lower(), json, query),
        query=query,
        debug=debug,
    )


def _format(formats: Sequence[str], output: str | None, json: bool, query: str | None) -> str:
    if json and output not in (None, "json"):
        raise UsageError(f"--json and --output {output} exclude each other")
    if query is not None:
        if output not in (None, "json", "jsonl"):
            raise UsageError(f"--query works on JSON and cannot be combined with -o {output}")
        from irctl.output.query import check

        check(query)
    if output is None:
        output = "json" if json or query is not None else DEFAULT
    if output not in formats:
        raise UsageError(unknown("format", output, formats))
    return output


def world(typer_context: typer.Context) -> World:
    """Return the streams and the clock that main() was given."""
    return typer_context.find_object(World) or World.real()


_SHARED = tuple(inspect.signature(_shared).parameters.values())[1:]
_Command = Callable[..., None]


def command(function: _Command) -> Callable[..., int]:
    """Make a command of a function whose first parameter is the Context.

    The command takes the shared options too, and exits with the code that the context holds
    at the end.
    """
    return command_printing(FORMATS)(function)


def command_printing(names: Iterable[str]) -> Callable[[_Command], Callable[..., int]]:
    """Make a command as `@command` does, with these output formats."""
    formats = tuple(names)
    output = Annotated[str | None, _output(formats)]
    shared_options = [
        option.replace(annotation=output) if option.name == "output" else option
        for option in _SHARED
    ]

    def make(function: _Command) -> Callable[..., int]:
        own = list(inspect.signature(function).parameters.values())[1:]

        def run(typer_context: typer.Context, **values: Any) -> int:
            try:
                given = {option.name: values.pop(option.name) for option in _SHARED}
                context = Context(world(typer_context), _shared(formats, **given))
                function(context, **values)
            except UsageError as error:
                error.hint = error.hint or f"see {typer_context.command_path} --help"
                raise
            return context.exit_code

        keyword = inspect.Parameter.KEYWORD_ONLY
        parameters = [
            inspect.Parameter("typer_context", keyword, annotation=typer.Context),
            *(parameter.replace(kind=keyword) for parameter in (*own, *shared_options)),
        ]
        run.__doc__ = function.__doc__
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.formats = formats  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        return run

    return make
