"""What `irctl steps` answers."""

from collections.abc import Iterable

from irctl.jobs.model import Step
from irctl.output.fields import STEP_FIELDS, STEP_IDENTITY_FIELDS
from irctl.output.report import Report, Table


def report(pages: Iterable[list[Step]], warnings: list[str]) -> Report:
    """The steps as they come; as JSON, in the form of the API's response."""
    return Report(
        document=lambda: {"Steps": [step.document for page in pages for step in page]},
        records=([step.document for step in page] for page in pages),
        table=Table((*STEP_FIELDS, *STEP_IDENTITY_FIELDS), pages),
        blocks=(Table(STEP_FIELDS, pages, empty="no steps"),),
        warnings=warnings,
    )
