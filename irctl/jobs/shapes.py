"""The shapes of the API's responses, and how a value of each kind is read.

The shapes are those of DescribeInferenceRecommendationsJob, its two list operations and
GetScalingConfigurationRecommendation as botocore's service model has them. Reading makes
the document that JSON output prints (NaN is null, times are ISO 8601 in UTC, members the
shape doesn't know are kept) and stops at the first value of the wrong type, naming its place.
"""

import json
import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

from irctl.jobs import times
from irctl.jobs.metrics import METRICS, Number
from irctl.jobs.model import Document

Reader = Callable[[Any], Any]
_DEEPEST = 100


class ParseError(ValueError):
    """A value that the API could not have sent, and its place in the document."""

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
        text = f"expected {self.expected}, got {brief(self.got)}"
        place = self.place.removeprefix(".")
        return f"{place}: {text}" if place else text


def brief(value: object) -> str:
    """Return a value for a message, cut short."""
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


# AWS JSON sends NaN and infinities as these strings; botocore passes them on.
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


def _count(value: Any) -> int | None:
    """Read a whole number of things; 2.0 is one, too."""
    number = _number(value)
    if number is None:
        return None
    if number < 0 or number != int(number):
        raise ParseError("a whole number of at least 0", value)
    return int(number)


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
    """Make a value of unknown meaning standard JSON, and leave it alone otherwise."""
    if depth > _DEEPEST:
        raise ParseError(f"at most {_DEEPEST} levels", value)
    if isinstance(value, dict):
        return {str(k): _as_it_is(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [_as_it_is(v, depth + 1) for v in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return times.to_iso(value) if isinstance(value, datetime) else value


class Record:
    """Reads an object: named members by their reader, others unchanged."""

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
                # Most of a response is text; saving the call halves the time to read it.
                out[key] = item if reader is _text and type(item) is str else reader(item)
        except ParseError as problem:
            raise problem.within(key) from None
        return out


class List:
    """Reads a list with one reader for all items; an item may not be null."""

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


SERVERLESS = Record(
    MemorySizeInMB=_count,
    MemorySizeInMb=_count,  # the documentation's spelling
    MaxConcurrency=_count,
    ProvisionedConcurrency=_count,
)
_METRICS = Record(
    **{member: _number for metric in METRICS for member in (metric.member, *metric.other_members)}
)
ENDPOINT_CONFIGURATION = Record(
    EndpointName=_text,
    VariantName=_text,
    InstanceType=_text,
    InitialInstanceCount=_count,
    ServerlessConfig=SERVERLESS,
)
MODEL_CONFIGURATION = Record(
    InferenceSpecificationName=_text,
    EnvironmentParameters=List(Record(Key=_text, ValueType=_text, Value=_text)),
    CompilationJobName=_text,
)
RECOMMENDATION = Record(
    RecommendationId=_text,
    Metrics=_METRICS,
    EndpointConfiguration=ENDPOINT_CONFIGURATION,
    ModelConfiguration=MODEL_CONFIGURATION,
    InvocationStartTime=_time,
    InvocationEndTime=_time,
)
ENDPOINT = Record(EndpointName=_text)
ENDPOINT_PERFORMANCE = Record(
    Metrics=_METRICS,
    EndpointInfo=ENDPOINT,
    EndpointConfiguration=ENDPOINT,  # the documentation's name for it
)
SUMMARY = Record(
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
JOB = Record(
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
    InputConfig=Record(
        ModelPackageVersionArn=_text,
        ModelName=_text,
        JobDurationInSeconds=_number,
        TrafficPattern=Record(
            TrafficType=_text,
            Phases=List(
                Record(InitialNumberOfUsers=_number, SpawnRate=_number, DurationInSeconds=_number)
            ),
            Stairs=Record(DurationInSeconds=_number, NumberOfSteps=_number, UsersPerStep=_number),
        ),
        ResourceLimit=Record(MaxNumberOfTests=_number, MaxParallelOfTests=_number),
        EndpointConfigurations=List(
            Record(
                InstanceType=_text,
                ServerlessConfig=SERVERLESS,
                InferenceSpecificationName=_text,
                EnvironmentParameterRanges=Record(
                    CategoricalParameterRanges=List(Record(Name=_text, Value=List(_text)))
                ),
            )
        ),
        VolumeKmsKeyId=_text,
        ContainerConfig=Record(
            Domain=_text,
            Task=_text,
            Framework=_text,
            FrameworkVersion=_text,
            PayloadConfig=Record(SamplePayloadUrl=_text, SupportedContentTypes=List(_text)),
            NearestModelName=_text,
            SupportedInstanceTypes=List(_text),
            SupportedEndpointType=_text,
            DataInputConfig=_text,
            SupportedResponseMIMETypes=List(_text),
        ),
        Endpoints=List(ENDPOINT),
        VpcConfig=Record(SecurityGroupIds=List(_text), Subnets=List(_text)),
    ),
    StoppingConditions=Record(
        MaxInvocations=_number,
        ModelLatencyThresholds=List(Record(Percentile=_text, ValueInMilliseconds=_number)),
        FlatInvocations=_text,
    ),
    InferenceRecommendations=List(RECOMMENDATION),
    EndpointPerformances=List(ENDPOINT_PERFORMANCE),
)
STEP = Record(
    StepType=_text,
    JobName=_text,
    Status=_text,
    InferenceBenchmark=Record(
        Metrics=_METRICS,
        EndpointMetrics=_METRICS,
        EndpointConfiguration=ENDPOINT_CONFIGURATION,
        ModelConfiguration=MODEL_CONFIGURATION,
        FailureReason=_text,
        InvocationStartTime=_time,
        InvocationEndTime=_time,
    ),
)

SCALING_POLICY = Record(
    TargetTracking=Record(
        MetricSpecification=Record(
            Predefined=Record(PredefinedMetricType=_text),
            Customized=Record(MetricName=_text, Namespace=_text, Statistic=_text),
        ),
        TargetValue=_number,
    )
)
SCALING = Record(
    InferenceRecommendationsJobName=_text,
    RecommendationId=_text,
    EndpointName=_text,
    TargetCpuUtilizationPerCore=_number,
    ScalingPolicyObjective=Record(MinInvocationsPerMinute=_number, MaxInvocationsPerMinute=_number),
    Metric=Record(InvocationsPerInstance=_number, ModelLatency=_number),
    DynamicScalingConfiguration=Record(
        MinCapacity=_number,
        MaxCapacity=_number,
        ScaleInCooldown=_number,
        ScaleOutCooldown=_number,
        ScalingPolicies=List(SCALING_POLICY),
    ),
)
