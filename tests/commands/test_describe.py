import csv
import io
import json
from collections.abc import Iterator
from ctypes import c_float
from pathlib import Path

import pytest

from tests.e2e.server import Server, failing
from tests.program import irctl

from .pending import job, step

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
        cost = c_float(float(row["cost_per_inference_usd"])).value
        assert cost == c_float(entry["Metrics"]["CostPerInference"]).value
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


# A job that failed

LOG = (
    "aws logs get-log-events --region us-east-2 --log-group-name "
    "/aws/sagemaker/InferenceRecommendationsJobs --log-stream-name {}/execution"
)
STEPS = "ListInferenceRecommendationsJobSteps"


@pytest.fixture
def sagemaker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-2",
        "AWS_MAX_ATTEMPTS": "1",
    }.items():
        monkeypatch.setenv(name, value)
    server = Server()
    yield server
    server.stop()


@pytest.mark.parametrize("status", ["FAILED", "STOPPED"])
@pytest.mark.parametrize("output", ["table", "markdown"])
def test_a_job_that_failed_shows_why_and_how_to_read_its_log(
    sagemaker: Server, status: str, output: str
) -> None:
    sagemaker.add(job("a", status))
    sagemaker.steps["a"] = [
        step("a", "COMPLETED", "never shown"),
        step("a", "FAILED", "out of memory"),
        step("a", "STOPPED"),
    ]
    done = irctl("describe", "a", "--endpoint-url", sagemaker.url, "-o", output)
    assert done.code == 0
    assert "out of memory" in done.out
    assert "never shown" not in done.out
    assert LOG.format("a").replace("-", "") in done.out.replace("\\", "").replace("-", "")


def test_a_failure_to_fetch_the_benchmarks_costs_only_them(sagemaker: Server) -> None:
    sagemaker.add(job("a", "FAILED", FailureReason="why it failed"))
    sagemaker.about(STEPS, failing("AccessDeniedException", "not allowed"))
    done = irctl("describe", "a", "--endpoint-url", sagemaker.url)
    assert done.code == 0
    assert "why it failed" in done.out
    assert LOG.format("a") in done.out
    assert "could not be fetched" in done.err


@pytest.mark.parametrize("output", ["json", "jsonl", "csv", "tsv"])
def test_the_benchmarks_are_fetched_for_people_only(sagemaker: Server, output: str) -> None:
    sagemaker.add(job("a", "FAILED"))
    assert irctl("describe", "a", "--endpoint-url", sagemaker.url, "-o", output).code == 0
    assert STEPS not in [request.operation for request in sagemaker.requests]


@pytest.mark.parametrize("status", ["COMPLETED", "IN_PROGRESS", "PENDING"])
def test_no_benchmarks_are_fetched_of_a_job_that_did_not_fail(
    sagemaker: Server, status: str
) -> None:
    sagemaker.add(job("a", status))
    done = irctl("describe", "a", "--endpoint-url", sagemaker.url)
    assert STEPS not in [request.operation for request in sagemaker.requests]
    assert "aws logs" not in done.out


def test_a_saved_response_of_a_failed_job_has_the_command_for_its_log_only(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(job("a", "FAILED")))
    done = irctl("describe", str(path))
    assert (done.code, done.err) == (0, "")
    assert LOG.format("a") in done.out
