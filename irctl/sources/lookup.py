"""Which job a name means: an inference job, or else an AI job of either kind."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from irctl.errors import ExitCode, IrctlError, NotOfferedError, RefusedError, UsageError, reasons
from irctl.jobs.kinds import INFERENCE, KINDS, Kind
from irctl.jobs.model import Job
from irctl.sources.reference import JobName

if TYPE_CHECKING:
    from irctl.sources.aws import Account

_AI_KINDS = KINDS[1:]
_LONGEST_AI_NAME = 63

_Answer = TypeVar("_Answer")


class Lookup:
    """Finds jobs in one account and region."""

    def __init__(
        self,
        account: "Account",
        kind: Kind | None,
        warn: Callable[[str], None],
        *,
        suggests: bool = True,
    ):
        """`kind` is the only one to look for; None looks for all.

        One that suggests adds the closest names to the error that there is no job of a name.
        """
        self._account = account
        self._kind = kind
        self._warn = warn
        self._suggests = suggests

    def job(self, name: JobName) -> Job:
        """The job that a name or an ARN means. Raise IrctlError."""
        return self.answer(name, lambda: self._account.describe(name.name, name.arn))

    def answer(self, name: JobName, of_inference_job: Callable[[], _Answer]) -> Job | _Answer:
        """What is asked about an inference job, or else the AI job that a name or an ARN means.

        An inference job is looked for first: where there is one, its name means it, and costs
        neither a second request nor a further permission. Raise IrctlError.
        """
        kind = name.kind or self._kind
        with self._suggested_names(name, KINDS if kind is None else (kind,)):
            if kind not in (None, INFERENCE):
                return self._account.describe(name.name, name.arn, kind)
            try:
                return of_inference_job()
            except IrctlError as error:
                if kind is None and (_is_absent(error) or isinstance(error, RefusedError)):
                    return self._ai_job(name.name, error)
                raise

    @contextmanager
    def _suggested_names(self, name: JobName, kinds: Sequence[Kind]) -> Iterator[None]:
        """Add a hint to the error that there is no job of this name, or with this ARN."""
        try:
            yield
        except IrctlError as error:
            is_unknown = error.code is ExitCode.NO_SUCH_JOB and error.hint is None
            if is_unknown and self._suggests:
                error.hint = self._account.suggestions.for_job(name, kinds)
            raise

    def _ai_job(self, name: str, no_inference_job: IrctlError) -> Job:
        """The AI job of a name. Raise IrctlError, also if there is one of each kind."""
        if len(name) > _LONGEST_AI_NAME:
            raise no_inference_job
        jobs, errors = self._outcomes(name)
        refusals = _refusals([no_inference_job, *errors])
        if len(jobs) > 1:
            raise _ambiguous(name)
        if not jobs:
            if not refusals:
                raise _no_job(no_inference_job, errors)
            raise self._not_looked_up(name, no_inference_job, refusals)
        if refusals:
            self._warn(f"{name} may also be the name of another job: {reasons(refusals)}")
        return jobs[0]

    def _outcomes(self, name: str) -> tuple[list[Job], list[IrctlError]]:
        """Ask for the AI job of each kind, and return the jobs and the errors."""
        from irctl.sources.pacing import together

        requests = {kind.name: partial(self._outcome, name, kind) for kind in _AI_KINDS}
        jobs, errors = [], []
        for outcome in together(requests).values():
            if isinstance(outcome, Job):
                jobs.append(outcome)
            else:
                errors.append(outcome)
        return jobs, errors

    def _outcome(self, name: str, kind: Kind) -> Job | IrctlError:
        try:
            return self._account.describe(name, None, kind)
        except IrctlError as error:
            return error

    def _not_looked_up(
        self, name: str, no_inference_job: IrctlError, refusals: Sequence[RefusedError]
    ) -> IrctlError:
        """The error that there may be a job, which AWS does not show."""
        if no_inference_job in refusals:
            return no_inference_job
        first = refusals[0]
        return RefusedError(
            f"no inference job named {name} in {self._account.region}, and AI jobs could not be "
            f"looked up: {reasons(refusals)}",
            f"{first.hint}; look for inference jobs only: --kind {INFERENCE.name}",
            first.code,
            first.reason,
        )


def _is_absent(error: IrctlError) -> bool:
    """Whether an error means that there is no such job of a kind."""
    return error.code is ExitCode.NO_SUCH_JOB or isinstance(error, NotOfferedError)


def _refusals(errors: Sequence[IrctlError]) -> list[RefusedError]:
    """The errors that leave open whether there is a job. Raise one that may pass."""
    refusals = []
    for error in errors:
        if isinstance(error, RefusedError) and not _is_absent(error):
            refusals.append(error)
        elif not _is_absent(error):
            raise error
    return refusals


def _no_job(no_inference_job: IrctlError, errors: Sequence[IrctlError]) -> IrctlError:
    """The error that there is no job of any kind."""
    if any(isinstance(error, NotOfferedError) for error in errors):
        no_inference_job.message += ", where AI jobs are not offered"
    return no_inference_job


def _ambiguous(name: str) -> UsageError:
    titles = " and of ".join(kind.title for kind in _AI_KINDS)
    options = " or ".join(f"--kind {kind.name}" for kind in _AI_KINDS)
    return UsageError(f"{name} is the name of {titles}", f"choose one: {options}")
