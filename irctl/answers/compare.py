"""What `irctl compare` answers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from irctl.answers import pictures
from irctl.answers.verdicts import compare as verdict
from irctl.decisions.change import Change, Noise, changes
from irctl.decisions.compare import Comparison, Existing, Group, Row, conditions
from irctl.jobs.exact import shortest_single
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.metrics import Metric
from irctl.jobs.model import Configuration, Document, Job, Recommendation
from irctl.output import numbers
from irctl.output.changes import tone, with_change
from irctl.output.fields import (
    RECOMMENDATION_ID,
    distinguishing,
    metric_field,
    row_fields,
)
from irctl.output.report import Block, Field, Note, Report, Rows, Table

NO_VERSIONS: Mapping[str, int] = MappingProxyType({})


def report(
    result: Comparison,
    jobs: Mapping[str, Job],
    noise: Noise,
    *,
    warnings: Sequence[str],
    left_out: Sequence[str],
    versions: Mapping[str, int] = NO_VERSIONS,
) -> Report:
    """Show the comparison; `left_out` are the jobs that could not be fetched.

    `versions` are the numbers of the model's versions by the ARN of their job.
    """
    rows = [row for group in result.groups for row in group.rows]
    text = verdict.of_comparison(result, jobs, noise)
    document: Document = {
        "Baseline": result.baseline.name,
        "BaselineKind": result.baseline.kind,
        "By": result.by.api_name,
        "Threshold": float(noise.share),
        "Thresholds": {m.api_name: float(share) for m, share in noise.by_metric.items()},
        "Configurations": [],
        "OnlyIn": {
            name: list(map(_configuration, alone)) for name, alone in result.only_in.items()
        },
        "Best": _best(result, jobs),
        "Verdict": text,
        "Warnings": [*warnings, *left_out],
    }
    return Report(
        rows=Rows(
            _fields(_kind(jobs), result.metrics), [rows], name=lambda row: row.recommendation.id
        ),
        records=Rows(_GROUP_FIELDS, [result.groups]),
        document=lambda groups: document | {"Configurations": groups},
        blocks=_blocks(result, jobs, rows, versions),
        warnings=warnings,
        verdicts=[text],
        picture=pictures.of_comparison(result, noise, text),
    )


def _configuration(configuration: Configuration) -> Document:
    serverless = configuration.serverless
    members = {
        "Title": configuration.title,
        "InstanceType": configuration.instance_type,
        "InitialInstanceCount": configuration.initial_instance_count,
        "ServerlessConfig": serverless
        and {
            "MemorySizeInMB": serverless.memory_size_mb,
            "MaxConcurrency": serverless.max_concurrency,
            "ProvisionedConcurrency": serverless.provisioned_concurrency,
        },
        "EnvironmentParameters": [
            {"Key": name, "Value": value} for name, value in configuration.environment
        ],
        "InferenceSpecificationName": configuration.inference_specification_name,
        "CompilationJobName": configuration.compilation_job_name,
        "CopyCountPerInstance": configuration.copies,
        "OptimizationTypes": list(configuration.optimizations),
        "Concurrency": configuration.concurrency,
    }
    return {name: value for name, value in members.items() if value not in (None, [])}


def _measured(row: Row) -> Document:
    return {
        "RecommendationId": row.recommendation.id,
        "IsBaseline": row.is_baseline,
        "Relative": row.relative,
        "Metrics": {
            metric.api_name: {
                "Value": change.value,
                "Baseline": change.baseline,
                "Change": change.change,
                "Better": change.better,
            }
            for metric, change in row.changes.items()
        },
    }


def _best(result: Comparison, jobs: Mapping[str, Job]) -> Document | None:
    best, endpoint = result.best, result.best_endpoint
    if endpoint is not None:
        return {
            "JobName": endpoint.job,
            "Configuration": {"Title": endpoint.endpoint.title},
            "EndpointName": endpoint.endpoint.endpoint_name,
            "RecommendationId": None,
            "IsBaseline": True,
            "Conditions": conditions(jobs[endpoint.job]),
        }
    if best is None:
        return None
    return {
        "JobName": best.job,
        "Configuration": _configuration(best.recommendation.configuration),
        "RecommendationId": best.recommendation.id,
        "IsBaseline": best.is_baseline,
        "Conditions": conditions(jobs[best.job]),
    }


def _blocks(
    result: Comparison, jobs: Mapping[str, Job], rows: Sequence[Row], versions: Mapping[str, int]
) -> list[Block]:
    shown = [_Shown(row.recommendation.configuration, *row) for row in rows]
    shown = [*map(_shown_endpoint, result.endpoints), *shown]
    shown_metrics = [m for m in result.metrics if m.is_tabled or m is result.by]
    fields: list[Field[_Shown]] = [
        *(
            field.on(lambda row: row.configuration)
            for field in _distinguishing(_kind(jobs), result)
        ),
        *([_version(jobs, versions)] if versions else []),
        *([_JOB] if len(jobs) > 1 else []),
        *(_with_change(metric, decides=metric is result.by) for metric in shown_metrics),
        _RELATIVE,
    ]
    return [
        Table(rows=Rows(fields, [shown]), empty="no recommendations", details="distinguishing"),
        Note(_legend(result)),
        *(
            Note(f"Only in {name}: {', '.join(configuration.title for configuration in alone)}.")
            for name, alone in result.only_in.items()
        ),
    ]


def _kind(jobs: Mapping[str, Job]) -> Kind:
    return next((job.kind for job in jobs.values()), INFERENCE)


def _distinguishing(kind: Kind, result: Comparison) -> Sequence[Field[Configuration]]:
    configurations = [
        row.recommendation.configuration._replace(
            # The same configuration may be written in several ways.
            environment=group.configuration.environment,
            compilation_job_name=group.configuration.compilation_job_name,
        )
        for group in result.groups
        for row in group.rows
    ]
    return distinguishing(configurations, row_fields(kind).configuration)


def _legend(result: Comparison) -> str:
    return (
        f"Changes are against {result.baseline.name}; ~ is within run-to-run noise. "
        f"Relative compares {result.by.name} with the best (1.00)."
    )


class _Shown(NamedTuple):
    """A row for people: of a recommendation, or of the endpoint they are compared with."""

    configuration: Configuration
    job: str
    recommendation: Recommendation | None
    changes: Mapping[Metric, Change]
    relative: float | None
    is_baseline: bool


def _version(jobs: Mapping[str, Job], versions: Mapping[str, int]) -> Field[_Shown]:
    """Return the column of the version of the model that a row's job is about."""
    return Field(
        get=lambda row: versions.get(jobs[row.job].arn or ""),
        heading="Version",
        numeric=True,
        keep=0,
    )


def _shown_endpoint(existing: Existing) -> _Shown:
    return _Shown(
        configuration=Configuration(instance_type=existing.endpoint.title),
        job=existing.job,
        recommendation=None,
        changes=changes(existing.endpoint.metrics, None, Noise()),
        relative=existing.relative,
        is_baseline=True,
    )


def _with_change(metric: Metric, *, decides: bool) -> Field[_Shown]:
    """Return the column of a metric: its value, and its change against the baseline."""
    field = metric_field(metric)

    def cell(row: _Shown) -> str | None:
        change = row.changes[metric]
        if change.value is None:
            return None
        against = "base" if row.is_baseline else verdict.change(change)
        return with_change(field.show(change.value), against)

    return Field(
        get=lambda row: row.changes[metric].value,
        heading=field.heading,
        cell=cell,
        numeric=True,
        keep=0 if decides else field.keep + 1,
        tone=lambda row: tone(row.changes[metric]),
    )


def _flat(metric: Metric) -> list[Field[Row]]:
    """Return the columns of a metric in CSV: its value, and the change, which has no unit."""
    field = metric_field(metric)
    column, heading, show = field.column, field.heading, field.show
    copied = shortest_single if metric.is_single_precision else lambda value: value
    name = _UNIT.sub("", column)
    return [
        Field(
            get=lambda row: row.changes[metric].value,
            column_value=lambda row: copied(row.changes[metric].value),
            column=column,
            heading=heading,
            show=show,
            numeric=True,
        ),
        Field(
            get=lambda row: row.changes[metric].baseline,
            column_value=lambda row: copied(row.changes[metric].baseline),
            column=f"baseline_{column}",
            heading=f"Baseline {heading.lower()}",
            show=show,
            numeric=True,
        ),
        Field(
            get=lambda row: row.changes[metric].change,
            column=f"{name}_change",
            show=numbers.change,
            numeric=True,
        ),
        Field(get=lambda row: row.changes[metric].better, column=f"{name}_better"),
    ]


_UNIT = re.compile("_(usd|ms|us|percent|per_minute|per_second)$")
_JOB: Field[Any] = Field(get=lambda row: row.job, column="job_name", heading="Job")
_RELATIVE: Field[Any] = Field(
    get=lambda row: row.relative,
    column="relative",
    heading="Relative",
    show=lambda value: f"{value:,.2f}",
    numeric=True,
    keep=0,
)


def _fields(kind: Kind, metrics: Iterable[Metric]) -> tuple[Field[Row], ...]:
    of_kind = row_fields(kind)
    return (
        _JOB,
        *(
            field.on(lambda row: row.recommendation.configuration)
            for field in of_kind.configuration
        ),
        Field(get=lambda row: row.is_baseline, column="is_baseline"),
        _RELATIVE,
        *(field for metric in metrics for field in _flat(metric)),
        RECOMMENDATION_ID.on(lambda row: row.recommendation),
    )


def fields_of(kind: Kind) -> tuple[Field[Row], ...]:
    """Return the fields of a comparison of a kind of job."""
    return _fields(kind, kind.columns)


FIELDS = fields_of(INFERENCE)
_GROUP_FIELDS: tuple[Field[Group], ...] = (
    Field(get=lambda group: _configuration(group.configuration), member="Configuration"),
    Field(get=lambda group: {row.job: _measured(row) for row in group.rows}, member="Jobs"),
)
