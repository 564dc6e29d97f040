"""Limits on metrics: `--max latency=100`, `--min throughput=600`, `--max-regression cost=5%`."""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

import typer

from irctl.decisions import gate
from irctl.decisions.capacity import PLAN_METRICS
from irctl.decisions.gate import Limit
from irctl.decisions.limits import Constraint, constraint
from irctl.jobs.metrics import METRICS
from irctl.options.values import flat, parser
from irctl.output import sentences

PANEL = "Limits"
_ALL = (*METRICS, *PLAN_METRICS)
_MEASURED_HELP = f"Highest value to accept; repeatable. {sentences.limits_help(METRICS)}"
_ALL_HELP = f"Highest value to accept; repeatable. {sentences.limits_help(_ALL)}"
_MIN_HELP = "Lowest value to accept; repeatable."


def _limit(flag: str, read: Callable[[str], Any], help: str) -> Any:
    return typer.Option(
        flag, metavar="METRIC=VALUE", parser=parser(read), help=help, rich_help_panel=PANEL
    )


Max = Annotated[
    list[Constraint] | None, _limit("--max", partial(constraint, operator="<="), _MEASURED_HELP)
]
Min = Annotated[
    list[Constraint] | None, _limit("--min", partial(constraint, operator=">="), _MIN_HELP)
]
PlanMax = Annotated[
    list[Constraint] | None,
    _limit("--max", partial(constraint, operator="<=", among=_ALL), _ALL_HELP),
]
PlanMin = Annotated[
    list[Constraint] | None,
    _limit("--min", partial(constraint, operator=">=", among=_ALL), _MIN_HELP),
]
GateMax = Annotated[
    list[Limit] | None, _limit("--max", partial(gate.limit, operator="<="), _ALL_HELP)
]
GateMin = Annotated[
    list[Limit] | None, _limit("--min", partial(gate.limit, operator=">="), _MIN_HELP)
]
MaxRegression = Annotated[
    list[Limit] | None,
    typer.Option(
        "--max-regression",
        metavar="METRIC=SHARE[,METRIC=SHARE]",
        parser=parser(gate.regressions),
        callback=flat,
        help="How much worse than the --baseline a metric may be: latency=10%,cost=5%; repeatable.",
        rich_help_panel=PANEL,
    ),
]
