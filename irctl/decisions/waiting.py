"""Waiting for jobs: what is known of each, what changed, and when to look again.

Nothing here asks, sleeps or tells the time; whoever does hands in what was seen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from irctl.jobs.model import Job, Step

ENDED = ("COMPLETED", "FAILED", "STOPPED", "DELETED")
"""STOPPING and DELETING are still on their way."""

LONGEST_JOB_S = 18_000
"""The most that InputConfig.JobDurationInSeconds may be (API reference), and so how long
a job may take that states none."""
MARGIN = timedelta(minutes=15)
"""What a job may take beyond its own limit: its queue, its endpoints' creation and end."""

_LONGEST_BACKOFF_S = 300.0
_PATIENCE = 5
"""Failed looks in a row at a job that was never seen, before it is given up."""


class Benchmarks(NamedTuple):
    """How far a job's benchmarks are, as far as its steps tell."""

    known: int
    done: int
    """Ended, well or not."""
    failed: int

    @property
    def text(self) -> str:
        failed = f", {self.failed} failed" if self.failed else ""
        return f"{self.done} of {self.known} benchmarks done{failed}"


def benchmarks(steps: Iterable[Step]) -> Benchmarks | None:
    """None while no step is known."""
    statuses = [each.status for each in steps]
    if not statuses:
        return None
    return Benchmarks(
        known=len(statuses),
        done=sum(status in ENDED for status in statuses),
        failed=sum(status == "FAILED" for status in statuses),
    )


@dataclass
class Watched:
    """One job that is waited for."""

    text: str
    """What the user called it."""
    name: str
    region: str | None = None
    job: Job | None = None
    """As it was described last; its status may be older than `status`."""
    status: str | None = None
    benchmarks: Benchmarks | None = None
    gone: bool = False

    @property
    def ended(self) -> bool:
        return self.gone or self.status in ENDED

    @property
    def created(self) -> datetime | None:
        return self.job.creation_time if self.job else None

    @property
    def state(self) -> str:
        """Its status, and how far it is, in a few words."""
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
    """None: what the slowest of the jobs may take."""
    failures: int = 0
    """Looks in a row that did not succeed."""
    _told: dict[str, str] = field(default_factory=dict)

    @property
    def pending(self) -> list[Watched]:
        return [each for each in self.jobs if not each.ended]

    @property
    def deadline(self) -> datetime:
        return self.started + (self.timeout or self._longest + MARGIN)

    @property
    def hopeless(self) -> bool:
        """Whether nothing was ever seen of a job, however often it was looked for."""
        return self.failures >= _PATIENCE and any(each.job is None for each in self.pending)

    @property
    def _longest(self) -> timedelta:
        limits = [
            each.job.input_config.get("JobDurationInSeconds") or LONGEST_JOB_S
            for each in self.jobs
            if each.job
        ]
        return timedelta(seconds=max(limits, default=LONGEST_JOB_S))

    def changes(self) -> list[str]:
        """What is new since the last call, a sentence for each job that changed."""
        changed = []
        for each in self.jobs:
            if self._told.get(each.text) != each.state:
                self._told[each.text] = each.state
                changed.append(f"{each.name} is {each.state}")
        return changed

    def delay(self, now: datetime, chance: float) -> float:
        """Seconds until the next look: the interval, a tenth more or less by `chance`
        (0 to 1) so that many waits don't ask at once; twice as long after each failure
        in a row; never beyond the deadline."""
        interval = self.interval.total_seconds()
        longest = max(interval, _LONGEST_BACKOFF_S)
        backed_off = min(interval * 2.0 ** min(self.failures, 10), longest)
        left = (self.deadline - now).total_seconds()
        return max(0.0, min(backed_off * (0.9 + 0.2 * chance), left))
