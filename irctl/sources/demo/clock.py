"""A job of the demo account at a point in time.

A file contains the response of a Describe operation with readable times, and an inference job's
`Steps` if they don't follow from its results. A job in progress is stored as it will have ended.
"""

from collections.abc import Mapping
from typing import Any

from irctl.jobs import times
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.model import Document
from irctl.jobs.statuses import Outcome, outcome

_TIMES = (
    "CreationTime",
    "CompletionTime",
    "LastModifiedTime",
    "InvocationStartTime",
    "InvocationEndTime",
    "StartTime",
    "EndTime",
)
_RUNNING_FOR_S = 360
"""How long the job in progress has been running when the account is created."""


def at(job: Document, kind: Kind, now: float, started: float) -> Document:
    """The job of a file as AWS JSON; `now` and the account's start in seconds since 1970."""
    if outcome(job[kind.members.status]) is not Outcome.PENDING:
        return dict(in_seconds(job))
    created = times.from_iso(job["CreationTime"]).timestamp()
    moved = in_seconds(job, started - _RUNNING_FOR_S - created)
    return _in_progress(moved, now) if kind is INFERENCE else _ai_in_progress(moved, kind, now)


def in_seconds(value: Any, later: float = 0) -> Any:
    """A value of a file with its times in seconds since 1970, `later` seconds later."""
    if isinstance(value, list):
        return [in_seconds(item, later) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: round(times.from_iso(item).timestamp() + later, 3)
        if name in _TIMES
        else in_seconds(item, later)
        for name, item in value.items()
    }


def steps(job: Document) -> list[Document]:
    """The benchmarks of a job: its own, or one for each recommendation and endpoint."""
    if "Steps" in job:
        return list(job["Steps"])
    endpoints = [
        {
            "EndpointMetrics": performance["Metrics"],
            "EndpointConfiguration": {
                **performance["EndpointInfo"],
                "VariantName": "AllTraffic",
            },
            "ModelConfiguration": {},
        }
        for performance in job.get("EndpointPerformances", ())
    ]
    benchmarks = [*job["InferenceRecommendations"], *endpoints]
    return [_step(job, benchmark, "COMPLETED") for benchmark in benchmarks]


def _in_progress(job: Document, now: float) -> Document:
    """The job without anything that is still to come."""
    if job["CompletionTime"] <= now:
        return job | {"Status": "COMPLETED"}
    benchmarks = job.pop("InferenceRecommendations")
    del job["CompletionTime"]
    edges = [
        benchmark[name]
        for benchmark in benchmarks
        for name in ("InvocationStartTime", "InvocationEndTime")
    ]
    return job | {
        "LastModifiedTime": max([job["CreationTime"], *(edge for edge in edges if edge <= now)]),
        "Steps": [_step(job, benchmark, _status(benchmark, now)) for benchmark in benchmarks],
    }


def _ai_in_progress(job: Document, kind: Kind, now: float) -> Document:
    """The AI job without anything that is still to come."""
    members = kind.members
    if job[members.completion_time] <= now:
        return job | {members.status: "Completed"}
    return {k: v for k, v in job.items() if k not in (members.completion_time, members.rows)}


def _status(benchmark: Document, now: float) -> str:
    if benchmark["InvocationEndTime"] <= now:
        return "COMPLETED"
    return "IN_PROGRESS" if benchmark["InvocationStartTime"] <= now else "PENDING"


_NOT_IN_STEP: Mapping[str, set[str]] = {
    "PENDING": {"RecommendationId", "Metrics", "InvocationStartTime", "InvocationEndTime"},
    "IN_PROGRESS": {"RecommendationId", "Metrics", "InvocationEndTime"},
    "COMPLETED": {"RecommendationId"},
}


def _step(job: Document, benchmark: Document, status: str) -> Document:
    omitted = _NOT_IN_STEP[status]
    return {
        "StepType": "BENCHMARK",
        "JobName": job["JobName"],
        "Status": status,
        "InferenceBenchmark": {k: v for k, v in benchmark.items() if k not in omitted},
    }
