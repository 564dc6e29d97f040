"""Which job a name means, of those in several accounts and regions."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from irctl.errors import UsageError
from irctl.jobs.kinds import KINDS, Kind
from irctl.jobs.model import Job
from irctl.sources import suggestions
from irctl.sources.accounts import Patience, Reach
from irctl.sources.everywhere import Answers
from irctl.sources.lookup import Lookup
from irctl.sources.outages import in_words
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

        Raise IrctlError if no job has the name, or if several have it.
        """

        def lookup(account: "Account") -> Job:
            return Lookup(account, self._kind, self._warn, suggests=False).job(name)

        answers = Answers(self._reach, lookup, self._patience)
        jobs = answers.different(lambda job: job.arn or job.source).values()
        if len(jobs) > 1:
            raise _ambiguous(name, jobs)
        for job in jobs:
            if answers.outages:
                self._warn(f"a job of the same name may also be in {answers.summary}")
            return job
        raise answers.nothing(f"job named {name.name}", lambda places: self._hint(name, places))

    def _hint(self, name: JobName, accounts: "Sequence[Account]") -> str:
        kinds = KINDS if self._kind is None else (self._kind,)
        return suggestions.everywhere(accounts, name.name, kinds, self._reach.options)


def _ambiguous(name: JobName, jobs: Iterable[Job]) -> UsageError:
    titles = [job.source.full_title for job in jobs]
    arns = [job.arn or job.source.full_title for job in jobs]
    return UsageError(
        f"{name.name} is the name of {len(titles)} jobs, in {in_words(titles)}",
        f"give the ARN: {' or '.join(arns)}",
    )
