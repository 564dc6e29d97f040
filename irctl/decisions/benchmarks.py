"""Reasons to distrust the results of a benchmark."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime

from irctl.decisions.caveats import (
    Caveat,
    GateWasFailed,
    RequestsFailed,
    ResultsAreOlder,
    RunsAreIncomplete,
    SearchIsOpen,
)
from irctl.jobs.benchmark import gate_failure
from irctl.jobs.lenient import mapping, number, text
from irctl.jobs.metrics import ERROR_RATE
from irctl.jobs.model import Job
from irctl.jobs.times import from_iso

MOST_ERRORS = 1
"""The percentage of failed requests above which SageMaker fails a benchmark job."""
_INTERRUPTED = ("WasCancelled", "IncompleteReason")


def about_benchmark(job: Job) -> Iterator[Caveat]:
    """Yield the caveats about a benchmark whose results are read."""
    if not job.recommendations:
        return
    if failure := gate_failure(job):
        yield GateWasFailed(job.label, failure.error_rate)
    yield from _of_another_job(job)
    yield from _errors(job)
    yield from _incomplete(job)
    yield from _open_search(job)


def _of_another_job(job: Job) -> Iterator[Caveat]:
    """A job cannot have made results that are older than itself."""
    written, created = _written(job), job.creation_time
    if written and created and written < created:
        yield ResultsAreOlder(job.label, text(job.document.get("ResultsUri")) or "")


def _written(job: Job) -> datetime | None:
    """Return when the results in S3 were written; None if that is not known."""
    with suppress(ValueError):
        return from_iso(text(job.document.get("ResultsModified")) or "")
    return None


def _errors(job: Job) -> Iterator[Caveat]:
    rates = [(row.title, ERROR_RATE.of(row.metrics) or 0) for row in job.recommendations]
    if rows := tuple((title, rate) for title, rate in rates if rate > MOST_ERRORS):
        yield RequestsFailed(job.label, rows)


def _incomplete(job: Job) -> Iterator[Caveat]:
    rows = tuple(
        row.title
        for row in job.recommendations
        if any(row.document.get(name) for name in _INTERRUPTED)
    )
    failed = number(job.document.get("FailedRuns")) or 0
    if rows or failed:
        yield RunsAreIncomplete(job.label, rows, failed)


def _open_search(job: Job) -> Iterator[Caveat]:
    search = mapping(job.document.get("Search"))
    highest = number(search.get("Highest"))
    if search and (highest is None or not search.get("ConvergenceReason")):
        yield SearchIsOpen(job.label, highest)
