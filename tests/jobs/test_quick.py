"""Archives are read quickly, and exactly as single jobs are."""

import json
import math
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.jobs import parse_ai, quick, shapes
from irctl.jobs.quick import QuickReader
from irctl.jobs.readers import ParseError, Record
from tests.strategies import documents, responses, through_json

QUICK = QuickReader(shapes.JOB)


def outcome(read: Any, document: object) -> str:
    """Return a result with the types of its values, or the error."""
    try:
        return repr(read(document))
    except (ParseError, ValueError, RecursionError) as error:
        return f"{type(error).__name__}: {error}"


@given(responses().map(through_json))
def test_a_response_is_read_as_its_shape_reads_it(document: object) -> None:
    assert outcome(QUICK, document) == outcome(shapes.JOB, document)


@pytest.mark.parametrize(
    "document",
    [
        {"JobName": 5},
        {"CreationTime": "yesterday"},
        {"InputConfig": {"JobDurationInSeconds": True}},
        {"InputConfig": {"JobDurationInSeconds": "NaN"}},
        {"InferenceRecommendations": [None]},
        {"InferenceRecommendations": [{"EndpointConfiguration": {"InitialInstanceCount": 2.0}}]},
        {"InferenceRecommendations": [{"EndpointConfiguration": {"InitialInstanceCount": -1}}]},
        {"InferenceRecommendations": [{"Metrics": {"ModelLatency": 2**1030}}]},
        {"InferenceRecommendations": [{"Metrics": {"ModelLatency": math.inf}}]},
        {"InferenceRecommendations": [{"InvocationStartTime": 1}, {}, {"InvocationEndTime": None}]},
    ],
    ids=json.dumps,
)
def test_an_odd_document_is_read_as_its_shape_reads_it(document: object) -> None:
    assert outcome(QUICK, document) == outcome(shapes.JOB, document)


@given(documents())
def test_any_document_is_read_as_its_shape_reads_it(document: object) -> None:
    assert outcome(QUICK, document) == outcome(shapes.JOB, document)


@given(documents())
def test_jobs_of_language_models_are_read_as_their_shape_reads_them(rows: object) -> None:
    document = {"AIRecommendationJobName": "chat", "Recommendations": rows}

    assert outcome(QuickReader(parse_ai.JOB), document) == outcome(parse_ai.JOB, document)


ODD = (
    "-0",
    "1e999",
    "1E400",
    "5e-324",
    "1.7976931348623159e308",
    "123456789012345678901234567890",
    "9" * 5000,
    "NaN",
    "-Infinity",
    r'"\ud800"',
    r'"\ud83d\ude00"',
    '"a\x01b"',
    '{"a": 1, "a": 2}',
    "[1,]",
    "01",
    "\ufeff1",
    "[" * 500 + "]" * 500,
    "[" * 5000 + "]" * 5000,
)


@pytest.mark.parametrize("text", ODD, ids=lambda text: text[:20])
def test_odd_json_is_decoded_as_the_json_module_does(text: str) -> None:
    assert outcome(quick.loads, text) == outcome(json.loads, text)


@given(documents().map(json.dumps), st.data())
def test_damaged_json_is_decoded_as_the_json_module_does(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text) - 1))
    damage = data.draw(st.sampled_from([*'{}[]",:\\ue019.-+ntN', "\0", "\u2028", ""]))
    damaged = text[:position] + damage + text[position + 1 :]

    assert outcome(quick.loads, damaged) == outcome(json.loads, damaged)


@given(st.floats() | st.integers(-(2**80), 2**80))
def test_numbers_are_exact(number: float) -> None:
    text = json.dumps(number)
    decoded = quick.loads(text)

    assert repr(decoded) == repr(json.loads(text))
    assert math.isnan(number) or decoded == number


def test_a_shape_is_compiled_after_many_documents() -> None:
    shape = Record(**shapes.SUMMARY.members)
    readers = [shape.reader() for _ in range(200)]

    assert readers[0] is shape
    assert isinstance(readers[-1], QuickReader)


def test_only_the_main_thread_compiles_a_shape() -> None:
    shape = Record(**shapes.SUMMARY.members)
    with ThreadPoolExecutor(2) as pool:
        readers = list(pool.map(lambda _: shape.reader(), range(200)))

    assert all(reader is shape for reader in readers)
