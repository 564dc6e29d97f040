"""What `irctl describe` shows people: all of the API's response, in sections."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from irctl.answers import describe_ai, job_log
from irctl.decisions.change import relative
from irctl.decisions.criteria import default_criteria
from irctl.decisions.ranking import rank
from irctl.jobs.console import job_page
from irctl.jobs.exact import double
from irctl.jobs.metrics import COST_PER_INFERENCE, METRICS, Values
from irctl.jobs.model import (
    EndpointPerformance,
    Job,
    Recommendation,
    Step,
)
from irctl.jobs.statuses import Outcome, has_ended
from irctl.jobs.unknown_members import unknown_members
from irctl.output import numbers
from irctl.output.fields import (
    METRIC_FIELDS,
    distinguishing,
    row_fields,
    status_tone,
)
from irctl.output.outline import outline
from irctl.output.report import (
    Block,
    Entry,
    Field,
    Note,
    Outline,
    Rows,
    Table,
)


def blocks(job: Job, now: datetime, failed: Sequence[Step]) -> list[Block]:
    """Return the sections about a job and its benchmarks that failed or were stopped."""
    return [*_about_job(job, now), *_why_failed(job, failed)]


def _about_job(job: Job, now: datetime) -> list[Block]:
    blocks: list[Block] = [Outline("", _header(job, now))]
    if setup := describe_ai.setup_entries(job):
        blocks.append(Outline("Setup", setup))
    if job.input_config:
        blocks.append(Outline("Input", tuple(outline(job.input_config))))
    if job.stopping_conditions:
        blocks.append(Outline("Stopping conditions", tuple(outline(job.stopping_conditions))))
    if job.recommendations or job.outcome is Outcome.READY:
        fields = (_NUMBER, *row_fields(job.kind).row, _VALUE_TYPES, *_IDENTITY, _OTHER)
        rows = Rows(fields, [job.recommendations])
        blocks.append(Table(rows=rows, title=job.kind.rows, empty=job.kind.no_rows))
        blocks += [block for row in job.recommendations for block in describe_ai.deployment(row)]
        blocks += describe_ai.other_figures(job.recommendations)
    if job.endpoint_performances:
        blocks += _endpoints(job)
    return [*blocks, *describe_ai.unread(job)]


def _why_failed(job: Job, failed: Sequence[Step]) -> list[Block]:
    """Show the failed benchmarks of a job, and how to read its log."""
    blocks: list[Block] = []
    if failed:
        telling = distinguishing([step.benchmark.configuration for step in failed])
        fields: list[Field[Step]] = [
            *(field.on(lambda step: step.benchmark.configuration) for field in telling),
            Field(get=lambda step: step.status, heading="Status", keep=0),
            Field(
                get=lambda step: step.failure_reason,
                heading="Failure reason",
                keep=0,
                sentence=True,
            ),
        ]
        blocks.append(Table(rows=Rows(fields, [failed]), title="Failed and stopped benchmarks"))
    if job.has_failed and job.log:
        command = job_log.command(job.log, job.region)
        blocks.append(Outline("", [Entry("Read its log", command)]))
    return blocks


def _header(job: Job, now: datetime) -> list[Entry]:
    took = "Running for" if job.duration is None else "Took"
    entries = [
        Entry("Job", job.label, tone="strong", link=job_page(job.arn)),
        Entry("Status", job.status, tone=status_tone(job.status)),
        Entry("Failure reason", job.failure_reason, tone="bad", sentence=True),
        Entry("Error rate", describe_ai.error_rate(job), tone="bad"),
        Entry("Type", job.type or job.kind.label),
        Entry("Description", job.description, sentence=True),
        Entry("Created", _time(job.creation_time)),
        Entry("Started", _time(job.start_time)),
        Entry("Completed", _time(job.completion_time)),
        Entry("Last modified", _time(job.last_modified_time)),
        Entry(took, _elapsed(job, now)),
        Entry("ARN", job.arn),
        Entry("Role", job.role_arn),
    ]
    return [*(entry for entry in entries if entry.value), *outline(unknown_members(job))]


def _time(time: datetime | None) -> str | None:
    return numbers.time(time) if time else None


def _elapsed(job: Job, now: datetime) -> str | None:
    if job.duration is not None:
        return numbers.duration(job.duration)
    if not has_ended(job.status) and job.creation_time:
        return numbers.duration(now - job.creation_time)
    return None


class _Measured(NamedTuple):
    """A row of what was measured: of an existing endpoint, or of the best recommendation."""

    title: str
    item: EndpointPerformance | Recommendation


def _endpoints(job: Job) -> list[Block]:
    """Compare what the existing endpoints measured with the best recommendation."""
    rows = [_Measured(endpoint.title, endpoint) for endpoint in job.endpoint_performances]
    known = [
        field
        for field in METRIC_FIELDS
        if any(field.get(row.item.sent) is not None for row in rows)
    ]
    notes: list[Note] = []
    if job.recommendations:
        best = rank(job.recommendations, default_criteria(job)).ranked[0].recommendation
        rows.append(_Measured(f"{best.title}, {_why_best(best)}", best))
        notes += _against_endpoints(job, best)
    fields: list[Field[_Measured]] = [
        Field(get=lambda row: row.title, heading="Measured", keep=0),
        *(field.on(lambda row: row.item.sent) for field in known),
        Field(
            get=lambda row: (
                _others(row.item) if isinstance(row.item, EndpointPerformance) else None
            ),
            heading="Other members",
            keep=9,
        ),
    ]
    return [Table(rows=Rows(fields, [rows]), title="Endpoint performance"), *notes]


def _against_endpoints(job: Job, best: Recommendation) -> Iterator[Note]:
    for endpoint in job.endpoint_performances:
        if change := _changes(endpoint.metrics, best.metrics):
            yield Note(f"{best.title} against {endpoint.title}: {change}.")


def _why_best(best: Recommendation) -> str:
    costs = COST_PER_INFERENCE.of(best.metrics) is not None
    return "cheapest per inference" if costs else "first of the recommendations"


def _changes(before: Values, after: Values) -> str:
    changes = [(metric, relative(metric.of(after), metric.of(before))) for metric in METRICS]
    return ", ".join(
        f"{metric.name} {numbers.change(fraction)}"
        for metric, by in changes
        if (fraction := double(by)) is not None
    )


def _others(item: Recommendation | EndpointPerformance) -> str | None:
    unknown = unknown_members(item)
    return (
        ", ".join(
            f"{place}={json.dumps(value, ensure_ascii=False)}" for place, value in unknown.items()
        )
        or None
    )


def _value_types(recommendation: Recommendation) -> str | None:
    model = recommendation.document.get("ModelConfiguration") or {}
    types = [entry.get("ValueType") for entry in model.get("EnvironmentParameters") or ()]
    return ", ".join(dict.fromkeys(filter(None, types))) or None


def _common_name(recommendation: Recommendation) -> str | None:
    same = recommendation.endpoint_name == recommendation.variant_name
    return recommendation.endpoint_name if same else None


def _own_name(recommendation: Recommendation, name: str | None) -> str | None:
    return None if name == _common_name(recommendation) else name


def _invocations(recommendation: Recommendation) -> str | None:
    start, end = recommendation.invocation_start_time, recommendation.invocation_end_time
    parts = [
        f"from {numbers.time(start)}" if start else "",
        f"to {numbers.time(end)}" if end else "",
    ]
    return " ".join(filter(None, parts)) or None


_NUMBER: Field[Recommendation] = Field(
    get=lambda r: r.position + 1, heading="#", numeric=True, keep=0
)
# SageMaker gives the variant the name of the endpoint: one column then.
_IDENTITY: tuple[Field[Recommendation], ...] = (
    Field(get=lambda r: r.id, heading="ID", keep=6),
    Field(get=_common_name, heading="Endpoint and variant", keep=7),
    Field(get=lambda r: _own_name(r, r.endpoint_name), heading="Endpoint", keep=7),
    Field(get=lambda r: _own_name(r, r.variant_name), heading="Variant", keep=7),
    Field(get=_invocations, heading="Invocations", keep=8),
)
_VALUE_TYPES: Field[Recommendation] = Field(get=_value_types, heading="Value types", keep=8)
_OTHER: Field[Recommendation] = Field(get=_others, heading="Other members", keep=9)
