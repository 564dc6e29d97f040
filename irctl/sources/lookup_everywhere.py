"""Which job a name means, of those in several accounts and regions."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
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

_Answers = Mapping["Account", Job | IrctlError]


def job(
    reach: Reach,
    name: JobName,
    kind: Kind | None,
    warn: Callable[[str], None],
    patience: Patience,
) -> Job:
    """The only job of a name, or with an ARN, in the places that a question reaches.

    Every place is asked as one is, all at once. Raise IrctlError, also if several jobs have the
    name, or if there is none.
    """
    answers = outcomes(
        {
            account: partial(Lookup(account, kind, warn, suggests=False).job, name)
            for account in reach.accounts
        },
        paced_by=lambda account: account,
        waiting=patience.waiting,
        seconds=patience.seconds_left,
    )
    jobs = _different(answers)
    silent = [*reach.outages, *_outages(answers)]
    if len(jobs) > 1:
        raise _ambiguous(name, jobs)
    if not jobs:
        raise _no_job(reach, name, kind, answers, silent)
    if silent:
        warn(f"{name.name} may also be the name of a job elsewhere: {outages.summary(silent)}")
    return jobs[0]


def _different(answers: _Answers) -> list[Job]:
    """The jobs, each once: two profiles may be of the same account."""
    jobs = [answer for answer in answers.values() if isinstance(answer, Job)]
    return list({job.arn or job.source: job for job in reversed(jobs)}.values())[::-1]


def _outages(answers: _Answers) -> list[Outage]:
    """The places that did not say whether there is a job. Raise an error of the command line."""
    silent = []
    for account, answer in answers.items():
        if isinstance(answer, UsageError):
            raise answer
        if isinstance(answer, IrctlError) and not _is_absent(answer):
            silent.append(Outage(account.place, answer))
    return silent


def _is_absent(error: IrctlError) -> bool:
    return error.code is ExitCode.NO_SUCH_JOB or isinstance(error, NotOfferedError)


def _ambiguous(name: JobName, jobs: Sequence[Job]) -> UsageError:
    places = " and ".join(job.source.full_title for job in jobs)
    arns = " or ".join(job.arn or job.source.full_title for job in jobs)
    return UsageError(
        f"{name.name} is the name of {len(jobs)} jobs, in {places}", f"give the ARN: {arns}"
    )


def _no_job(
    reach: Reach,
    name: JobName,
    kind: Kind | None,
    answers: _Answers,
    silent: Sequence[Outage],
) -> IrctlError:
    """The error that no place has the job, as far as they answered."""
    answered = [account for account in reach.accounts if _answers_at_all(answers[account])]
    if not answered:
        return outages.nothing_answered(silent)
    doubts = outages.doubts(reach, silent, [account.place for account in answered])
    where = outages.places(answered)
    kinds = (kind,) if kind else KINDS
    hint = suggestions.everywhere(answered, name.name, kinds, reach.options)
    if not silent:
        return IrctlError(f"no job named {name.name} in {where}", hint, ExitCode.NO_SUCH_JOB)
    return IrctlError(
        f"no job named {name.name} in {where}; not asked: {outages.summary(silent)}",
        hint,
        doubts[0].code if doubts else ExitCode.NO_SUCH_JOB,
    )


def _answers_at_all(answer: Job | IrctlError) -> bool:
    return isinstance(answer, Job) or _is_absent(answer)
