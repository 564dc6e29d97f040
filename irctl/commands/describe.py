"""`irctl describe`: everything one job says."""

import json
from datetime import datetime
from typing import Any

from irctl import options
from irctl.context import Context
from irctl.core import caveats, parse
from irctl.core.job import EndpointPerformance, Job, Metrics, Outcome, Recommendation
from irctl.core.metrics import METRICS
from irctl.core.ranking import Criteria, rank
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


@options.command
def run(context: Context, job: options.Job) -> None:
    """What did this job test, and what did it measure?

    Examples:

      irctl describe resnet50-advanced --demo
      irctl describe resnet50-default --demo --json | jq .InferenceRecommendations
      irctl describe resnet50-default --demo -o csv
    """
    with context.progress("Fetching the job"):
        found = context.jobs.one(job)
    context.show(report(found, context.now()))


def report(job: Job, now: datetime) -> Report:
    """The API's response for machines; for people, all of it in sections."""
    return Report(
        document=lambda: job.document,
        records=([job.document],),
        table=Table.of((JOB_NAME, *RECOMMENDATION_FIELDS, *IDENTITY_FIELDS), job.recommendations),
        blocks=_blocks(job, now),
        warnings=caveats.about_jobs([job]),
    )


def _blocks(job: Job, now: datetime) -> list[Block]:
    blocks: list[Block] = [Outline("", _header(job, now))]
    if job.input_config:
        blocks.append(Outline("Input", tuple(outline(job.input_config))))
    if job.stopping_conditions:
        blocks.append(Outline("Stopping conditions", tuple(outline(job.stopping_conditions))))
    if job.recommendations or job.outcome is Outcome.READY:
        fields = (_NUMBER, *RECOMMENDATION_FIELDS, _VALUE_TYPES, *IDENTITY_FIELDS, _OTHER)
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
        Entry("Failure reason", job.failure_reason or "", tone="bad"),
        Entry("Type", job.type or ""),
        Entry("Description", job.description or ""),
        Entry("Created", time(job.creation_time)),
        Entry("Completed", time(job.completion_time)),
        Entry("Last modified", time(job.last_modified_time)),
        Entry("Took" if job.duration is not None else "Running for", _elapsed(job, now)),
        Entry("ARN", job.arn or ""),
        Entry("Role", job.role_arn or ""),
    ]
    return [
        *(each for each in entries if each.value),
        *outline(parse.unknown_members(job)),
    ]


def _elapsed(job: Job, now: datetime) -> str:
    if job.duration is not None:
        return numbers.duration(job.duration)
    if job.outcome is Outcome.PENDING and job.creation_time:
        return numbers.duration(now - job.creation_time)
    return ""


def _endpoints(job: Job) -> list[Block]:
    """What the existing endpoint measured, beside the best recommendation."""
    rows: list[tuple[str, Any]] = [
        (f"endpoint {each.endpoint_name}", each) for each in job.endpoint_performances
    ]
    measured = [
        each.on(lambda row: row[1].metrics)
        for each in METRIC_FIELDS
        if any(each.get(endpoint.metrics) is not None for endpoint in job.endpoint_performances)
    ]
    ranked = rank(job.recommendations, Criteria()).ranked
    best = [ranked[0].recommendation] if ranked else []
    rows += [(f"{each.configuration.title}, cheapest per inference", each) for each in best]
    changes = [
        Note(f"{each.configuration.title} against {endpoint.endpoint_name}: {change}.")
        for each in best
        for endpoint in job.endpoint_performances
        if (change := _changes(endpoint.metrics, each.metrics))
    ]
    fields = (_MEASURED, *measured, _ENDPOINT_OTHER)
    return [Table.of(fields, rows, "Endpoint performance"), *changes]


def _changes(before: Metrics, after: Metrics) -> str:
    parts = []
    for metric in METRICS:
        old, new = metric.of(before), metric.of(after)
        if old is not None and new is not None and old > 0:
            parts.append(f"{new / old - 1:+,.0%} {metric.name}")
    return ", ".join(parts)


def _others(item: Recommendation | EndpointPerformance) -> str | None:
    unknown = parse.unknown_members(item)
    return ", ".join(f"{place}={json.dumps(value)}" for place, value in unknown.items()) or None


def _value_types(recommendation: Recommendation) -> str | None:
    model = recommendation.document.get("ModelConfiguration") or {}
    types = [each.get("ValueType") for each in model.get("EnvironmentParameters") or ()]
    return ", ".join(dict.fromkeys(filter(None, types))) or None


_NUMBER: Field[Recommendation] = Field(
    "number", "#", lambda r: r.position + 1, str, numeric=True, keep=0
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
