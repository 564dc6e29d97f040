"""From an API response to a Job: forgiving of absence, exact about nonsense.

The shape below is DescribeInferenceRecommendationsJob and its two list operations
as botocore's service model has them. Reading makes the document that JSON output
prints (NaN is null, times are ISO 8601 in UTC, members the shape doesn't know are
kept) and stops at the first value of the wrong type, naming its place.
"""

import json
import math
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from irctl.core import times
from irctl.core.job import (
    STATUSES,
    Configuration,
    Document,
    EndpointPerformance,
    Job,
    JobSummary,
    Metrics,
    Number,
    Recommendation,
    Serverless,
    Step,
)
from irctl.core.scaling import Policy, Scaling

Reader = Callable[[Any], Any]
_DEEPEST = 100


class ParseError(ValueError):
    """A value that the API could not have meant, and its place in the document."""

    def __init__(self, expected: str, got: object):
        super().__init__()
        self.expected = expected
        self.got = got
        self.place = ""

    def within(self, key: str | int) -> "ParseError":
        step = f"[{key}]" if isinstance(key, int) else f".{key}"
        self.place = step + self.place
        return self

    def __str__(self) -> str:
        text = f"expected {self.expected}, got {_brief(self.got)}"
        place = self.place.removeprefix(".")
        return f"{place}: {text}" if place else text


def _brief(value: object) -> str:
    match value:
        case dict():
            return "an object"
        case list() | tuple():
            return "a list"
        case None | bool() | int() | float() | str():
            try:
                text = json.dumps(value)
            except ValueError:  # an integer of more digits than Python prints
                return "a number too large to read"
            if len(text) <= 60:
                return text
            return text[:56] + ('..."' if type(value) is str else "...")
    return f"a {type(value).__name__}"


def _text(value: Any) -> str | None:
    if value is None or type(value) is str:
        return value
    raise ParseError("text", value)


# AWS JSON sends what is not a number as these strings; botocore hands them on.
_NOT_NUMBERS = {"NaN", "Infinity", "-Infinity"}
_LARGEST = 2.0**1023


def _number(value: Any) -> Number | None:
    kind = type(value)
    if kind is float:
        return value if math.isfinite(value) else None
    if kind is int:
        if -_LARGEST < value < _LARGEST:
            return value  # type: ignore[no-any-return]
        raise ParseError("a number that fits a double", value)
    if value is None or (kind is str and value in _NOT_NUMBERS):
        return None
    raise ParseError("a number", value)


def _time(value: Any) -> str | None:
    if value is None:
        return None
    try:
        if isinstance(value, datetime):
            return times.to_iso(value)
        if type(value) is str:
            return times.from_iso(value).isoformat()
        if type(value) in (int, float):
            return times.from_epoch(value).isoformat()
    except ValueError:
        pass
    raise ParseError("a time", value)


def _as_it_is(value: Any, depth: int = 0) -> Any:
    """A value of unknown meaning, made standard JSON and otherwise left alone."""
    if depth > _DEEPEST:
        raise ParseError(f"at most {_DEEPEST} levels", value)
    if isinstance(value, dict):
        return {str(k): _as_it_is(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [_as_it_is(v, depth + 1) for v in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return times.to_iso(value) if isinstance(value, datetime) else value


class _Record:
    """Reads an object: the members it names by their reader, others as they are."""

    def __init__(self, **members: Reader):
        self.members = members

    def __call__(self, value: Any) -> Document | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise ParseError("an object", value)
        reader_of = self.members.get
        out: Document = {}
        key = ""
        try:
            for key, item in value.items():
                reader = reader_of(key, _as_it_is)
                # Most of a response is text; a saved call is half the time of reading it.
                out[key] = item if reader is _text and type(item) is str else reader(item)
        except ParseError as problem:
            raise problem.within(key) from None
        return out


class _List:
    """Reads a list, each item by one reader; an item may not be null."""

    def __init__(self, item: Reader):
        self.item = item

    def __call__(self, value: Any) -> list[Any] | None:
        if value is None:
            return None
        if not isinstance(value, list):
            raise ParseError("a list", value)
        read = self.item
        out: list[Any] = []
        try:
            for item in value:
                if item is None:
                    raise ParseError("a value", item)
                out.append(read(item))
        except ParseError as problem:
            raise problem.within(len(out)) from None
        return out


_SERVERLESS = _Record(
    MemorySizeInMB=_number,
    MemorySizeInMb=_number,  # the documentation's spelling
    MaxConcurrency=_number,
    ProvisionedConcurrency=_number,
)
_METRICS = _Record(
    CostPerHour=_number,
    CostPerInference=_number,
    MaxInvocations=_number,
    MaximumInvocations=_number,  # its name before general availability
    ModelLatency=_number,
    CpuUtilization=_number,
    MemoryUtilization=_number,
    ModelSetupTime=_number,
)
_ENDPOINT_CONFIGURATION = _Record(
    EndpointName=_text,
    VariantName=_text,
    InstanceType=_text,
    InitialInstanceCount=_number,
    ServerlessConfig=_SERVERLESS,
)
_MODEL_CONFIGURATION = _Record(
    InferenceSpecificationName=_text,
    EnvironmentParameters=_List(_Record(Key=_text, ValueType=_text, Value=_text)),
    CompilationJobName=_text,
)
_RECOMMENDATION = _Record(
    RecommendationId=_text,
    Metrics=_METRICS,
    EndpointConfiguration=_ENDPOINT_CONFIGURATION,
    ModelConfiguration=_MODEL_CONFIGURATION,
    InvocationStartTime=_time,
    InvocationEndTime=_time,
)
_ENDPOINT = _Record(EndpointName=_text)
_ENDPOINT_PERFORMANCE = _Record(
    Metrics=_METRICS,
    EndpointInfo=_ENDPOINT,
    EndpointConfiguration=_ENDPOINT,  # the documentation's name for it
)
_SUMMARY = _Record(
    JobName=_text,
    JobDescription=_text,
    JobType=_text,
    JobArn=_text,
    RoleArn=_text,
    Status=_text,
    CreationTime=_time,
    CompletionTime=_time,
    LastModifiedTime=_time,
    FailureReason=_text,
    ModelName=_text,
    ModelPackageVersionArn=_text,
    SamplePayloadUrl=_text,
)
_JOB = _Record(
    JobName=_text,
    JobDescription=_text,
    JobType=_text,
    JobArn=_text,
    RoleArn=_text,
    Status=_text,
    CreationTime=_time,
    CompletionTime=_time,
    LastModifiedTime=_time,
    FailureReason=_text,
    InputConfig=_Record(
        ModelPackageVersionArn=_text,
        ModelName=_text,
        JobDurationInSeconds=_number,
        TrafficPattern=_Record(
            TrafficType=_text,
            Phases=_List(
                _Record(InitialNumberOfUsers=_number, SpawnRate=_number, DurationInSeconds=_number)
            ),
            Stairs=_Record(DurationInSeconds=_number, NumberOfSteps=_number, UsersPerStep=_number),
        ),
        ResourceLimit=_Record(MaxNumberOfTests=_number, MaxParallelOfTests=_number),
        EndpointConfigurations=_List(
            _Record(
                InstanceType=_text,
                ServerlessConfig=_SERVERLESS,
                InferenceSpecificationName=_text,
                EnvironmentParameterRanges=_Record(
                    CategoricalParameterRanges=_List(_Record(Name=_text, Value=_List(_text)))
                ),
            )
        ),
        VolumeKmsKeyId=_text,
        ContainerConfig=_Record(
            Domain=_text,
            Task=_text,
            Framework=_text,
            FrameworkVersion=_text,
            PayloadConfig=_Record(SamplePayloadUrl=_text, SupportedContentTypes=_List(_text)),
            NearestModelName=_text,
            SupportedInstanceTypes=_List(_text),
            SupportedEndpointType=_text,
            DataInputConfig=_text,
            SupportedResponseMIMETypes=_List(_text),
        ),
        Endpoints=_List(_ENDPOINT),
        VpcConfig=_Record(SecurityGroupIds=_List(_text), Subnets=_List(_text)),
    ),
    StoppingConditions=_Record(
        MaxInvocations=_number,
        ModelLatencyThresholds=_List(_Record(Percentile=_text, ValueInMilliseconds=_number)),
        FlatInvocations=_text,
    ),
    InferenceRecommendations=_List(_RECOMMENDATION),
    EndpointPerformances=_List(_ENDPOINT_PERFORMANCE),
)
_STEP = _Record(
    StepType=_text,
    JobName=_text,
    Status=_text,
    InferenceBenchmark=_Record(
        Metrics=_METRICS,
        EndpointMetrics=_METRICS,
        EndpointConfiguration=_ENDPOINT_CONFIGURATION,
        ModelConfiguration=_MODEL_CONFIGURATION,
        FailureReason=_text,
        InvocationStartTime=_time,
        InvocationEndTime=_time,
    ),
)

_SCALING_POLICY = _Record(
    TargetTracking=_Record(
        MetricSpecification=_Record(
            Predefined=_Record(PredefinedMetricType=_text),
            Customized=_Record(MetricName=_text, Namespace=_text, Statistic=_text),
        ),
        TargetValue=_number,
    )
)
_SCALING = _Record(
    InferenceRecommendationsJobName=_text,
    RecommendationId=_text,
    EndpointName=_text,
    TargetCpuUtilizationPerCore=_number,
    ScalingPolicyObjective=_Record(
        MinInvocationsPerMinute=_number, MaxInvocationsPerMinute=_number
    ),
    Metric=_Record(InvocationsPerInstance=_number, ModelLatency=_number),
    DynamicScalingConfiguration=_Record(
        MinCapacity=_number,
        MaxCapacity=_number,
        ScaleInCooldown=_number,
        ScaleOutCooldown=_number,
        ScalingPolicies=_List(_SCALING_POLICY),
    ),
)


def job(response: object, label: str = "") -> Job:
    """A DescribeInferenceRecommendationsJob response as a Job.

    `label` is what to call it if it has no JobName. Raises ParseError.
    """
    document = _read(_JOB, response)
    name = document.get("JobName")
    return Job(
        label=name or label,
        name=name,
        arn=document.get("JobArn"),
        type=document.get("JobType"),
        status=document.get("Status"),
        description=document.get("JobDescription"),
        role_arn=document.get("RoleArn"),
        creation_time=_moment(document.get("CreationTime")),
        completion_time=_moment(document.get("CompletionTime")),
        last_modified_time=_moment(document.get("LastModifiedTime")),
        failure_reason=document.get("FailureReason"),
        input_config=document.get("InputConfig") or {},
        stopping_conditions=document.get("StoppingConditions") or {},
        recommendations=tuple(
            _recommendation(item, name or label, position)
            for position, item in enumerate(document.get("InferenceRecommendations") or ())
        ),
        endpoint_performances=tuple(
            _endpoint_performance(item) for item in document.get("EndpointPerformances") or ()
        ),
        document=document,
    )


def job_summary(entry: object) -> JobSummary:
    """One entry of ListInferenceRecommendationsJobs. Raises ParseError."""
    document = _read(_SUMMARY, entry)
    return JobSummary(
        name=document.get("JobName"),
        arn=document.get("JobArn"),
        type=document.get("JobType"),
        status=document.get("Status"),
        description=document.get("JobDescription"),
        role_arn=document.get("RoleArn"),
        creation_time=_moment(document.get("CreationTime")),
        completion_time=_moment(document.get("CompletionTime")),
        last_modified_time=_moment(document.get("LastModifiedTime")),
        failure_reason=document.get("FailureReason"),
        model_name=document.get("ModelName"),
        model_package_version_arn=document.get("ModelPackageVersionArn"),
        sample_payload_url=document.get("SamplePayloadUrl"),
        document=document,
    )


def step(entry: object, position: int = 0) -> Step:
    """One entry of ListInferenceRecommendationsJobSteps. Raises ParseError."""
    document = _read(_STEP, entry)
    benchmark: Document = document.get("InferenceBenchmark") or {}
    job_name = document.get("JobName")
    return Step(
        job_name=job_name,
        type=document.get("StepType"),
        status=document.get("Status"),
        benchmark=_recommendation(benchmark, job_name or "", position),
        endpoint_metrics=_metrics(benchmark.get("EndpointMetrics")),
        failure_reason=benchmark.get("FailureReason"),
        document=document,
    )


def scaling(response: object) -> Scaling:
    """A GetScalingConfigurationRecommendation response. Raises ParseError."""
    document = _read(_SCALING, response)
    objective: Document = document.get("ScalingPolicyObjective") or {}
    metric: Document = document.get("Metric") or {}
    dynamic: Document = document.get("DynamicScalingConfiguration") or {}
    return Scaling(
        job_name=document.get("InferenceRecommendationsJobName"),
        recommendation_id=document.get("RecommendationId"),
        endpoint_name=document.get("EndpointName"),
        target_cpu=document.get("TargetCpuUtilizationPerCore"),
        min_invocations=objective.get("MinInvocationsPerMinute"),
        max_invocations=objective.get("MaxInvocationsPerMinute"),
        invocations_per_instance=metric.get("InvocationsPerInstance"),
        model_latency=metric.get("ModelLatency"),
        min_capacity=dynamic.get("MinCapacity"),
        max_capacity=dynamic.get("MaxCapacity"),
        scale_in_cooldown=dynamic.get("ScaleInCooldown"),
        scale_out_cooldown=dynamic.get("ScaleOutCooldown"),
        policies=tuple(map(_policy, dynamic.get("ScalingPolicies") or ())),
        document=document,
    )


def _policy(entry: Document) -> Policy:
    tracking = entry.get("TargetTracking") or {}
    metric = tracking.get("MetricSpecification") or {}
    customized = metric.get("Customized") or {}
    return Policy(
        predefined=(metric.get("Predefined") or {}).get("PredefinedMetricType"),
        metric_name=customized.get("MetricName"),
        namespace=customized.get("Namespace"),
        statistic=customized.get("Statistic"),
        target=tracking.get("TargetValue"),
    )


def what_it_is(document: object) -> str | None:
    """What a document is instead of a job, in a few words; None if it is a job."""
    match document:
        case {"InferenceRecommendations": _} | {"JobType": _, "JobArn": _}:
            return None  # whatever else is in it
        case {"InferenceRecommendationsJobs": _}:
            return "a list of jobs (list-inference-recommendations-jobs), not one job's results"
        case {"Steps": _}:
            return "a list of a job's steps (list-inference-recommendations-job-steps)"
        case {"StepType": _} | {"InferenceBenchmark": _}:
            return "one step of a job (list-inference-recommendations-job-steps)"
        case {"By": _, "Recommendations": _} | {"Rank": _, "OnParetoFront": _}:
            return "the output of irctl rank"
        case {"Plans": _}:
            return "the output of irctl plan"
        case {"Configurations": _, "Baseline": _}:
            return "the output of irctl compare"
        case {"Passed": _, "Constraints": _}:
            return "the output of irctl check"
        case {"DynamicScalingConfiguration": _}:
            return "a scaling recommendation (get-scaling-configuration-recommendation)"
        case {"Error": {"Code": code}} | {"__type": code} | {"code": code, "message": _}:
            return f"an AWS error ({code})"
        case {"ProductionVariants": _}:
            return "a description of an endpoint or its configuration"
        case {"JobArn": _} | {"JobName": _} | {"JobType": _}:
            return None
        case {"Status": status} if status in STATUSES:
            return None
        case {"Metrics": _, "EndpointConfiguration": _}:
            return "one recommendation, without the job around it"
        case {}:
            names = ", ".join(str(key) for key in document)[:60]
            return f"an object with the members {names}" if names else "an empty object"
        case list():
            return "a list" if document else "an empty list"
    return f"{_brief(document)}, not an object"


def _read(shape: _Record, response: object) -> Document:
    if isinstance(response, dict) and "ResponseMetadata" in response:
        response = {k: v for k, v in response.items() if k != "ResponseMetadata"}
    document = shape(response)
    if document is None:
        raise ParseError("an object", response)
    return document


def _moment(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


def _recommendation(document: Document, job_name: str, position: int) -> Recommendation:
    # Without the members' names, which would double the time for a hundred thousand.
    get = document.get
    endpoint: Document = get("EndpointConfiguration") or {}
    model: Document = get("ModelConfiguration") or {}
    start, end = get("InvocationStartTime"), get("InvocationEndTime")
    configuration = Configuration(
        endpoint.get("InstanceType"),
        endpoint.get("InitialInstanceCount"),
        _serverless(endpoint.get("ServerlessConfig")),
        _environment(model.get("EnvironmentParameters")),
        model.get("InferenceSpecificationName"),
        model.get("CompilationJobName"),
    )
    return Recommendation(
        job_name,
        position,
        get("RecommendationId"),
        configuration,
        _metrics(get("Metrics")),
        endpoint.get("EndpointName"),
        endpoint.get("VariantName"),
        start and _moment(start),
        end and _moment(end),
        document,
    )


def _environment(parameters: list[Document] | None) -> tuple[tuple[str, str], ...]:
    if not parameters:
        return ()
    return tuple([(each.get("Key") or "", each.get("Value") or "") for each in parameters])


def _serverless(document: Document | None) -> Serverless | None:
    if not document:
        return None
    return Serverless(
        memory_size_mb=_either(document, "MemorySizeInMB", "MemorySizeInMb"),
        max_concurrency=document.get("MaxConcurrency"),
        provisioned_concurrency=document.get("ProvisionedConcurrency"),
    )


def _endpoint_performance(document: Document) -> EndpointPerformance:
    endpoint = document.get("EndpointInfo") or document.get("EndpointConfiguration") or {}
    return EndpointPerformance(
        endpoint_name=endpoint.get("EndpointName"),
        metrics=_metrics(document.get("Metrics")),
        document=document,
    )


_NOTHING = Metrics()


def _metrics(document: Document | None) -> Metrics:
    if not document:
        return _NOTHING
    get = document.get
    return Metrics(
        get("CostPerHour"),
        get("CostPerInference"),
        _either(document, "MaxInvocations", "MaximumInvocations"),
        get("ModelLatency"),
        get("CpuUtilization"),
        get("MemoryUtilization"),
        get("ModelSetupTime"),
    )


def _either(document: Document, name: str, alias: str) -> Number | None:
    value: Number | None = document.get(name)
    return document.get(alias) if value is None else value


def unknown_members(item: Job | Recommendation | EndpointPerformance | Step) -> Document:
    """What the response holds beyond the shape irctl reads, by place: new members of
    the API, or of AWS's older documentation, also those that say again, and otherwise,
    what a known member says. Of a job, only those at the top: the parts below have their
    own."""
    match item:
        case Job():
            return {k: v for k, v in item.document.items() if k not in _JOB.members}
        case Recommendation():
            return dict(_unknown(_RECOMMENDATION, item.document, ""))
        case EndpointPerformance():
            return dict(_unknown(_ENDPOINT_PERFORMANCE, item.document, ""))
        case Step():
            return dict(_unknown(_STEP, item.document, ""))


# The other names of members, and the names that come before them.
_ALIASES = {
    "MaximumInvocations": "MaxInvocations",
    "MemorySizeInMb": "MemorySizeInMB",
    "EndpointConfiguration": "EndpointInfo",
}


def _is_outdone(key: str, value: Any, document: Document) -> bool:
    """Whether a member is read under another name, which says something else."""
    read = document.get(_ALIASES.get(key, key))
    return value is not None and read is not None and read != value


def _unknown(shape: _Record, document: Document, place: str) -> Iterator[tuple[str, Any]]:
    for key, value in document.items():
        reader = shape.members.get(key)
        if reader is None or _is_outdone(key, value, document):
            yield place + key, value
        elif isinstance(reader, _Record) and value is not None:
            yield from _unknown(reader, value, f"{place}{key}.")
        elif isinstance(reader, _List) and isinstance(reader.item, _Record):
            for index, item in enumerate(value or ()):
                yield from _unknown(reader.item, item, f"{place}{key}[{index}].")
