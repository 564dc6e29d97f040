"""What `irctl compare` answers."""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from irctl.decisions import compare
from irctl.decisions.change import Change, changes
from irctl.decisions.compare import Comparison, Row, conditions
from irctl.jobs.metrics import COST_PER_INFERENCE, LATENCY, METRICS, THROUGHPUT, Metric
from irctl.jobs.model import Configuration, Document, Job, Recommendation
from irctl.output import numbers
from irctl.output.fields import (
    CONFIGURATION_FIELDS,
    IDENTITY_FIELDS,
    METRIC_FIELDS,
    telling_apart,
)
from irctl.output.report import Block, Field, Note, Report, Table, Tone


def report(
    result: Comparison,
    jobs: Mapping[str, Job],
    threshold: Fraction,
    said: str,
    warnings: Sequence[str],
    left_out: Sequence[str],
) -> Report:
    document: Document = {
        "Baseline": result.baseline.name,
        "BaselineKind": result.baseline.kind,
        "By": result.by.api_name,
        "Threshold": float(threshold),
        "Configurations": [
            {
                "Configuration": _configuration(group.configuration),
                "Jobs": {each.job: _measured(each) for each in group.rows},
            }
            for group in result.groups
        ],
        "OnlyIn": {
            name: [_configuration(c) for c in some] for name, some in result.only_in.items()
        },
        "Best": _best(result, jobs),
        "Verdict": said,
        "Warnings": [*warnings, *left_out],
    }
    rows = [each for group in result.groups for each in group.rows]
    return Report(
        document=lambda: document,
        records=[document["Configurations"]],
        table=Table.of(_CSV, rows),
        blocks=_blocks(result, jobs, rows),
        warnings=warnings,
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
    }
    return {name: value for name, value in members.items() if value not in (None, [])}


def _measured(row: Row) -> Document:
    return {
        "RecommendationId": row.recommendation.id,
        "IsBaseline": row.is_baseline,
        "Relative": row.relative,
        "Metrics": {
            each.api_name: {
                "Value": change.value,
                "Baseline": change.baseline,
                "Change": change.change,
                "Better": change.better,
            }
            for each, change in row.changes.items()
        },
    }


def _best(result: Comparison, jobs: Mapping[str, Job]) -> Document | None:
    best = result.best
    if best is None:
        return None
    return {
        "JobName": best.job,
        "Configuration": _configuration(best.recommendation.configuration),
        "RecommendationId": best.recommendation.id,
        "IsBaseline": best.is_baseline,
        "Conditions": conditions(jobs[best.job]),
    }


def verdict(result: Comparison, jobs: Mapping[str, Job], threshold: Fraction) -> str:
    """The best configuration, what it has over the baseline, and under which conditions."""
    best, by, base = result.best, result.by, result.baseline
    if not result.groups:
        return "there is no recommendation to compare"
    if best is None:
        return f"no configuration has a {by.name}; choose another --by"
    where = f" of {best.job}" if len(jobs) > 1 else ""
    value = numbers.metric(best.changes[by].value or 0, by.unit)
    text = f"{best.recommendation.configuration.title}{where} is best by {by.name} ({value})"
    if best.is_baseline:
        text += "; it is the baseline, and nothing beats it"
    elif base.partner(jobs[best.job], best.recommendation) is not None:
        same = "the same in " if base.kind == "Job" else ""
        text += f"; against {same}{base.name}: {_in_words(best.changes)}"
    elif base.recommendations:
        other = compare.best_first(base.recommendations, by)[0]
        changed = changes(best.recommendation.metrics, other.metrics, threshold)
        text += (
            f"; {base.name} did not test it; against the best there, "
            f"{other.configuration.title}: {_in_words(changed)}"
        )
    held = conditions(jobs[best.job])
    return f"{text} ({', '.join(held)})" if held else text


def _in_words(changed: Mapping[Metric, Change]) -> str:
    told = [
        f"{each.name} {_percent(changed[each])}"
        for each in (COST_PER_INFERENCE, LATENCY, THROUGHPUT)
        if changed[each].change is not None
    ]
    return ", ".join(told) or "no metric in common"


def _blocks(result: Comparison, jobs: Mapping[str, Job], rows: Sequence[Row]) -> list[Block]:
    shown = [_Shown(each.recommendation.configuration, *each) for each in rows]
    if result.baseline.kind == "Endpoint":
        shown = [*_endpoints(jobs), *shown]
    telling = telling_apart([group.configuration for group in result.groups])
    who = [
        *(each.on(lambda row: row.configuration) for each in telling),
        *([_JOB] if len(jobs) > 1 else []),
    ]
    cells = [_cell_field(each, index, result.by) for index, each in enumerate(METRICS)]
    blocks: list[Block] = [
        Table(
            [*who, *cells, _RELATIVE],
            [shown],
            empty="no recommendations",
            details="distinguishing",
        )
    ]
    blocks.append(Note(_legend(result)))
    blocks += [
        Note(f"Only in {name}: {', '.join(each.title for each in some)}.")
        for name, some in result.only_in.items()
    ]
    return blocks


def _legend(result: Comparison) -> str:
    return (
        f"Changes are against {result.baseline.name}; ~ is inside the noise. "
        f"Relative is {result.by.name}, 1.00 the best."
    )


class _Shown(NamedTuple):
    """A row for people: of a recommendation, or of the endpoint they are compared with."""

    configuration: Configuration
    job: str
    recommendation: Recommendation | None
    changes: Mapping[Metric, Change]
    relative: float | None
    is_baseline: bool


def _endpoints(jobs: Mapping[str, Job]) -> list[_Shown]:
    return [
        _Shown(
            Configuration(instance_type=f"endpoint {each.endpoint_name}"),
            name,
            None,
            changes(each.metrics, None, Fraction(0)),
            None,
            True,
        )
        for name, job in jobs.items()
        for each in job.endpoint_performances[:1]
    ]


class _Cell(NamedTuple):
    value: str
    change: Change
    is_baseline: bool


def _cell_field(measured: Metric, index: int, by: Metric) -> Field[_Shown]:
    column = METRIC_FIELDS[index]

    def get(row: _Shown) -> _Cell | None:
        change = row.changes[measured]
        if change.value is None:
            return None
        return _Cell(column.show(change.value), change, row.is_baseline)

    keep = 0 if measured is by else column.keep + 1
    return Field(column.key, column.heading, get, _cell, True, keep, tone=_tone)


def _cell(cell: _Cell) -> str:
    """The value and its change, which is as wide in every row so that values line up."""
    return f"{cell.value} {'base' if cell.is_baseline else _percent(cell.change):>6}"


def _percent(change: Change) -> str:
    if change.change is None:
        return "n/a"
    if change.better is None:
        return "~"
    return numbers.change(change.change)


def _tone(cell: _Cell | None) -> Tone | None:
    better = cell.change.better if cell else None
    return None if better is None else "good" if better else "bad"


_RELATIVE: Field[Any] = Field(
    "relative", "Relative", lambda row: row.relative, lambda value: f"{value:,.2f}", True, keep=0
)
_JOB: Field[Any] = Field("job_name", "Job", lambda row: row.job, keep=1)


_UNIT = re.compile("_(usd|ms|us|percent|per_minute)$")


def _flat(measured: Metric, key: str) -> list[Field[Row]]:
    """The columns of a metric in CSV."""
    name = _UNIT.sub("", key)

    def column(key: str, attribute: str) -> Field[Row]:
        return Field(key, key, lambda row: getattr(row.changes[measured], attribute))

    return [
        column(key, "value"),
        column(f"baseline_{key}", "baseline"),
        column(f"{name}_change", "change"),
        column(f"{name}_better", "better"),
    ]


_CSV: tuple[Field[Row], ...] = (
    _JOB,
    *(each.on(lambda row: row.recommendation.configuration) for each in CONFIGURATION_FIELDS),
    Field("is_baseline", "Baseline", lambda row: row.is_baseline),
    _RELATIVE,
    *(
        field
        for measured, column in zip(METRICS, METRIC_FIELDS, strict=True)
        for field in _flat(measured, column.key)
    ),
    *(
        each.on(lambda row: row.recommendation)
        for each in IDENTITY_FIELDS
        if each.key == "recommendation_id"
    ),
)
