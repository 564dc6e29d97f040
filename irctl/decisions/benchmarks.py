"""Reasons to distrust the results of a benchmark."""

from collections.abc import Iterator

from irctl.decisions.caveats import (
    Caveat,
    GateWasFailed,
    RequestsFailed,
    RunsAreIncomplete,
    SearchIsOpen,
)
from irctl.jobs.benchmark import gate_failure
from irctl.jobs.lenient import mapping, number
from irctl.jobs.metrics import ERROR_RATE
from irctl.jobs.model import Job

MOST_ERRORS = 1
"""The percentage of failed requests above which SageMaker fails a benchmark job."""
_INTERRUPTED = ("WasCancelled", "IncompleteReason")


def about_benchmark(job: Job) -> Iterator[Caveat]:
    """Yield the caveats about a benchmark whose results are read."""
    failure = gate_failure(job)
    if failure and job.recommendations:
        yield GateWasFailed(job.label, failure.error_rate)
    rates = [(row.title, ERROR_RATE.of(row.metrics) or 0) for row in job.recommendations]
    if rows := tuple((title, rate) for title, rate in rates if rate > MOST_ERRORS):
        yield RequestsFailed(job.label, rows)
    yield from _incomplete(job)
    search = mapping(job.document.get("Search"))
    highest = number(search.get("Highest"))
    if search and (highest is None or not search.get("ConvergenceReason")):
        yield SearchIsOpen(job.label, highest)


def _incomplete(job: Job) -> Iterator[Caveat]:
    rows = tuple(
        row.title
        for row in job.recommendations
        if any(row.document.get(name) for name in _INTERRUPTED)
    )
    failed = number(job.document.get("FailedRuns")) or 0
    if rows or failed:
        yield RunsAreIncomplete(job.label, rows, failed)
