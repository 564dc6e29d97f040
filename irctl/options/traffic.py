"""The traffic to serve, and how to size a fleet for it."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated

import typer

from irctl.decisions import quantities, traffic
from irctl.decisions.quantities import Rate
from irctl.decisions.traffic import Traffic
from irctl.errors import UsageError
from irctl.options.files import read_text, unreadable
from irctl.options.values import flat, parser

_PANEL = "Traffic"


def _profile(path: str) -> Traffic:
    lines = read_text(path).splitlines()
    try:
        return traffic.profile(lines)
    except ValueError as error:
        raise unreadable(path, str(error)) from None


OneRate = Annotated[
    Rate | None,
    typer.Option(
        "--traffic",
        metavar="RATE",
        parser=parser(quantities.load),
        help="Plan for this traffic: 200/s, 12k/min or 5M/day; of AI jobs also output tokens: "
        "2M tokens/min.",
        rich_help_panel=_PANEL,
    ),
]
RankedRate = Annotated[
    Rate | None,
    typer.Option(
        "--traffic",
        metavar="RATE",
        parser=parser(quantities.load),
        help="Compare costs at this traffic, at which serverless and real time compare, instead of "
        "at full load: 200/s, 12k/min or 5M/day.",
        rich_help_panel=_PANEL,
    ),
]
Rates = Annotated[
    list[Rate] | None,
    typer.Option(
        "--traffic",
        metavar="RATE[,RATE]",
        parser=parser(quantities.loads),
        callback=flat,
        help="Steady traffic: 200/s, 12k/min or 5M/day; of AI jobs also output tokens: 2M "
        "tokens/min. Plans for several rates are shown side by side.",
        rich_help_panel=_PANEL,
    ),
]
Average = Annotated[
    Rate | None,
    typer.Option(
        "--average",
        metavar="RATE",
        parser=parser(quantities.load),
        help="With --peak: compare a fixed fleet for the peak with an autoscaled one.",
        rich_help_panel=_PANEL,
    ),
]
Peak = Annotated[
    Rate | None,
    typer.Option(
        "--peak",
        metavar="RATE",
        parser=parser(quantities.load),
        help="Highest traffic; requires --average.",
        rich_help_panel=_PANEL,
    ),
]
ProfileFile = Annotated[
    Traffic | None,
    typer.Option(
        "--traffic-profile",
        metavar="FILE",
        parser=parser(_profile),
        help="CSV file with a line HOUR,RATE for each hour: compare a fixed fleet with an "
        "autoscaled one. A number without a unit is requests per minute.",
        rich_help_panel=_PANEL,
    ),
]
Repeat = Annotated[
    bool,
    typer.Option(
        "--repeat",
        help="Accept a --traffic-profile that is not of whole days, and repeat it.",
        rich_help_panel=_PANEL,
    ),
]
Utilization = Annotated[
    Fraction | None,
    typer.Option(
        "--utilization",
        metavar="SHARE",
        parser=parser(quantities.utilization),
        help="How much of its measured throughput an instance may carry, or serverless of its "
        "concurrency (default: 50%). AWS "
        "suggests 40% for availability, 50% for balance and 70% for cost.",
        rich_help_panel=_PANEL,
    ),
]
MinInstances = Annotated[
    int | None,
    typer.Option(
        "--min-instances",
        metavar="N",
        parser=parser(quantities.count),
        help="Lowest number of instances to run (default: 1).",
        rich_help_panel=_PANEL,
    ),
]
SurviveAz = Annotated[
    bool,
    typer.Option(
        "--survive-az",
        help="Plan at least two instances, and enough that they still carry the traffic without "
        "one of three availability zones.",
        rich_help_panel=_PANEL,
    ),
]


def traffics(
    rates: list[Rate] | None,
    average: Rate | None,
    peak: Rate | None,
    profile: Traffic | None,
    *,
    repeat: bool,
) -> list[Traffic]:
    """Return the traffic that the options describe. Raise IrctlError."""
    varies = average is not None or peak is not None
    if bool(rates) + varies + (profile is not None) != 1:
        raise UsageError(
            "give one of --traffic, --average with --peak, and --traffic-profile",
            "for a steady rate: --traffic 200/s",
        )
    if profile is not None:
        _check_length(profile, repeat=repeat)
        return [profile]
    if repeat:
        raise UsageError("--repeat goes with --traffic-profile")
    return _steady(rates) if rates else [_varying(average, peak)]


def _steady(rates: Sequence[Rate]) -> list[Traffic]:
    """Return a traffic for each rate; the same rate in two units is one."""
    if len({rate.is_of_tokens for rate in rates}) > 1:
        raise UsageError("--traffic: give all rates in requests, or all in tokens")
    by_rate: dict[Fraction, Rate] = {}
    for rate in rates:
        by_rate.setdefault(rate.per_minute, rate)
    return list(map(traffic.constant, by_rate.values()))


def _varying(average: Rate | None, peak: Rate | None) -> Traffic:
    if average is None or peak is None:
        raise UsageError("--average and --peak go together")
    try:
        return traffic.between(average, peak)
    except ValueError as error:
        raise UsageError(f"--average: {error}") from None


def optional(
    rates: list[Rate] | None,
    average: Rate | None,
    peak: Rate | None,
    profile: Traffic | None,
    *,
    repeat: bool,
) -> list[Traffic]:
    """Return the traffic that the options describe, none without any. Raise IrctlError."""
    if not (rates or average or peak or profile or repeat):
        return []
    return traffics(rates, average, peak, profile, repeat=repeat)


def _check_length(profile: Traffic, *, repeat: bool) -> None:
    hours = len(profile.hours)
    if hours % 24 and not repeat:
        raise UsageError(
            f"--traffic-profile: expected whole days of 24 hours, got {hours}",
            "add the missing hours, or give --repeat if the traffic repeats after these",
        )
