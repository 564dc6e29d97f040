"""`irctl rank`: which recommendation is best."""

from typing import Annotated

import typer

from irctl import options
from irctl.answers.rank import report
from irctl.context import Context
from irctl.decisions import caveats
from irctl.decisions.limits import constraint
from irctl.decisions.ranking import (
    Criteria,
    normalised,
    rank,
)
from irctl.errors import UsageError
from irctl.jobs.metrics import METRICS, Metric, metric
from irctl.output import sentences


@options.command
def run(
    context: Context,
    jobs: options.Jobs,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="METRIC[,METRIC]",
            help="Order by this metric, then the next; cost-per-inference by default. With "
            f"--weight: what decides between equal scores. {sentences.METRICS_HELP}",
        ),
    ] = None,
    weight: Annotated[
        list[str],
        typer.Option(metavar="METRIC=N", help="Rank by a score of weighted metrics; repeatable."),
    ] = [],  # noqa: B006 - Typer reads the default, nobody changes it
    maximum: Annotated[
        list[str],
        typer.Option(
            "--max",
            metavar="METRIC=VALUE",
            help=f"Exclude what is above; repeatable. {sentences.limits_help(METRICS)}",
        ),
    ] = [],  # noqa: B006
    minimum: Annotated[
        list[str],
        typer.Option("--min", metavar="METRIC=VALUE", help="Exclude what is below; repeatable."),
    ] = [],  # noqa: B006
    pareto: Annotated[
        bool,
        typer.Option(
            "--pareto",
            help="Keep what no other beats on every metric of --by, else of --weight, else of "
            "cost-per-inference and latency.",
        ),
    ] = False,
    top: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Show only the best N.")
    ] = None,
) -> None:
    """Which recommendation is best by cost, latency, throughput or a mix of them?

    Examples:

      irctl rank resnet50-default --demo
      irctl rank resnet50-default --demo --by latency --max cost-per-hour=0.5
      irctl rank resnet50-default bert-serverless --demo --pareto --json
    """
    criteria = read_criteria(by, weight, maximum, minimum, pareto)
    seen = caveats.Seen(criteria.constraints)
    found = (each for job in context.results(jobs) for each in seen.add(job).recommendations)
    ranking = rank(found, criteria, top)
    if seen.count:
        warnings = [*seen.warnings(), *caveats.about_ranking(ranking)]
        context.show(report(ranking, warnings, context.left_out, seen.count > 1))


def read_criteria(
    by: str | None, weights: list[str], maxima: list[str], minima: list[str], pareto: bool
) -> Criteria:
    """The criteria of the command line. Raises UsageError."""
    order = options.read_given("--by", by, _metrics)
    pairs = options.read_all("--weight", weights, _weight)
    if len({name for name, _ in pairs}) < len(pairs):
        raise UsageError("--weight: each metric takes one weight")
    with options.reading("--weight"):
        shares = normalised(dict(pairs)) if pairs else {}
    limits = [
        *options.read_all("--max", maxima, lambda text: constraint(text, "<=")),
        *options.read_all("--min", minima, lambda text: constraint(text, ">=")),
    ]
    defaults = Criteria()
    chosen = order or tuple(shares)
    return Criteria(
        by=chosen or defaults.by,
        weights=shares,
        constraints=tuple(limits),
        pareto=pareto,
        pareto_metrics=chosen or defaults.pareto_metrics,
    )


def _metrics(text: str) -> tuple[Metric, ...]:
    return tuple(dict.fromkeys(metric(name) for name in text.split(",")))


def _weight(text: str) -> tuple[Metric, float]:
    """`METRIC=NUMBER`. Raises ValueError."""
    name, _, value = text.partition("=")
    try:
        number = float(value)
    except ValueError:
        raise ValueError(f"expected METRIC=NUMBER, such as latency=2, got {text!r}") from None
    return metric(name), number
