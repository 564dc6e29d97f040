"""How jobs are doing, with as few requests as tell it."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING

from irctl.decisions.waiting import ENDED, Watched, benchmarks
from irctl.errors import ExitCode, IrctlError
from irctl.jobs.listing import Listing
from irctl.jobs.model import Job
from irctl.sources.jobs import Jobs

if TYPE_CHECKING:
    from irctl.sources.aws import Account

_MOST_STEPS = 5
"""Jobs whose benchmarks are asked for at a look; of more, some at each look in turn."""


class Watch:
    def __init__(self, jobs: Jobs, account: "Callable[[str | None], Account]"):
        self._jobs = jobs
        self._account = account
        self._turn = 0
        self._list_tells = True
        self._steps_tell = True

    def look(self, pending: Sequence[Watched]) -> IrctlError | None:
        """Brings the jobs up to date. What may pass (throttling, the network, a fault of
        AWS) is returned; raises IrctlError for what will not pass by waiting."""
        problem = None
        left = list(pending)
        try:
            left = self._listed(left)
        except IrctlError as error:
            if error.code is ExitCode.AWS:
                return error
            self._list_tells = False  # not allowed to list: ask for each
        for watched, outcome in zip(
            left, self._jobs.many([each.text for each in left]), strict=True
        ):
            if isinstance(outcome, Job):
                watched.job, watched.status = outcome, outcome.status
            elif outcome.code is ExitCode.NO_SUCH_JOB and watched.job is not None:
                watched.gone = True
            elif outcome.code is ExitCode.AWS:
                problem = outcome
            else:
                raise outcome
        self._count_benchmarks([each for each in pending if not each.ended and each.job])
        return problem

    def describe(self, pending: Sequence[Watched]) -> None:
        """Brings jobs up to date that can be had: they may have ended just now."""
        outcomes = self._jobs.many([each.text for each in pending])
        for watched, outcome in zip(pending, outcomes, strict=True):
            if isinstance(outcome, Job):
                watched.job, watched.status = outcome, outcome.status

    def failures(self, watched: Watched) -> list[str]:
        """Why benchmarks of a job failed, a sentence each; as far as that can be had."""
        try:
            pages = self._account(watched.region).steps(watched.name, "FAILED")
            return [
                f"{step.benchmark.configuration.title}: {step.failure_reason or 'no reason given'}"
                for page in pages
                for step in page
            ]
        except IrctlError:
            return []

    def _listed(self, pending: Sequence[Watched]) -> list[Watched]:
        """The jobs that must be described: all that a list could not tell of, or that
        have ended by it. One job alone is described anyway."""
        if not self._list_tells:
            return list(pending)
        left = []
        for region in dict.fromkeys(each.region for each in pending):
            group = [each for each in pending if each.region == region]
            created = [each.created for each in group if each.created is not None]
            if len(group) < 2 or len(created) < len(group):
                left += group
                continue
            listing = Listing(
                creation_time_after=min(created) - timedelta(seconds=1), sort_order="Ascending"
            )
            statuses: dict[str | None, str | None] = {}
            # No more pages than jobs: beyond that, describing each is cheaper.
            for page in islice(self._account(region).list_jobs(listing), len(group)):
                statuses |= {each.name: each.status for each in page}
                if all(each.name in statuses for each in group):
                    break
            for each in group:
                if statuses.get(each.name, "DELETED") in ENDED:
                    left.append(each)
                else:
                    each.status = statuses[each.name]
        return left

    def _count_benchmarks(self, pending: Sequence[Watched]) -> None:
        """Counts are a courtesy: a failure costs nothing but the count."""
        if not self._steps_tell or not pending:
            return
        start = self._turn % len(pending)
        self._turn += _MOST_STEPS
        for watched in [*pending[start:], *pending[:start]][:_MOST_STEPS]:
            try:
                pages = self._account(watched.region).steps(watched.name)
                watched.benchmarks = benchmarks(step for page in pages for step in page)
            except IrctlError as error:
                self._steps_tell = error.code in (ExitCode.AWS, ExitCode.NO_SUCH_JOB)
                return
