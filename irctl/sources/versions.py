"""The versions of a model package group, and the job that measured each last."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from irctl.decisions.versions import VersionJob
from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.jobs.listing import Listing
from irctl.jobs.model import JobSummary
from irctl.jobs.model_package import ModelPackage, from_arn
from irctl.jobs.versions import Version
from irctl.sources import outages
from irctl.sources.accounts import Patience, Reach
from irctl.sources.everywhere import Answers
from irctl.sources.pacing import together

if TYPE_CHECKING:
    from irctl.sources.aws import Account

_Group = tuple["Account", list[Version]]
"""A group: where it is, and its versions."""


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
            f"list the jobs about it: irctl list --model-package {group.name}{_options(account)}",
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
) -> _Group:
    """The only place that has the group, and its versions there. Raise IrctlError."""
    answers = Answers(reach, partial(_versions, group=group), patience)
    groups = answers.different(_arn_of_group)
    if len(groups) > 1:
        arns = [_arn_of_group(versions) for versions in groups.values()]
        raise UsageError(
            f"{group.name} is the name of {len(groups)} model package groups, in "
            f"{outages.places(list(groups))}",
            f"give the ARN: {' or '.join(arns)}",
        )
    for account, versions in groups.items():
        if answers.outages:
            warn(f"{group.name} may also be the name of a group elsewhere: {answers.summary}")
        return account, versions
    raise answers.nothing(f"model package group named {group.name}", lambda places: None)


def _arn_of_group(versions: list[Version]) -> str:
    arn = versions[0].arn
    package = from_arn(arn)
    return package._replace(version=None).identifier if package else arn


def _options(account: "Account") -> str:
    return account.settings._replace(region=account.region).options


def _latest_job(account: "Account", version: Version) -> str | None:
    listing = Listing(statuses=("COMPLETED",), model_package=from_arn(version.arn), limit=1)
    jobs: list[JobSummary] = [job for page in account.list_jobs(listing) for job in page]
    return jobs[0].arn if jobs else None
