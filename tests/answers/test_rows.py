"""What is true of the rows of every answer."""

import json

import pytest

from irctl.answers import rank
from irctl.decisions.ranking import Criteria, Ranker
from irctl.jobs.kinds import INFERENCE
from irctl.jobs.metrics import LATENCY
from tests.made import job, real_time
from tests.program import irctl

COMMANDS = {
    "list": ["list"],
    "describe": ["describe", "resnet50-default"],
    "steps": ["steps", "resnet50-default"],
    "rank": ["rank", "resnet50-default", "resnet50-advanced", "--weight", "latency=1"],
    "wait": ["wait", "resnet50-default"],
    "scaling": ["scaling", "resnet50-default"],
    "compare": ["compare", "resnet50-default", "resnet50-default-v2"],
    "plan": ["plan", "bert-serverless", "resnet50-default", "--average", "1/s", "--peak", "9/s"],
    "check": ["check", "resnet50-default", "--max", "latency=100"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_no_two_columns_share_a_name(command: str) -> None:
    columns = irctl(*COMMANDS[command], "--demo", "-o", "csv").out.splitlines()[0].split(",")
    assert len(set(columns)) == len(columns)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_two_columns_share_a_heading(command: str) -> None:
    text = irctl(*COMMANDS[command], "--demo", "-o", "markdown").out
    tables = [line for line in text.splitlines() if line.startswith("| ")]
    rules = [line for line in text.splitlines() if line.startswith("| ---")]
    headings = [tables[tables.index(rule) - 1].strip("| ").split(" | ") for rule in rules]
    assert headings
    for some in headings:
        assert len(set(some)) == len(some)


def test_what_irctl_says_of_a_recommendation_is_not_for_the_response_to_say() -> None:
    ranker = Ranker(Criteria(), None)
    ranker.add(job(real_time(Rank=99, Reasons=["no"], OnParetoFront="no")).recommendations)
    report = rank.report(ranker.ranking(), kind=INFERENCE, warnings=[], left_out=[], several=False)
    (ranked,) = report.json()["Recommendations"]
    assert (ranked["Rank"], ranked["OnParetoFront"], ranked["Reasons"]) == (1, True, ["no"])


def test_a_score_that_is_unknown_is_null() -> None:
    ranker = Ranker(Criteria(by=(LATENCY,), weights={LATENCY: 1.0}), None)
    ranker.add(job(real_time(latency=10), real_time(latency=None)).recommendations)
    report = rank.report(ranker.ranking(), kind=INFERENCE, warnings=[], left_out=[], several=False)
    assert [row["Score"] for row in report.json()["Recommendations"]] == [1.0, None]


def test_json_lines_are_the_rows_of_the_document() -> None:
    document = json.loads(irctl(*COMMANDS["plan"], "--demo", "--json").out)
    lines = irctl(*COMMANDS["plan"], "--demo", "-o", "jsonl").out.splitlines()
    assert [json.loads(line) for line in lines] == document["Plans"]
