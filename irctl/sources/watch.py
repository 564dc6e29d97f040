"""The status of jobs that are waited for, with as few requests as possible."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from irctl.decisions.waiting import Watched, benchmarks
from irctl.errors import ExitCode, IrctlError
from irctl.jobs.listing import Listing
from irctl.jobs.model import Job
from irctl.jobs.statuses import has_ended
from irctl.sources.jobs import Jobs

if TYPE_CHECKING:
    from irctl.sources.aws import Account

_MOST_COUNTS = 5
"""Jobs whose benchmarks are counted per look; if there are more, they take turns."""


class Watch:
    def __init__(self, jobs: Jobs, account: "Callable[[str | None], Account]"):
        self._jobs = jobs
        self._account = account
        self._next_count = 0
        self._may_list = True
        self._may_list_steps = True

    def look(self, pending: Sequence[Watched]) -> IrctlError | None:
        """Update the jobs, and return a failure that may pass: throttling, the network, AWS.

        Raise IrctlError for any other failure.
        """
        unsettled = pending
        try:
            if self._may_list:
                unsettled = self._update_from_lists(pending)
        except IrctlError as error:
            if error.code is ExitCode.AWS:
                return error
            self._may_list = False  # describe each job instead
        problem = None
        for watched, outcome in self._described(unsettled):
            problem = _update(watched, outcome) or problem
        self._count_benchmarks([w for w in pending if w.job is not None and not w.ended])
        return problem

    def describe(self, pending: Sequence[Watched]) -> None:
        """Update the jobs that can be described; they may have ended just now."""
        for watched, outcome in self._described(pending):
            if isinstance(outcome, Job):
                _update(watched, outcome)

    def failures(self, watched: Watched) -> list[str]:
        """Why benchmarks of a job failed, one sentence each; none if they can't be fetched."""
        try:
            pages = self._account(watched.region).steps(watched.name, "FAILED")
            return [
                f"{step.benchmark.configuration.title}: {step.failure_reason or 'no reason given'}"
                for page in pages
                for step in page
            ]
        except IrctlError:
            return []

    def _described(self, pending: Sequence[Watched]) -> Iterator[tuple[Watched, Job | IrctlError]]:
        outcomes = self._jobs.many([watched.text for watched in pending])
        return zip(pending, outcomes, strict=True)

    def _update_from_lists(self, pending: Sequence[Watched]) -> list[Watched]:
        """Update the jobs by lists of each region; return those that must be described."""
        unsettled = []
        for region in dict.fromkeys(watched.region for watched in pending):
            unsettled += self._update_from_list(
                region, [watched for watched in pending if watched.region == region]
            )
        return unsettled

    def _update_from_list(self, region: str | None, pending: list[Watched]) -> list[Watched]:
        created = [watched.created for watched in pending if watched.created is not None]
        if len(pending) < 2 or len(created) < len(pending):
            return pending  # a list would not save a request
        statuses = self._listed_statuses(region, pending, min(created))
        unsettled = []
        for watched in pending:
            status = statuses.get(watched.name)
            if status is None or has_ended(status):
                unsettled.append(watched)
            else:
                watched.status = status
        return unsettled

    def _listed_statuses(
        self, region: str | None, pending: Sequence[Watched], since: datetime
    ) -> dict[str | None, str | None]:
        listing = Listing(creation_time_after=since - timedelta(seconds=1), sort_order="Ascending")
        names = {watched.name for watched in pending}
        statuses: dict[str | None, str | None] = {}
        # With more pages than jobs, describing each job takes fewer requests.
        for page in islice(self._account(region).list_jobs(listing), len(pending)):
            statuses |= {summary.name: summary.status for summary in page}
            if names <= statuses.keys():
                break
        return statuses

    def _count_benchmarks(self, pending: Sequence[Watched]) -> None:
        """Update the counts of some jobs; a failure only costs the count."""
        if not self._may_list_steps or not pending:
            return
        start = self._next_count % len(pending)
        self._next_count += _MOST_COUNTS
        for watched in [*pending[start:], *pending[:start]][:_MOST_COUNTS]:
            try:
                pages = self._account(watched.region).steps(watched.name)
                watched.benchmarks = benchmarks(step for page in pages for step in page)
            except IrctlError as error:
                self._may_list_steps = error.code in (ExitCode.AWS, ExitCode.NO_SUCH_JOB)
                return


def _update(watched: Watched, outcome: Job | IrctlError) -> IrctlError | None:
    """Update a job by how describing it went; return a failure that may pass, raise others."""
    if isinstance(outcome, Job):
        watched.job, watched.status = outcome, outcome.status
    elif outcome.code is ExitCode.NO_SUCH_JOB and watched.job is not None:
        watched.gone = True
    elif outcome.code is ExitCode.AWS:
        return outcome
    else:
        raise outcome
    return None
