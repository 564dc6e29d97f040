"""The demo account: the jobs in a folder for each kind, and SageMaker's responses about them.

Requests and responses are AWS JSON: times are seconds since 1970, and a value that is not
a number is the string "NaN".
"""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from importlib import resources

from irctl.jobs import parse, times
from irctl.jobs.kinds import INFERENCE, KINDS, Kind
from irctl.jobs.listed import summary
from irctl.jobs.listing import Listing, select
from irctl.jobs.model import Document
from irctl.jobs.model_package import from_arn
from irctl.sources import operations
from irctl.sources.demo import clock, scaling
from irctl.sources.demo.requests import AwsError, required, validate

_JOBS = resources.files("irctl.sources.demo")
_PAGE_SIZE = 100
"""Entries on a page unless MaxResults is given."""


class DemoAccount:
    """The account since its creation: its job in progress advances with `now`."""

    def __init__(self, now: Callable[[], datetime]):
        self._now = now
        self._started = now()

    def respond(self, operation: str, request: Document) -> Document:
        """SageMaker's response. Raise AwsError."""
        responses: dict[str, Callable[[Document], Document]] = {
            "ListInferenceRecommendationsJobSteps": self._steps,
            "GetScalingConfigurationRecommendation": self._scaling,
            "ListModelPackages": _model_packages,
            **{operations.of(kind).describe: partial(self._describe, kind) for kind in KINDS},
            **{operations.of(kind).list: partial(self._list, kind) for kind in KINDS},
        }
        if operation not in responses:
            raise AwsError("UnknownOperationException", f"There is no operation {operation}.")
        validate(request)
        return responses[operation](request)

    def _describe(self, kind: Kind, request: Document) -> Document:
        job = self._job(required(request, kind.members.name), kind)
        job.pop("Steps", None)
        return job

    def _list(self, kind: Kind, request: Document) -> Document:
        jobs = (summary(parse.job(self._job(name, kind), name, kind)) for name in _names(kind))
        entries = [clock.in_seconds(job.document) for job in select(jobs, _listing(request))]
        return _page(kind.jobs, entries, request)

    def _steps(self, request: Document) -> Document:
        steps = clock.steps(self._job(required(request, "JobName")))
        matching = [step for step in steps if request.get("Status") in (None, step["Status"])]
        return _page("Steps", matching, request)

    def _scaling(self, request: Document) -> Document:
        job = self._job(required(request, "InferenceRecommendationsJobName"))
        return scaling.response(job, request)

    def _job(self, name: str, kind: Kind = INFERENCE) -> Document:
        """The job at the present time, with `Steps` unless they follow from its results."""
        if name not in _names(kind):
            raise AwsError("ResourceNotFound", f"Could not find {kind.title} named {name}.")
        file = _JOBS.joinpath(kind.name).joinpath(f"{name}.json")
        job: Document = json.loads(file.read_text("utf-8"))
        return clock.at(job, kind, self._now().timestamp(), self._started.timestamp())


def _model_packages(request: Document) -> Document:
    """The versions of a group, the newest first."""
    group = required(request, "ModelPackageGroupName").rpartition("/")[2]
    file = _JOBS.joinpath("model-packages.json")
    entries = [
        clock.in_seconds(package)
        for package in json.loads(file.read_text("utf-8"))
        if package["ModelPackageGroupName"] == group
    ]
    if not entries:
        raise AwsError("ValidationException", f"ModelPackageGroup {group} does not exist.")
    return _page("ModelPackageSummaryList", entries[::-1], request)


def _names(kind: Kind) -> list[str]:
    folder = _JOBS.joinpath(kind.name)
    files = folder.iterdir() if folder.is_dir() else ()
    return sorted(file.name.removesuffix(".json") for file in files)


def _listing(request: Document) -> Listing:
    def time(name: str) -> datetime | None:
        return times.from_epoch(request[name]) if name in request else None

    return Listing(
        name_contains=request.get("NameContains"),
        statuses=(request["StatusEquals"],) if "StatusEquals" in request else (),
        model_name=request.get("ModelNameEquals"),
        model_package=from_arn(request.get("ModelPackageVersionArnEquals", "")),
        creation_time_after=time("CreationTimeAfter"),
        creation_time_before=time("CreationTimeBefore"),
        last_modified_time_after=time("LastModifiedTimeAfter"),
        last_modified_time_before=time("LastModifiedTimeBefore"),
        sort_by=request.get("SortBy", "CreationTime"),
        sort_order=request.get("SortOrder", "Descending"),
    )


def _page(name: str, entries: list[Document], request: Document) -> Document:
    start = int(request.get("NextToken", 0))
    end = start + request.get("MaxResults", _PAGE_SIZE)
    page: Document = {name: entries[start:end]}
    return page if end >= len(entries) else page | {"NextToken": str(end)}
