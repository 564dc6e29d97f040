"""Jobs by what the user called them: names, ARNs, files, standard input, in any mixture."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.jobs.model import Job, Outcome, Step, steps_of
from irctl.sources import files
from irctl.sources.pacing import MOST_REQUESTS, Pace, result
from irctl.sources.reference import JobName, Reference, SavedFile, reference

if TYPE_CHECKING:
    from irctl.sources.aws import Account


class Steps:
    """The benchmarks of a job, page by page."""

    def __init__(self, pages: Iterable[list[Step]], only_successes: bool = False):
        self.only_successes = only_successes
        """Whether those that failed are missing, because nothing tells of them."""
        self._pages = iter(pages)

    def __iter__(self) -> Iterator[list[Step]]:
        return self

    def __next__(self) -> list[Step]:
        return next(self._pages)


class Jobs:
    def __init__(
        self,
        account: "Callable[[str | None], Account]",
        stdin: files.Stdin,
    ):
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
        pace = Pace() if len(names) > 1 else Pace(patience_s=0)
        pool = ThreadPoolExecutor(max(1, min(MOST_REQUESTS, len(names))))
        try:
            fetched: dict[Reference, Future[Job]] = {
                each: pool.submit(pace.ask, partial(account.describe, each.name))
                for each, account in names.items()
            }
            for each in wanted:
                for outcome in self._outcomes(each, fetched):
                    if len(wanted) > 1 and isinstance(outcome, IrctlError):
                        _name(outcome, each)
                    yield outcome
        finally:
            pool.shutdown(wait=False, cancel_futures=True)

    def steps(self, text: str, status: str | None = None) -> Steps:
        """The benchmarks of a job; of a saved job, those that became recommendations.
        Raises IrctlError, as the pages do."""
        wanted = reference(text)
        if isinstance(wanted, JobName):
            return Steps(self._account(wanted.region).steps(wanted.name, status))
        found = files.steps(wanted, self._stdin)
        steps = steps_of(found) if isinstance(found, Job) else found
        matching = [each for each in steps if status in (None, each.status)]
        return Steps([matching], only_successes=isinstance(found, Job))

    def _outcomes(
        self, wanted: Reference, fetched: "dict[Reference, Future[Job]]"
    ) -> Iterator[Job | IrctlError]:
        try:
            if isinstance(wanted, JobName):
                yield result(fetched[wanted])
            else:
                yield from files.jobs(wanted, self._stdin)
        except IrctlError as error:
            yield error


def _name(error: IrctlError, wanted: Reference) -> None:
    """Makes an error say which of several jobs it is about, as files' errors do anyway."""
    if isinstance(wanted, JobName) and error.code is not ExitCode.NO_SUCH_JOB:
        error.message = f"{wanted.name}: {error.message.removeprefix(f'{wanted.name}: ')}"


def no_results(job: Job, options: str = "") -> IrctlError | None:
    """Why a job has no results to work with; None when it has. `options` are those that
    a command in the hint needs to find the same job."""
    name = _as_word(job.name)
    match job.outcome:
        case Outcome.READY:
            return None
        case Outcome.PENDING:
            return IrctlError(
                f"{job.label} has not finished: it is {job.status}",
                f"wait for it: irctl wait {name}{options}" if name else None,
                ExitCode.NOT_FINISHED,
            )
        case Outcome.FAILED:
            reason = f": {job.failure_reason}" if job.failure_reason else ""
            return IrctlError(
                f"{job.label} has no results: it is {job.status}{reason}",
                f"see what went wrong: irctl steps {name}{options}" if name else None,
                ExitCode.JOB_FAILED,
            )


def _as_word(name: str | None) -> str | None:
    """A name in a command to copy: in a saved file it may be anything."""
    from shlex import quote

    return quote(name) if name else None
