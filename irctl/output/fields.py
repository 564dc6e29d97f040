"""The columns: one list of fields for each kind of row feeds every format."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from irctl.jobs.metrics import METRICS, THROUGHPUT, Metric, Unit, Values
from irctl.jobs.model import Configuration, JobSummary, Recommendation, Step
from irctl.jobs.times import to_iso
from irctl.output import numbers
from irctl.output.report import Entry, Field, Tone


def _metric_field(metric: Metric) -> Field[Values]:
    show = (
        numbers.usd_per_million
        if metric.unit is Unit.USD
        else lambda value: numbers.metric(value, metric.unit)
    )
    better = metric.higher_is_better if metric.marks_best else None
    return Field(
        metric.column, metric.heading, metric.of, show, True, metric.keep, higher_is_better=better
    )


METRIC_FIELDS: tuple[Field[Values], ...] = tuple(_metric_field(metric) for metric in METRICS)


def _environment(configuration: Configuration) -> str | None:
    """A JSON object, so that a value may hold any character. A name that the response
    gives twice stands twice. A `#` that `plain` would take for the start of a command to a
    CI system is written in JSON's own way, which it leaves alone."""
    pairs = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in configuration.environment]
    return _COMMAND.sub(r"\\u0023", "{" + ", ".join(pairs) + "}") if pairs else None


_COMMAND = re.compile("#(?=[#:])")


def environment_for_people(environment: str) -> str:
    pairs = json.loads(environment, object_pairs_hook=list)
    return ", ".join(f"{key}={value}" for key, value in pairs)


def _serverless(name: str) -> Any:
    return lambda c: None if c.serverless is None else getattr(c.serverless, name)


def _plainly(value: Any) -> str:
    """A number that names a setting rather than measures something: no separators."""
    return str(value)


CONFIGURATION_FIELDS: tuple[Field[Configuration], ...] = (
    Field("instance_type", "Instance type", lambda c: c.instance_type, keep=0),
    Field("initial_instance_count", "Count", lambda c: c.initial_instance_count, str, True, keep=0),
    Field(
        "serverless_memory_mb",
        "Serverless",
        _serverless("memory_size_mb"),
        lambda value: f"{value} MB",
        True,
        keep=0,
    ),
    Field(
        "serverless_max_concurrency",
        "Concurrency",
        _serverless("max_concurrency"),
        _plainly,
        True,
        keep=2,
    ),
    Field(
        "serverless_provisioned_concurrency",
        "Provisioned",
        _serverless("provisioned_concurrency"),
        _plainly,
        True,
        keep=3,
    ),
    Field("environment", "Environment", _environment, environment_for_people, keep=4),
    Field("compilation_job_name", "Compilation job", lambda c: c.compilation_job_name, keep=5),
    Field(
        "inference_specification_name",
        "Inference specification",
        lambda c: c.inference_specification_name,
        keep=5,
    ),
)


def telling_apart(configurations: Sequence[Configuration]) -> list[Field[Configuration]]:
    """The instance type or serverless memory, and of the other columns those in which
    configurations that look alike so far differ."""
    apart: list[Field[Configuration]] = []
    for each in CONFIGURATION_FIELDS:
        seen: dict[Any, Any] = {}
        if each.key in _ALWAYS or any(
            seen.setdefault(tuple(known.get(c) for known in apart), value) != value
            for c in configurations
            for value in [each.get(c)]
        ):
            apart.append(each)
    return apart


_ALWAYS = ("instance_type", "serverless_memory_mb")


def _iso(time: datetime | None) -> str | None:
    return to_iso(time) if time else None


def _time(iso: str) -> str:
    return numbers.time(datetime.fromisoformat(iso))


# What distinguishes a recommendation comes first, then what it measured.
RECOMMENDATION_FIELDS: tuple[Field[Recommendation], ...] = (
    *(each.on(lambda r: r.configuration) for each in CONFIGURATION_FIELDS),
    *(each.on(lambda r: r.metrics) for each in METRIC_FIELDS),
)

# What only identifies it.
IDENTITY_FIELDS: tuple[Field[Recommendation], ...] = (
    Field("recommendation_id", "Recommendation ID", lambda r: r.id, keep=6),
    Field("endpoint_name", "Endpoint name", lambda r: r.endpoint_name, keep=7),
    Field("variant_name", "Variant name", lambda r: r.variant_name, keep=7),
    Field(
        "invocation_start_time",
        "Invocations started",
        lambda r: _iso(r.invocation_start_time),
        _time,
        keep=8,
    ),
    Field(
        "invocation_end_time",
        "Invocations ended",
        lambda r: _iso(r.invocation_end_time),
        _time,
        keep=8,
    ),
)

JOB_NAME: Field[Recommendation] = Field("job_name", "Job", lambda r: r.job_name, keep=1)

_TONES: dict[str, Tone] = {
    "COMPLETED": "good",
    "FAILED": "bad",
    "STOPPED": "bad",
    "PENDING": "busy",
    "IN_PROGRESS": "busy",
    "STOPPING": "busy",
    "DELETING": "busy",
}


def status_tone(status: str | None) -> Tone | None:
    return _TONES.get(status or "")


def _duration(job: JobSummary) -> float | None:
    return None if job.duration is None else job.duration.total_seconds()


SUMMARY_FIELDS: tuple[Field[JobSummary], ...] = (
    Field("job_name", "Job", lambda j: j.name, keep=0),
    Field("status", "Status", lambda j: j.status, keep=0, tone=status_tone),
    Field("job_type", "Type", lambda j: j.type, keep=2),
    Field("creation_time", "Created", lambda j: _iso(j.creation_time), _time, keep=1),
    Field(
        "duration_seconds",
        "Took",
        _duration,
        lambda seconds: numbers.duration(timedelta(seconds=seconds)),
        numeric=True,
        keep=3,
    ),
    Field("model_name", "Model", lambda j: j.model_name, keep=4),
    Field(
        "model_package_version_arn", "Model package", lambda j: j.model_package_version_arn, keep=5
    ),
    Field("failure_reason", "Failure reason", lambda j: j.failure_reason, keep=6, sentence=True),
)
SUMMARY_IDENTITY_FIELDS: tuple[Field[JobSummary], ...] = (
    Field("completion_time", "Completed", lambda j: _iso(j.completion_time), _time),
    Field("last_modified_time", "Modified", lambda j: _iso(j.last_modified_time), _time),
    Field("job_description", "Description", lambda j: j.description),
    Field("sample_payload_url", "Sample payload", lambda j: j.sample_payload_url),
    Field("role_arn", "Role", lambda j: j.role_arn),
    Field("job_arn", "ARN", lambda j: j.arn),
)


def _existing_endpoint(step: Step) -> str | None:
    """The endpoint of a step that benchmarked one that was there already."""
    there = THROUGHPUT.of(step.endpoint_metrics) is not None
    return step.benchmark.endpoint_name if there else None


STEP_FIELDS: tuple[Field[Step], ...] = (
    Field("number", "#", lambda s: s.benchmark.position + 1, str, True, keep=0),
    Field("status", "Status", lambda s: s.status, keep=0, tone=status_tone),
    *(each.on(lambda s: s.benchmark) for each in RECOMMENDATION_FIELDS),
    *(
        replace(each, key=f"endpoint_{each.key}", heading=f"Endpoint {each.heading.lower()}").on(
            lambda s: s.endpoint_metrics
        )
        for each in METRIC_FIELDS
        if each.key in ("max_invocations_per_minute", "model_latency_ms")
    ),
    Field("existing_endpoint_name", "Existing endpoint", _existing_endpoint, keep=3),
    Field("failure_reason", "Failure reason", lambda s: s.failure_reason, keep=9, sentence=True),
)
STEP_IDENTITY_FIELDS: tuple[Field[Step], ...] = (
    Field("job_name", "Job", lambda s: s.job_name),
    Field("step_type", "Type", lambda s: s.type),
    *(
        each.on(lambda s: s.benchmark)
        for each in IDENTITY_FIELDS
        if each.key != "recommendation_id"
    ),
)


def outline(document: Mapping[str, Any], depth: int = 0) -> Iterator[Entry]:
    """Every leaf of a document under the API's own name: flat objects on one line,
    others level by level."""
    for key, value in document.items():
        if value is None or value == [] or value == {}:
            continue
        if isinstance(value, Mapping) and not _is_flat(value):
            yield Entry(key, depth=depth)
            yield from outline(value, depth + 1)
        elif isinstance(value, list) and not all(map(_is_flat, value)):
            for number, item in enumerate(value, 1):
                yield from outline({f"{key} {number}": item}, depth)
        elif isinstance(value, list) and len(value) > 1 and any(isinstance(v, dict) for v in value):
            yield Entry(key, depth=depth)
            yield from (Entry(str(n), _inline(v), depth + 1) for n, v in enumerate(value, 1))
        else:
            yield Entry(key, _inline(value), depth, sentence=not isinstance(value, str))


def _is_flat(value: Any) -> bool:
    if isinstance(value, Mapping):
        return not any(isinstance(item, (Mapping, list)) for item in value.values())
    return not isinstance(value, list)


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(
            f"{key} {_inline(item)}" for key, item in value.items() if item is not None
        )
    if isinstance(value, list):
        return ", ".join(map(_inline, value))
    return value if isinstance(value, str) else json.dumps(value)
