"""Which jobs a pattern finds, and how many."""

from enum import Enum

from irctl.jobs.model import JobSummary
from irctl.jobs.statuses import Outcome, has_ended, outcome

MOST_MATCHES = 200
"""How many jobs a pattern may match, where not all are asked for."""


class Wanted(Enum):
    """Which jobs a pattern finds."""

    COMPLETED = "completed"
    UNFINISHED = "unfinished"
    ANY = ""

    def fits(self, job: JobSummary) -> bool:
        if self is Wanted.UNFINISHED:
            return not has_ended(job.status)
        return self is Wanted.ANY or outcome(job.status) is Outcome.READY

    @property
    def others(self) -> str:
        """How to introduce the jobs of another status."""
        return "these have ended" if self is Wanted.UNFINISHED else "these have not completed"

    @property
    def statuses(self) -> tuple[str, ...]:
        """What the service filters by."""
        return ("COMPLETED",) if self is Wanted.COMPLETED else ()
