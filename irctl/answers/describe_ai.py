"""What `irctl describe` shows people of AI recommendation and AI benchmark jobs only."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from irctl.jobs.ai_model import Deployment, OtherFigure
from irctl.jobs.benchmark import UsableResults, gate_failure, location
from irctl.jobs.metrics import Number
from irctl.jobs.model import Job, Recommendation
from irctl.output import numbers
from irctl.output.outline import outline
from irctl.output.report import Block, Entry, Field, Note, Outline, Rows, Table


def setup_entries(job: Job) -> list[Entry]:
    """Return what an AI job was to do, and on what, under the API's names."""
    return list(outline({name: job.document.get(name) for name in job.kind.setup}))


def deployment(row: Recommendation) -> Iterator[Block]:
    """Yield what a recommendation deploys, beyond its configuration."""
    deployed = row.deployment or Deployment()
    entries = [
        Entry("Description", deployed.description, sentence=True),
        Entry("Model package", deployed.model_package_arn),
        Entry("Image", deployed.image),
        Entry("Memory per copy", _at_least(deployed.min_memory_mb)),
        *(Entry(f"Channel {name}", uri) for name, uri in deployed.channels),
        *(Entry(f"Adapter {a.id}", a.model_package_arn or a.s3_uri) for a in deployed.adapters),
        Entry("Benchmark", deployed.benchmark_arn),
    ]
    known = [entry for entry in entries if entry.value]
    if details := row.document.get("OptimizationDetails"):
        known += outline({"Optimizations": details})
    if known:
        yield Outline(f"Recommendation {row.position + 1}: {row.title}", known)


def _at_least(memory_mb: Number | None) -> str | None:
    return None if memory_mb is None else f"{memory_mb} MiB or more"


class _OtherFigure(NamedTuple):
    """A figure that is shown and not ranked, and the row that it is of."""

    row: Recommendation
    figure: OtherFigure


def _text_of(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


_MOST_FIGURES = 40
_FIGURE_FIELDS: tuple[Field[_OtherFigure], ...] = (
    Field(get=lambda f: f.row.position + 1, heading="#", numeric=True, keep=0),
    Field(get=lambda f: f.figure.metric, heading="Metric", keep=0),
    Field(get=lambda f: f.figure.statistic, heading="Statistic", keep=0),
    Field(
        get=lambda f: f.figure.value,
        cell=lambda f: _text_of(f.figure.value),
        heading="Value",
        keep=0,
    ),
    Field(get=lambda f: f.figure.unit, heading="Unit"),
    Field(get=lambda f: f.figure.reason.value, heading="Not ranked", keep=2),
)


def other_figures(rows: Sequence[Recommendation]) -> list[Block]:
    figures = [_OtherFigure(row, figure) for row in rows for figure in row.other_figures]
    if not figures:
        return []
    table = Table(rows=Rows(_FIGURE_FIELDS, [figures[:_MOST_FIGURES]]), title="Other figures")
    more = len(figures) - _MOST_FIGURES
    return [table, Note(f"{more} more are in the JSON.")] if more > 0 else [table]


def error_rate(job: Job) -> str | None:
    """Return the share of requests that failed, of a job that failed for it."""
    failure = gate_failure(job)
    if failure is None or failure.error_rate is None:
        return None
    rate = numbers.percent(failure.error_rate)
    if failure.failed is None or failure.total is None:
        return rate
    counts = f"{numbers.number(failure.failed)} of {numbers.number(failure.total)} requests"
    return f"{rate} ({counts})"


def unread(job: Job) -> list[Block]:
    """Show how to get the results of a benchmark, which its response lacks."""
    if job.recommendations or not UsableResults(failed_gate=True).allows(job):
        return []
    where = location(job)
    entries = [
        Entry("Read its results", "--results s3"),
        *([Entry("Copy its results", where.copy_command)] if where else []),
    ]
    return [Outline("", entries)]
