"""The fields that several commands share: one list for each kind of row."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from irctl.jobs.console import job_page
from irctl.jobs.exact import shortest_single
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.metrics import LATENCY, METRICS, THROUGHPUT, Metric, Values
from irctl.jobs.model import Configuration, JobSummary, Recommendation, Serverless, Step
from irctl.jobs.statuses import Outcome, status
from irctl.jobs.times import to_iso
from irctl.output import numbers
from irctl.output.report import Field, Tone
from irctl.redaction import masked


def metric_field(metric: Metric) -> Field[Values]:
    """Return the field of a metric, among the values of a row."""
    return Field(
        get=metric.of,
        column=metric.column.format(metric.statistic),
        column_value=(lambda values: shortest_single(metric.of(values)))
        if metric.is_single_precision
        else None,
        heading=metric.heading.format(metric.statistic),
        show=lambda value: numbers.cell(value, metric.unit, has_unit=metric.statistic is None),
        numeric=True,
        keep=metric.keep,
        higher_is_better=metric.higher_is_better if metric.marks_best else None,
        above=metric.above,
    )


METRIC_FIELDS: tuple[Field[Values], ...] = tuple(map(metric_field, METRICS))


def _environment(configuration: Configuration) -> str | None:
    """Return the environment variables as a JSON object, so that values may hold any character.

    Secrets are masked. A name that the response gives twice is in it twice. A `#` that `plain`
    would take for the start of a command to a CI system is written as an escape of JSON's.
    """
    pairs = [
        f"{json.dumps(key)}: {json.dumps(value and masked(key, value))}"
        for key, value in configuration.environment
    ]
    return _COMMAND.sub(r"\\u0023", "{" + ", ".join(pairs) + "}") if pairs else None


_COMMAND = re.compile("#(?=[#:])")


def environment_for_people(environment: str) -> str:
    """Return `NAME=VALUE, NAME=VALUE` from the JSON object, with `-` for a missing value."""
    pairs = json.loads(environment, object_pairs_hook=list)
    return ", ".join(f"{key}={'-' if value is None else value}" for key, value in pairs)


def _of_serverless(
    get: Callable[[Serverless], Any], *, column: str, heading: str, keep: int, unit: str = ""
) -> Field[Configuration]:
    return Field(
        get=lambda c: None if c.serverless is None else get(c.serverless),
        column=column,
        heading=heading,
        show=lambda value: f"{value}{unit}",  # a setting, not a measurement: no separators
        numeric=True,
        keep=keep,
    )


INSTANCE_TYPE: Field[Configuration] = Field(
    get=lambda c: c.instance_type, column="instance_type", heading="Instance type", keep=0
)
_MEMORY = _of_serverless(
    lambda serverless: serverless.memory_size_mb,
    column="serverless_memory_mb",
    heading="Serverless",
    keep=0,
    unit=" MB",
)
COUNT: Field[Configuration] = Field(
    get=lambda c: c.initial_instance_count,
    column="initial_instance_count",
    heading="Count",
    numeric=True,
    keep=0,
)
ENVIRONMENT: Field[Configuration] = Field(
    get=_environment,
    column="environment",
    heading="Environment",
    show=environment_for_people,
    once=True,
    keep=4,
)
SPECIFICATION: Field[Configuration] = Field(
    get=lambda c: c.inference_specification_name,
    column="inference_specification_name",
    heading="Inference specification",
    keep=5,
)
CONFIGURATION_FIELDS: tuple[Field[Configuration], ...] = (
    INSTANCE_TYPE,
    COUNT,
    _MEMORY,
    _of_serverless(
        lambda serverless: serverless.max_concurrency,
        column="serverless_max_concurrency",
        heading="Concurrency",
        keep=2,
    ),
    _of_serverless(
        lambda serverless: serverless.provisioned_concurrency,
        column="serverless_provisioned_concurrency",
        heading="Provisioned",
        keep=3,
    ),
    ENVIRONMENT,
    Field(
        get=lambda c: c.compilation_job_name,
        column="compilation_job_name",
        heading="Compilation job",
        keep=5,
    ),
    SPECIFICATION,
)


def distinguishing(
    configurations: Sequence[Configuration],
    fields: Sequence[Field[Configuration]] = CONFIGURATION_FIELDS,
) -> list[Field[Configuration]]:
    """Return the fields that tell configurations apart.

    The instance type and the serverless memory, and those of the others in which configurations
    that look alike so far differ.
    """
    chosen: list[Field[Configuration]] = []
    for field in fields:
        seen: dict[Any, Any] = {}
        if field in (INSTANCE_TYPE, _MEMORY) or any(
            seen.setdefault(tuple(known.get(c) for known in chosen), field.get(c)) != field.get(c)
            for c in configurations
        ):
            chosen.append(field)
    return chosen


def time_field(get: Callable[[Any], datetime | None], **more: Any) -> Field[Any]:
    """Return the field of a time: ISO 8601 for machines."""

    def iso(row: Any) -> str | None:
        time = get(row)
        return to_iso(time) if time else None

    return Field(get=iso, show=lambda text: numbers.time(datetime.fromisoformat(text)), **more)


# What distinguishes a recommendation comes first, then what it measured.
RECOMMENDATION_FIELDS: tuple[Field[Recommendation], ...] = (
    *(field.on(lambda r: r.configuration) for field in CONFIGURATION_FIELDS),
    *(field.on(lambda r: r.sent) for field in METRIC_FIELDS),
)

RECOMMENDATION_ID: Field[Recommendation] = Field(get=lambda r: r.id, column="recommendation_id")
_ENDPOINT_FIELDS: tuple[Field[Recommendation], ...] = (
    Field(get=lambda r: r.endpoint_name, column="endpoint_name"),
    Field(get=lambda r: r.variant_name, column="variant_name"),
    time_field(lambda r: r.invocation_start_time, column="invocation_start_time"),
    time_field(lambda r: r.invocation_end_time, column="invocation_end_time"),
)
# What only identifies it, for machines.
IDENTITY_FIELDS = (RECOMMENDATION_ID, *_ENDPOINT_FIELDS)


class RowFields(NamedTuple):
    """The fields of the rows of a kind of job."""

    configuration: tuple[Field[Configuration], ...]
    """What distinguishes a row, by its configuration."""
    position: tuple[Field[Recommendation], ...]
    """Its place in the order of the service."""
    row: tuple[Field[Recommendation], ...]
    """What distinguishes a row, then what it measured."""
    identity: tuple[Field[Recommendation], ...]
    """What only identifies it, for machines."""


_INFERENCE_FIELDS = RowFields(CONFIGURATION_FIELDS, (), RECOMMENDATION_FIELDS, IDENTITY_FIELDS)


def row_fields(kind: Kind, asked: Iterable[Metric] = ()) -> RowFields:
    """Return the fields of the rows of a kind, with those of metrics that somebody asked for."""
    if kind is INFERENCE:
        return _INFERENCE_FIELDS
    from irctl.output import language_fields  # only where it is needed

    return language_fields.row_fields(kind, asked)


JOB_NAME: Field[Recommendation] = Field(
    get=lambda r: r.job_name, member="JobName", column="job_name", heading="Job"
)


def status_tone(name: str | None) -> Tone | None:
    """Return what a status means: still busy, or how it ended."""
    known = status(name)
    if known is None:
        return None
    if not known.has_ended:
        return "busy"
    return "good" if known.outcome is Outcome.READY else "bad"


_MODEL_PACKAGE = re.compile(r"arn:[^ ,]*:model-package/")


def _model(job: JobSummary) -> str | None:
    """Return the model for people: its name, or the ARN of the model package."""
    return ", ".join(filter(None, (job.model_name, job.model_package_version_arn))) or None


SUMMARY_FIELDS: tuple[Field[JobSummary], ...] = (
    Field(
        get=lambda j: j.name,
        column="job_name",
        heading="Job",
        keep=0,
        link=lambda j: job_page(j.arn),
    ),
    Field(
        get=lambda j: j.status,
        column="status",
        heading="Status",
        keep=0,
        tone=lambda j: status_tone(j.status),
    ),
    Field(get=lambda j: j.kind.name, heading="Kind", keep=2),
    Field(get=lambda j: j.type, column="job_type", heading="Type", keep=3),
    time_field(lambda j: j.creation_time, column="creation_time", heading="Created"),
    Field(
        get=lambda j: None if j.duration is None else j.duration.total_seconds(),
        column="duration_seconds",
        heading="Took",
        show=lambda seconds: numbers.duration(timedelta(seconds=seconds)),
        numeric=True,
        keep=3,
    ),
    Field(get=_model, heading="Model", short=lambda text: _MODEL_PACKAGE.sub("", text)),
    Field(get=lambda j: j.workload, heading="Workload", keep=4),
    Field(get=lambda j: j.model_name, column="model_name"),
    Field(get=lambda j: j.model_package_version_arn, column="model_package_version_arn"),
    Field(
        get=lambda j: j.failure_reason,
        column="failure_reason",
        heading="Failure reason",
        keep=6,
        sentence=True,
    ),
    time_field(lambda j: j.completion_time, column="completion_time"),
    time_field(lambda j: j.last_modified_time, column="last_modified_time"),
    Field(get=lambda j: j.description, column="job_description"),
    Field(get=lambda j: j.sample_payload_url, column="sample_payload_url"),
    Field(get=lambda j: j.role_arn, column="role_arn"),
    Field(get=lambda j: j.arn, column="job_arn"),
    Field(get=lambda j: j.kind.name, column="kind"),
    Field(get=lambda j: j.workload, column="workload"),
    Field(get=lambda j: j.source.title or None, column="source", heading="Source", keep=1),
)


PLACE_FIELDS: tuple[Field[JobSummary], ...] = (
    Field(
        get=lambda j: j.source.region or j.region,
        member="Region",
        column="region",
        heading="Region",
        keep=0,
    ),
    Field(
        get=lambda j: j.source.profile,
        member="Profile",
        column="profile",
        heading="Profile",
        keep=0,
    ),
)
"""Where a job is, where several places were asked."""


def _existing_endpoint(step: Step) -> str | None:
    """Return the endpoint of a step that benchmarked an existing one."""
    is_existing = THROUGHPUT.of(step.endpoint_metrics) is not None
    return step.benchmark.endpoint_name if is_existing else None


def _benchmark_job(step: Step) -> str | None:
    """Return the name of the benchmark job behind an AI recommendation."""
    deployment = step.benchmark.deployment
    arn = deployment and deployment.benchmark_arn
    return arn and arn.rpartition("/")[2]


def _of_endpoint(field: Field[Values]) -> Field[Step]:
    prefixed = replace(
        field,
        column=f"endpoint_{field.column}",
        heading=f"Endpoint {field.heading.lower()}",
    )
    return prefixed.on(lambda s: s.endpoint_metrics)


STEP_FIELDS: tuple[Field[Step], ...] = (
    Field(
        get=lambda s: s.benchmark.position + 1, column="number", heading="#", numeric=True, keep=0
    ),
    Field(
        get=lambda s: s.status,
        column="status",
        heading="Status",
        keep=0,
        tone=lambda s: status_tone(s.status),
    ),
    *(field.on(lambda s: s.benchmark) for field in RECOMMENDATION_FIELDS),
    Field(get=_benchmark_job, heading="Benchmark job", keep=0),
    *(_of_endpoint(metric_field(metric)) for metric in (LATENCY, THROUGHPUT)),
    Field(
        get=_existing_endpoint,
        column="existing_endpoint_name",
        heading="Existing endpoint",
        keep=3,
    ),
    Field(
        get=lambda s: s.failure_reason,
        column="failure_reason",
        heading="Failure reason",
        keep=9,
        sentence=True,
    ),
    Field(get=lambda s: s.job_name, column="job_name"),
    Field(get=lambda s: s.type, column="step_type"),
    *(field.on(lambda s: s.benchmark) for field in _ENDPOINT_FIELDS),
)
