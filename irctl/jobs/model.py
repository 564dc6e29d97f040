"""A job and what it measured, as typed values; None where the response says nothing.

The names are the API's. Every value keeps the part of the response it came
from in `document`, so that nothing is lost on the way to JSON.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, NamedTuple

Number = int | float
Document = dict[str, Any]
"""A JSON object as irctl prints it: standard JSON values, times in ISO 8601."""


class Outcome(Enum):
    """What a job's status means for someone who needs its results."""

    READY = "ready"
    PENDING = "pending"
    FAILED = "failed"


_OUTCOMES = {
    "PENDING": Outcome.PENDING,
    "IN_PROGRESS": Outcome.PENDING,
    "COMPLETED": Outcome.READY,
    "FAILED": Outcome.FAILED,
    "STOPPING": Outcome.FAILED,
    "STOPPED": Outcome.FAILED,
    "DELETING": Outcome.FAILED,
    "DELETED": Outcome.FAILED,
}
STATUSES = tuple(_OUTCOMES)


class Metrics(NamedTuple):
    """What a load test measured, each in the API's unit (see `core.metrics`)."""

    cost_per_hour: Number | None = None
    cost_per_inference: Number | None = None
    max_invocations: Number | None = None
    model_latency: Number | None = None
    cpu_utilization: Number | None = None
    memory_utilization: Number | None = None
    model_setup_time: Number | None = None


class Serverless(NamedTuple):
    memory_size_mb: Number | None = None
    max_concurrency: Number | None = None
    provisioned_concurrency: Number | None = None


class Configuration(NamedTuple):
    """What distinguishes one recommendation of a model from another."""

    instance_type: str | None = None
    initial_instance_count: Number | None = None
    serverless: Serverless | None = None
    environment: tuple[tuple[str, str], ...] = ()
    inference_specification_name: str | None = None
    compilation_job_name: str | None = None

    @property
    def title(self) -> str:
        """A short name for messages: `ml.c5.xlarge`, `3 x ml.m5.xlarge`, `serverless 2048 MB`."""
        if self.instance_type:
            count = self.initial_instance_count
            return f"{count} x {self.instance_type}" if (count or 1) != 1 else self.instance_type
        if self.serverless:
            return f"serverless {self.serverless.memory_size_mb or '?'} MB"
        return "an unnamed configuration"


class Recommendation(NamedTuple):
    """One configuration that was load-tested, with what it measured."""

    job_name: str
    position: int
    """Its place in the API's list, from 0."""
    id: str | None
    configuration: Configuration
    metrics: Metrics
    endpoint_name: str | None
    variant_name: str | None
    invocation_start_time: datetime | None
    invocation_end_time: datetime | None
    document: Document


class EndpointPerformance(NamedTuple):
    """What an existing endpoint measured in the same job."""

    endpoint_name: str | None
    metrics: Metrics
    document: Document


class Job(NamedTuple):
    """A DescribeInferenceRecommendationsJob response."""

    label: str
    """What to call the job: its name, or where it was read from if it has none."""
    name: str | None
    arn: str | None
    type: str | None
    status: str | None
    description: str | None
    role_arn: str | None
    creation_time: datetime | None
    completion_time: datetime | None
    last_modified_time: datetime | None
    failure_reason: str | None
    input_config: Mapping[str, Any]
    stopping_conditions: Mapping[str, Any]
    recommendations: tuple[Recommendation, ...]
    endpoint_performances: tuple[EndpointPerformance, ...]
    document: Document

    @property
    def outcome(self) -> Outcome:
        """Whether the results can be used. A status irctl doesn't know counts as
        finished when there are results, as pending when there are none."""
        known = _OUTCOMES.get(self.status or "COMPLETED")
        return known or (Outcome.READY if self.recommendations else Outcome.PENDING)

    @property
    def duration(self) -> timedelta | None:
        """From creation to completion; a finished job may lack CompletionTime, then
        to its last modification. None while it runs."""
        if self.outcome is Outcome.PENDING or self.creation_time is None:
            return None
        end = self.completion_time or self.last_modified_time
        return end - self.creation_time if end else None


class JobSummary(NamedTuple):
    """One entry of ListInferenceRecommendationsJobs."""

    name: str | None
    arn: str | None
    type: str | None
    status: str | None
    description: str | None
    role_arn: str | None
    creation_time: datetime | None
    completion_time: datetime | None
    last_modified_time: datetime | None
    failure_reason: str | None
    model_name: str | None
    model_package_version_arn: str | None
    sample_payload_url: str | None
    document: Document


def summary(job: Job) -> JobSummary:
    """A job as ListInferenceRecommendationsJobs lists it."""
    container = job.input_config.get("ContainerConfig") or {}
    payload = container.get("PayloadConfig") or {}
    there = {
        **{name: job.document.get(name) for name in _SUMMARY_MEMBERS},
        "ModelName": job.input_config.get("ModelName"),
        "ModelPackageVersionArn": job.input_config.get("ModelPackageVersionArn"),
        "SamplePayloadUrl": payload.get("SamplePayloadUrl"),
    }
    return JobSummary(
        name=job.label,
        arn=job.arn,
        type=job.type,
        status=job.status,
        description=job.description,
        role_arn=job.role_arn,
        creation_time=job.creation_time,
        completion_time=job.completion_time,
        last_modified_time=job.last_modified_time,
        failure_reason=job.failure_reason,
        model_name=there["ModelName"],
        model_package_version_arn=there["ModelPackageVersionArn"],
        sample_payload_url=there["SamplePayloadUrl"],
        document={name: value for name, value in there.items() if value is not None},
    )


_SUMMARY_MEMBERS = (
    "JobName",
    "JobDescription",
    "JobType",
    "JobArn",
    "Status",
    "CreationTime",
    "CompletionTime",
    "RoleArn",
    "LastModifiedTime",
    "FailureReason",
)


class Step(NamedTuple):
    """One entry of ListInferenceRecommendationsJobSteps: a benchmark and how it went."""

    job_name: str | None
    type: str | None
    status: str | None
    benchmark: Recommendation
    """Configuration and metrics of the benchmark, read like a recommendation's."""
    endpoint_metrics: Metrics
    failure_reason: str | None
    document: Document


def steps_of(job: Job) -> list[Step]:
    """The benchmarks that a job's results tell of, as steps: each recommendation came
    from a completed one. Benchmarks that failed are known to AWS only."""
    return [_step_of(each, job.name) for each in job.recommendations]


def _step_of(recommendation: Recommendation, job_name: str | None) -> Step:
    document = recommendation.document
    benchmark = {name: document[name] for name in _BENCHMARK_MEMBERS if name in document}
    step = {"StepType": "BENCHMARK", "JobName": job_name, "Status": "COMPLETED"}
    return Step(
        job_name=recommendation.job_name,
        type="BENCHMARK",
        status="COMPLETED",
        benchmark=recommendation,
        endpoint_metrics=Metrics(),
        failure_reason=None,
        document={**step, "InferenceBenchmark": benchmark},
    )


_BENCHMARK_MEMBERS = (
    "Metrics",
    "EndpointConfiguration",
    "ModelConfiguration",
    "InvocationStartTime",
    "InvocationEndTime",
)
