"""`irctl plan`: what to deploy for a given traffic, and what it costs."""

from typing import Annotated

import typer

from irctl import options
from irctl.answers.plan import report, verdicts
from irctl.context import Context
from irctl.decisions import capacity, traffic
from irctl.decisions.capacity import PLAN_METRICS, Sizing
from irctl.decisions.limits import constraint
from irctl.decisions.traffic import Traffic
from irctl.errors import UsageError
from irctl.jobs.metrics import METRICS
from irctl.output import sentences

_TRAFFIC = "Traffic (one of the three)"
_LIMITED = (*METRICS, *PLAN_METRICS)


@options.command
def run(
    context: Context,
    jobs: options.Jobs,
    rate: Annotated[
        list[str],
        typer.Option(
            "--traffic",
            metavar="RATE[,RATE]",
            help="Requests in a time: 200/s, 12k/min, 5M/day; each RATE makes a column.",
            rich_help_panel=_TRAFFIC,
        ),
    ] = [],  # noqa: B006 - Typer reads the default, nobody changes it
    average: Annotated[
        str | None,
        typer.Option(
            metavar="RATE",
            help="With --peak: a fixed fleet for the peak against an autoscaled one that "
            "follows the average.",
            rich_help_panel=_TRAFFIC,
        ),
    ] = None,
    peak: Annotated[
        str | None,
        typer.Option(metavar="RATE", help="With --average.", rich_help_panel=_TRAFFIC),
    ] = None,
    traffic_profile: Annotated[
        str | None,
        typer.Option(
            "--traffic-profile",
            metavar="FILE",
            help="A CSV of HOUR,RATE, one hour a line: the cost hour by hour, fixed and "
            "autoscaled. A bare number is requests a minute.",
            rich_help_panel=_TRAFFIC,
        ),
    ] = None,
    utilization: Annotated[
        str,
        typer.Option(
            metavar="SHARE",
            help="How much of its measured throughput an instance is to carry. AWS's guidance: "
            "40% for availability, 50% balanced, 70% for cost.",
        ),
    ] = "50%",
    min_instances: Annotated[
        int, typer.Option(min=1, metavar="N", help="Never fewer instances than this.")
    ] = 1,
    maximum: Annotated[
        list[str],
        typer.Option(
            "--max",
            metavar="METRIC=VALUE",
            help=f"Not feasible above; repeatable. {sentences.limits_help(_LIMITED)}",
        ),
    ] = [],  # noqa: B006
    minimum: Annotated[
        list[str],
        typer.Option("--min", metavar="METRIC=VALUE", help="Not feasible below; repeatable."),
    ] = [],  # noqa: B006
) -> None:
    """What should I deploy for my traffic, and what will it cost a month?

    Examples:

      irctl plan resnet50-default --demo --traffic 200/s
      irctl plan bert-serverless --demo --traffic 10/s,100/s --max latency=500
      irctl plan resnet50-default --demo --average 2k/min --peak 12k/min --json
    """
    traffics = _traffics(rate, average, peak, traffic_profile)
    sizing = Sizing(
        options.read("--utilization", utilization, capacity.utilization),
        min_instances,
        (
            *options.read_all("--max", maximum, lambda text: constraint(text, "<=", _LIMITED)),
            *options.read_all("--min", minimum, lambda text: constraint(text, ">=", _LIMITED)),
        ),
    )
    found = list(context.results(jobs))
    if not found:
        return
    there = [each for job in found for each in job.recommendations]
    plans = capacity.plans(there, traffics, sizing)
    even = capacity.break_even(there, sizing)
    context.show(report(found, plans, even, sizing, context.left_out, len(jobs) > 1))
    for verdict in verdicts(plans):
        context.verdict(verdict)


def _traffics(
    rates: list[str], average: str | None, peak: str | None, profile: str | None
) -> list[Traffic]:
    """The traffic of the command line. Raises IrctlError."""
    if bool(rates) + (average is not None or peak is not None) + (profile is not None) != 1:
        raise UsageError(
            "plan needs one of --traffic, --average with --peak, and --traffic-profile",
            "for a steady rate: --traffic 200/s",
        )
    if profile is not None:
        try:
            return [traffic.profile(options.read_text(profile).splitlines())]
        except ValueError as error:
            raise options.unreadable(profile, str(error)) from None
    if rates:
        found = [
            each for some in options.read_all("--traffic", rates, traffic.rates) for each in some
        ]
        return list(dict.fromkeys(map(traffic.constant, found)))
    mean = options.read_given("--average", average, traffic.rate)
    most = options.read_given("--peak", peak, traffic.rate)
    if mean is None or most is None:
        raise UsageError("--average and --peak go together")
    with options.reading("--average"):
        return [traffic.between(mean, most)]
