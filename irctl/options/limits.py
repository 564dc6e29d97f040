"""Limits on metrics: `--max latency=100`, `--min throughput=600`, `--max-regression cost=5%`."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer

from irctl.decisions import limits, quantities
from irctl.decisions.limits import Limit
from irctl.decisions.plan_metrics import LIMITED, PLAN_METRICS
from irctl.jobs.metrics import LANGUAGE_METRICS, METRICS
from irctl.options.values import flat, parser

PANEL = "Limits"
_OF_AI_JOBS = [metric for metric in LANGUAGE_METRICS if metric not in METRICS]
_MEASURED_HELP = (
    "Highest value to accept; repeatable. Units: "
    f"{', '.join(map(quantities.with_unit, METRICS))}; 0.1s and 50/s are read too. Of AI jobs: "
    f"{', '.join(map(quantities.with_unit, _OF_AI_JOBS))}."
)
_ALL_HELP = (
    f"{_MEASURED_HELP} With traffic also {', '.join(map(quantities.with_unit, PLAN_METRICS))}, and "
    "costs are the plan's."
)
_MIN_HELP = "Lowest value to accept; repeatable."


def _limit(flag: str, read: Callable[[str], Any], help: str) -> Any:
    return typer.Option(
        flag, metavar="METRIC=VALUE", parser=parser(read), help=help, rich_help_panel=PANEL
    )


_at_most = partial(limits.limit, operator="<=")
_at_least = partial(limits.limit, operator=">=")

Max = Annotated[list[Limit] | None, _limit("--max", _at_most, _MEASURED_HELP)]
Min = Annotated[list[Limit] | None, _limit("--min", _at_least, _MIN_HELP)]
PlanMax = Annotated[
    list[Limit] | None, _limit("--max", partial(_at_most, among=LIMITED), _ALL_HELP)
]
PlanMin = Annotated[
    list[Limit] | None, _limit("--min", partial(_at_least, among=LIMITED), _MIN_HELP)
]
MaxRegression = Annotated[
    list[Limit] | None,
    typer.Option(
        "--max-regression",
        metavar="METRIC=SHARE[,METRIC=SHARE]",
        parser=parser(limits.regressions),
        callback=flat,
        help="How much worse than the --baseline a metric may be: latency=10%,cost=5%; repeatable.",
        rich_help_panel=PANEL,
    ),
]


def together(*given: list[Limit] | None) -> tuple[Limit, ...]:
    """Return the limits of several options."""
    return tuple(limit for some in given for limit in some or ())
