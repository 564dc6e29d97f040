"""Filters and orders of jobs: those of ListInferenceRecommendationsJobs.

The List operations of AI jobs have some of them, under the same names.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from typing import Any, NamedTuple

from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.model import JobSummary
from irctl.jobs.statuses import STATUSES, is_same, letters
from irctl.near_misses import unknown

SORTS = ("Name", "CreationTime", "Status")
ORDERS = ("Ascending", "Descending")


class Listing(NamedTuple):
    """The API's filters; None does not filter. By default the newest come first."""

    name_contains: str | None = None
    statuses: tuple[str, ...] = ()
    """Jobs with any of these; all if empty. Their names are those of inference jobs. The API
    filters by one, `has_any_status` by more."""
    model_name: str | None = None
    model_package_version_arn: str | None = None
    creation_time_after: datetime | None = None
    creation_time_before: datetime | None = None
    last_modified_time_after: datetime | None = None
    last_modified_time_before: datetime | None = None
    sort_by: str = "CreationTime"
    sort_order: str = "Descending"
    limit: int | None = None

    def request(self, kind: Kind = INFERENCE) -> dict[str, Any]:
        """Return the parameters of a kind's List operation, as the API names them."""
        wanted = self.statuses_of(kind)
        parameters = {
            "NameContains": self.name_contains,
            "StatusEquals": wanted[0] if len(wanted) == 1 else None,
            "ModelNameEquals": self.model_name,
            "ModelPackageVersionArnEquals": self.model_package_version_arn,
            "CreationTimeAfter": self.creation_time_after,
            "CreationTimeBefore": self.creation_time_before,
            "LastModifiedTimeAfter": self.last_modified_time_after,
            "LastModifiedTimeBefore": self.last_modified_time_before,
            "SortBy": self.sort_by,
            "SortOrder": self.sort_order,
        }
        return {name: value for name, value in parameters.items() if value is not None}

    def statuses_of(self, kind: Kind) -> tuple[str, ...]:
        """Return the statuses to list that jobs of a kind can have, as its API spells them."""
        if kind is INFERENCE:
            return self.statuses
        return tuple(AI_STATUSES[status] for status in self.statuses if status in AI_STATUSES)

    def applies_to(self, kind: Kind) -> bool:
        """Whether jobs of a kind can pass the filters."""
        if kind is INFERENCE:
            return True
        can_have_status = bool(self.statuses_of(kind)) or not self.statuses
        return can_have_status and not self.is_about_models

    @property
    def is_about_models(self) -> bool:
        """Whether a filter is on the model or the time of modification, which no AI job has."""
        return bool(self.request().keys() & _ONLY_OF_INFERENCE)

    @property
    def filters(self) -> bool:
        """Whether some jobs may not be listed."""
        return bool(self.statuses) or not self.request().keys() <= {"SortBy", "SortOrder"}

    def has_any_status(self, job: JobSummary) -> bool:
        """Whether a job has one of the statuses to list, in any API's spelling."""
        return not self.statuses or any(is_same(job.status, name) for name in self.statuses)


AI_STATUSES = {
    "IN_PROGRESS": "InProgress",
    "COMPLETED": "Completed",
    "FAILED": "Failed",
    "STOPPING": "Stopping",
    "STOPPED": "Stopped",
}
"""AIRecommendationJobStatus and AIBenchmarkJobStatus, by the names of an inference job's."""
_ONLY_OF_INFERENCE = {
    "ModelNameEquals",
    "ModelPackageVersionArnEquals",
    "LastModifiedTimeAfter",
    "LastModifiedTimeBefore",
}
"""Filters that the lists of AI jobs don't have."""


def select(jobs: Iterable[JobSummary], listing: Listing) -> list[JobSummary]:
    """Return the jobs that the service would list, of jobs that are not in AWS."""
    matching = sorted((job for job in jobs if _matches(job, listing)), key=sort_key(listing))
    if listing.sort_order == "Descending":
        matching.reverse()
    return matching[: listing.limit]


def one_of(name: str, valid: tuple[str, ...], kind: str) -> str:
    """Return the API's spelling of a value given in any case, with or without `-` and `_`.

    Raise ValueError, which lists the valid ones.
    """
    wanted = name.replace("-", "").replace("_", "").lower()
    for value in valid:
        if value.replace("_", "").lower() == wanted:
            return value
    raise ValueError(unknown(kind, name, valid))


def status(name: str) -> str:
    """Read a job's status, in any case. Raise ValueError, which lists the valid ones."""
    return one_of(name, tuple(STATUSES), "status")


def sort_key(listing: Listing) -> Callable[[JobSummary], Any]:
    """Return what a list of jobs is in the order of."""
    return _KEYS[listing.sort_by]


_LONG_AGO = datetime.min.replace(tzinfo=timezone.utc)
_KEYS: dict[str, Callable[[JobSummary], Any]] = {
    "Name": lambda job: job.name or "",
    "CreationTime": lambda job: job.creation_time or _LONG_AGO,
    "Status": lambda job: letters(job.status),
}


def _matches(job: JobSummary, listing: Listing) -> bool:
    return (
        (listing.name_contains is None or listing.name_contains in (job.name or ""))
        and listing.has_any_status(job)
        and listing.model_name in (None, job.model_name)
        and listing.model_package_version_arn in (None, job.model_package_version_arn)
        and _between(job.creation_time, listing.creation_time_after, listing.creation_time_before)
        and _between(
            job.last_modified_time,
            listing.last_modified_time_after,
            listing.last_modified_time_before,
        )
    )


def _between(time: datetime | None, after: datetime | None, before: datetime | None) -> bool:
    if after is None and before is None:
        return True
    return (
        time is not None and (after is None or time > after) and (before is None or time < before)
    )
