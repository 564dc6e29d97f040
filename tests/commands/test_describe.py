import csv
import io
import json

import pytest

from tests.program import irctl

KINDS = [
    "resnet50-default",
    "resnet50-advanced",
    "bert-serverless",
    "fraud-xgboost",
    "churn-stairs",
    "bert-failed",
    "llama-stopped",
    "gpt2-running",
]


@pytest.mark.parametrize("job", KINDS)
def test_a_job_of_any_kind_and_status_is_described(job: str) -> None:
    done = irctl("describe", job, "--demo")
    assert done.code == 0
    assert done.out.splitlines()[0].split() == ["Job", job]


@pytest.mark.parametrize("job", KINDS)
def test_the_json_can_be_read_back_and_is_then_the_same(job: str) -> None:
    document = irctl("describe", job, "--demo", "--json").out
    assert irctl("describe", "-", "--json", stdin=document.encode()).out == document


def test_json_lines_collect_jobs_that_rank_reads() -> None:
    lines = "".join(
        irctl("describe", job, "--demo", "-o", "jsonl").out
        for job in ("resnet50-default", "resnet50-default-v2")
    )
    assert len(lines.splitlines()) == 2
    ranked = json.loads(irctl("rank", "-", "--json", stdin=lines.encode()).out)
    assert {entry["JobName"] for entry in ranked["Recommendations"]} == {
        "resnet50-default",
        "resnet50-default-v2",
    }


def test_a_failed_job_shows_its_reason_near_the_top() -> None:
    lines = irctl("describe", "bert-failed", "--demo").out.splitlines()
    assert lines[2].startswith("Failure reason  INVALID_INPUT")


def test_a_running_job_shows_for_how_long_it_has_run() -> None:
    assert "Running for    6 min\n" in irctl("describe", "gpt2-running", "--demo").out


def test_an_existing_endpoint_is_shown_with_the_best_recommendation() -> None:
    section = irctl("describe", "fraud-xgboost", "--demo").out.partition("Endpoint performance\n")[
        2
    ]
    assert "endpoint fraud-scoring-prod" in section
    assert "cheapest per inference" in section
    assert "against endpoint fraud-scoring-prod: latency -69%, throughput +189%" in section


def test_csv_is_one_recommendation_a_row_with_full_values() -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(irctl("describe", "resnet50-default", "--demo", "-o", "csv").out)
        )
    )
    given = json.loads(irctl("describe", "resnet50-default", "--demo", "--json").out)
    for row, entry in zip(rows, given["InferenceRecommendations"], strict=True):
        assert row["recommendation_id"] == entry["RecommendationId"]
        assert float(row["cost_per_inference_usd"]) == entry["Metrics"]["CostPerInference"]
        environment = entry["ModelConfiguration"]["EnvironmentParameters"]
        assert json.loads(row["environment"]) == {e["Key"]: e["Value"] for e in environment}


def test_markdown_has_sections_and_tables() -> None:
    text = irctl("describe", "resnet50-default", "--demo", "-o", "markdown").out
    assert "## Recommendations\n" in text
    assert "- **Status**: COMPLETED\n" in text


def test_several_jobs_in_a_file_are_too_many() -> None:
    lines = irctl("describe", "churn-stairs", "--demo", "-o", "jsonl").out * 2
    done = irctl("describe", "-", stdin=lines.encode())
    assert done.code == 5
    assert "several jobs" in done.err
