"""`irctl describe` of AI recommendation and benchmark jobs."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.made import benchmark_job, figure, language_row, recommendation_job
from tests.program import irctl

LORA = recommendation_job(
    language_row(
        "ml.g6e.12xlarge",
        RecommendationDescription="Two adapters",
        OptimizationDetails=[
            {"OptimizationType": "KernelTuning", "OptimizationConfig": {"level": "3"}}
        ],
        ModelDetails={
            "ModelPackageArn": "arn:aws:sagemaker:eu-west-1:1:model-package/chat/1",
            "InferenceSpecificationName": "low-cost",
        },
        AdapterDetails={"S3Uris": [{"AdapterId": "sql", "S3Uri": "s3://b/sql/"}]},
        ExpectedPerformance=[
            figure("throughput", "512.0", "average", "tokens/second"),
            figure("Mystery", "7", "avg", "Quanta"),
            figure("cost", "NaN", unit="USD/hour"),
        ],
        NewMember="new",
    ),
    PerformanceTarget={"Constraints": [{"Metric": "cost"}]},
    AIWorkloadConfigIdentifier="arn:aws:sagemaker:eu-west-1:1:ai-workload-config/chat-512",
    NewOfJob={"a": 1},
)


def saved(folder: Path, document: dict[str, Any]) -> str:
    path = folder / "job.json"
    path.write_text(json.dumps(document))
    return str(path)


@pytest.mark.parametrize("document", [LORA, benchmark_job()], ids=["recommendation", "benchmark"])
def test_json_is_the_response(document: dict[str, Any], tmp_path: Path) -> None:
    assert json.loads(irctl("describe", saved(tmp_path, document), "--json").out) == document


def test_people_read_all_that_a_recommendation_deploys(tmp_path: Path) -> None:
    text = irctl("describe", saved(tmp_path, LORA)).out
    for value in (
        "AI recommendation",
        "chat-512",
        "low-cost",
        "Two adapters",
        "model-package/chat/1",
        "s3://b/sql/",
        "KernelTuning",
        "512",
        "Quanta",
        "NaN",
        "NewMember",
        "NewOfJob",
        "chat/low-cost",
    ):
        assert value in text, value


def test_rows_for_machines_have_the_metrics_of_the_kind(tmp_path: Path) -> None:
    text = irctl("describe", saved(tmp_path, LORA), "-o", "csv").out
    (row,) = csv.DictReader(StringIO(text))
    assert row["output_token_throughput_avg_per_second"] == "512"
    assert row["cost_per_hour_usd"] == ""
    assert row["recommendation_id"] == "chat/low-cost"
    assert row["adapters"] == "sql"
    assert "model_latency_ms" not in row


def test_a_benchmark_shows_what_it_asked_and_where_its_log_is(tmp_path: Path) -> None:
    document = benchmark_job(
        AIBenchmarkJobStatus="Failed",
        FailureReason="Benchmark error rate 3.33% (10/300) exceeds maximum 1%",
        AIBenchmarkJobArn="arn:aws:sagemaker:eu-west-1:111122223333:ai-benchmark-job/bench",
        BenchmarkTarget={
            "Endpoint": {"Identifier": "prod", "InferenceComponents": [{"Identifier": "ic"}]}
        },
        OutputConfig={
            "S3OutputLocation": "s3://b/out/",
            "CloudWatchLogs": [
                {"LogGroupArn": "arn:aws:logs:eu-west-1:1:log-group:/g:*", "LogStreamName": "s/1"}
            ],
        },
    )
    done = irctl("describe", saved(tmp_path, document))
    assert done.code == 0
    for value in (
        "3.33%",
        "prod",
        "ic",
        "s3://b/out/",
        "--log-group-name /g --log-stream-name s/1",
    ):
        assert value in done.out, value


def test_only_some_of_very_many_other_figures_are_shown(tmp_path: Path) -> None:
    entries = [figure(f"Metric{n}", n) for n in range(100)]
    document = recommendation_job(language_row(ExpectedPerformance=entries))
    text = irctl("describe", saved(tmp_path, document)).out
    assert "Metric39" in text
    assert "Metric40" not in text
    assert "60 more" in text


def test_the_steps_of_a_saved_job_name_the_benchmarks_behind_its_rows(tmp_path: Path) -> None:
    arn = "arn:aws:sagemaker:eu-west-1:111122223333:ai-benchmark-job/ai-rec-chat-0"
    document = recommendation_job(language_row(AIBenchmarkJobArn=arn))
    steps = json.loads(irctl("steps", saved(tmp_path, document), "--json").out)
    assert steps == {"Steps": [{"AIBenchmarkJobArn": arn}]}


def test_a_benchmark_has_no_steps(tmp_path: Path) -> None:
    assert irctl("steps", saved(tmp_path, benchmark_job())).code == 2
