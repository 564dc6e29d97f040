"""`irctl rank`: which recommendation is best."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from irctl import options
from irctl.context import Context
from irctl.core import caveats
from irctl.core.constraints import constraint
from irctl.core.job import Document
from irctl.core.metrics import METRICS, Metric, metric
from irctl.core.ranking import (
    Criteria,
    Excluded,
    Miss,
    Ranked,
    Ranking,
    normalised,
    rank,
)
from irctl.errors import UsageError
from irctl.output import numbers
from irctl.output.fields import IDENTITY_FIELDS, JOB_NAME, RECOMMENDATION_FIELDS
from irctl.output.report import Block, Field, Note, Report, Table

_METRICS = f"Metrics: {', '.join(each.name for each in METRICS)}."
_NEAREST = 3
"""How many of the nearest misses are shown."""
_PORTION = 1000
"""Recommendations written at once as JSON Lines."""


@options.command
def run(
    context: Context,
    jobs: options.Jobs,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="METRIC[,METRIC]",
            help=f"Order by this metric, then the next; cost-per-inference by default. {_METRICS}",
        ),
    ] = None,
    weight: Annotated[
        list[str],
        typer.Option(metavar="METRIC=N", help="Rank by a score of weighted metrics; repeatable."),
    ] = [],  # noqa: B006 - Typer reads the default, nobody changes it
    maximum: Annotated[
        list[str],
        typer.Option("--max", metavar="METRIC=VALUE", help="Exclude what is above; repeatable."),
    ] = [],  # noqa: B006
    minimum: Annotated[
        list[str],
        typer.Option("--min", metavar="METRIC=VALUE", help="Exclude what is below; repeatable."),
    ] = [],  # noqa: B006
    pareto: Annotated[
        bool,
        typer.Option(
            "--pareto",
            help="Keep what no other beats on every chosen metric (cost-per-inference and "
            "latency unless --by or --weight chooses).",
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
    seen = caveats.Seen()
    found = (each for job in context.results(jobs) for each in seen.add(job).recommendations)
    ranking = rank(found, criteria, top)
    if seen.count:
        warnings = [*seen.warnings(), *caveats.about_ranking(ranking)]
        context.show(report(ranking, warnings, context.left_out, seen.count > 1))


def read_criteria(
    by: str | None, weights: list[str], maxima: list[str], minima: list[str], pareto: bool
) -> Criteria:
    """The criteria of the command line. Raises UsageError."""
    order = options.read("--by", by, _metrics)
    pairs = options.read_all("--weight", weights, _weight)
    if len({name for name, _ in pairs}) < len(pairs):
        raise UsageError("--weight: each metric takes one weight")
    shares = (
        options.read("--weight", ",".join(weights), lambda _: normalised(dict(pairs)))
        if pairs
        else {}
    )
    limits = [
        *options.read_all("--max", maxima, lambda text: constraint(text, "<=")),
        *options.read_all("--min", minima, lambda text: constraint(text, ">=")),
    ]
    defaults = Criteria()
    chosen = order or tuple(shares or ())
    return Criteria(
        by=chosen or defaults.by,
        weights=shares or {},
        constraints=tuple(limits),
        pareto=pareto,
        pareto_metrics=chosen or defaults.pareto_metrics,
    )


def _metrics(text: str) -> tuple[Metric, ...]:
    return tuple(dict.fromkeys(metric(name) for name in text.split(",")))


def _weight(text: str) -> tuple[Metric, float]:
    name, equals, value = text.partition("=")
    try:
        return metric(name), float(value)
    except ValueError as error:
        if equals and "metric" in str(error):
            raise
        raise ValueError(f"expected METRIC=NUMBER, such as latency=2, got {text!r}") from None


def report(
    ranking: Ranking,
    warnings: Sequence[str],
    left_out: Sequence[str],
    several: bool,
) -> Report:
    shown = ranking.ranked
    criteria = ranking.criteria
    score = (_SCORE,) if criteria.weights else ()
    details = tuple(each.on(_recommendation) for each in RECOMMENDATION_FIELDS)
    job = JOB_NAME.on(_recommendation)
    identity = tuple(each.on(_recommendation) for each in IDENTITY_FIELDS)
    return Report(
        document=lambda: _document(ranking, [*warnings, *left_out]),
        records=(
            map(_ranked, shown[start : start + _PORTION])
            for start in range(0, len(shown), _PORTION)
        ),
        table=Table.of((_RANK, job, *details, _SCORE, _ON_FRONT, *identity), shown),
        blocks=_blocks(
            ranking,
            Table(
                (_RANK, *((job,) if several else ()), *score, *details, _FRONT_MARK),
                [shown],
                details="distinguishing",
            ),
        ),
        warnings=warnings,
    )


def _document(ranking: Ranking, warnings: Sequence[str]) -> Document:
    criteria = ranking.criteria
    weights = {metric.api_name: share for metric, share in criteria.weights.items()}
    return {
        "By": [each.api_name for each in criteria.by],
        **({"Weights": weights} if weights else {}),
        "ParetoMetrics": [each.api_name for each in criteria.pareto_metrics],
        "Recommendations": [_ranked(each) for each in ranking.ranked],
        "Excluded": [_excluded(each, criteria) for each in ranking.excluded],
        "Warnings": list(warnings),
    }


def _blocks(ranking: Ranking, table: Table[Ranked]) -> list[Block]:
    blocks: list[Block] = []
    if ranking.ranked:
        blocks.append(table)
    if ranking.criteria.weights:
        weights = ", ".join(
            f"{m.name} {share:.3g}" for m, share in ranking.criteria.weights.items()
        )
        blocks.append(Note(f"Weights: {weights}"))
    if ranking.excluded:
        left_out = ranking.nearest_misses[:_NEAREST] if not ranking.ranked else ranking.excluded
        title = "Excluded" if ranking.ranked else "Nothing is left. The nearest misses:"
        blocks.append(Table.of(_EXCLUDED, [(each, ranking.criteria) for each in left_out], title))
    return blocks or [Note("no recommendations")]


def _recommendation(ranked: Ranked) -> Any:
    return ranked.recommendation


def _ranked(each: Ranked) -> Document:
    own: Document = {
        "Rank": each.rank,
        "JobName": each.recommendation.job_name,
        "OnParetoFront": each.on_pareto_front,
    }
    if each.score is not None:
        own["Score"] = each.score
    return own | each.recommendation.document


def _excluded(each: Excluded, criteria: Criteria) -> Document:
    return {
        "JobName": each.recommendation.job_name,
        **each.recommendation.document,
        "Reasons": [reason(miss, criteria) for miss in each.misses],
    }


def reason(miss: Miss, criteria: Criteria) -> str:
    """Why a recommendation was excluded, in a sentence."""
    limit = miss.constraint
    if limit is None:
        metrics = " and ".join(each.name for each in criteria.pareto_metrics)
        return f"another is at least as good in {metrics}, and better in one"
    if miss.value is None:
        return f"{limit.metric.name} is missing"
    value, bound = (numbers.metric(each, limit.metric.unit) for each in (miss.value, limit.limit))
    side = "above" if limit.operator == "<=" else "below"
    return f"{limit.metric.name} {value} is {side} {bound}"


_RANK: Field[Ranked] = Field("rank", "#", lambda r: r.rank, str, numeric=True, keep=0)
_SCORE: Field[Ranked] = Field(
    "score", "Score", lambda r: r.score, lambda score: f"{score:.3f}", numeric=True, keep=0
)
_ON_FRONT: Field[Ranked] = Field("on_pareto_front", "Pareto", lambda r: r.on_pareto_front)
_FRONT_MARK: Field[Ranked] = Field(
    "on_pareto_front", "Pareto", lambda r: "yes" if r.on_pareto_front else None, keep=1
)
_EXCLUDED: tuple[Field[tuple[Excluded, Criteria]], ...] = (
    Field("job_name", "Job", lambda e: e[0].recommendation.job_name, keep=2),
    Field(
        "configuration", "Configuration", lambda e: e[0].recommendation.configuration.title, keep=0
    ),
    Field(
        "reasons",
        "Reasons",
        lambda e: "; ".join(reason(miss, e[1]) for miss in e[0].misses),
        keep=1,
    ),
)
