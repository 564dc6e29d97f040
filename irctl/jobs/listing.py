"""Filters and orders of jobs: those of ListInferenceRecommendationsJobs.

The List operations of AI jobs have some of them, under the same names.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timezone
from typing import Any, NamedTuple

from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.model import JobSummary
from irctl.jobs.model_package import ModelPackage
from irctl.jobs.statuses import STATUSES, is_same, letters
from irctl.near_misses import unknown

SORTS = {"created": "CreationTime", "name": "Name", "status": "Status"}
"""ListInferenceRecommendationsJobsSortBy, by irctl's own words."""
ORDERS = {"asc": "Ascending", "desc": "Descending"}
"""SortOrder, by irctl's own words."""


class Listing(NamedTuple):
    """The API's filters; None does not filter. By default the newest come first."""

    name_contains: str | None = None
    statuses: tuple[str, ...] = ()
    """Jobs with any of these; all if empty. Their names are those of inference jobs. The API
    filters by one."""
    model_name: str | None = None
    model_package: ModelPackage | None = None
    """The API filters by the ARN of one."""
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
            "ModelPackageVersionArnEquals": self.model_package and self.model_package.arn,
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
        is_pushed = bool(self.request().keys() & _ONLY_OF_INFERENCE)
        return is_pushed or self.model_package is not None

    @property
    def filters(self) -> bool:
        """Whether some jobs may not be listed."""
        is_pushed = not self.request().keys() <= {"SortBy", "SortOrder"}
        return is_pushed or self.is_filtered_here

    @property
    def is_filtered_here(self) -> bool:
        """Whether the API cannot apply all filters, so that `passes` has to."""
        package = self.model_package
        return len(self.statuses) > 1 or (package is not None and package.arn is None)

    def passes(self, job: JobSummary) -> bool:
        """Whether a job has one of the statuses, in any API's spelling, and the model package."""
        package = self.model_package
        has_status = not self.statuses or any(is_same(job.status, name) for name in self.statuses)
        return has_status and (package is None or package.includes(job.model_package_version_arn))


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
    """Return the jobs that the service would list, of jobs that are not in AWS.

    Equal ones keep the order given.
    """
    matching = (job for job in jobs if _matches(job, listing))
    descends = listing.sort_order == "Descending"
    return sorted(matching, key=sort_key(listing), reverse=descends)[: listing.limit]


def one_of(name: str, valid: Mapping[str, str], kind: str) -> str:
    """Return the API's value for a word, or for the value, in any case and with any `-` and `_`.

    Raise ValueError, which lists the valid words.
    """
    wanted = letters(name.replace("-", ""))
    for word, value in valid.items():
        if wanted in (letters(word), letters(value)):
            return value
    raise ValueError(unknown(kind, name, tuple(valid)))


def status(name: str) -> str:
    """Read a job's status, in any case. Raise ValueError, which lists the valid ones."""
    return one_of(name, {status: status for status in STATUSES}, "status")


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
        and listing.passes(job)
        and listing.model_name in (None, job.model_name)
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
