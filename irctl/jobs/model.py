"""A job and its measurements, as typed values; None where the response says nothing.

The names are the API's. Every value keeps the part of the response it came
from in `document`, so that nothing is lost on the way to JSON.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, NamedTuple

from irctl.jobs.ai_model import Deployment, Log, OtherFigure, Setup
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.metrics import Number, Values
from irctl.jobs.statuses import Outcome, has_ended, outcome

Document = dict[str, Any]
"""A JSON object as irctl prints it: standard JSON values, times in ISO 8601."""


SERVERLESS = "serverless"
"""Takes the place of an instance type where the endpoint has none."""


class Serverless(NamedTuple):
    memory_size_mb: Number | None = None
    max_concurrency: Number | None = None
    provisioned_concurrency: Number | None = None


class Configuration(NamedTuple):
    """What distinguishes one recommendation of a model from another."""

    instance_type: str | None = None
    initial_instance_count: Number | None = None
    serverless: Serverless | None = None
    environment: tuple[tuple[str, str | None], ...] = ()
    inference_specification_name: str | None = None
    compilation_job_name: str | None = None
    copies: Number | None = None
    """Copies of the model on each instance."""
    optimizations: tuple[str, ...] = ()
    """What was done to the model to make it faster, such as SpeculativeDecoding."""
    concurrency: Number | None = None
    """Requests at a time, where one job measured a configuration at several."""

    @property
    def is_serverless(self) -> bool:
        return self.serverless is not None and self.instance_type is None

    @property
    def hosting(self) -> str:
        """Return the instance type, or "serverless"; empty if the response names neither."""
        return self.instance_type or (SERVERLESS if self.serverless else "")

    @property
    def title(self) -> str:
        """A short name for messages: `ml.c5.xlarge`, `3 x ml.m5.xlarge`, `serverless 2048 MB`."""
        if self.instance_type:
            count = self.initial_instance_count
            return f"{count} x {self.instance_type}" if (count or 1) != 1 else self.instance_type
        if self.serverless:
            return f"serverless {self.serverless.memory_size_mb or '?'} MB"
        if self.concurrency is not None:
            return f"concurrency {self.concurrency}"
        return "an unnamed configuration"


class Recommendation(NamedTuple):
    """One configuration that was load-tested, and its measurements."""

    job_name: str
    """The label of its job."""
    position: int
    """Its place in the API's list, from 0."""
    id: str | None
    configuration: Configuration
    metrics: Values
    """Its measurements, by which it is judged. A value that cannot be is missing."""
    sent: Values
    """Its measurements as the API sent them."""
    endpoint_name: str | None
    variant_name: str | None
    invocation_start_time: datetime | None
    invocation_end_time: datetime | None
    document: Document
    kind: Kind = INFERENCE
    deployment: Deployment | None = None
    other_figures: tuple[OtherFigure, ...] = ()

    @property
    def title(self) -> str:
        """A name for messages: that of its configuration."""
        return self.configuration.title

    @property
    def is_of_language_model(self) -> bool:
        """Whether an AI job measured it."""
        return self.deployment is not None

    @property
    def ids(self) -> tuple[str, ...]:
        """All that it can be named by: its ID and the last part of it, of AI jobs its place too."""
        if self.id is None:
            return ()
        job_name, _, last = self.id.rpartition("/")
        place = str(self.position + 1)
        return (self.id, last, *((f"{job_name}/{place}", place) if self.deployment else ()))


class EndpointPerformance(NamedTuple):
    """Measurements of an existing endpoint in the same job."""

    endpoint_name: str | None
    metrics: Values
    """As those of a recommendation."""
    sent: Values
    document: Document

    @property
    def title(self) -> str:
        """A name for messages."""
        return f"endpoint {self.endpoint_name or '(no name)'}"


class Source(NamedTuple):
    """Where a job was read."""

    path: str | None = None
    """The file; `-` is standard input."""
    place: str = ""
    """The place in a file of several jobs, such as `line 7`."""
    region: str | None = None
    """The region of AWS that answered."""
    profile: str | None = None
    """The profile of AWS that was used; None for the default one."""

    @property
    def title(self) -> str:
        """A name for messages: `runs/old.json`, `jobs.jsonl line 7`, `eu-west-1`."""
        where = "standard input" if self.path == "-" else self.path or self.region
        return " ".join(filter(None, (where, self.place)))

    @property
    def full_title(self) -> str:
        """The title with the profile: `eu-west-1 with profile dev`."""
        return f"{self.title} with profile {self.profile}" if self.profile else self.title


class Job(NamedTuple):
    """A job as a Describe operation answers."""

    kind: Kind
    label: str
    """A name for messages and answers: its own, or that of the file it was read from.

    Within a command it is made different from those of other jobs, see `Labels`.
    """
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
    conditions: Mapping[str, Any] = MappingProxyType({})
    """What must be equal for results to be comparable, by the API's member."""
    start_time: datetime | None = None
    setup: Setup = Setup()
    source: Source = Source()

    def labelled(self, label: str) -> "Job":
        """Return the job with another label, which its recommendations have too."""
        if label == self.label:
            return self
        recommendations = tuple(r._replace(job_name=label) for r in self.recommendations)
        return self._replace(label=label, recommendations=recommendations)

    @property
    def argument(self) -> str:
        """The JOB that means it on a command line: its file, its name, or its ARN.

        The label of one of several in a file, which no JOB means.
        """
        if self.source.path and not self.source.place:
            return self.source.path
        is_unique = self.label == self.name or self.source.place
        return self.label if is_unique else self.arn or self.label

    @property
    def measured(self) -> tuple[Recommendation | EndpointPerformance, ...]:
        """Everything that was measured: the recommendations, then the existing endpoints."""
        return (*self.recommendations, *self.endpoint_performances)

    @property
    def outcome(self) -> Outcome:
        """Whether the results can be used.

        A status irctl doesn't know counts as ready with results, as pending without.
        """
        known = outcome(self.status or "COMPLETED")
        return known or (Outcome.READY if self.recommendations else Outcome.PENDING)

    @property
    def has_failed(self) -> bool:
        """Whether it ended without results, so that people want to know why."""
        return has_ended(self.status) and self.outcome is Outcome.FAILED

    @property
    def duration(self) -> timedelta | None:
        """From creation to the end; None while the job runs."""
        return _duration(self)

    @property
    def log(self) -> Log | None:
        """The log in which SageMaker says why it failed; None where its place is unknown."""
        has_own = self.kind.log_group and self.name
        return log_of(self.kind, self.name or "") if has_own else self.setup.log

    @property
    def model(self) -> str | None:
        """What identifies the model that was tested; None where the response names none.

        The ModelName, the ARN of the group of a model package version, that of a model
        package without versions, or where in S3 it is.
        """
        package: str | None = self.input_config.get("ModelPackageVersionArn")
        if not package:
            return self.input_config.get("ModelName") or self.setup.model_uri
        return _VERSION.sub(r":model-package-group/\1", package)

    @property
    def region(self) -> str | None:
        """The region of the job's ARN; None where it names none."""
        return _region_of(self.arn)


def log_of(kind: Kind, job_name: str) -> Log:
    """Return the log of a job whose kind has a group for all."""
    return Log(kind.log_group, f"{job_name}/execution")


def recommendations_of(jobs: Iterable[Job]) -> list[Recommendation]:
    """Return the recommendations of several jobs."""
    return [recommendation for job in jobs for recommendation in job.recommendations]


class JobSummary(NamedTuple):
    """A job as a List operation answers."""

    kind: Kind
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
    workload: str | None = None
    """The name of an AI benchmark job's workload configuration."""
    source: Source = Source()

    @property
    def duration(self) -> timedelta | None:
        """From creation to the end; None while the job runs."""
        return _duration(self)

    @property
    def region(self) -> str | None:
        """The region of the job's ARN; None where it names none."""
        return _region_of(self.arn)


_VERSION = re.compile(r":model-package/([^/]+)/[0-9]+$")
_REGION = re.compile(r"[a-z]+(-[a-z]+)+-[0-9]+")


def _region_of(arn: str | None) -> str | None:
    parts = (arn or "").split(":")
    return parts[3] if len(parts) > 3 and _REGION.fullmatch(parts[3]) else None


def _duration(job: Job | JobSummary) -> timedelta | None:
    """A job that ended may lack CompletionTime; it was modified last when it ended."""
    end = job.completion_time or (job.last_modified_time if has_ended(job.status) else None)
    return end - job.creation_time if end and job.creation_time else None


class Step(NamedTuple):
    """One entry of ListInferenceRecommendationsJobSteps: a benchmark and how it went."""

    job_name: str | None
    type: str | None
    status: str | None
    benchmark: Recommendation
    """Configuration and metrics of the benchmark, read like a recommendation's."""
    endpoint_metrics: Values
    """As the API sent them."""
    failure_reason: str | None
    document: Document
