"""What `irctl wait` answers."""

from collections.abc import Sequence

from irctl.jobs.model import Job, summary
from irctl.output.fields import SUMMARY_FIELDS
from irctl.output.report import Field, Report, Table


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


_SUMMARY = ("job_name", "status", "job_type", "creation_time", "duration_seconds")
_RECOMMENDATIONS: Field[Job] = Field(
    "recommendations", "Recommendations", lambda job: len(job.recommendations), str, True, keep=1
)
_FIELDS: tuple[Field[Job], ...] = (
    *(each.on(summary) for each in SUMMARY_FIELDS if each.key in _SUMMARY),
    _RECOMMENDATIONS,
    *(each.on(summary) for each in SUMMARY_FIELDS if each.key == "failure_reason"),
)
