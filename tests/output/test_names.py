"""`-o name`: one name a line, for xargs."""

import pytest

from irctl.output.formats import render
from irctl.output.report import Report, Rows, documents
from irctl.output.style import Style
from tests.program import irctl

from .rows import Row, field

JOB = ["resnet50-default", "--demo"]
CHEAPEST = "resnet50-default/e079a189"


def names(*arguments: str) -> list[str]:
    done = irctl(*arguments, "-o", "name")
    assert done.code == 0, done.err
    return done.out.splitlines()


def test_jobs_go_by_their_names() -> None:
    listed = irctl("list", "--demo", "-o", "text", "--columns", "job_name").out.splitlines()
    assert names("list", "--demo") == listed
    assert names("wait", "bert-serverless", "resnet50-default", "--demo") == [
        "bert-serverless",
        "resnet50-default",
    ]


@pytest.mark.parametrize(
    ("arguments", "first", "count"),
    [
        (["describe", *JOB], "resnet50-default/a1b2c3d4", 6),
        (["rank", *JOB], CHEAPEST, 6),
        (["rank", *JOB, "--top", "1"], CHEAPEST, 1),
        (["rank", *JOB, "--max", "latency=50"], "resnet50-default/f5492adf", 3),
        (["plan", *JOB, "--traffic", "100/s,200/s"], CHEAPEST, 6),
        (["compare", *JOB], CHEAPEST, 6),
        (["check", *JOB, "--max", "latency=50"], "resnet50-default/a1b2c3d4", 3),
    ],
)
def test_recommendations_go_by_their_ids(arguments: list[str], first: str, count: int) -> None:
    printed = names(*arguments)
    assert (printed[0], len(printed)) == (first, count)
    assert len(set(printed)) == len(printed)


def test_only_what_meets_the_gate_is_named() -> None:
    done = irctl("check", *JOB, "--max", "latency=1", "-o", "name")
    assert (done.code, done.out) == (10, "")


@pytest.mark.parametrize("command", ["steps", "scaling", "export"])
def test_a_command_whose_rows_have_no_names_does_not_offer_it(command: str) -> None:
    assert irctl(command, *JOB, "-o", "name").code == 2


def test_a_row_without_a_name_is_left_out_and_a_name_stays_on_its_line() -> None:
    rows: list[Row] = [{"a": "x\ny"}, {"a": None}, {"a": "z"}, {"a": "z"}]
    named: Rows[Row] = Rows([field("a")], [rows], name=lambda row: row["a"])
    for made in (Report(rows=named), Report(rows=documents([]), records=named)):
        assert "".join(render("name", made, Style())) == "x\\ny\nz\n"
