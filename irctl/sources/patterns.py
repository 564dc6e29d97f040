"""Jobs that a list of the account finds: those that match a pattern, and the newest."""

from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from enum import Enum
from typing import TYPE_CHECKING

from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.jobs.listing import Listing
from irctl.jobs.model import JobSummary
from irctl.jobs.statuses import has_ended
from irctl.sources.reference import JobPattern, LatestJob, is_reserved

if TYPE_CHECKING:
    from irctl.sources.aws import Account

MOST_MATCHES = 200
_MOST_NAMED = 10
_LONG_AGO = datetime.min.replace(tzinfo=timezone.utc)


class Wanted(Enum):
    """Which jobs a pattern finds."""

    COMPLETED = "completed"
    UNFINISHED = "unfinished"
    ANY = ""

    def fits(self, job: JobSummary) -> bool:
        if self is Wanted.UNFINISHED:
            return not has_ended(job.status)
        return self is Wanted.ANY or job.status == "COMPLETED"

    @property
    def others(self) -> str:
        """How to introduce the jobs of another status."""
        return "these have ended" if self is Wanted.UNFINISHED else "these have not completed"

    @property
    def statuses(self) -> tuple[str, ...]:
        """What the service filters by."""
        return ("COMPLETED",) if self is Wanted.COMPLETED else ()


def matching(
    account: "Account", pattern: JobPattern, wanted: Wanted, most: int | None = MOST_MATCHES
) -> list[str]:
    """Return the JOBs that match, by name. Raise IrctlError for none, or for more than `most`."""
    listing = Listing(
        name_contains=pattern.literal or None,
        statuses=wanted.statuses,
        sort_by="Name",
        sort_order="Ascending",
    )
    jobs: dict[str, str] = {}
    for job in _jobs(account, listing, wanted, pattern.matches):
        jobs[job.name or ""] = _text(job)
        if most is not None and len(jobs) > most:
            raise UsageError(
                f"more than {most} jobs match {pattern.text}",
                "use a narrower pattern, or all of them: --all-jobs",
            )
    if not jobs:
        raise _none(account, f"matches {pattern.text}", pattern.literal, wanted, pattern.matches)
    return [jobs[name] for name in sorted(jobs)]


def latest(account: "Account", reference: LatestJob, wanted: Wanted) -> str:
    """Return the JOB that was created last. Raise IrctlError without any."""
    listing = Listing(name_contains=reference.part or None, statuses=wanted.statuses)
    for page in account.list_jobs(listing):
        candidates = [job for job in page if wanted.fits(job) and reference.matches(job.name or "")]
        if candidates:
            return _text(max(candidates, key=lambda job: job.creation_time or _LONG_AGO))
    about = f"has {reference.part} in its name" if reference.part else "exists"
    raise _none(account, about, reference.part, wanted, reference.matches)


def _jobs(
    account: "Account", listing: Listing, wanted: Wanted, matches: Callable[[str], bool]
) -> Iterator[JobSummary]:
    for page in account.list_jobs(listing):
        yield from (job for job in page if job.name and wanted.fits(job) and matches(job.name))


def _text(job: JobSummary) -> str:
    """The JOB that means this job: its ARN if its name means another one."""
    name = job.name or ""
    return job.arn if job.arn and is_reserved(name) else name


def _none(
    account: "Account", about: str, part: str, wanted: Wanted, matches: Callable[[str], bool]
) -> IrctlError:
    """The error that no job was found, which names those that only have another status."""
    others = []
    if wanted is not Wanted.ANY:
        page = next(account.list_jobs(Listing(name_contains=part or None)), [])
        others = [f"{job.name} is {job.status}" for job in page if matches(job.name or "")]
    kind = f"{wanted.value} job".lstrip()
    named = ", ".join(others[:_MOST_NAMED]) + (", ..." if len(others) > _MOST_NAMED else "")
    return IrctlError(
        f"no {kind} in {account.region} {about}",
        f"{wanted.others}: {named}" if others else account.names_hint(part),
        ExitCode.NO_SUCH_JOB,
    )
