"""What `irctl check` answers."""

from collections.abc import Callable, Sequence
from typing import Any

from irctl.answers import reasons
from irctl.answers.plan_sentences import task
from irctl.answers.verdicts.check import of_gate
from irctl.decisions.gate import Gate, Judged, Standing
from irctl.decisions.limits import Limit
from irctl.decisions.partners import Baseline
from irctl.decisions.plan_metrics import PLAN_METRICS
from irctl.decisions.policy import Policy
from irctl.decisions.quantities import Rate
from irctl.export.deployment import deployed_members
from irctl.jobs.exact import number, shortest_single
from irctl.jobs.kinds import INFERENCE
from irctl.jobs.metrics import Number
from irctl.jobs.model import Document, Job, Recommendation
from irctl.output.fields import JOB_NAME, distinguishing, row_fields
from irctl.output.report import Field, Finding, Note, Report, Rows, Table


def report(
    result: Gate,
    wanted: Policy,
    base: Baseline | None,
    *,
    jobs: Sequence[Job],
    passed: bool,
    warnings: Sequence[str],
    left_out: Sequence[str],
) -> Report:
    """Show whether the gate is met; `left_out` are the jobs that could not be fetched."""
    limits = Rows(_limit_fields(every=result.requires_all), [result.standings])
    judged = Rows(
        _judged_fields(result.judged, base),
        [result.judged],
        base=lambda row: row.candidate.recommendation.document,
        name=lambda row: row.candidate.recommendation.id if row.passed else None,
    )
    text = of_gate(result, base, passed=passed, left_out=left_out)

    def document(recommendations: list[Document]) -> Document:
        return {
            "Passed": passed,
            "Scope": result.scope,
            **({"Baseline": base.name} if base else {}),
            **_load(wanted.traffic),
            "Constraints": [row for page in limits.json() for row in page],
            "Recommendations": recommendations,
            **({"NotCompared": _not_compared(result)} if result.scope == "Paired" else {}),
            "Jobs": _jobs(result, jobs) if passed else [],
            "Verdict": text,
            "Warnings": [*warnings, *left_out],
        }

    return Report(
        rows=limits,
        records=judged,
        document=document,
        blocks=[
            Table(rows=limits),
            Table(rows=judged, details="distinguishing")
            if result.judged
            else Note("No recommendation was judged.", "bad"),
            *_not_compared_note(result, base),
        ],
        warnings=warnings,
        findings=[
            *(_finding(standing, every=result.requires_all) for standing in result.standings),
            Finding("gate", passed, text),
        ],
        verdicts=[text],
    )


def _load(traffic: Rate | None) -> Document:
    if traffic is None:
        return {}
    counted = "OutputTokens" if traffic.is_of_tokens else "Requests"
    return {f"{counted}PerMinute": number(traffic.per_minute)}


def _jobs(result: Gate, jobs: Sequence[Job]) -> list[Document]:
    """Return what `irctl export` needs to know of each job of which a recommendation passed."""
    passed = {judged.candidate.recommendation.job_name for judged in result.judged if judged.passed}
    documents: list[Document] = []
    for job in jobs:
        if job.label in passed and (document := deployed_members(job)) not in documents:
            documents.append(document)
    return documents


def _not_compared(result: Gate) -> list[Document]:
    recommendations = [candidate.recommendation for candidate in result.not_compared]
    return [{"JobName": r.job_name} | r.document for r in recommendations]


def _not_compared_note(result: Gate, base: Baseline | None) -> list[Note]:
    names = [
        f"{candidate.recommendation.configuration.title} of {candidate.recommendation.job_name}"
        for candidate in result.not_compared
    ]
    name = base.name if base else "the baseline"
    return (
        [Note(f"Not compared, without a partner in {name}: {', '.join(names)}.")] if names else []
    )


def _tasks(judged: Judged) -> list[str]:
    """Return what to do before the plan holds."""
    plan = judged.candidate.plan
    return list(map(task, plan.tasks)) if plan else []


def _title(limit: Limit) -> str:
    name = limit.metric.name
    return f"change of {name}" if limit.is_change else name


def _shown(standing: Standing, value: Number | None) -> tuple[str, str]:
    """Return a value, and the limit on it."""
    limit = standing.limit
    number = float(limit.bound) if value is None else value
    shown, bound = reasons.with_bound(limit, number, is_met=standing.passed)
    return "missing" if value is None else shown, f"{limit.operator} {bound}"


def _distance(standing: Standing, value: Number | None) -> str | None:
    room = None if value is None else standing.limit.room(value)
    if room is None:
        return None
    percent = abs(room) * 100
    amount = f"{percent:,.0f}" if percent >= 100 else f"{percent:.3g}"
    unit = " points" if standing.limit.is_change else "%"
    return f"{amount}{unit} {'inside' if standing.passed else 'beyond'}"


def _finding(standing: Standing, *, every: bool) -> Finding:
    value = standing.worst if every else standing.best
    shown, wanted = _shown(standing, value)
    distance = _distance(standing, value)
    return Finding(
        _title(standing.limit),
        standing.passed,
        f"wanted {wanted}, {'worst' if every else 'best'} {shown}"
        + (f" ({distance})" if distance else ""),
    )


def _passed(get: Callable[[Any], bool], column: str = "") -> Field[Any]:
    return Field(
        get=get,
        member="Passed",
        column=column,
        heading="Verdict",
        show=lambda passed: "met" if passed else "not met",
        keep=0,
        tone=lambda row: "good" if get(row) else "bad",
    )


def _copied(standing: Standing, value: Number | None) -> Number | None:
    """Return a measured value as CSV prints it; what irctl computed keeps its digits."""
    limit = standing.limit
    is_copy = limit.kind == "Metric" and limit.metric.is_single_precision
    return shortest_single(value) if is_copy else value


def _limit_fields(*, every: bool) -> tuple[Field[Standing], ...]:
    """Return the fields of a limit; people read the value that decides."""

    def decides(standing: Standing) -> Number | None:
        return standing.worst if every else standing.best

    def value(standing: Standing) -> str:
        return _shown(standing, decides(standing))[0]

    def room(standing: Standing) -> float | None:
        return None if standing.best is None else standing.limit.room(standing.best)

    return (
        Field(get=lambda row: _title(row.limit), heading="Constraint", keep=0),
        Field(get=lambda row: row.limit.metric.api_name, member="Metric", column="metric"),
        Field(get=lambda row: row.limit.kind, member="Kind", column="kind"),
        Field(get=lambda row: row.limit.operator, member="Operator", column="operator"),
        Field(
            get=lambda row: float(row.limit.bound),
            member="Wanted",
            column="wanted",
            heading="Wanted",
            cell=lambda row: _shown(row, decides(row))[1],
            keep=0,
        ),
        Field(
            get=lambda row: row.best,
            column_value=lambda row: _copied(row, row.best),
            member="Best",
            column="best",
            heading="" if every else "Best value",
            cell=value,
            keep=0,
        ),
        Field(
            get=lambda row: row.worst,
            column_value=lambda row: _copied(row, row.worst),
            member="Worst",
            column="worst",
            heading="Worst value" if every else "",
            cell=value,
            keep=0,
        ),
        Field(
            get=room,
            member="Distance",
            column="distance",
            heading="Distance",
            cell=lambda row: _distance(row, decides(row)),
        ),
        _passed(lambda row: row.passed, "passed"),
    )


def _judged_fields(judged: Sequence[Judged], base: Baseline | None) -> list[Field[Judged]]:
    def recommendation(row: Judged) -> Recommendation:
        return row.candidate.recommendation

    recommendations = [recommendation(row) for row in judged]
    job = JOB_NAME if len({r.job_name for r in recommendations}) > 1 else JOB_NAME.for_machines()
    kind = recommendations[0].kind if recommendations else INFERENCE
    configurations = [recommendation.configuration for recommendation in recommendations]
    telling = distinguishing(configurations, row_fields(kind).configuration)
    planned = any(row.candidate.plan for row in judged)
    return [
        *(field.on(lambda row: recommendation(row).configuration) for field in telling),
        job.on(recommendation),
        Field(get=_plan, member="Plan" if planned else ""),
        _passed(lambda row: row.passed),
        Field(
            get=lambda row: reasons.of_judged(row, base),
            member="Reasons",
            heading="Reasons",
            sentence=True,
        ),
        Field(get=_tasks, heading="To do"),
    ]


def _plan(judged: Judged) -> Document | None:
    plan = judged.candidate.plan
    if plan is None:
        return None
    return {metric.api_name: metric.of(plan.values) for metric in PLAN_METRICS} | {
        "MaxConcurrency": plan.max_concurrency,
        "Notes": _tasks(judged),
    }


FIELDS = _limit_fields(every=False)
