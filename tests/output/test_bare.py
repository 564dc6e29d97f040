"""`-o text`: the rules of the AWS CLI, and a line for each row without a query."""

import pytest

from irctl.output.formats import render
from irctl.output.query import select
from irctl.output.report import Json, Report, documents
from irctl.output.style import Style
from tests.program import irctl

from .rows import HOSTILE, Row, field, report


def text(value: Json) -> str:
    return "".join(render("text", select(Report(rows=documents([value])), "@"), Style()))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("a name", "a name\n"),
        (None, "None\n"),
        (True, "True\n"),
        (0.5, "0.5\n"),
        ([], ""),
        ({}, ""),
        (["a", "b", None], "a\tb\tNone\n"),
        ([["a", 1], ["b", 2]], "a\t1\nb\t2\n"),
        (["x", ["a", 1]], "x\na\t1\n"),
        ({"b": 1, "a": 2}, "2\t1\n"),
        ({"a": 1, "list": ["x", "y"]}, "1\nLIST\tx\nLIST\ty\n"),
        ({"a": 1, "inner": {"c": 3, "b": 2}}, "1\nINNER\t2\t3\n"),
        ([{"a": 1, "b": 2}, {"b": 3}], "1\t2\n\t3\n"),
        ({"rows": [{"a": 1, "in": [{"x": 9}]}, {"a": 2}]}, "ROWS\t1\nIN\t9\nROWS\t2\n"),
    ],
)
def test_the_result_of_a_query_is_written_as_the_aws_cli_writes_it(
    value: Json, expected: str
) -> None:
    """`expected` is what awscli/text.py of version 1.46.3 writes."""
    assert text(value) == expected


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_stays_on_its_line_and_in_its_column(value: str) -> None:
    printed = text([value, value])
    assert printed.count("\n") == printed.count("\t") == 1
    assert not any(character in printed for character in "\x1b\x9b\r\u202e\u200b\x00")


def test_without_a_query_each_row_is_a_line() -> None:
    rows: list[Row] = [{"a": "x", "b": 1}, {"a": None, "b": ["p", "q"]}]
    made = report([field("a"), field("b"), field("c", column="")], rows)
    assert "".join(render("text", made, Style())) == "x\t1\nNone\tp; q\n"


def test_a_scalar_is_bare_for_a_shell() -> None:
    done = irctl(
        *["rank", "resnet50-default", "--demo", "-o", "text"],
        *["--query", "Recommendations[0].RecommendationId"],
    )
    assert (done.code, done.out) == (0, "resnet50-default/e079a189\n")


def test_a_row_has_the_numbers_of_csv() -> None:
    rank = ["rank", "resnet50-default", "--demo", "--no-headers", "--columns", "cost_per_hour_usd"]
    assert irctl(*rank, "-o", "text").out == irctl(*rank, "-o", "csv").out


def test_export_has_it_too() -> None:
    done = irctl("export", "resnet50-default", "--demo", "-o", "text", "--query", "JobName")
    assert (done.code, done.out) == (0, "resnet50-default\n")
