"""Waiting for jobs: the state of each, its changes, and when to ask again.

Nothing here asks, sleeps or reads the clock; the caller hands in the answers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.model import Job, Step
from irctl.jobs.statuses import Outcome, has_ended, outcome

LONGEST_JOB_S = 18_000
"""The most that InputConfig.JobDurationInSeconds may be (API reference): a job that states
none may take as long."""
_LONGEST_AI_JOB_S = 86_400
"""AI jobs state no limit; with OptimizeModel they take up to ten hours (AWS's samples)."""
_LEAST_AI_INTERVAL = timedelta(seconds=30)
MARGIN = timedelta(minutes=15)
"""The time a job may take beyond its own limit: to queue, to create and delete endpoints."""

_LONGEST_BACKOFF_S = 300.0
_PATIENCE = 5
"""Failed looks in a row at a job that was never seen, before irctl gives up."""
_PATIENCE_TIME = timedelta(seconds=110)
"""How long to ask while AWS never answered: with the last look, less than two minutes."""
LAST_LOOK_S = 2.0
"""How long a look may take when no time is left."""
_REPORT_EVERY = timedelta(minutes=1)
"""How often to report a job that doesn't change, where no board shows the time."""
_REPORT_SLACK = timedelta(seconds=10)
"""How far from the minute a report may be, so that it comes with a look."""


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
    """That of its ARN, if another job with its name is waited for."""
    job: Job | None = None
    """As of its last description, whose status may be older than `status`."""
    status: str | None = None
    benchmarks: Benchmarks | None = None
    gone: bool = False

    @property
    def label(self) -> str:
        """A name for messages."""
        return f"{self.name} ({self.region})" if self.region else self.name

    @property
    def kind(self) -> Kind | None:
        """Its kind; None while it was never seen."""
        return self.job.kind if self.job else None

    @property
    def ended(self) -> bool:
        return self.gone or has_ended(self.status)

    @property
    def has_failed(self) -> bool:
        """Whether it ended without results."""
        return self.ended and not self.gone and outcome(self.status) is Outcome.FAILED

    @property
    def created(self) -> datetime | None:
        return self.job.creation_time if self.job else None

    @property
    def state(self) -> str:
        """Its status and its progress, in a few words."""
        return self.state_after("")

    def state_after(self, time: str) -> str:
        """Return its state with the time that passed, after the status."""
        if self.gone:
            return "gone"
        after = f" after {time}" if time else ""
        progress = f", {self.benchmarks.text}" if self.benchmarks and not self.ended else ""
        return f"{self.status or 'not seen yet'}{after}{progress}"


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
    _reported: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    """The state of each job that was reported last, and when."""

    @property
    def pending(self) -> list[Watched]:
        return [job for job in self.jobs if not job.ended]

    @property
    def deadline(self) -> datetime:
        return self.started + (self.timeout or self._longest + MARGIN)

    @property
    def _end(self) -> datetime:
        """The deadline, or the earlier time at which an AWS that never answered is given up."""
        if any(job.status or job.gone for job in self.jobs):
            return self.deadline
        return min(self.deadline, self.started + _PATIENCE_TIME)

    def is_hopeless(self, now: datetime) -> bool:
        """Whether to give up on jobs that were never seen."""
        if all(job.job is not None for job in self.pending):
            return False
        return self.failures >= _PATIENCE or self._end <= now < self.deadline

    @property
    def _longest(self) -> timedelta:
        limits = [_longest_s(watched.job) for watched in self.jobs if watched.job]
        return timedelta(seconds=max(limits, default=LONGEST_JOB_S))

    def changed(self, now: datetime) -> list[Watched]:
        """Return the jobs whose state was not reported yet, as reported from now on."""
        jobs = [job for job in self.jobs if self._reported.get(job.text, ("",))[0] != job.state]
        return self._report(jobs, now)

    def unchanged(self, now: datetime) -> list[Watched]:
        """Return the pending jobs last reported a minute ago, as reported from now on."""
        least = _REPORT_EVERY - _REPORT_SLACK
        jobs = [job for job in self.pending if now - self._reported[job.text][1] >= least]
        return self._report(jobs, now)

    def seconds_to_report(self, now: datetime, seconds: float) -> float:
        """Return how much of a sleep to take before a report is due; all of it if none is."""
        reported = [
            self._reported[job.text][1] for job in self.pending if job.text in self._reported
        ]
        if not reported:
            return seconds
        due = (min(reported) + _REPORT_EVERY - now).total_seconds()
        return due if due < seconds - _REPORT_SLACK.total_seconds() else seconds

    def _report(self, jobs: list[Watched], now: datetime) -> list[Watched]:
        self._reported |= {job.text: (job.state, now) for job in jobs}
        return jobs

    @property
    def _least_interval(self) -> timedelta:
        """The interval, which is not short while an AI job is pending: it takes hours."""
        are_ai = any(job.kind not in (None, INFERENCE) for job in self.pending)
        return max(self.interval, _LEAST_AI_INTERVAL) if are_ai else self.interval

    def seconds_left(self, now: datetime) -> float:
        """Return how long a look may take."""
        return max(LAST_LOOK_S, (self._end - now).total_seconds())

    def delay(self, now: datetime, chance: float) -> float:
        """Return the seconds until the next request.

        The interval, a tenth more or less by `chance` (0 to 1) so that many waits don't ask
        at once; twice as long after each failure in a row; never beyond the end of the wait.
        """
        interval = self._least_interval.total_seconds()
        longest = max(interval, _LONGEST_BACKOFF_S)
        backed_off = min(interval * 2.0 ** min(self.failures, 10), longest)
        left = (self._end - now).total_seconds()
        return max(0.0, min(backed_off * (0.9 + 0.2 * chance), left))


def _longest_s(job: Job) -> float:
    """Return how long a job may take, in seconds."""
    if job.kind is not INFERENCE:
        return _LONGEST_AI_JOB_S
    limit: float | None = job.input_config.get("JobDurationInSeconds")
    return limit or LONGEST_JOB_S
