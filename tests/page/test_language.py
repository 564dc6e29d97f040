"""The page and the comment of jobs of language models."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.made import figure, language_row, recommendation_job
from tests.page.test_page import Parsed, data_of, report
from tests.program import irctl

TIMES = "\N{MULTIPLICATION SIGN}"
JOB = ["mistral-throughput", "--demo"]
PRICES = [
    *("--price", "ml.g6e.2xlarge=2.8"),
    *("--price", "ml.g6.12xlarge=2.1"),
    *("--price", "ml.g5.12xlarge=7.09"),
]
SWEEP = [
    *("mistral-prod-sweep", "--demo", "--results", "s3"),
    *("--benchmarked-on", "ml.g6.16xlarge", "--price", "ml.g6.16xlarge=4.2"),
]
LIMIT = ["--max", "ttft:p90=400"]


def shown(*arguments: str) -> str:
    return "".join(Parsed(report(*arguments)).shown)


@pytest.fixture
def job(tmp_path: Path) -> str:
    """A job with a secret in its environment and with private names."""
    row = language_row(
        ExpectedPerformance=[
            figure("RequestThroughput", 10, "avg"),
            figure("OutputTokenThroughput", 2000, "avg"),
            figure("TimeToFirstToken", 120, "p50", "ms"),
        ],
        ModelDetails={"InferenceSpecificationName": "secret-project-on-g6e"},
    )
    row["DeploymentConfiguration"]["EnvironmentVariables"] = {"HF_TOKEN": "hush", "THREADS": "4"}
    document = recommendation_job(
        row,
        name="secret-project",
        AIWorkloadConfigIdentifier="secret-project-load",
        ModelSource={"S3": {"S3Uri": "s3://hush/model"}},
        RoleArn="arn:aws:iam::111122223333:role/hush-role",
    )
    path = tmp_path / "job.json"
    path.write_text(json.dumps(document))
    return str(path)


def test_the_answer_has_the_facts_of_a_language_model() -> None:
    text = shown(*JOB, "--traffic", "5/s", *PRICES)
    for fact in (
        f"3 {TIMES} ml.g6e.2xlarge, $6,132.00 a month",
        "240 ms TTFT p50",
        "30.3 tokens/s for each user",
        "$1.56 per million output tokens",
        "latency holds at the measured concurrency of 48 only",
        "above that, ml.g6.12xlarge is",
    ):
        assert fact in text


def test_tokens_are_planned_in_tokens() -> None:
    text = shown(*JOB, "--traffic", "200k tokens/min", *PRICES)
    assert f"5 {TIMES} ml.g6e.2xlarge" in text
    assert "207,489 tokens/min capacity" in text


def test_a_sweep_is_planned_at_the_highest_concurrency_within_the_limit() -> None:
    text = shown(*SWEEP, "--traffic", "5/s", *LIMIT)
    assert f"13 {TIMES} ml.g6.16xlarge, concurrency 8, $39,858.00 a month" in text
    assert "247.5 ms TTFT p90" in text
    assert text.count("concurrency 8 keeps the limits and serves more") == 3
    assert "ttft:p90 435 ms is above 400 ms" in text


@pytest.mark.parametrize(
    ("prices", "drawn", "other"),
    [
        (SWEEP[6:], "Cost of tokens", "Token throughput"),
        ([], "Token throughput", "Cost of tokens"),
    ],
)
def test_one_curve_is_of_the_cost_of_tokens_where_it_is_known(
    prices: list[str], drawn: str, other: str
) -> None:
    """Against the latency that is limited."""
    page = report(*SWEEP[:6], *prices, *LIMIT)
    assert f">{drawn} against TTFT p90</h2>" in page
    assert f">{other} against" not in page
    assert page.count('data-part="ring"') == 2
    assert page.count("limit 400 ms<") == 2


def test_without_a_price_the_fastest_is_the_answer_and_no_cost_is_shown() -> None:
    text = shown(*JOB, "--traffic", "5/s")
    assert f"3 {TIMES} ml.g5.12xlarge, cost unknown" in text
    assert "It is the fastest of all 3 configurations" in text
    assert "Cost of tokens" not in text
    assert "as the job reports" not in text
    assert "Monthly cost at any traffic" not in text
    assert "$0.00" not in text
    assert "no configuration has a throughput and a cost" in shown(*JOB)


def test_what_the_page_computes_with_is_of_the_job() -> None:
    data = data_of(report(*SWEEP, "--traffic", "5/s", *LIMIT))
    assert data["options"]["latency"] == ["--max", "ttft:p90="]
    assert data["state"]["latency"] == "400"
    (board,) = data["boards"]
    assert [one["sweep"] for one in board["configurations"]] == [1, 2, 4, 8, 16, 32]
    assert len(board["checks"]) == 7


def test_a_benchmark_and_the_recommendations_for_its_model_are_compared() -> None:
    jobs = ["mistral-prod-sweep", "mistral-throughput", "--demo", "--results", "s3"]
    page = report(*jobs)
    assert [board["jobs"] for board in data_of(page)["boards"]] == [jobs[:2]]
    assert "Changes between the jobs" in page


def test_jobs_of_both_kinds_are_refused() -> None:
    assert irctl("report", "resnet50-default", *JOB).code == 2


def test_the_comment_names_the_latency_that_is_limited() -> None:
    lines = report(*SWEEP, "--traffic", "5/s", *LIMIT, "-o", "markdown").splitlines()
    assert lines[0] == (
        f"### mistral-prod-sweep: 13 {TIMES} ml.g6.16xlarge, concurrency 8, \\$39,858.00 a month"
    )
    assert lines[2].endswith("Its latency holds at the measured concurrency of 8 only.")
    assert "| TTFT p90 |" in lines[4]
    assert "| 247.5 ms | cheapest |" in lines[6]


def test_the_command_gives_the_page_again() -> None:
    command = [*SWEEP, "--traffic", "5/s", *LIMIT]
    text = shown(*command)
    assert "--benchmarked-on ml.g6.16xlarge:1 --results s3" in text
    assert "--max ttft:p90=400" in text


def test_nothing_private_is_shown(job: str) -> None:
    page = report(job, "--traffic", "9/s", *PRICES[:2])
    assert "hush" not in page
    assert "THREADS=4" in page
    assert "secret-project-load" in page
    for format in ("html", "markdown"):
        anonymous = report(job, "--traffic", "9/s", "--anonymous", "-o", format)
        assert "secret-project" not in anonymous


def test_the_page_of_a_sweep_stays_small() -> None:
    assert len(report(*SWEEP, "--traffic", "5/s", *LIMIT).encode()) <= 120_000


def test_a_hostile_text_is_no_markup(tmp_path: Path) -> None:
    hostile = "<img src=x onerror=alert(1)>\u202e</script>"
    row: dict[str, Any] = language_row(
        hostile,
        ExpectedPerformance=[figure("RequestThroughput", 10, "avg")],
        ModelDetails={"InferenceSpecificationName": hostile},
    )
    path = tmp_path / "job.json"
    path.write_text(
        json.dumps(recommendation_job(row, name=hostile, AIWorkloadConfigIdentifier=hostile))
    )
    parsed = Parsed(report(str(path), "--traffic", "9/s"))
    assert parsed.open == []
    assert len(parsed.of("script")) == 2
    assert parsed.of("img") == []
    assert "\u202e" not in "".join(parsed.shown)
