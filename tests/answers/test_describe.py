"""`irctl describe` shows people every leaf of a response, whichever optional members it has.

botocore's own output shape is filled with values that can be recognised, and each of them is
looked for.
"""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from functools import cache
from typing import Any

import botocore.session
import pytest
from botocore.model import ListShape, Shape, StructureShape
from hypothesis import given
from hypothesis import strategies as st

from irctl.answers import describe
from irctl.jobs import parse
from irctl.jobs.statuses import STATUSES
from irctl.output import markdown, table
from irctl.output.style import Style
from tests.output.rows import without_colour

NOW = datetime(2026, 11, 15, tzinfo=timezone.utc)
Leaf = tuple[str, Any]
"""The place of a value in a response, and the value."""


def terminal(response: dict[str, Any], width: int | None = 80, color: bool = False) -> str:
    report = describe.report(parse.job(response, "saved"), NOW)
    return without_colour("".join(table.render(report, Style(width, color))))


def pipe(response: dict[str, Any]) -> str:
    return terminal(response, None)


def in_markdown(response: dict[str, Any]) -> str:
    report = describe.report(parse.job(response, "saved"), NOW)
    return "".join(markdown.render(report, Style())).replace("\\", "")


everywhere = pytest.mark.parametrize(
    "show",
    [
        pytest.param(terminal, id="80 columns"),
        pytest.param(lambda response: terminal(response, 40), id="40 columns"),
        pytest.param(lambda response: terminal(response, 200, True), id="200 columns in colour"),
        pytest.param(pipe, id="a pipe"),
        pytest.param(in_markdown, id="markdown"),
    ],
)
Show = Callable[[dict[str, Any]], str]


@cache
def response_shape() -> StructureShape:
    model = botocore.session.get_session().get_service_model("sagemaker")
    shape = model.operation_model("DescribeInferenceRecommendationsJob").output_shape
    assert isinstance(shape, StructureShape)
    return shape


def filled(shape: Shape, numbers: Iterator[int], padding: str = "", items: int = 2) -> Any:
    """A value for every member of a shape, no two of them alike."""
    if isinstance(shape, StructureShape):
        return {
            name: filled(member, numbers, padding, items) for name, member in shape.members.items()
        }
    if isinstance(shape, ListShape):
        return [filled(shape.member, numbers, padding, items) for _ in range(items)]
    number = next(numbers)
    match shape.type_name:
        case "integer":
            return 70_000 + number
        case "float":
            return 70_000.5 + number
        case "timestamp":
            return datetime(2026, 3, 1, tzinfo=timezone.utc) + timedelta(seconds=number)
    return f"Leaf{number}{padding}End"


def leaves(value: Any, place: str = "") -> Iterator[Leaf]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, f"{place}.{name}" if place else name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, f"{place}[{index}]")
    else:
        yield place, value


def is_shown(value: Any, text: str) -> bool:
    """Whether a text contains a whole value.

    A number in any of its readings (with separators, for a million, as milliseconds or seconds),
    a time in UTC.
    """
    match value:
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S UTC") in text
        case int() | float():
            shown = {
                float(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?", text)
            }
            return not shown.isdisjoint({value, value * 1e6, value / 1e3, value / 1e6})
    return value in text


def missing(response: dict[str, Any], text: str) -> list[str]:
    return [place for place, value in leaves(response) if not is_shown(value, text)]


def response(padding: str = "", items: int = 2) -> dict[str, Any]:
    full: dict[str, Any] = filled(response_shape(), iter(range(1, 10_000)), padding, items)
    return full


ALL = list(leaves(response()))
ONE_OF_EACH = list(leaves(response(items=1)))


def only(kept: set[str], value: Any, place: str = "") -> Any:
    """The part of a response that leads to the kept leaves."""
    if isinstance(value, dict):
        members = {k: only(kept, v, f"{place}.{k}" if place else k) for k, v in value.items()}
        return {name: item for name, item in members.items() if item is not None} or None
    if isinstance(value, list):
        items = [only(kept, item, f"{place}[{index}]") for index, item in enumerate(value)]
        return [item for item in items if item is not None] or None
    return value if place in kept else None


def test_the_walk_finds_many_leaves_and_no_two_alike() -> None:
    assert len(ALL) > 100
    assert len({value for _, value in ALL}) == len(ALL)


@everywhere
def test_every_leaf_of_a_full_response_is_shown(show: Show) -> None:
    assert missing(response(), show(response())) == []


@everywhere
def test_no_long_value_is_cut_or_wrapped(show: Show) -> None:
    long = response("x" * 300)
    assert missing(long, show(long)) == []


@pytest.mark.parametrize("status", [*STATUSES, "A_NEW_ONE"])
def test_every_leaf_is_shown_whatever_the_jobs_status(status: str) -> None:
    full = {**response(), "Status": status}
    for show in (terminal, pipe, in_markdown):
        assert missing(full, show(full)) == []


@pytest.mark.parametrize("place", [place for place, _ in ONE_OF_EACH])
def test_a_leaf_is_shown_when_it_is_all_there_is(place: str) -> None:
    alone = only({place}, response(items=1))
    assert [each for each, _ in leaves(alone)] == [place]
    for show in (terminal, pipe, in_markdown):
        assert missing(alone, show(alone)) == []


@given(st.sets(st.sampled_from([place for place, _ in ALL])))
def test_every_leaf_is_shown_whichever_members_are_there(kept: set[str]) -> None:
    part = only(kept, response()) or {}
    for show in (terminal, pipe):
        assert missing(part, show(part)) == []


@given(st.sets(st.sampled_from([place for place, _ in ALL]), max_size=12))
def test_every_leaf_is_shown_whichever_members_are_missing(lost: set[str]) -> None:
    part = only({place for place, _ in ALL} - lost, response())
    for show in (terminal, pipe):
        assert missing(part, show(part)) == []


def test_into_a_pipe_all_of_a_recommendation_stands_on_its_row() -> None:
    full = response()
    lines = pipe(full).splitlines()
    for entry in full["InferenceRecommendations"]:
        row = [line for line in lines if entry["RecommendationId"] in line]
        assert len(row) == 1
        assert missing(entry, row[0]) == []


@everywhere
def test_members_of_the_future_are_shown_wherever_they_stand(show: Show) -> None:
    numbers = iter(range(1, 10_000))

    def with_novelties(value: Any) -> Any:
        if isinstance(value, dict):
            novelty = {
                "Novelty": f"New{next(numbers)}End",
                "Deep": {"er": [70_000 + next(numbers)]},
            }
            return {**{name: with_novelties(item) for name, item in value.items()}, **novelty}
        return [with_novelties(item) for item in value] if isinstance(value, list) else value

    full = with_novelties(response())
    assert missing(full, show(full)) == []


@everywhere
def test_members_under_their_old_names_are_shown(show: Show) -> None:
    metrics = {"MaximumInvocations": 71_001, "ModelLatency": 71_002}
    old: dict[str, Any] = {
        "InferenceRecommendations": [
            {
                "Metrics": metrics,
                "EndpointConfiguration": {"ServerlessConfig": {"MemorySizeInMb": 71_003}},
                "ModelConfiguration": {"Compiled": False},
            },
            {"Metrics": {**metrics, "MaxInvocations": 71_004}},
        ],
        "EndpointPerformances": [
            {
                "Metrics": {"MaximumInvocations": 71_005},
                "EndpointConfiguration": {"EndpointName": "the-old-one"},
            }
        ],
    }
    text = show(old)
    assert "Compiled=false" in text
    del old["InferenceRecommendations"][0]["ModelConfiguration"]
    assert missing(old, text) == []


def test_two_parameters_of_one_name_are_both_shown() -> None:
    pairs = [{"Key": "MODE", "Value": "first-value"}, {"Key": "MODE", "Value": "second-value"}]
    twice: dict[str, Any] = {
        "InferenceRecommendations": [{"ModelConfiguration": {"EnvironmentParameters": pairs}}]
    }
    for show in (terminal, pipe, in_markdown):
        assert missing(twice, show(twice)) == []


def test_the_name_that_endpoint_and_variant_share_is_told_once() -> None:
    def shown(endpoint: str, variant: str) -> str:
        names = {"EndpointName": endpoint, "VariantName": variant}
        return pipe({"InferenceRecommendations": [{"EndpointConfiguration": names}]})

    alike = shown("sm-epc-1", "sm-epc-1")
    assert alike.count("sm-epc-1") == 1
    assert "Endpoint and variant" in alike
    assert "Endpoint  Variant" in shown("e", "v")


def test_what_is_missing_is_a_dash_and_never_0() -> None:
    entries = [
        {"Metrics": {"ModelLatency": 5}, "EndpointConfiguration": {"InstanceType": "ml.a"}},
        {"Metrics": {"ModelLatency": "NaN"}, "EndpointConfiguration": {"InstanceType": "ml.b"}},
    ]
    lines = pipe({"InferenceRecommendations": entries}).splitlines()
    (row,) = (line for line in lines if "ml.b" in line)
    assert row.split() == ["2", "ml.b", "-"]
