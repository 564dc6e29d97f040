"""What `irctl list` answers."""

from collections.abc import Iterable

from irctl.jobs.model import JobSummary
from irctl.output.fields import SUMMARY_FIELDS, SUMMARY_IDENTITY_FIELDS
from irctl.output.report import Report, Table


def report(pages: Iterable[list[JobSummary]], empty: str) -> Report:
    """The jobs as they come, `empty` when none does; as JSON, in the form of the API's
    response."""
    fields = (*SUMMARY_FIELDS, *SUMMARY_IDENTITY_FIELDS)
    return Report(
        document=lambda: {
            "InferenceRecommendationsJobs": [job.document for page in pages for job in page]
        },
        records=([job.document for job in page] for page in pages),
        table=Table(fields, pages),
        blocks=(Table(SUMMARY_FIELDS, pages, empty=empty, details="none"),),
    )
