"""What `irctl rank` answers."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from irctl.answers import pictures, reasons
from irctl.answers.verdicts.rank import of_ranking
from irctl.decisions.pricing import COSTS
from irctl.decisions.ranking import Criteria, Excluded, Ranked, Ranking
from irctl.jobs.exact import double, number
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.metrics import Metric
from irctl.jobs.model import Document, Recommendation
from irctl.output import numbers
from irctl.output.fields import JOB_NAME, row_fields
from irctl.output.numbers import NOTHING
from irctl.output.report import Block, Field, Json, Note, Report, Rows, Table

if TYPE_CHECKING:
    from irctl.decisions.at_load import Load
    from irctl.decisions.plan import Plan


def report(
    ranking: Ranking,
    *,
    kind: Kind,
    warnings: Sequence[str],
    left_out: Sequence[str],
    several: bool,
    priced: bool = False,
    load: "Load | None" = None,
) -> Report:
    """Show the ranking of jobs of a kind; `left_out` are those that could not be fetched.

    `priced` recommendations have other costs than their documents, `load` those at some traffic.
    """
    scored = bool(ranking.criteria.weights)
    ranked = Rows(
        (
            *_fields(kind, ranking.criteria.chosen, scored=scored, several=several),
            *(_cost_members(kind) if priced else ()),
            *(field.on(_recommendation) for field in (plan_fields(load) if load else ())),
        ),
        [ranking.ranked],
        base=lambda row: row.recommendation.document,
        name=lambda row: row.recommendation.id,
    )
    excluded = Rows(
        _excluded_fields(ranking.criteria),
        [ranking.excluded],
        base=lambda row: row.recommendation.document,
    )
    verdict = of_ranking(ranking, several=several)

    def document(rows: list[Json]) -> Document:
        return {
            **(load_members(load) if load else {}),
            **_document(ranking, rows, excluded),
            "Verdict": verdict,
            "Warnings": [*warnings, *left_out],
        }

    return Report(
        rows=ranked,
        document=document,
        blocks=_blocks(ranking, ranked, excluded),
        warnings=warnings,
        verdicts=[verdict],
        picture=pictures.of_ranking(ranking, kind, verdict),
    )


def _document(ranking: Ranking, ranked: list[Json], excluded: Rows[Excluded]) -> Document:
    criteria = ranking.criteria
    weights = {metric.api_name: share for metric, share in criteria.weights.items()}
    return {
        "By": [metric.api_name for metric in criteria.by],
        **({"Weights": weights} if weights else {}),
        "ParetoMetrics": [metric.api_name for metric in criteria.pareto_metrics],
        "Recommendations": ranked,
        "Excluded": [row for page in excluded.json() for row in page],
    }


def _blocks(ranking: Ranking, ranked: Rows[Ranked], excluded: Rows[Excluded]) -> list[Block]:
    blocks: list[Block] = []
    if ranking.ranked:
        blocks.append(Table(rows=ranked, details="distinguishing"))
    if ranking.criteria.weights:
        weights = ", ".join(
            f"{metric.name} {share:.3g}" for metric, share in ranking.criteria.weights.items()
        )
        blocks.append(Note(f"Weights: {weights}"))
    if ranking.excluded and ranking.ranked:
        blocks.append(Table(rows=excluded, title="Excluded"))
    elif ranking.excluded:
        nearest = Rows(excluded.fields, [ranking.nearest_misses[: reasons.NEAREST]])
        blocks.append(
            Table(rows=nearest, title="All recommendations are excluded. The nearest misses")
        )
    return blocks or [Note("no recommendations")]


def _recommendation(row: Ranked | Excluded) -> Recommendation:
    return row.recommendation


def _fields(
    kind: Kind, asked: Sequence[Metric] = (), *, scored: bool, several: bool
) -> tuple[Field[Ranked], ...]:
    job = JOB_NAME.on(_recommendation)
    of_kind = row_fields(kind, asked)
    score: Field[Ranked] = Field(
        get=lambda row: row.score,
        member="Score" if scored else "",
        column="score",
        heading="Score" if scored else "",
        show=lambda score: f"{score:.3f}",
        numeric=True,
        keep=0,
    )
    return (
        Field(
            get=lambda row: row.rank,
            member="Rank",
            column="rank",
            heading="#",
            numeric=True,
            keep=0,
        ),
        job if several else job.for_machines(),
        *(field.on(_recommendation) for field in (*of_kind.position, *of_kind.row)),
        score,
        Field(
            get=lambda row: row.on_pareto_front,
            member="OnParetoFront",
            column="on_pareto_front",
            heading="Pareto",
            show=lambda is_on_front: "yes" if is_on_front else NOTHING,
        ),
        *(field.on(_recommendation) for field in of_kind.identity),
    )


def _cost_members(kind: Kind) -> list[Field[Ranked]]:
    """Return what a recommendation costs at the prices that apply, in JSON."""
    return [
        Field(get=metric.of, member=metric.api_name).on(lambda row: row.recommendation.metrics)
        for metric in kind.metrics
        if metric in COSTS
    ]


def load_members(load: "Load") -> Document:
    """Return the traffic at which costs are compared."""
    counted = "OutputTokens" if load.rate.is_of_tokens else "Requests"
    return {
        f"{counted}PerMinute": number(load.rate.per_minute),
        "Utilization": double(load.sizing.utilization),
    }


def plan_fields(load: "Load") -> list[Field[Recommendation]]:
    """Return the fields of the fleet of a recommendation that serves the traffic."""

    def of_plan(
        get: "Callable[[Plan], int | None]", member: str, heading: str
    ) -> Field[Recommendation]:
        def value(recommendation: Recommendation) -> int | None:
            plan = load.plan_of(recommendation)
            return get(plan) if plan else None

        return Field(
            get=value,
            member=member,
            heading=heading,
            show=numbers.number,
            numeric=True,
            keep=0,
        )

    return [
        of_plan(lambda plan: plan.instances, "InstanceCount", f"Instances at {load.rate.text}"),
        of_plan(lambda plan: plan.max_concurrency, "MaxConcurrency", "Planned concurrency"),
    ]


def _excluded_fields(criteria: Criteria) -> tuple[Field[Excluded], ...]:
    return (
        Field(get=lambda row: row.recommendation.job_name, member="JobName", heading="Job", keep=2),
        Field(
            get=lambda row: row.recommendation.configuration.title,
            heading="Configuration",
            keep=0,
        ),
        Field(
            get=lambda row: reasons.of_exclusion(row, criteria),
            member="Reasons",
            heading="Reasons",
            keep=3,
            sentence=True,
        ),
    )


FIELDS = _fields(INFERENCE, scored=True, several=True)


def fields_of_versions() -> tuple[Field[Any], ...]:
    """Return the fields of the versions of a model package group."""
    from irctl.answers import versions

    return versions.FIELDS


def fields_of(kind: Kind) -> tuple[Field[Ranked], ...]:
    """Return the fields of the ranking of another kind of job."""
    return _fields(kind, scored=True, several=True)
