"""What `irctl rank` answers."""

from collections.abc import Sequence
from typing import Any

from irctl.decisions.choice import short_id
from irctl.decisions.limits import Miss
from irctl.decisions.ranking import Beaten, Criteria, Excluded, Ranked, Ranking
from irctl.jobs.model import Document, Recommendation
from irctl.output import sentences
from irctl.output.fields import IDENTITY_FIELDS, JOB_NAME, RECOMMENDATION_FIELDS
from irctl.output.report import Block, Field, Note, Report, Table

_PORTION = 1000
"""Recommendations written at once as JSON Lines."""


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
            [_ranked(each) for each in shown[start : start + _PORTION]]
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
        left_out = (
            ranking.nearest_misses[: sentences.NEAREST] if not ranking.ranked else ranking.excluded
        )
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
    document = each.recommendation.document
    # What irctl says of a recommendation is not for the response to say.
    return own | document if own.keys().isdisjoint(document) else own | document | own


def _excluded(each: Excluded, criteria: Criteria) -> Document:
    return {
        **each.recommendation.document,
        "JobName": each.recommendation.job_name,
        "Reasons": reasons(each, criteria),
    }


def reasons(each: Excluded, criteria: Criteria) -> list[str]:
    """Why a recommendation was excluded, in sentences."""
    return [_reason(each.recommendation, reason, criteria) for reason in each.reasons]


def _reason(each: Recommendation, reason: Miss | Beaten, criteria: Criteria) -> str:
    match reason:
        case Miss(limit, value):
            return sentences.missed(limit.metric, limit.operator, value, float(limit.bound))
        case Beaten(by):
            metrics = criteria.pareto_metrics
            better = [m.name for m in metrics if m.of(by.metrics) != m.of(each.metrics)]
            equal = [m.name for m in metrics if m.name not in better]
            title = by.configuration.title
            if (by.job_name, title) == (each.job_name, each.configuration.title) and by.id:
                title += f" ({short_id(by.id)})"
            text = f"beaten by {title} of {by.job_name} in {' and '.join(better)}"
            return f"{text}, as good in {' and '.join(equal)}" if equal else text


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
        lambda e: "; ".join(reasons(*e)),
        keep=3,
        sentence=True,
    ),
)
