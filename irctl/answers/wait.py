"""The answer of `irctl wait`, its progress, and its errors."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from irctl.answers import job_log
from irctl.decisions.waiting import Waiting, Watched
from irctl.errors import ExitCode, IrctlError
from irctl.jobs.benchmark import gate_failure, location
from irctl.jobs.kinds import INFERENCE
from irctl.jobs.listed import summary
from irctl.jobs.model import Job, log_of
from irctl.output import numbers
from irctl.output.fields import SUMMARY_FIELDS
from irctl.output.report import Field, Report, Rows, Table
from irctl.output.text import plain

_MOST_LINES = 5
"""Jobs that are reported in a line each; of more, only the number that have ended."""


def report(jobs: Sequence[Job]) -> Report:
    """Show a line for each job to people, and the whole responses to machines.

    The responses are an array, which other commands read again.
    """
    rows = Rows(FIELDS, [jobs], base=lambda job: job.document, name=lambda job: job.name)
    return Report(
        rows=rows,
        document=list,
        blocks=[Table(rows=rows, empty="none of the jobs could be read")],
        jobs=[job.label for job in jobs],
    )


def lines(jobs: Sequence[Watched], now: datetime) -> list[str]:
    """Return a line for each job, in columns: name, status, running time, benchmarks."""
    rows = [_cells(job, now) for job in jobs]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _cells(job: Watched, now: datetime) -> tuple[str, str, str, str]:
    status = plain("gone" if job.gone else job.status or "-")
    if job.ended:
        return plain(job.label), status, "", ""
    running = numbers.duration(now - job.created) if job.created else ""
    return plain(job.label), status, running, job.benchmarks.text if job.benchmarks else ""


def change(job: Watched) -> str:
    return f"{job.label} is {job.state}"


def unchanged(waiting: Waiting, now: datetime) -> list[str]:
    """Return a line for each job that has not changed for a minute; for many jobs, one line."""
    jobs = waiting.unchanged(now)
    if len(jobs) <= _MOST_LINES:
        return [_unchanged(job, job.created or waiting.started, now) for job in jobs]
    ended = len(waiting.jobs) - len(waiting.pending)
    return [
        f"{ended} of {len(waiting.jobs)} jobs have ended after "
        f"{_minutes(now - waiting.started)} of waiting"
    ]


def _unchanged(job: Watched, since: datetime, now: datetime) -> str:
    return f"{job.label} is {job.state_after(_minutes(now - since))}"


def _minutes(time: timedelta) -> str:
    """Return a time in whole minutes, at least one: `12 min`, `2 h 5 min`."""
    minutes = max(1, round(time / timedelta(minutes=1)))
    return numbers.duration(timedelta(minutes=minutes))


def failed(watched: Watched, account_options: str, is_demo: bool) -> IrctlError:
    reason = watched.job.failure_reason if watched.job else None
    return IrctlError(
        f"{watched.label} is {watched.status}{f': {reason}' if reason else ''}",
        _what_to_do(watched, account_options, is_demo),
        ExitCode.JOB_FAILED,
    )


def _what_to_do(watched: Watched, account_options: str, is_demo: bool) -> str:
    job = watched.job
    if job is not None and gate_failure(job):
        return _about_gate(job)
    if is_demo or (job is not None and job.log is None):
        see = "its benchmarks: irctl steps" if watched.kind is INFERENCE else "it: irctl describe"
        return f"see {see} {watched.name}{account_options}"
    log = job.log if job else None
    where = job.region if job else None
    return f"read its log: {job_log.command(log or log_of(INFERENCE, watched.name), where)}"


def _about_gate(job: Job) -> str:
    """Return why a benchmark that measured everything is no success, and where its results are."""
    where = location(job)
    copies = f": {where.copy_command}" if where else ""
    return (
        "SageMaker fails a benchmark if more than 1% of its requests failed; the figures of the "
        f"others are in S3{copies}; to use them: --allow-failed-gate"
    )


def gone(watched: Watched) -> IrctlError:
    return IrctlError(f"{watched.label} was deleted while irctl waited", code=ExitCode.NO_SUCH_JOB)


def gave_up(pending: Sequence[Watched], waited: timedelta, account_options: str) -> IrctlError:
    states = ", ".join(f"{job.label} is {job.state}" for job in pending)
    return IrctlError(
        f"gave up after {numbers.duration(waited)}: {states}",
        resume_hint(pending, account_options),
        ExitCode.NOT_FINISHED,
    )


def resume_hint(pending: Sequence[Watched], account_options: str) -> str:
    continues = "the job continues" if len(pending) == 1 else "the jobs continue"
    texts = " ".join(job.text for job in pending)
    return f"{continues}; wait again: irctl wait {texts}{account_options}"


def _field(column: str) -> Field[Job]:
    (field,) = (field for field in SUMMARY_FIELDS if field.column == column)
    return field.on(summary)


FIELDS: tuple[Field[Job], ...] = (
    _field("job_name"),
    _field("status"),
    _field("job_type").for_machines(),
    _field("creation_time").for_machines(),
    _field("duration_seconds"),
    Field(
        get=lambda job: len(job.recommendations),
        column="recommendations",
        heading="Recommendations",
        numeric=True,
    ),
    _field("failure_reason"),
)
