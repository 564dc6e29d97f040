"""Options that name metrics."""

from typing import Annotated, NamedTuple

import typer

from irctl.decisions.latency_unit import LatencyUnit, latency_unit
from irctl.decisions.quantities import count, number
from irctl.jobs.metrics import (
    COST_PER_INFERENCE,
    LANGUAGE_METRICS,
    METRICS,
    Metric,
    metric,
)
from irctl.options.values import comma_separated, flat_unique, parser

_METRICS = (
    f"Default: {COST_PER_INFERENCE.name}. Metrics: {', '.join(metric.name for metric in METRICS)}. "
    "Of AI jobs: "
    f"{', '.join(metric.measure for metric in LANGUAGE_METRICS if metric not in METRICS)}; a "
    "statistic follows a colon (ttft:p90)."
)


class Weight(NamedTuple):
    """How much a metric counts in a score."""

    metric: Metric
    weight: float


def _weight(text: str) -> Weight:
    name, _, value = text.partition("=")
    try:
        weight = float(number(value))
    except ValueError:
        raise ValueError(f"expected METRIC=NUMBER, such as latency=2, got {text!r}") from None
    return Weight(metric(name), weight)


By = Annotated[
    list[Metric] | None,
    typer.Option(
        "--by",
        metavar="METRIC[,METRIC]",
        parser=parser(comma_separated(metric)),
        callback=flat_unique,
        help=f"Rank by this metric; break ties by the next; repeatable. {_METRICS}",
    ),
]
ByOne = Annotated[
    Metric | None,
    typer.Option(
        "--by", metavar="METRIC", parser=parser(metric), help=f"Rank by this metric. {_METRICS}"
    ),
]
Unit = Annotated[
    LatencyUnit | None,
    typer.Option(
        "--latency-unit",
        metavar="UNIT",
        parser=parser(latency_unit),
        help="Unit of ModelLatency in the jobs: ms (default) or us. Jobs plainly in ms are not "
        "converted.",
    ),
]
Weights = Annotated[
    list[Weight] | None,
    typer.Option(
        "--weight",
        metavar="METRIC=N",
        parser=parser(_weight),
        help="Rank by a weighted score of several metrics; repeatable. --by then breaks ties.",
    ),
]
Pareto = Annotated[
    bool,
    typer.Option(
        "--pareto",
        help="Show only the Pareto front over the --by metrics, else the --weight metrics, if "
        "these are two or more (otherwise cost-per-inference and latency).",
    ),
]
Top = Annotated[
    int | None,
    typer.Option("--top", metavar="N", parser=parser(count), help="Show only the best N."),
]
