"""The answer of `irctl wait`, its progress, and its errors."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from irctl.decisions.waiting import Watched
from irctl.errors import ExitCode, IrctlError
from irctl.export.deployment import region
from irctl.jobs.model import Job, summary
from irctl.output import numbers
from irctl.output.fields import SUMMARY_FIELDS
from irctl.output.report import Field, Report, Table
from irctl.output.text import plain

_LOG_GROUP = "/aws/sagemaker/InferenceRecommendationsJobs"


def report(jobs: Sequence[Job]) -> Report:
    """A line a job for people, and all of each response for machines: an array that
    other commands read again."""
    people = [each for each in _FIELDS if each.key not in ("job_type", "creation_time")]
    return Report(
        document=lambda: [job.document for job in jobs],
        records=[[job.document for job in jobs]],
        table=Table.of(_FIELDS, jobs),
        blocks=(Table.of(people, jobs, empty="no job was seen"),),
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
        return plain(job.name), status, "", ""
    running = numbers.duration(now - job.created) if job.created else ""
    return plain(job.name), status, running, job.benchmarks.text if job.benchmarks else ""


def failed(watched: Watched, account_options: str, is_demo: bool) -> IrctlError:
    reason = watched.job.failure_reason if watched.job else None
    where = region(watched.job) if watched.job else None
    log = (
        f"read its log: aws logs get-log-events{f' --region {where}' if where else ''} "
        f"--log-group-name {_LOG_GROUP} --log-stream-name {watched.name}/execution"
    )
    steps = f"see its benchmarks: irctl steps {watched.name}{account_options}"
    return IrctlError(
        f"{watched.name} is {watched.status}{f': {reason}' if reason else ''}",
        steps if is_demo else log,
        ExitCode.JOB_FAILED,
    )


def gone(watched: Watched) -> IrctlError:
    return IrctlError(f"{watched.name} was deleted while irctl waited", code=ExitCode.NO_SUCH_JOB)


def gave_up(pending: Sequence[Watched], waited: timedelta, account_options: str) -> IrctlError:
    states = ", ".join(f"{job.name} is {job.state}" for job in pending)
    return IrctlError(
        f"gave up after {numbers.duration(waited)}: {states}",
        resume_hint(pending, account_options),
        ExitCode.NOT_FINISHED,
    )


def resume_hint(pending: Sequence[Watched], account_options: str) -> str:
    continues = "the job continues" if len(pending) == 1 else "the jobs continue"
    texts = " ".join(job.text for job in pending)
    return f"{continues}; wait again: irctl wait {texts}{account_options}"


_SUMMARY = ("job_name", "status", "job_type", "creation_time", "duration_seconds")
_RECOMMENDATIONS: Field[Job] = Field(
    "recommendations", "Recommendations", lambda job: len(job.recommendations), str, True, keep=1
)
_FIELDS: tuple[Field[Job], ...] = (
    *(each.on(summary) for each in SUMMARY_FIELDS if each.key in _SUMMARY),
    _RECOMMENDATIONS,
    *(each.on(summary) for each in SUMMARY_FIELDS if each.key == "failure_reason"),
)
