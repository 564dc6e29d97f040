"""Jobs by what the user called them: names, ARNs, files, standard input, in any mixture."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, BinaryIO

from irctl.core.job import Job, Outcome, Step, steps_of
from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.sources import files
from irctl.sources.reference import JobName, Reference, SavedFile, reference

if TYPE_CHECKING:
    from irctl.sources.aws import Account

_MOST_REQUESTS = 16
"""Requests under way at once: quick for hundreds of jobs, well below what AWS throttles."""


class Jobs:
    def __init__(self, account: "Callable[[str | None], Account]", stdin: BinaryIO | None):
        """`account` gives the account of a region, None for the configured one."""
        self._account = account
        self._stdin = stdin

    def one(self, text: str) -> Job:
        """The job that a JOB refers to. Raises IrctlError."""
        wanted = reference(text)
        if isinstance(wanted, JobName):
            return self._account(wanted.region).describe(wanted.name)
        outcomes = files.jobs(wanted, self._stdin)
        first, second = next(outcomes), next(outcomes, None)
        for outcome in (first, second):
            if isinstance(outcome, IrctlError):
                raise outcome
        if second is not None or isinstance(first, IrctlError):
            raise files.several(wanted)
        return first

    def many(self, texts: Sequence[str]) -> Iterator[Job | IrctlError]:
        """Every job, in the order asked for; in place of one that can't be had, why."""
        wanted = [reference(text) for text in texts]
        if sum(each == SavedFile("-") for each in wanted) > 1:
            raise UsageError("standard input (-) can be read once only")
        names = {each: self._account(each.region) for each in wanted if isinstance(each, JobName)}
        pool = ThreadPoolExecutor(max(1, min(_MOST_REQUESTS, len(names))))
        try:
            fetched: dict[Reference, Future[Job]] = {
                each: pool.submit(account.describe, each.name) for each, account in names.items()
            }
            for each in wanted:
                for outcome in self._outcomes(each, fetched):
                    if len(wanted) > 1 and isinstance(outcome, IrctlError):
                        _name(outcome, each)
                    yield outcome
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def steps(self, text: str, status: str | None = None) -> Iterator[list[Step]]:
        """The benchmarks of a job, page by page; of a saved job, those that became
        recommendations. Raises IrctlError."""
        wanted = reference(text)
        if isinstance(wanted, JobName):
            yield from self._account(wanted.region).steps(wanted.name, status)
            return
        found = files.steps(wanted, self._stdin)
        steps = steps_of(found) if isinstance(found, Job) else found
        yield [each for each in steps if status in (None, each.status)]

    def _outcomes(
        self, wanted: Reference, fetched: "dict[Reference, Future[Job]]"
    ) -> Iterator[Job | IrctlError]:
        try:
            if isinstance(wanted, JobName):
                yield fetched[wanted].result()
            else:
                yield from files.jobs(wanted, self._stdin)
        except IrctlError as error:
            yield error


def _name(error: IrctlError, wanted: Reference) -> None:
    """Makes an error say which of several jobs it is about."""
    name = wanted.name if isinstance(wanted, JobName) else wanted.label
    if name not in error.message:
        error.message = f"{name}: {error.message}"


def no_results(job: Job, options: str = "") -> IrctlError | None:
    """Why a job has no results to work with; None when it has. `options` are those that
    a command in the hint needs to find the same job."""
    match job.outcome:
        case Outcome.READY:
            return None
        case Outcome.PENDING:
            return IrctlError(
                f"{job.label} has not finished: it is {job.status}",
                f"wait for it: irctl wait {job.name}{options}" if job.name else None,
                ExitCode.NOT_FINISHED,
            )
        case Outcome.FAILED:
            reason = f": {job.failure_reason}" if job.failure_reason else ""
            return IrctlError(
                f"{job.label} has no results: it is {job.status}{reason}",
                f"see what went wrong: irctl steps {job.name}{options}" if job.name else None,
                ExitCode.JOB_FAILED,
            )
