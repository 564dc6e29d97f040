"""The demo account: the jobs under `jobs/`, and what SageMaker would answer about them.

Requests and answers are AWS JSON: times are seconds since 1970 and what is not a
number is the string "NaN". A file holds a DescribeInferenceRecommendationsJob response
with times people can read, and the job's `Steps` where they don't follow from its results.
"""

import json
import math
import re
from collections.abc import Callable
from datetime import datetime
from importlib import resources
from typing import Any

from irctl.jobs import parse, times
from irctl.jobs.listing import ORDERS, SORTS, Listing, select
from irctl.jobs.model import STATUSES, Document, summary

_JOBS = resources.files("irctl.sources.demo").joinpath("jobs")
_TIMES = (
    "CreationTime",
    "CompletionTime",
    "LastModifiedTime",
    "InvocationStartTime",
    "InvocationEndTime",
)
_RUNNING_FOR_S = 360
"""How long the job in progress has been running when the account is made."""
_PAGE = 100
"""The entries on a page unless MaxResults says."""


class AwsError(Exception):
    """A request refused, by the error code AWS has for it."""

    def __init__(self, code: str, message: str):
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class DemoAccount:
    """The account from the moment it is made: its job in progress moves on by `now`."""

    def __init__(self, now: Callable[[], datetime]):
        self._now = now
        self._made = now()

    def answer(self, operation: str, request: Document) -> Document:
        """What SageMaker answers. Raises AwsError."""
        operations = {
            "DescribeInferenceRecommendationsJob": self._describe,
            "ListInferenceRecommendationsJobs": self._list,
            "ListInferenceRecommendationsJobSteps": self._steps,
            "GetScalingConfigurationRecommendation": self._scaling,
        }
        if operation not in operations:
            raise AwsError("UnknownOperationException", f"There is no operation {operation}.")
        _validate(request)
        return operations[operation](request)

    def _describe(self, request: Document) -> Document:
        job = self._job(_required(request, "JobName"))
        job.pop("Steps", None)
        return job

    def _list(self, request: Document) -> Document:
        def time(name: str) -> datetime | None:
            return times.from_epoch(request[name]) if name in request else None

        listing = Listing(
            name_contains=request.get("NameContains"),
            status=request.get("StatusEquals"),
            model_name=request.get("ModelNameEquals"),
            model_package_version_arn=request.get("ModelPackageVersionArnEquals"),
            creation_time_after=time("CreationTimeAfter"),
            creation_time_before=time("CreationTimeBefore"),
            last_modified_time_after=time("LastModifiedTimeAfter"),
            last_modified_time_before=time("LastModifiedTimeBefore"),
            sort_by=request.get("SortBy", "CreationTime"),
            sort_order=request.get("SortOrder", "Descending"),
        )
        jobs = (summary(parse.job(self._job(name))) for name in _names())
        entries = [_in_seconds(job.document) for job in select(jobs, listing)]
        return _page("InferenceRecommendationsJobs", entries, request)

    def _steps(self, request: Document) -> Document:
        job = self._job(_required(request, "JobName"))
        steps = job["Steps"] if "Steps" in job else _steps_of(job)
        wanted = [step for step in steps if request.get("Status") in (None, step["Status"])]
        return _page("Steps", wanted, request)

    def _scaling(self, request: Document) -> Document:
        job = self._job(_required(request, "InferenceRecommendationsJobName"))
        return _scaling_of(_benchmarked(job, request), request)

    def _job(self, name: str) -> Document:
        """The job as it is now, with `Steps` unless they follow from its results."""
        if name not in _names():
            raise AwsError(
                "ResourceNotFound", f"Could not find inference recommendations job {name}."
            )
        job: Document = json.loads(_JOBS.joinpath(f"{name}.json").read_text("utf-8"))
        if job["Status"] != "IN_PROGRESS":
            return dict(_in_seconds(job))
        created = times.from_iso(job["CreationTime"]).timestamp()
        later = self._made.timestamp() - _RUNNING_FOR_S - created
        return _so_far(_in_seconds(job, later), self._now().timestamp())


def _names() -> list[str]:
    return sorted(file.name.removesuffix(".json") for file in _JOBS.iterdir())


def _in_seconds(value: Any, later: float = 0) -> Any:
    """A value of a file with its times in seconds since 1970, `later` seconds later."""
    if isinstance(value, list):
        return [_in_seconds(item, later) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: round(times.from_iso(item).timestamp() + later, 3)
        if name in _TIMES
        else _in_seconds(item, later)
        for name, item in value.items()
    }


def _so_far(job: Document, now: float) -> Document:
    """The job in progress, whose end the file tells, without what is still to come."""
    if job["CompletionTime"] <= now:
        return job | {"Status": "COMPLETED"}
    benchmarks = job.pop("InferenceRecommendations")
    del job["CompletionTime"]
    events = (each[f"Invocation{edge}Time"] for each in benchmarks for edge in ("Start", "End"))
    return job | {
        "LastModifiedTime": max([job["CreationTime"], *(time for time in events if time <= now)]),
        "Steps": [_step(job, each, _status(each, now)) for each in benchmarks],
    }


def _status(benchmark: Document, now: float) -> str:
    if benchmark["InvocationEndTime"] <= now:
        return "COMPLETED"
    return "IN_PROGRESS" if benchmark["InvocationStartTime"] <= now else "PENDING"


def _steps_of(job: Document) -> list[Document]:
    """The benchmarks of a completed job: one for each recommendation and endpoint."""
    return [_step(job, each, "COMPLETED") for each in job["InferenceRecommendations"]] + [
        _step(
            job,
            {
                "EndpointMetrics": each["Metrics"],
                "EndpointConfiguration": {**each["EndpointInfo"], "VariantName": "AllTraffic"},
                "ModelConfiguration": {},
            },
            "COMPLETED",
        )
        for each in job.get("EndpointPerformances", ())
    ]


_UNTOLD = {
    "PENDING": {"RecommendationId", "Metrics", "InvocationStartTime", "InvocationEndTime"},
    "IN_PROGRESS": {"RecommendationId", "Metrics", "InvocationEndTime"},
    "COMPLETED": {"RecommendationId"},
}


def _step(job: Document, benchmark: Document, status: str) -> Document:
    return {
        "StepType": "BENCHMARK",
        "JobName": job["JobName"],
        "Status": status,
        "InferenceBenchmark": {k: v for k, v in benchmark.items() if k not in _UNTOLD[status]},
    }


def _benchmarked(job: Document, request: Document) -> Document:
    """The recommendation that a scaling request names. Raises AwsError."""
    wanted = request.get("RecommendationId"), request.get("EndpointName")
    if wanted.count(None) != 1:
        raise AwsError("ValidationException", "Specify either RecommendationId or EndpointName.")
    if job["Status"] != "COMPLETED":
        raise AwsError("ValidationException", f"Job {job['JobName']} is {job['Status']}.")
    for each in job["InferenceRecommendations"]:
        endpoint = each["EndpointConfiguration"]
        if wanted in ((each["RecommendationId"], None), (None, endpoint["EndpointName"])):
            if "ServerlessConfig" in endpoint:
                raise AwsError("ValidationException", "A serverless endpoint scales by itself.")
            return dict(each)
    raise AwsError(
        "ValidationException",
        f"{wanted[0] or wanted[1]} is not a recommendation of job {job['JobName']}.",
    )


def _scaling_of(recommendation: Document, request: Document) -> Document:
    """Instances that carry the traffic at the target share of what one was measured to
    carry; the CPU policy holds each at the same share of the CPU it took then."""
    metrics = recommendation["Metrics"]
    count = recommendation["EndpointConfiguration"]["InitialInstanceCount"]
    invocations: int = metrics["MaxInvocations"] // count
    target: int = request.get("TargetCpuUtilizationPerCore", 50)
    objective = request.get("ScalingPolicyObjective", {})
    least = objective.get("MinInvocationsPerMinute", 0)
    most = objective.get("MaxInvocationsPerMinute", max(least, metrics["MaxInvocations"]))
    if not 0 <= least <= most:
        raise _invalid(objective, "ScalingPolicyObjective", "have 0 <= minimum <= maximum")

    def instances(rate: int) -> int:
        return max(1, math.ceil(rate * 100 / (invocations * target)))

    policies = [
        _policy(
            {"Predefined": {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"}},
            invocations * target / 100,
        )
    ]
    if metrics["CpuUtilization"] != "NaN":
        cpu = {
            "MetricName": "CPUUtilization",
            "Namespace": "/aws/sagemaker/Endpoints",
            "Statistic": "Average",
        }
        policies.append(_policy({"Customized": cpu}, metrics["CpuUtilization"] * target / 100))
    return {
        **request,
        "TargetCpuUtilizationPerCore": target,
        "Metric": {
            "InvocationsPerInstance": invocations,
            "ModelLatency": metrics["ModelLatency"],
        },
        "DynamicScalingConfiguration": {
            "MinCapacity": instances(least),
            "MaxCapacity": instances(most),
            "ScaleInCooldown": 300,
            "ScaleOutCooldown": 300,
            "ScalingPolicies": policies,
        },
    }


def _policy(metric: Document, target: float) -> Document:
    return {"TargetTracking": {"MetricSpecification": metric, "TargetValue": target}}


def _page(name: str, entries: list[Document], request: Document) -> Document:
    start = int(request.get("NextToken", 0))
    end = start + request.get("MaxResults", _PAGE)
    page: Document = {name: entries[start:end]}
    return page if end >= len(entries) else page | {"NextToken": str(end)}


_Constraint = tuple[str, Callable[[Any], object]]


def _pattern(pattern: str) -> _Constraint:
    return (
        f"satisfy regular expression pattern: {pattern}",
        lambda value: re.fullmatch(pattern, value),
    )


def _enum(*values: str) -> _Constraint:
    return f"satisfy enum value set: [{', '.join(values)}]", lambda value: value in values


def _range(low: int, high: int) -> _Constraint:
    return f"have value between {low} and {high}", lambda value: low <= value <= high


_NAME = _pattern("[a-zA-Z0-9](-*[a-zA-Z0-9]){0,63}")
_CONSTRAINTS = {
    "JobName": _NAME,
    "InferenceRecommendationsJobName": _NAME,
    "NameContains": _pattern("[a-zA-Z0-9-]+"),
    "NextToken": _pattern("[0-9]{1,9}"),
    "StatusEquals": _enum(*STATUSES),
    "Status": _enum(*STATUSES),
    "StepType": _enum("BENCHMARK"),
    "SortBy": _enum(*SORTS),
    "SortOrder": _enum(*ORDERS),
    "MaxResults": _range(1, 100),
    "TargetCpuUtilizationPerCore": _range(1, 100),
}


def _validate(request: Document) -> None:
    for name, value in request.items():
        if name in _CONSTRAINTS:
            must, holds = _CONSTRAINTS[name]
            if not holds(value):
                raise _invalid(value, name, must)


def _required(request: Document, name: str) -> str:
    value: str | None = request.get(name)
    if value is None:
        raise _invalid(None, name, "not be null")
    return value


def _invalid(value: object, name: str, must: str) -> AwsError:
    where = name[0].lower() + name[1:]
    return AwsError(
        "ValidationException",
        f"1 validation error detected: Value {json.dumps(value)} at '{where}' failed to "
        f"satisfy constraint: Member must {must}",
    )
