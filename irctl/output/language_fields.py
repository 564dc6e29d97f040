"""The fields of a row of an AI recommendation or benchmark job."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from irctl.jobs.ai_model import Deployment
from irctl.jobs.kinds import Kind
from irctl.jobs.metrics import Metric
from irctl.jobs.model import (
    Configuration,
    Recommendation,
)
from irctl.output.fields import (
    COUNT,
    ENVIRONMENT,
    INSTANCE_TYPE,
    SPECIFICATION,
    RowFields,
    metric_field,
)
from irctl.output.report import Field

_LESS_USUAL = 3
"""How long the columns of a metric stay at other statistics than its usual one."""

COPIES: Field[Configuration] = Field(
    get=lambda c: c.copies,
    column="copies_per_instance",
    heading="Copies",
    numeric=True,
    keep=2,
)
CONFIGURATION_FIELDS: tuple[Field[Configuration], ...] = (
    INSTANCE_TYPE,
    COUNT,
    COPIES,
    Field(
        get=lambda c: "; ".join(c.optimizations) or None,
        column="optimizations",
        heading="Optimizations",
        keep=3,
    ),
    replace(SPECIFICATION, keep=4),
)


_CONCURRENCY: Field[Configuration] = Field(
    get=lambda c: c.concurrency,
    column="concurrency",
    heading="At",
    show=lambda concurrency: f"{concurrency} at a time",
    numeric=True,
    keep=0,
)


def _position(kind: Kind) -> Field[Recommendation]:
    """Return the field of the place in the service's own order, where it has one."""
    field: Field[Recommendation] = Field(
        get=lambda r: r.position + 1,
        member="Position",
        column="position",
        heading="Service's #",
        numeric=True,
        keep=0,
    )
    return field if kind.is_ranked else field.for_machines()


def _of_deployment(field: Field[Deployment]) -> Field[Recommendation]:
    return field.on(lambda r: r.deployment or Deployment())


IDENTITY_FIELDS: tuple[Field[Recommendation], ...] = (
    Field(get=lambda r: r.id, member="RecommendationId", column="recommendation_id"),
    _of_deployment(Field(get=lambda d: d.model_package_arn, column="model_package_arn")),
    _of_deployment(Field(get=lambda d: d.image, column="image_uri")),
    _of_deployment(Field(get=lambda d: [a.id for a in d.adapters] or None, column="adapters")),
    _of_deployment(Field(get=lambda d: d.benchmark_arn, column="benchmark_job_arn")),
)


def row_fields(kind: Kind, asked: Iterable[Metric]) -> RowFields:
    """Return the fields of a row, with columns for the metrics that somebody asked for."""
    metrics = {metric: _metric_field(metric, kind) for metric in kind.columns}
    metrics |= {metric: metric_field(metric) for metric in asked}
    return RowFields(
        configuration=(*CONFIGURATION_FIELDS, _CONCURRENCY, ENVIRONMENT),
        position=(_position(kind),),
        row=(
            *(field.on(lambda r: r.configuration) for field in CONFIGURATION_FIELDS),
            *(field.on(lambda r: r.sent) for field in metrics.values()),
            ENVIRONMENT.on(lambda r: r.configuration),
        ),
        identity=IDENTITY_FIELDS,
    )


def _metric_field(metric: Metric, kind: Kind) -> Field[Any]:
    """Return the field of a metric, without a heading for a statistic that tables leave out."""
    field = metric_field(metric)
    if metric in kind.metrics:
        return field
    return replace(field, keep=_LESS_USUAL) if metric.is_tabled else field.for_machines()
