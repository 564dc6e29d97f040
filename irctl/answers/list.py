"""What `irctl list` answers."""

from collections.abc import Iterable, Sequence

from irctl.jobs.kinds import KINDS, Kind, kind_of
from irctl.jobs.model import Document, JobSummary
from irctl.output.fields import PLACE_FIELDS, SUMMARY_FIELDS
from irctl.output.report import Field, Report, Rows, Table

FIELDS = (*SUMMARY_FIELDS, *PLACE_FIELDS)


def report(
    pages: Iterable[list[JobSummary]],
    empty: str,
    kinds: Sequence[Kind] = KINDS,
    warnings: Sequence[str] = (),
    *,
    fields: Sequence[Field[JobSummary]] = SUMMARY_FIELDS,
) -> Report:
    """List the jobs of some kinds as they arrive; `empty` is for people if there are none.

    The warnings are complete when the pages have been read.
    """
    jobs = Rows(fields, pages, base=lambda job: job.document, name=lambda job: job.name)
    return Report(
        rows=jobs,
        document=lambda rows: _document(rows, kinds, warnings),
        blocks=[Table(rows=jobs, empty=empty, details="none")],
        warnings=warnings,
    )


def fields_of_list(*, by_place: bool, are_chosen: bool) -> Sequence[Field[JobSummary]]:
    """Return the columns of a list, of which a user may choose; by place, with where a job is."""
    if are_chosen:
        return FIELDS
    if not by_place:
        return SUMMARY_FIELDS
    name, *others = SUMMARY_FIELDS
    return (name, *PLACE_FIELDS, *(field for field in others if field.column != "source"))


def _document(rows: Sequence[Document], kinds: Sequence[Kind], warnings: Sequence[str]) -> Document:
    """Return the jobs under the names of their List operations' members.

    A kind that AWS refused to list is missing, not empty.
    """
    by_kind: Document = {kind.jobs: [] for kind in kinds}
    for row in rows:
        by_kind[kind_of(row).jobs].append(row)
    return {**by_kind, "Warnings": list(warnings)}


def hidden(count: int) -> str:
    """Return the note about benchmark jobs that are not listed."""
    jobs = "benchmark jobs" if count > 1 else "benchmark job"
    return f"{count} {jobs} of recommendation jobs not listed (ai-rec-*): --all lists them"
