"""Generated responses from botocore's service model, and small ones from plain values."""

import json
import math
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

import botocore.session
from botocore.model import ListShape, ServiceModel, Shape, StructureShape
from hypothesis import strategies as st

from irctl.jobs import parse
from irctl.jobs.model import Recommendation

DESCRIBE = "DescribeInferenceRecommendationsJob"
LIST_JOBS = "ListInferenceRecommendationsJobs"
LIST_STEPS = "ListInferenceRecommendationsJobSteps"


@cache
def _sagemaker() -> ServiceModel:
    """Return botocore's whole model of SageMaker, which takes half a second to load."""
    return botocore.session.get_session().get_service_model("sagemaker")


@cache
def output_shape(operation: str) -> StructureShape:
    """Return the shape of an operation's response."""
    shape = _sagemaker().operation_model(operation).output_shape
    assert isinstance(shape, StructureShape)
    return shape


@cache
def entry_shape(operation: str, member: str) -> StructureShape:
    """Return the shape of an entry in the response of a list operation."""
    entries = output_shape(operation).members[member]
    assert isinstance(entries, ListShape)
    assert isinstance(entries.member, StructureShape)
    return entries.member


def places(shape: Shape, place: str = "") -> Iterator[tuple[str, Shape]]:
    """Yield every member of a shape at any depth, as `A.B[0].C`, with its own shape."""
    if place:
        yield place, shape
    if isinstance(shape, StructureShape):
        for name, member in shape.members.items():
            yield from places(member, f"{place}.{name}" if place else name)
    elif isinstance(shape, ListShape):
        yield from places(shape.member, f"{place}[0]")


def document_with(place: str, value: object) -> Any:
    """Return the smallest document with a value at a place: `A.B[0].C` gives {"A": {"B": ...}}."""
    for step in reversed(place.replace("[0]", ".[0]").split(".")):
        value = [value] if step == "[0]" else {step: value}
    return value


# Floats hold microseconds in this range of years.
_TIMES = st.datetimes(
    datetime(2000, 1, 1),
    datetime(2100, 1, 1),
    timezones=st.sampled_from(
        [timezone.utc, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-8))]
    ),
)
_NOT_NUMBERS = st.sampled_from(["NaN", float("nan"), float("inf"), float("-inf"), None])
_UNKNOWN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
    ),
    max_leaves=4,
)


COUNTS = frozenset(
    (
        "AIRecommendationCopyCountPerInstance",
        "AIRecommendationInstanceCount",
        "AIRecommendationMinCpuMemoryRequiredInMb",
        "InitialInstanceCount",
        "ServerlessMaxConcurrency",
        "ServerlessMemorySizeInMB",
        "ServerlessProvisionedConcurrency",
    )
)
"""The shapes of members that count things; irctl refuses negative and fractional ones."""


@cache
def values(shape: Shape) -> st.SearchStrategy[Any]:
    """Generate values of a shape, as botocore parses them.

    Any member may be missing, an enumeration has any of its values, and a structure may have
    unknown members.
    """
    match shape.type_name:
        case "structure":
            assert isinstance(shape, StructureShape)
            known = {name: values(member) for name, member in shape.members.items()}
            return st.builds(
                lambda members, more: {**more, **members},
                st.fixed_dictionaries({}, optional=known),
                st.just({}) | st.dictionaries(st.sampled_from(["New", "NaN"]), _UNKNOWN),
            )
        case "list":
            assert isinstance(shape, ListShape)
            return st.lists(values(shape.member), max_size=2)
        case "integer" | "long":
            return st.integers(0 if shape.name in COUNTS else -(10**20), 10**20) | _NOT_NUMBERS
        case "float" | "double":
            return st.floats(width=32) | st.floats() | _NOT_NUMBERS
        case "timestamp":
            return _TIMES
    choices = getattr(shape, "enum", None)
    return st.sampled_from(choices) if choices else st.sampled_from(["NaN", "-"]) | st.text()


def responses() -> st.SearchStrategy[dict[str, Any]]:
    return values(output_shape(DESCRIBE))


@cache
def documents() -> st.SearchStrategy[Any]:
    """JSON of any form, with the names of a response's members."""
    names = {
        place.split(".")[-1].removesuffix("[0]") for place, _ in places(output_shape(DESCRIBE))
    }
    return st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(sorted(names)), inner, max_size=5)
        ),
        max_leaves=20,
    )


def recommendation(
    metrics: Mapping[str, object] | None = None, position: int = 0, **document: object
) -> Recommendation:
    """Return a recommendation of plain values, parsed from a response."""
    own = {"Metrics": dict(metrics or {}), "EndpointConfiguration": {"InstanceType": "ml.x"}}
    job = parse.job(
        {"JobName": "made-up", "InferenceRecommendations": [{}] * position + [{**own, **document}]}
    )
    return job.recommendations[position]


_AMOUNTS = st.none() | st.integers(-1, 3) | st.sampled_from([0.5, 1e-6, 0.11500000208616257, 2**70])


@st.composite
def recommendations(draw: st.DrawFn, most: int = 8) -> list[Recommendation]:
    """Generate a job's recommendations, whose values are often equal, missing or 0."""
    names = ("CostPerHour", "CostPerInference", "MaxInvocations", "ModelLatency", "CpuUtilization")
    entries = draw(
        st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(names, _AMOUNTS)), max_size=most)
    )
    document = {
        "JobName": "made-up",
        "InferenceRecommendations": [{"Metrics": entry} for entry in entries],
    }
    return list(parse.job(document).recommendations)


def through_json(value: object) -> Any:
    """Save and load a boto3 response, by `json.dumps(response, default=str)`."""
    return json.loads(json.dumps(value, default=str))


def standard(shape: Shape | None, value: Any) -> Any:
    """Return a response as `describe --json` prints it.

    NaN and infinities are null, times ISO 8601 in UTC, everything else is unchanged.
    """
    if isinstance(value, dict):
        members = getattr(shape, "members", {})
        return {name: standard(members.get(name), item) for name, item in value.items()}
    if isinstance(value, list):
        return [standard(getattr(shape, "member", None), item) for item in value]
    if isinstance(value, datetime):
        return value.astimezone(timezone.utc).isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value == "NaN" and shape is not None and shape.type_name in ("integer", "float"):
        return None
    return value
