"""What `irctl describe` answers."""

from collections.abc import Sequence
from datetime import datetime

from irctl.decisions import review
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.model import (
    Job,
    Recommendation,
    Step,
)
from irctl.output.fields import (
    JOB_NAME,
    row_fields,
)
from irctl.output.report import (
    Block,
    Field,
    Report,
    Rows,
    documents,
)


def fields_of(kind: Kind) -> tuple[Field[Recommendation], ...]:
    """Return the fields of the recommendations of a kind of job."""
    of_kind = row_fields(kind)
    return (JOB_NAME, *of_kind.position, *of_kind.row, *of_kind.identity)


FIELDS = fields_of(INFERENCE)


def report(job: Job, now: datetime, failed: Sequence[Step] = ()) -> Report:
    """Show the API's response to machines, and all of it in sections to people.

    `failed` are the benchmarks that failed or were stopped.
    """

    def blocks() -> Sequence[Block]:
        from irctl.answers import describe_text

        return describe_text.blocks(job, now, failed)

    return Report(
        rows=Rows(fields_of(job.kind), [job.recommendations], name=lambda r: r.id),
        records=documents([job.document]),
        blocks=blocks,
        jobs=[job.label],
        warnings=_warnings(job),
    )


def _warnings(job: Job) -> list[str]:
    caveats = review.about_jobs([job])
    if not caveats:
        return []
    from irctl.answers import sentences

    return sentences.warnings(caveats)
