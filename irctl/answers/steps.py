"""What `irctl steps` answers."""

from collections.abc import Iterable

from irctl.answers.pictures import of_steps
from irctl.jobs.model import Step
from irctl.output.fields import STEP_FIELDS
from irctl.output.report import Report, Rows, Table

FIELDS = STEP_FIELDS


def report(pages: Iterable[list[Step]], warnings: list[str], job_name: str) -> Report:
    """List the steps as they arrive."""
    steps = Rows(FIELDS, pages, base=lambda step: step.document)
    return Report(
        rows=steps,
        document=lambda rows: {"Steps": rows},
        blocks=[Table(rows=steps, empty="no steps")],
        warnings=warnings,
        jobs=[job_name],
        picture=of_steps(pages),
    )
