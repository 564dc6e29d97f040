"""A command's options as they are parsed: none is dropped silently, and near misses are named."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from typer.core import TyperCommand

from irctl.errors import UsageError
from irctl.jobs.metrics import METRICS
from irctl.near_misses import closest
from irctl.output.formats import FORMATS

# Words of other programs -> the options that mean it here; a command has some of them.
_MEANINGS = {
    "--after": ("--since",),
    "--before": ("--until",),
    "--browser": ("--web",),
    "--count": ("--limit", "--top"),
    "--fields": ("--columns",),
    "--file": ("--policy",),
    "--filter": ("--status", "--query"),
    "--format": ("--output",),
    "--head": ("--top", "--limit"),
    "--instance": ("--instance-type",),
    "--jmespath": ("--query",),
    "--jq": ("--query",),
    "--limit": ("--top",),
    "--load": ("--traffic",),
    "--max-items": ("--limit",),
    "--max-results": ("--limit",),
    "--metric": ("--by",),
    "--name-contains": ("--name",),
    "--noheader": ("--no-headers",),
    "--open": ("--web",),
    "--order": ("--by",),
    "--order-by": ("--sort", "--by"),
    "--qps": ("--traffic",),
    "--rate": ("--traffic",),
    "--reverse": ("--order",),
    "--rps": ("--traffic",),
    "--select": ("--columns", "--query"),
    "--silent": ("--quiet",),
    "--sort": ("--by",),
    "--sort-by": ("--by",),
    "--state": ("--status",),
    "--status-equals": ("--status",),
    "--tool": ("--as",),
    "--top": ("--limit",),
    "--verbose": ("--debug",),
    "--weights": ("--weight",),
}
_NAMES_OF_JOBS = ("--inference-recommendations-job-name", "--job", "--job-name", "--name")
_LIMITS = ("--max", "--min")


class Command(TyperCommand):
    """A command that refuses an option with one value if it is given twice."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from irctl.help import help_text, parameter_sections

        sections = parameter_sections(ctx)
        arguments = " ".join(name for name, _ in sections["Arguments"])
        formatter.write(help_text(ctx, f"{arguments} [OPTION]...".lstrip(), sections))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        _, _, given = self.make_parser(ctx).parse_args(list(args))
        help = f"see {ctx.command_path} --help"
        for parameter, times in Counter(given).items():
            name = parameter.opts[0]
            if times > 1 and _has_one_value(parameter):
                raise UsageError(f"{name} is given more than once", f"it takes one value; {help}")
            if opposite := _opposite(parameter, args):
                raise UsageError(f"{name} and {opposite} exclude each other", help)
        return super().parse_args(ctx, args)


def _has_one_value(parameter: Any) -> bool:
    return (
        parameter.param_type_name == "option" and not parameter.multiple and not parameter.is_flag
    )


def _opposite(parameter: Any, args: Sequence[str]) -> str | None:
    """Return the name that switches a flag off, if both its names are given."""
    names = [*parameter.opts, *parameter.secondary_opts]
    given = [name for name in names if name in args]
    return given[-1] if parameter.secondary_opts and len(given) > 1 else None


def meant(name: str, options: Iterable[str], arguments: Iterable[str]) -> str:
    """Return what an unknown option probably means among a command's options, or ""."""
    options = [option for option in options if option.startswith("--")]
    return next(filter(None, _guesses(name, options, arguments)), "")


def _guesses(name: str, options: Sequence[str], arguments: Iterable[str]) -> Iterator[str]:
    """Yield what an unknown option may mean, the likeliest first; "" means nothing."""
    yield from (word for word in _MEANINGS.get(name, ()) if word in options)
    if name in _NAMES_OF_JOBS and any("JOB" in argument for argument in arguments):
        yield "JOB without an option before it"
    format = name.removeprefix("--")
    if format in FORMATS and "--output" in options:
        yield f"--output {format}"
    yield _limit(name, options)
    yield closest(name, options)


def _limit(name: str, options: Sequence[str]) -> str:
    """Return the limit that `--max-latency` means."""
    for flag in _LIMITS:
        if name.startswith(f"{flag}-") and flag in options:
            names = {word: metric.name for metric in METRICS for word in metric.aliases}
            valid = [metric.name for metric in METRICS]
            metric = closest(name.removeprefix(f"{flag}-"), valid, names)
            return f"{flag} {metric}=VALUE" if metric else ""
    return ""
