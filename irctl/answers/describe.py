"""What `irctl describe` answers."""

import json
from datetime import datetime
from typing import Any

from irctl.answers import sentences
from irctl.decisions import caveats
from irctl.decisions.change import relative
from irctl.decisions.ranking import Criteria, rank
from irctl.jobs.exact import double
from irctl.jobs.metrics import COST_PER_INFERENCE, METRICS, Values
from irctl.jobs.model import EndpointPerformance, Job, Recommendation
from irctl.jobs.statuses import Outcome, has_ended
from irctl.jobs.unknown_members import unknown_members
from irctl.output import numbers
from irctl.output.fields import (
    IDENTITY_FIELDS,
    JOB_NAME,
    METRIC_FIELDS,
    RECOMMENDATION_FIELDS,
    outline,
    status_tone,
)
from irctl.output.report import Block, Entry, Field, Note, Outline, Report, Table


def report(job: Job, now: datetime) -> Report:
    """The API's response for machines; for people, all of it in sections."""
    return Report(
        document=lambda: job.document,
        records=([job.document],),
        table=Table.of((JOB_NAME, *RECOMMENDATION_FIELDS, *IDENTITY_FIELDS), job.recommendations),
        blocks=_blocks(job, now),
        warnings=sentences.warnings(caveats.about_jobs([job])),
    )


def _blocks(job: Job, now: datetime) -> list[Block]:
    blocks: list[Block] = [Outline("", _header(job, now))]
    if job.input_config:
        blocks.append(Outline("Input", tuple(outline(job.input_config))))
    if job.stopping_conditions:
        blocks.append(Outline("Stopping conditions", tuple(outline(job.stopping_conditions))))
    if job.recommendations or job.outcome is Outcome.READY:
        fields = (_NUMBER, *RECOMMENDATION_FIELDS, _VALUE_TYPES, *_IDENTITY, _OTHER)
        blocks.append(Table.of(fields, job.recommendations, "Recommendations", "the job made none"))
    if job.endpoint_performances:
        blocks += _endpoints(job)
    return blocks


def _header(job: Job, now: datetime) -> list[Entry]:
    def time(value: datetime | None) -> str:
        return numbers.time(value) if value else ""

    entries = [
        Entry("Job", job.label, tone="strong"),
        Entry("Status", job.status or "", tone=status_tone(job.status)),
        Entry("Failure reason", job.failure_reason or "", tone="bad", sentence=True),
        Entry("Type", job.type or ""),
        Entry("Description", job.description or "", sentence=True),
        Entry("Created", time(job.creation_time)),
        Entry("Completed", time(job.completion_time)),
        Entry("Last modified", time(job.last_modified_time)),
        Entry("Took" if job.duration is not None else "Running for", _elapsed(job, now)),
        Entry("ARN", job.arn or ""),
        Entry("Role", job.role_arn or ""),
    ]
    return [
        *(each for each in entries if each.value),
        *outline(unknown_members(job)),
    ]


def _elapsed(job: Job, now: datetime) -> str:
    if job.duration is not None:
        return numbers.duration(job.duration)
    if not has_ended(job.status) and job.creation_time:
        return numbers.duration(now - job.creation_time)
    return ""


def _endpoints(job: Job) -> list[Block]:
    """What the existing endpoint measured, beside the best recommendation."""
    rows: list[tuple[str, Any]] = [(_called(each), each) for each in job.endpoint_performances]
    measured = [
        each.on(lambda row: row[1].metrics)
        for each in METRIC_FIELDS
        if any(each.get(endpoint.metrics) is not None for endpoint in job.endpoint_performances)
    ]
    ranked = rank(job.recommendations, Criteria()).ranked
    best = [ranked[0].recommendation] if ranked else []
    rows += [(f"{each.configuration.title}, {_why_best(each)}", each) for each in best]
    changes = [
        Note(f"{each.configuration.title} against {_called(endpoint)}: {change}.")
        for each in best
        for endpoint in job.endpoint_performances
        if (change := _changes(endpoint.metrics, each.metrics))
    ]
    fields = (_MEASURED, *measured, _ENDPOINT_OTHER)
    return [Table.of(fields, rows, "Endpoint performance"), *changes]


def _called(endpoint: EndpointPerformance) -> str:
    return f"endpoint {endpoint.endpoint_name or '(no name)'}"


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
    types = [each.get("ValueType") for each in model.get("EnvironmentParameters") or ()]
    return ", ".join(dict.fromkeys(filter(None, types))) or None


def _common_name(recommendation: Recommendation) -> str | None:
    same = recommendation.endpoint_name == recommendation.variant_name
    return recommendation.endpoint_name if same else None


def _own_name(recommendation: Recommendation, name: str | None) -> str | None:
    return None if name == _common_name(recommendation) else name


def _invocations(recommendation: Recommendation) -> str | None:
    start, end = recommendation.invocation_start_time, recommendation.invocation_end_time
    told = [f"from {numbers.time(start)}"] if start else []
    return " ".join([*told, *([f"to {numbers.time(end)}"] if end else [])]) or None


_NUMBER: Field[Recommendation] = Field(
    "number", "#", lambda r: r.position + 1, str, numeric=True, keep=0
)
# In few words: SageMaker calls the variant as it calls the endpoint.
_IDENTITY: tuple[Field[Recommendation], ...] = (
    Field("recommendation_id", "ID", lambda r: r.id, keep=6),
    Field("endpoint_and_variant", "Endpoint and variant", _common_name, keep=7),
    Field("endpoint_name", "Endpoint", lambda r: _own_name(r, r.endpoint_name), keep=7),
    Field("variant_name", "Variant", lambda r: _own_name(r, r.variant_name), keep=7),
    Field("invocations", "Invocations", _invocations, keep=8),
)
_VALUE_TYPES: Field[Recommendation] = Field("value_types", "Value types", _value_types, keep=8)
_OTHER: Field[Recommendation] = Field("other", "Other members", _others, keep=9)
_MEASURED: Field[tuple[str, Any]] = Field("measured", "Measured", lambda row: row[0], keep=0)
_ENDPOINT_OTHER: Field[tuple[str, Any]] = Field(
    "other",
    "Other members",
    lambda row: _others(row[1]) if isinstance(row[1], EndpointPerformance) else None,
    keep=9,
)
