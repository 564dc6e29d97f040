"""How the best configuration of a model moved over its versions, for `rank` and `compare`."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from irctl.answers import pictures
from irctl.answers.rank import load_members, plan_fields
from irctl.answers.verdicts.compare import change as short_change
from irctl.answers.verdicts.versions import of_versions
from irctl.decisions.change import Change, Noise
from irctl.decisions.ranking import Criteria
from irctl.decisions.versions import VersionResult
from irctl.jobs.console import job_page
from irctl.jobs.metrics import (
    COST_PER_HOUR,
    COST_PER_INFERENCE,
    LATENCY,
    METRICS,
    THROUGHPUT,
    Metric,
)
from irctl.jobs.model import Configuration, Document
from irctl.jobs.model_package import ModelPackage
from irctl.output import numbers
from irctl.output.changes import tone, with_change
from irctl.output.fields import CONFIGURATION_FIELDS, metric_field, time_field
from irctl.output.report import Field, Json, Note, Report, Rows, Table, Tone

if TYPE_CHECKING:
    from irctl.decisions.at_load import Load

_SHOWN = (COST_PER_HOUR, COST_PER_INFERENCE, LATENCY, THROUGHPUT)
"""The metrics of the table; the others are for machines."""
_NAMED = (COST_PER_INFERENCE, LATENCY)
"""Those of the sentence and the picture, and whose change since the first version is shown."""
_APPROVALS: Mapping[str, tuple[str, Tone]] = {
    "Approved": ("Approved", "good"),
    "Rejected": ("Rejected", "bad"),
    "PendingManualApproval": ("Pending", "busy"),
}
_Changes = Callable[[VersionResult], Mapping[Metric, Change]]
_UNIT = re.compile("_(usd|ms|us|percent|per_minute)$")


def report(
    group: ModelPackage,
    results: Sequence[VersionResult],
    criteria: Criteria,
    *,
    warnings: Sequence[str],
    left_out: Sequence[str],
    load: "Load | None" = None,
) -> Report:
    """Show the versions of a group; `left_out` are the jobs that could not be fetched."""
    chosen = criteria.chosen
    named = tuple(dict.fromkeys((*chosen, *_NAMED)))
    decisive = None if criteria.weights or not criteria.by else criteria.by[0]
    verdict = of_versions(results, named, decisive, criteria.traffic)
    fleet = [field.on(lambda row: row.best) for field in (plan_fields(load) if load else ())]
    rows = versions(results, chosen, fleet)

    def document(entries: list[Json]) -> Document:
        return {
            "ModelPackageGroupName": group.name,
            **(load_members(load) if load else {}),
            "By": [metric.api_name for metric in criteria.by],
            "Versions": entries,
            "Verdict": verdict,
            "Warnings": [*warnings, *left_out],
        }

    return Report(
        rows=rows,
        document=document,
        blocks=[Table(rows=rows, details="none"), *_legend(results, Noise())],
        warnings=warnings,
        verdicts=[verdict],
        jobs=[_title(group)],
        picture=pictures.of_versions(results, named, verdict),
    )


def with_versions(
    answer: Report,
    group: ModelPackage,
    results: Sequence[VersionResult],
    by: Metric,
    noise: Noise,
) -> Report:
    """Return a comparison of versions with the best configuration of each, by one metric."""
    rows = versions(results, (by,))

    def document(entries: list[Json]) -> Document:
        own = [row for page in rows.json() for row in page]
        return {"ModelPackageGroupName": group.name, "Versions": own, **answer.document(entries)}

    title = f"Best by {by.name} of each version of {group.name}"
    table = Table(rows=rows, details="none", title=title)
    blocks = [table, *_legend(results, noise), *answer.body]
    return replace(answer, document=document, blocks=blocks, jobs=[_title(group)])


def _title(group: ModelPackage) -> str:
    return f"Versions of {group.name}"


def _legend(results: Sequence[VersionResult], noise: Noise) -> list[Note]:
    """Return what the changes in the table are against, if it has any."""
    if sum(result.best is not None for result in results) < 2:
        return []
    share = numbers.share(float(noise.share))
    return [
        Note(
            "Changes are against the previous version with a result; ~ is within run-to-run noise "
            f"({share})."
        )
    ]


def versions(
    results: Sequence[VersionResult],
    chosen: Sequence[Metric],
    more: Sequence[Field[VersionResult]] = (),
) -> Rows[VersionResult]:
    """Return the rows of versions, with the metrics that somebody chose, and more fields."""
    return Rows(
        _fields(results, chosen, more),
        [results],
        base=lambda row: row.version.document,
        name=lambda row: row.best.id if row.best else None,
    )


def _fields(
    results: Sequence[VersionResult],
    chosen: Sequence[Metric],
    more: Sequence[Field[VersionResult]] = (),
) -> tuple[Field[VersionResult], ...]:
    first = next((result.version.number for result in results if result.best), None)
    shown, since = {*_SHOWN, *chosen}, {*_NAMED, *chosen}
    return (
        *_OF_VERSION,
        *(field.on(_configuration) for field in CONFIGURATION_FIELDS),
        *more,
        *(_value(metric, is_shown=metric in shown) for metric in METRICS),
        *(_change(metric, lambda row: row.since_previous) for metric in METRICS),
        *(_since_first(metric, first if metric in since else None) for metric in METRICS),
        *_OF_RESULT,
    )


def _configuration(row: VersionResult) -> Configuration:
    return row.best.configuration if row.best else Configuration()


def _value(metric: Metric, *, is_shown: bool) -> Field[VersionResult]:
    """Return the column of a metric: its value, for people with its change."""
    field = metric_field(metric)

    def cell(row: VersionResult) -> str | None:
        value, change = metric.of(row.values), row.since_previous[metric]
        if value is None:
            return None
        return with_change(field.show(value), _short(change))

    return replace(
        field.on(lambda row: row.values),
        heading=field.heading if is_shown else "",
        cell=cell,
        keep=0 if metric in _NAMED else field.keep + 2,
        tone=lambda row: tone(row.since_previous[metric]),
        higher_is_better=None,
    )


def _change(metric: Metric, of: _Changes, since: str = "") -> Field[VersionResult]:
    """Return the column of a metric's change, which has no unit."""
    return Field(
        get=lambda row: of(row)[metric].change,
        column=f"{_UNIT.sub('', metric.column)}_change{since}",
        cell=lambda row: _short(of(row)[metric]) or None,
        numeric=True,
        tone=lambda row: tone(of(row)[metric]),
    )


def _since_first(metric: Metric, first: int | None) -> Field[VersionResult]:
    """Return the column of a metric's change since the first version, if that is to be shown."""
    field = _change(metric, lambda row: row.since_first, "_since_first")
    return replace(field, heading="" if first is None else f"{metric.heading} since v{first}")


def _short(change: Change) -> str:
    return "" if change.change is None else short_change(change)


def _measured(row: VersionResult) -> Document | None:
    """Return the metrics of the best configuration with their changes, in JSON."""
    if row.best is None:
        return None
    return {
        metric.api_name: {
            "Value": change.value,
            "Previous": change.baseline,
            "Change": change.change,
            "Better": change.better,
            "First": row.since_first[metric].baseline,
            "ChangeSinceFirst": row.since_first[metric].change,
            "BetterThanFirst": row.since_first[metric].better,
        }
        for metric, change in row.since_previous.items()
    }


def _approval(row: VersionResult) -> tuple[str | None, Tone | None]:
    """Return the approval status for people, and what it means."""
    status = row.version.approval
    return _APPROVALS.get(status or "", (status, None))


_OF_VERSION: tuple[Field[VersionResult], ...] = (
    Field(
        get=lambda row: row.version.number,
        member="ModelPackageVersion",
        column="model_package_version",
        heading="Version",
        numeric=True,
        keep=0,
    ),
    Field(
        get=lambda row: row.version.approval,
        member="ModelApprovalStatus",
        column="model_approval_status",
        heading="Approval",
        cell=lambda row: _approval(row)[0],
        tone=lambda row: _approval(row)[1],
        keep=3,
    ),
    Field(get=lambda row: row.version.arn, member="ModelPackageArn", column="model_package_arn"),
    Field(
        get=lambda row: row.job.name if row.job else None,
        member="JobName",
        column="job_name",
        heading="Job",
        link=lambda row: job_page(row.job.arn) if row.job else None,
        keep=2,
    ),
    Field(get=lambda row: row.job.arn if row.job else None, member="JobArn", column="job_arn"),
    time_field(
        lambda row: row.job.creation_time if row.job else None,
        member="JobCreationTime",
        column="job_creation_time",
    ),
)
_OF_RESULT: tuple[Field[VersionResult], ...] = (
    Field(get=lambda row: row.best.document if row.best else None, member="Recommendation"),
    Field(get=_measured, member="Metrics"),
    Field(get=lambda row: row.best.id if row.best else None, column="recommendation_id"),
    Field(
        get=lambda row: row.gap.value if row.gap else None,
        member="Reason",
        column="reason",
        heading="Note",
        tone=lambda row: "dim",
        sentence=True,
        keep=1,
    ),
)
FIELDS = _fields((), ())
