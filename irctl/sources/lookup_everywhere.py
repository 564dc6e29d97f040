"""Which job a name means, of those in several accounts and regions."""

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from irctl.errors import ExitCode, IrctlError, NotOfferedError, UsageError
from irctl.jobs.kinds import KINDS, Kind
from irctl.jobs.model import Job
from irctl.sources import outages, suggestions
from irctl.sources.accounts import Outage, Patience, Reach
from irctl.sources.lookup import Lookup
from irctl.sources.pacing import outcomes
from irctl.sources.reference import JobName

if TYPE_CHECKING:
    from irctl.sources.aws import Account


class LookupEverywhere:
    """Finds the only job of a name in the places that a question reaches, all asked at once."""

    def __init__(
        self, reach: Reach, kind: Kind | None, warn: Callable[[str], None], patience: Patience
    ):
        """`kind` is the only one to look for; None looks for all, as in each place."""
        self._reach = reach
        self._kind = kind
        self._warn = warn
        self._patience = patience

    def job(self, name: JobName) -> Job:
        """The job that a name or an ARN means.

        Raise IrctlError, also if several jobs have the name, or if there is none.
        """
        answers = _Answers(self._reach, self._outcomes(name))
        if len(answers.jobs) > 1:
            raise _ambiguous(name, answers.jobs)
        if not answers.jobs:
            raise self._no_job(name, answers)
        if answers.outages:
            missing = outages.summary(self._reach, answers.outages)
            self._warn(f"{name.name} may also be the name of a job elsewhere: {missing}")
        return answers.jobs[0]

    def _outcomes(self, name: JobName) -> "dict[Account, Job | IrctlError]":
        def lookup(account: "Account") -> Job:
            return Lookup(account, self._kind, self._warn, suggests=False).job(name)

        return outcomes(
            {account: partial(lookup, account) for account in self._reach.accounts},
            paced_by=lambda account: account,
            waiting=self._patience.waiting,
            seconds=self._patience.seconds_left,
        )

    def _no_job(self, name: JobName, answers: "_Answers") -> IrctlError:
        """The error that no place has the job, as far as they answered."""
        if not answers.without_job:
            return outages.nothing_answered(self._reach, answers.outages)
        where = outages.places(answers.without_job)
        kinds = KINDS if self._kind is None else (self._kind,)
        hint = suggestions.everywhere(answers.without_job, name.name, kinds, self._reach.options)
        message = f"no job named {name.name} in {where}"
        if answers.outages:
            message += f"; not asked: {outages.summary(self._reach, answers.outages)}"
        return IrctlError(message, hint, answers.code_without_job)


class _Answers:
    """What the places answered about one name."""

    def __init__(self, reach: Reach, answers: "dict[Account, Job | IrctlError]"):
        """Raise an error of the command line that a place answered with."""
        self._reach = reach
        self._answers = answers
        for answer in answers.values():
            if isinstance(answer, UsageError):
                raise answer

    @cached_property
    def jobs(self) -> Sequence[Job]:
        """The jobs, each once: two profiles may be of the same account."""
        by_arn: dict[object, Job] = {}
        for answer in self._answers.values():
            if isinstance(answer, Job):
                by_arn.setdefault(answer.arn or answer.source, answer)
        return list(by_arn.values())

    @cached_property
    def without_job(self) -> "Sequence[Account]":
        """The places that have no such job."""
        return [account for account, answer in self._answers.items() if _is_absent(answer)]

    @cached_property
    def outages(self) -> Sequence[Outage]:
        """The places that did not say whether there is a job."""
        silent = [
            Outage(account.place, answer)
            for account, answer in self._answers.items()
            if isinstance(answer, IrctlError) and not _is_absent(answer)
        ]
        return [*self._reach.outages, *silent]

    @property
    def code_without_job(self) -> ExitCode:
        """That of the first place that may have the job, else that there is none."""
        answered = [account.place for account in self.without_job]
        doubts = outages.doubts(self._reach, self.outages, answered)
        return doubts[0].code if doubts else ExitCode.NO_SUCH_JOB


def _is_absent(answer: Job | IrctlError) -> bool:
    if isinstance(answer, Job):
        return False
    return answer.code is ExitCode.NO_SUCH_JOB or isinstance(answer, NotOfferedError)


def _ambiguous(name: JobName, jobs: Sequence[Job]) -> UsageError:
    titles = [job.source.full_title for job in jobs]
    arns = [job.arn or job.source.full_title for job in jobs]
    return UsageError(
        f"{name.name} is the name of {len(jobs)} jobs, in {' and '.join(titles)}",
        f"give the ARN: {' or '.join(arns)}",
    )
