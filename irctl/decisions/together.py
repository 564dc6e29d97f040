"""Which jobs can be read together."""

from collections.abc import Iterable

from irctl.errors import UsageError
from irctl.jobs.model import Job


def check_comparable(jobs: Iterable[Job]) -> None:
    """Raise UsageError for jobs that are measured by different metrics."""
    together = Together()
    for job in jobs:
        together.add(job)


class Together:
    """Jobs whose results are held against each other."""

    def __init__(self) -> None:
        self._first: Job | None = None

    def add(self, job: Job) -> None:
        """Raise UsageError for a job that is measured by other metrics than those before."""
        first = self._first = self._first or job
        if first.kind.is_comparable_with(job.kind):
            return
        raise UsageError(
            f"{first.label} is {first.kind.title} and {job.label} {job.kind.title}: their results "
            "are not comparable, since ModelLatency is the container's time for one inference and "
            "RequestLatency the client's for a whole generation",
            "give jobs of one kind",
        )
