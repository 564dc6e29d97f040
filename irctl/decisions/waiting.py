"""Waiting for jobs: the state of each, its changes, and when to ask again.

Nothing here asks, sleeps or reads the clock; the caller hands in the answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from irctl.jobs.model import Job, Step
from irctl.jobs.statuses import has_ended

LONGEST_JOB_S = 18_000
"""The most that InputConfig.JobDurationInSeconds may be (API reference): a job that states
none may take as long."""
MARGIN = timedelta(minutes=15)
"""The time a job may take beyond its own limit: to queue, to create and delete endpoints."""

_LONGEST_BACKOFF_S = 300.0
_PATIENCE = 5
"""Failed requests in a row for a job that was never seen, before irctl gives up."""


class Benchmarks(NamedTuple):
    """How many of a job's benchmarks are done, by its steps."""

    known: int
    done: int
    """Ended, successfully or not."""
    failed: int

    @property
    def text(self) -> str:
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.done} of {self.known} benchmarks done{failed}"


def benchmarks(steps: Iterable[Step]) -> Benchmarks | None:
    """Count steps by status; None while no step is known."""
    statuses = [step.status for step in steps]
    if not statuses:
        return None
    return Benchmarks(
        known=len(statuses),
        done=sum(map(has_ended, statuses)),
        failed=sum(status == "FAILED" for status in statuses),
    )


@dataclass
class Watched:
    """One job that irctl waits for."""

    text: str
    """The JOB of the command line."""
    name: str
    region: str | None = None
    job: Job | None = None
    """As of its last description, whose status may be older than `status`."""
    status: str | None = None
    benchmarks: Benchmarks | None = None
    gone: bool = False

    @property
    def ended(self) -> bool:
        return self.gone or has_ended(self.status)

    @property
    def created(self) -> datetime | None:
        return self.job.creation_time if self.job else None

    @property
    def state(self) -> str:
        """Its status and its progress, in a few words."""
        if self.gone:
            return "gone"
        status = self.status or "not seen yet"
        return status if self.ended or not self.benchmarks else f"{status}, {self.benchmarks.text}"


@dataclass
class Waiting:
    """The wait for some jobs."""

    jobs: Sequence[Watched]
    interval: timedelta
    started: datetime
    timeout: timedelta | None = None
    """None: as long as the slowest of the jobs may take."""
    failures: int = 0
    """Requests in a row that failed."""
    _reported: dict[str, str] = field(default_factory=dict)

    @property
    def pending(self) -> list[Watched]:
        return [job for job in self.jobs if not job.ended]

    @property
    def deadline(self) -> datetime:
        return self.started + (self.timeout or self._longest + MARGIN)

    @property
    def hopeless(self) -> bool:
        """Whether a job was never seen, however often irctl asked."""
        return self.failures >= _PATIENCE and any(watched.job is None for watched in self.pending)

    @property
    def _longest(self) -> timedelta:
        limits = [
            watched.job.input_config.get("JobDurationInSeconds") or LONGEST_JOB_S
            for watched in self.jobs
            if watched.job
        ]
        return timedelta(seconds=max(limits, default=LONGEST_JOB_S))

    def changes(self) -> list[str]:
        """Return a sentence for each job that changed since the last call."""
        changed = []
        for watched in self.jobs:
            if self._reported.get(watched.text) != watched.state:
                self._reported[watched.text] = watched.state
                changed.append(f"{watched.name} is {watched.state}")
        return changed

    def delay(self, now: datetime, chance: float) -> float:
        """Return the seconds until the next request.

        The interval, a tenth more or less by `chance` (0 to 1) so that many waits don't ask
        at once; twice as long after each failure in a row; never beyond the deadline.
        """
        interval = self.interval.total_seconds()
        longest = max(interval, _LONGEST_BACKOFF_S)
        backed_off = min(interval * 2.0 ** min(self.failures, 10), longest)
        left = (self.deadline - now).total_seconds()
        return max(0.0, min(backed_off * (0.9 + 0.2 * chance), left))
