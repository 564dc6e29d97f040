"""`--query`: a part of the JSON."""

import json
from typing import Any

import pytest

from irctl.errors import ExitCode, UsageError
from irctl.output import json as json_format
from irctl.output import jsonl, query
from irctl.output.report import Report, documents
from irctl.output.style import Style

DOCUMENT = {"Recommendations": [{"Rank": 1, "Type": "ml.a"}, {"Rank": 2, "Type": "ml.b"}]}


def report(document: Any = DOCUMENT) -> Report:
    return Report(rows=documents([document]), warnings=("careful",))


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ("Recommendations[0].Type", "ml.a"),
        ("Recommendations[].Rank", [1, 2]),
        ("Recommendations[?Rank > `1`].Type | [0]", "ml.b"),
        ("length(Recommendations)", 2),
        ("Recommendations[?Type == `ml.b`].Rank", [2]),  # as AWS's documentation writes texts
        ("Missing.Member", None),
    ],
)
def test_the_json_is_what_the_query_finds(expression: str, found: object) -> None:
    text = "".join(json_format.render(query.select(report(), expression), Style()))
    assert json.loads(text) == found


def test_as_json_lines_a_list_is_one_line_each_and_anything_else_one_line() -> None:
    def lines(expression: str) -> list[str]:
        return "".join(jsonl.render(query.select(report(), expression), Style())).splitlines()

    assert lines("Recommendations[].Type") == ['"ml.a"', '"ml.b"']
    assert lines("Recommendations[0].Type") == ['"ml.a"']
    assert lines("Missing") == ["null"]


def test_the_warnings_stay() -> None:
    assert query.select(report(), "Recommendations").warnings == ("careful",)


@pytest.mark.parametrize("expression", ["", "[", "a b", "Recommendations[?", "unknown(@)\x1b[31m"])
def test_what_is_no_query_is_refused_on_one_line(expression: str) -> None:
    with pytest.raises(UsageError) as caught:
        query.check(expression)
    assert caught.value.code is ExitCode.USAGE
    assert caught.value.message.startswith("--query: ")
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "expression",
    [
        "&Rank",
        "unknown(@)",
        "length(`1`)",
        "sort_by(Recommendations, &@)",
        "to_number(@, @)",
        "Recommendations[::0]",
        "merge(`{}`, `1`)",
        "ceil(`1e400`)",
        f"avg([`1`, `{'9' * 400}`])",
    ],
)
def test_what_a_query_cannot_do_is_told(expression: str) -> None:
    query.check(expression)
    with pytest.raises(UsageError):
        query.select(report(), expression)


@pytest.mark.parametrize(
    "expression", ["(" * 3000 + "@" + ")" * 3000, "!" * 5000 + "a", "a[" + "1" * 5000 + "]"]
)
def test_a_query_beyond_all_measure_is_refused(expression: str) -> None:
    with pytest.raises(UsageError) as caught:
        query.select(report(), expression)
    assert len(caught.value.message) < 400


def test_a_refusal_does_not_repeat_the_data() -> None:
    long = {"Recommendations": [{"A": {"B": "x" * 1000}}, {"A": {"B": "y"}}]}
    with pytest.raises(UsageError) as caught:
        query.select(report(long), "sort_by(Recommendations, &A)")
    assert len(caught.value.message) < 400


def test_what_json_has_no_word_for_is_null() -> None:
    found = query.select(report({"a": "nan", "b": "1e999"}), "[to_number(a), to_number(b)]")
    assert "".join(jsonl.render(found, Style())) == "null\nnull\n"
