"""The status of jobs that are waited for, with as few requests as possible."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from irctl.decisions.waiting import LAST_LOOK_S, Watched, benchmarks
from irctl.errors import ExitCode, IrctlError
from irctl.jobs.kinds import INFERENCE
from irctl.jobs.listing import Listing
from irctl.jobs.model import Job, Source, Step
from irctl.jobs.statuses import has_ended
from irctl.sources.jobs import Jobs
from irctl.sources.pacing import aside, concurrently, result, within
from irctl.sources.reference import parse_arn

if TYPE_CHECKING:
    from irctl.sources.accounts import Accounts

_MOST_COUNTS = 5
"""Jobs whose benchmarks are counted per look; if there are more, they take turns."""

_Statuses = Mapping[str | None, str | None]


class Watch:
    """Looks at jobs. A request that takes too long is left behind in a thread of its own."""

    def __init__(self, jobs: Jobs, accounts: "Accounts"):
        self._jobs = jobs
        self._accounts = accounts
        self._next_count = 0
        self._may_list = True
        self._may_list_steps = True
        self._count: Future[None] | None = None
        """The last count of benchmarks, which may still be under way."""
        self._failure = IrctlError(
            "AWS does not answer",
            "is the region right, and the network up? check --region, --endpoint-url and "
            "HTTPS_PROXY",
        )
        """The last failure that may pass."""

    def look(self, pending: Sequence[Watched], seconds: float) -> IrctlError | None:
        """Update the jobs, and return a failure that may pass: throttling, the network, AWS.

        It takes at most the given time, and a little more to count benchmarks. Raise
        IrctlError for any other failure.
        """
        deadline = time.monotonic() + seconds
        unsettled = pending
        try:
            if self._may_list:
                unsettled = self._update_from_lists(pending, deadline)
        except TimeoutError:
            return self._timed_out
        except IrctlError as error:
            if error.code is ExitCode.AWS:
                return self._passing(error)
            self._may_list = False  # describe each job instead
        problem = None
        for watched, outcome in self._described(unsettled, deadline):
            problem = self._update(watched, outcome) or problem
        running = [
            watched for watched in pending if watched.kind is INFERENCE and not watched.ended
        ]
        self._count_benchmarks(running, min(LAST_LOOK_S, _left(deadline)))
        return problem

    def describe(self, pending: Sequence[Watched]) -> None:
        """Update the jobs that can be described in a moment; they may have ended just now."""
        for watched, outcome in self._described(pending, time.monotonic() + LAST_LOOK_S):
            if isinstance(outcome, Job):
                self._update(watched, outcome)

    def failures(self, ended: Sequence[Watched]) -> Iterator[tuple[Watched, list[str]]]:
        """Yield each job with the reasons of its failed benchmarks, if they arrive in a moment."""
        deadline = time.monotonic() + LAST_LOOK_S
        for watched in ended:
            reasons: list[str] = []
            if watched.kind is not INFERENCE:  # only these have steps
                yield watched, reasons
                continue
            with suppress(IrctlError, TimeoutError):
                reasons = within(_left(deadline), partial(self._failures, watched))
            yield watched, reasons

    def _failures(self, watched: Watched) -> list[str]:
        return [
            f"{step.benchmark.configuration.title}: {step.failure_reason or 'no reason given'}"
            for page in self._steps(watched, "FAILED")
            for step in page
        ]

    def _steps(self, watched: Watched, status: str | None = None) -> Iterator[list[Step]]:
        account = self._accounts.of(watched.job) if watched.job else None
        return account.steps(watched.name, status) if account else iter(())

    def _described(
        self, pending: Sequence[Watched], deadline: float
    ) -> Iterator[tuple[Watched, Job | IrctlError]]:
        """Yield the outcome of describing each job; the time-out of those that take too long."""
        with _requests({job.text: partial(self._one, job) for job in pending}) as outcome_of:
            for watched in pending:
                try:
                    yield watched, outcome_of(watched.text, _left(deadline))
                except TimeoutError:
                    yield watched, self._timed_out
                except IrctlError as error:
                    if len(pending) > 1 and watched.name not in error.message:
                        error.message = f"{watched.label}: {error.message}"
                    yield watched, error

    def _one(self, watched: Watched) -> Job:
        """Describe a job; one that was found in one of several places, only there."""
        seen = watched.job
        if seen is None or not self._accounts.are_several:
            return self._jobs.one(watched.text, kind=watched.kind)
        return self._accounts.of(seen).describe(watched.name, parse_arn(seen.arn or ""), seen.kind)

    def _update(self, watched: Watched, outcome: Job | IrctlError) -> IrctlError | None:
        """Update a job by how describing it went; return a failure that may pass, raise others."""
        if isinstance(outcome, Job):
            watched.job, watched.status = outcome, outcome.status
        elif outcome.code is ExitCode.NO_SUCH_JOB and watched.job is not None:
            watched.gone = True
        elif _may_pass(watched, outcome):
            return self._passing(outcome)
        else:
            raise outcome
        return None

    @property
    def _timed_out(self) -> IrctlError:
        """The failure of a look that ran out of time, by what went wrong before."""
        return IrctlError(self._failure.message, self._failure.hint)

    def _passing(self, failure: IrctlError) -> IrctlError:
        self._failure = failure
        return failure

    def _update_from_lists(self, pending: Sequence[Watched], deadline: float) -> list[Watched]:
        """Update the jobs by lists of each region and kind; return those that must be described."""
        groups: dict[tuple[Source | None, str], list[Watched]] = {}
        for watched in pending:
            source = watched.job and watched.job.source
            groups.setdefault((source, (watched.kind or INFERENCE).name), []).append(watched)
        return [
            watched
            for group in groups.values()
            for watched in self._update_from_list(group, deadline)
        ]

    def _update_from_list(self, pending: list[Watched], deadline: float) -> list[Watched]:
        jobs = [watched.job for watched in pending if watched.job is not None]
        created = [job.creation_time for job in jobs if job.creation_time is not None]
        if len(pending) < 2 or len(created) < len(pending):
            return pending  # a list would not save a request
        request = partial(self._listed_statuses, jobs, min(created))
        statuses = within(_left(deadline), request)
        unsettled = []
        for watched in pending:
            status = statuses.get(watched.name)
            if status is None or has_ended(status):
                unsettled.append(watched)
            else:
                watched.status = status
        return unsettled

    def _listed_statuses(self, pending: Sequence[Job], since: datetime) -> _Statuses:
        """The statuses of jobs of one account, region and kind."""
        listing = Listing(creation_time_after=since - timedelta(seconds=1), sort_order="Ascending")
        names = {job.name for job in pending}
        statuses: dict[str | None, str | None] = {}
        # With more pages than jobs, describing each job takes fewer requests.
        pages = self._accounts.of(pending[0]).list_jobs(listing, pending[0].kind)
        for page in islice(pages, len(pending)):
            statuses |= {summary.name: summary.status for summary in page}
            if names <= statuses.keys():
                break
        return statuses

    def _count_benchmarks(self, running: Sequence[Watched], seconds: float) -> None:
        """Update the counts of some jobs, unless the last count is still under way.

        A failure only costs the count, and one that takes longer is not waited for.
        """
        is_counting = self._count is not None and not self._count.done()
        if is_counting or not self._may_list_steps or not running:
            return
        start = self._next_count % len(running)
        self._next_count += _MOST_COUNTS
        turn = [*running[start:], *running[:start]][:_MOST_COUNTS]
        self._count = aside(partial(self._count_each, turn))
        with suppress(TimeoutError):
            result(self._count, seconds)

    def _count_each(self, running: Sequence[Watched]) -> None:
        for watched in running:
            try:
                pages = self._steps(watched)
                watched.benchmarks = benchmarks(step for page in pages for step in page)
            except IrctlError as error:
                self._may_list_steps = error.code not in (ExitCode.CREDENTIALS, ExitCode.USAGE)
                return


def _left(deadline: float) -> float:
    return max(0.0, deadline - time.monotonic())


@contextmanager
def _requests(
    requests: Mapping[str, Callable[[], Job]],
) -> Iterator[Callable[[str, float], Job]]:
    """Start requests, and yield a function that waits for one of them for some time."""
    if len(requests) > 1:
        with concurrently(requests) as outcome_of:
            yield outcome_of
    else:  # failures of a single request need no common pace
        yield lambda key, seconds: within(seconds, requests[key])


def _may_pass(watched: Watched, failure: IrctlError) -> bool:
    """Whether the next look may succeed. A garbled answer may pass if an earlier one was good."""
    if failure.code is ExitCode.UNREADABLE:
        return watched.job is not None
    return failure.code is ExitCode.AWS
