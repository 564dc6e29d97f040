"""What `irctl list` answers."""

from collections.abc import Iterable

from irctl.jobs.model import JobSummary
from irctl.output.fields import SUMMARY_FIELDS
from irctl.output.report import Report, Rows, Table

FIELDS = SUMMARY_FIELDS


def report(pages: Iterable[list[JobSummary]], empty: str) -> Report:
    """List the jobs as they arrive; `empty` is for people if there are none."""
    jobs = Rows(FIELDS, pages, base=lambda job: job.document, name=lambda job: job.name)
    return Report(
        rows=jobs,
        document=lambda rows: {"InferenceRecommendationsJobs": rows},
        blocks=[Table(rows=jobs, empty=empty, details="none")],
    )
