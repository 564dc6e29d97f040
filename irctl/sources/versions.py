"""The versions of a model package group, and the job that measured each last."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from irctl.decisions.versions import VersionJob
from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.jobs.listing import Listing
from irctl.jobs.model import JobSummary
from irctl.jobs.model_package import ModelPackage, from_arn
from irctl.jobs.versions import Version
from irctl.sources import outages
from irctl.sources.accounts import Outage, Patience, Reach
from irctl.sources.pacing import outcomes, together
from irctl.sources.reference import JobArn, JobName

if TYPE_CHECKING:
    from irctl.sources.aws import Account

_Found = tuple["Account", list[Version]]
"""A group: where it is, and its versions."""
_Answers = Mapping["Account", list[Version] | IrctlError]


def place_of(group: ModelPackage) -> JobName:
    """The group as what a question reaches places by: its name, and the account of its ARN."""
    if not group.account:
        return JobName(group.name)
    _, partition, _, region, account = group.account.split(":")
    return JobName(group.name, JobArn(partition, region, account, group.name))


def version_jobs(
    reach: Reach, group: ModelPackage, warn: Callable[[str], None], patience: Patience
) -> list[VersionJob]:
    """Return the versions of a group with their jobs, the oldest first. Raise IrctlError."""
    if reach.are_several:
        account, versions = _wherever(reach, group, warn, patience)
    else:
        account = reach.accounts[0]
        versions = _versions(account, group)
    latest = together({v.number: partial(_latest_job, account, v) for v in versions})
    if not any(latest.values()):
        raise IrctlError(
            f"no version of {group.name} in {account.region} has a completed job",
            f"see the jobs about it: irctl list --model-package {group.name}{_options(account)}",
            ExitCode.NO_SUCH_JOB,
        )
    return [VersionJob(version, latest[version.number]) for version in versions]


def _versions(account: "Account", group: ModelPackage) -> list[Version]:
    """The versions of a group in one place. Raise IrctlError, also for none."""
    hint = f"list the jobs with their model packages: irctl list{_options(account)}"
    try:
        versions = account.versions(group)
    except IrctlError as error:
        if error.code is ExitCode.NO_SUCH_JOB:
            error.hint = hint
        raise
    if not versions:
        message = f"model package group {group.name} in {account.region} has no versions"
        raise IrctlError(message, hint, ExitCode.NO_SUCH_JOB)
    return versions


def _wherever(
    reach: Reach, group: ModelPackage, warn: Callable[[str], None], patience: Patience
) -> _Found:
    """The only place that has the group, and its versions there. Raise IrctlError."""
    answers = outcomes(
        {account: partial(_versions, account, group) for account in reach.accounts},
        paced_by=lambda account: account,
        waiting=patience.waiting,
        seconds=patience.seconds_left,
    )
    groups = _by_arn(answers)
    silent = [*reach.outages, *_silent(answers)]
    not_asked = f"; not asked: {outages.summary(reach, silent)}" if silent else ""
    if len(groups) > 1:
        where = outages.places([account for account, _ in groups.values()])
        raise UsageError(
            f"{group.name} is the name of {len(groups)} model package groups, in {where}",
            f"give the ARN: {' or '.join(groups)}",
        )
    if not groups:
        raise IrctlError(
            f"no model package group named {group.name} in "
            f"{outages.places(reach.accounts)}{not_asked}",
            code=silent[0].error.code if silent else ExitCode.NO_SUCH_JOB,
        )
    if silent:
        warn(f"{group.name} may also be the name of a group elsewhere{not_asked}")
    return next(iter(groups.values()))


def _by_arn(answers: _Answers) -> dict[str, _Found]:
    """The groups by their ARNs, each once: two profiles may be of the same account."""
    groups: dict[str, _Found] = {}
    for account, versions in answers.items():
        if isinstance(versions, IrctlError):
            continue
        arn = versions[0].arn
        package = from_arn(arn)
        name = package._replace(version=None).identifier if package else arn
        groups.setdefault(name, (account, versions))
    return groups


def _silent(answers: _Answers) -> list[Outage]:
    """The places that did not say whether they have the group."""
    return [
        Outage(account.place, answer)
        for account, answer in answers.items()
        if isinstance(answer, IrctlError) and answer.code is not ExitCode.NO_SUCH_JOB
    ]


def _options(account: "Account") -> str:
    return account.settings._replace(region=account.region).options


def _latest_job(account: "Account", version: Version) -> str | None:
    listing = Listing(statuses=("COMPLETED",), model_package=from_arn(version.arn), limit=1)
    jobs: list[JobSummary] = [job for page in account.list_jobs(listing) for job in page]
    return jobs[0].arn if jobs else None
