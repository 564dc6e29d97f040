"""The JOB arguments, the account and output options, and how a command gets them."""

import inspect
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from irctl.context import Context
from irctl.errors import UsageError
from irctl.invocation import Shared, World
from irctl.jobs import kinds
from irctl.near_misses import unknown
from irctl.options.values import comma_separated, flat_unique, parser, unique
from irctl.output.formats import ALL_FORMATS, FORMATS, of_file
from irctl.sources.settings import EVERY_REGION

if TYPE_CHECKING:
    from irctl.output.report import Field

JOB_HELP = (
    "Job name or ARN, a pattern in quotes ('resnet50-*'), latest or latest:TEXT, saved response "
    "(FILE.json, ./FILE), or - for standard input."
)


def job_argument(metavar: str, help: str = JOB_HELP) -> Any:
    """Return the declaration of one or several JOB arguments."""
    several = unique if "..." in metavar else None
    return typer.Argument(metavar=metavar, help=help, show_default=False, callback=several)


Job = Annotated[str, job_argument("JOB")]
Jobs = Annotated[list[str], job_argument("JOB...")]


def _all_jobs(*names: str) -> Any:
    return typer.Option(*names, help="Use all jobs that match a pattern, even more than 200.")


AllJobs = Annotated[bool, _all_jobs("--all-jobs", "--all")]
AllJobsOfCheck = Annotated[bool, _all_jobs("--all-jobs")]
"""The --all of `check` requires every recommendation to meet the limits."""

_AWS = "AWS"
_OUTPUT = "Output"
ACCOUNT_AND_OUTPUT_PANELS = (_AWS, _OUTPUT)


def _output(formats: Iterable[str]) -> Any:
    default, *others = formats
    return typer.Option(
        "--output",
        "-o",
        metavar="FORMAT",
        help=f"Output format: {default} (default), {', '.join(others)}.",
        rich_help_panel=_OUTPUT,
    )


def _name(text: str) -> str:
    """Return one of the names between commas. Raise ValueError for an empty one."""
    if not text:
        raise ValueError("expected a name, or several with commas between them")
    return text


def _names(flag: str, noun: str, help: str) -> Any:
    return typer.Option(
        flag,
        metavar=f"{noun}[,{noun}]",
        parser=parser(comma_separated(_name)),
        callback=flat_unique,
        help=help,
        rich_help_panel=_AWS,
    )


Profiles = Annotated[
    list[str] | None,
    _names("--profile", "PROFILE", "AWS profile to use, or several; repeatable."),
]
Regions = Annotated[
    list[str] | None,
    _names(
        "--region",
        "REGION",
        f"AWS region to use, or several, or `{EVERY_REGION}` for every region that offers "
        "SageMaker; repeatable.",
    ),
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
Kind = Annotated[
    kinds.Kind | None,
    typer.Option(
        "--kind",
        metavar="KIND",
        parser=parser(kinds.kind),
        help=f"Kind of the jobs: {', '.join(kind.name for kind in kinds.KINDS)}.",
        rich_help_panel=_AWS,
    ),
]
Output = Annotated[str | None, _output(FORMATS)]


def _file(path: str) -> str:
    """Return the path of a file to write. Raise ValueError if there can be none."""
    folder = os.path.dirname(path)
    if not path or os.path.isdir(path):
        raise ValueError(f"expected the name of a file, got {'a directory' if path else 'none'}")
    if folder and not os.path.isdir(folder):
        raise ValueError(f"there is no directory {folder!r}")
    return path


Out = Annotated[
    str | None,
    typer.Option(
        "--out",
        metavar="FILE",
        parser=parser(_file),
        help="Write the result to this file, in the format that its name ends with, such as "
        ".csv, unless --output is given.",
        rich_help_panel=_OUTPUT,
    ),
]
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
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="COLUMN[,COLUMN]",
        help="Print only these columns, in this order; --output csv prints all names.",
        rich_help_panel=_OUTPUT,
    ),
]
NoHeaders = Annotated[
    bool,
    typer.Option("--no-headers", help="Print tables without headings.", rich_help_panel=_OUTPUT),
]
Quiet = Annotated[
    bool,
    typer.Option("--quiet", "-q", help="Print no messages but errors.", rich_help_panel=_OUTPUT),
]
Debug = Annotated[
    bool,
    typer.Option("--debug", help="Log each request and print tracebacks.", rich_help_panel=_OUTPUT),
]


class _Offer(NamedTuple):
    """What a command can print."""

    formats: Sequence[str]
    module: str
    """The module of the command; that of its answer has the same name."""
    has_any_suffix: bool = False
    """Whether the names of its files may end with anything: it also writes other text."""

    @property
    def options(self) -> list[inspect.Parameter]:
        """The shared options, without those of tables where the command prints none."""
        options = [option for option in _SHARED if self._has_table or option.name not in _OF_TABLES]
        output = Annotated[str | None, _output(self.formats)]
        return [
            option.replace(annotation=output) if option.name == "output" else option
            for option in options
        ]

    @property
    def _has_table(self) -> bool:
        return "csv" in self.formats

    def fields(self) -> "Sequence[Field[Any]]":
        """Return the fields of the rows that the command prints."""
        answer: Any = import_module(self.module.replace(".commands.", ".answers."))
        by_column = {field.column: field for field in self._of_kinds(answer)}
        return tuple(by_column.values())

    def _of_kinds(self, answer: Any) -> "Iterator[Field[Any]]":
        yield from answer.FIELDS
        if hasattr(answer, "fields_of"):
            from irctl.jobs.kinds import AI_RECOMMENDATION

            yield from answer.fields_of(AI_RECOMMENDATION)
        if hasattr(answer, "fields_of_versions"):
            yield from answer.fields_of_versions()

    def columns(self, text: str) -> list[str]:
        """Read --columns. Raise UsageError for an unknown one."""
        from irctl.output.selection import check

        try:
            return check(text.split(","), self.fields())
        except ValueError as error:
            raise UsageError(f"--columns: {error}") from None


def _shared(
    offer: _Offer,
    profile: Profiles = None,
    region: Regions = None,
    endpoint_url: EndpointUrl = None,
    demo: Demo = False,
    kind: Kind = None,
    output: Output = None,
    out: Out = None,
    json: Json = False,
    query: Query = None,
    columns: Columns = None,
    no_headers: NoHeaders = False,
    quiet: Quiet = False,
    debug: Debug = False,
) -> Shared:
    """Return the values of the shared options. Raise UsageError if they exclude each other."""
    if quiet and debug:
        raise UsageError("--quiet and --debug exclude each other")
    format = _format(offer, _given(output, json, query), out)
    _check_format(format, {"query": query, "columns": columns, "no-headers": no_headers})
    return Shared(
        profiles=profile or (),
        regions=region or (),
        endpoint_url=endpoint_url,
        demo=demo,
        kind=kind,
        output=format,
        out=out,
        query=query,
        columns=() if columns is None else offer.columns(columns),
        headers=not no_headers,
        quiet=quiet,
        debug=debug,
    )


def _given(output: str | None, json: bool, query: str | None) -> str | None:
    """Return the format that the options name; None if it is left open."""
    name = output and output.lower()
    if json and name not in (None, "json"):
        raise UsageError(f"--json and --output {name} exclude each other")
    return "json" if name is None and (json or query is not None) else name


def _format(offer: _Offer, given: str | None, out: str | None) -> str:
    """Return the format that is given, else that of the file, else the first one."""
    formats = offer.formats
    if given is not None:
        if given not in formats:
            hint = f"to write a file: --out {given}" if "." in given else None
            raise UsageError(unknown("format", given, formats), hint)
        return given
    named = of_file(out, formats) if out is not None else []
    if out is None or named or offer.has_any_suffix:
        return (*named, *formats)[0]
    suffixes = [suffix for name in formats for suffix in ALL_FORMATS[name].suffixes]
    raise UsageError(
        f"--out {out}: its name ends with none of {', '.join(suffixes)}", "or give --output FORMAT"
    )


def _check_format(name: str, given: Mapping[str, object]) -> None:
    """Raise UsageError if an option is given that does not apply to the format."""
    wanted = [option for option, value in given.items() if value not in (None, False)]
    for option in wanted:
        _check_takes(name, option)
    _check_installed(name)
    query = given["query"]
    if isinstance(query, str):
        from irctl.output.query import check

        if len(wanted) > 1:
            raise UsageError(f"--query and --{wanted[1]} exclude each other")
        check(query)


def _check_takes(name: str, option: str) -> None:
    if option not in ALL_FORMATS[name].takes:
        others = [other for other, format in FORMATS.items() if option in format.takes]
        raise UsageError(
            f"--{option} cannot be combined with --output {name}",
            f"it works with --output {', '.join(others)}",
        )


def _check_installed(name: str) -> None:
    """Raise UsageError for a format of an extra that is not installed."""
    needed = ALL_FORMATS[name].needs
    if not needed:
        return
    from importlib.util import find_spec

    if find_spec(needed) is None:
        raise UsageError(
            f"--output {name} needs irctl[{name}], which is not installed",
            f"pip install 'irctl[{name}]'; --output svg needs nothing",
        )


class Group(NamedTuple):
    """Several options that make one value of a command.

    A parameter that is annotated with it takes their place in the command's function.
    """

    make: Callable[..., Any]
    """Makes the value of the options, which are its parameters."""

    @property
    def options(self) -> list[inspect.Parameter]:
        return list(inspect.signature(self.make).parameters.values())

    def take(self, values: dict[str, Any]) -> Any:
        """Make the value of the options, which are taken out of the values of all."""
        return self.make(**{option.name: values.pop(option.name) for option in self.options})


def _group(parameter: inspect.Parameter) -> Group | None:
    """Return the group that a command's parameter stands for, if it does."""
    marks = getattr(parameter.annotation, "__metadata__", ())
    return next((mark for mark in marks if isinstance(mark, Group)), None)


def world(typer_context: typer.Context) -> World:
    """Return the streams and the clock that main() was given."""
    return typer_context.find_object(World) or World.real()


_SHARED = tuple(inspect.signature(_shared).parameters.values())[1:]
_OF_TABLES = ("columns", "no_headers")
_Command = Callable[..., None]


def command(function: _Command) -> Callable[..., int]:
    """Make a command of a function whose first parameter is the Context.

    The command takes the shared options too, and exits with the code that the context holds
    at the end.
    """
    return command_printing(FORMATS)(function)


def command_printing(
    names: Iterable[str], *, has_any_suffix: bool = False
) -> Callable[[_Command], Callable[..., int]]:
    """Make a command as `@command` does, with these output formats.

    With any suffix, a file whose name says no format has the first of them.
    """
    formats = tuple(names)

    def make(function: _Command) -> Callable[..., int]:
        offer = _Offer(formats, function.__module__, has_any_suffix)
        own = list(inspect.signature(function).parameters.values())[1:]
        groups = {parameter.name: group for parameter in own if (group := _group(parameter))}
        own = [
            option
            for parameter in own
            for option in (
                groups[parameter.name].options if parameter.name in groups else [parameter]
            )
        ]
        shared_options = offer.options

        def run(typer_context: typer.Context, **values: Any) -> int:
            try:
                given = {option.name: values.pop(option.name) for option in shared_options}
                context = Context(world(typer_context), _shared(offer, **given))
                values |= {name: group.take(values) for name, group in groups.items()}
                context.check_output()
                with context.output_file():
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
        run.offer = offer  # type: ignore[attr-defined]
        run.__annotations__ = {p.name: p.annotation for p in parameters}
        return run

    return make
