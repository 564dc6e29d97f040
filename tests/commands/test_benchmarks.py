"""Results of benchmark jobs from files and from S3, in every command that uses them."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from irctl.errors import ExitCode
from tests import aiperf as made
from tests.aiperf import PROFILE
from tests.e2e.s3 import Bucket
from tests.e2e.server import Server
from tests.program import Done, irctl

COMMANDS = (
    ("describe",),
    ("rank",),
    ("compare",),
    ("plan", "--traffic", "1/s"),
    ("check", "--max", "ttft:p90=1000"),
)
KEY = "benchmarks/llama/output/output.tar.gz"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, cache: Path) -> Iterator[Bucket]:
    """A bucket with the results of one job, and credentials in the environment."""
    for name in list(os.environ):
        if name.startswith("AWS_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    with Bucket({KEY: made.archive({f"./{PROFILE}": made.run(4)})}) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL_S3", server.url)
        yield server


@pytest.fixture
def saved(tmp_path: Path) -> str:
    return save(tmp_path, AIBenchmarkJobStatus="Completed")


def save(directory: Path, **members: Any) -> str:
    path = directory / "job.json"
    arn = "arn:aws:sagemaker:us-east-1:111122223333:ai-benchmark-job/llama"
    response = {
        "AIBenchmarkJobName": "llama",
        "AIBenchmarkJobArn": arn,
        "OutputConfig": {"S3OutputLocation": "s3://bucket/benchmarks/"},
        **members,
    }
    path.write_text(json.dumps(response))
    return str(path)


def run(command: tuple[str, ...], job: str, *options: str) -> Done:
    return irctl(command[0], job, *command[1:], *options)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_every_command_that_uses_results_reads_them_from_s3(
    command: tuple[str, ...], bucket: Bucket, saved: str
) -> None:
    done = run(command, saved, "--results", "s3", "--json")
    assert done.code == 0, done.err
    assert bucket.requests == ["ListObjectsV2", "GetObject"]
    assert "OutputTokenThroughput" in done.out or "ttft:p90" in done.out


def test_a_job_in_aws_is_joined_with_its_results(
    bucket: Bucket, saved: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = Server()
    try:
        server.add(json.loads(Path(saved).read_text()))
        monkeypatch.setenv("AWS_ENDPOINT_URL_SAGEMAKER", server.url)
        options = ("--region", "us-east-1", "--json")
        assert irctl("rank", "llama", *options).code == ExitCode.USAGE
        assert "BenchmarkResults" not in json.loads(irctl("describe", "llama", *options).out)
        done = irctl("describe", "llama", "--results", "s3", *options)
    finally:
        server.stop()
    document = json.loads(done.out)
    assert document["AIBenchmarkJobName"] == "llama"
    assert [row["Concurrency"] for row in document["BenchmarkResults"]] == [4]


def test_a_variable_reads_results_from_s3_too(
    bucket: Bucket, saved: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IRCTL_RESULTS", "S3")
    (row,) = json.loads(irctl("rank", saved, "--json").out)["Recommendations"]
    assert (row["Concurrency"], row["JobName"]) == (4, "llama")
    assert {
        "Metric": "TimeToFirstToken",
        "Stat": "p90",
        "Value": 196.0,
        "Unit": "Milliseconds",
    } in row["ExpectedPerformance"]


def test_the_response_and_its_results_are_one_job_when_they_are_saved(
    bucket: Bucket, saved: str, tmp_path: Path
) -> None:
    done = irctl("describe", saved, "--results", "s3", "--json")
    document = json.loads(done.out)
    assert document["AIBenchmarkJobStatus"] == "Completed"
    (tmp_path / "both.json").write_text(done.out)
    again = irctl("rank", str(tmp_path / "both.json"), "--json")
    assert again.out == irctl("rank", saved, "--results", "s3", "--json").out


@pytest.mark.parametrize("command", COMMANDS[1:], ids=lambda command: command[0])
def test_results_that_were_not_read_are_a_problem_with_a_way_to_read_them(
    command: tuple[str, ...], bucket: Bucket, saved: str
) -> None:
    done = run(command, saved)
    assert done.code == ExitCode.USAGE
    assert "--results s3" in done.err
    assert "aws s3 cp --recursive s3://bucket/benchmarks/ results/" in done.err
    assert bucket.requests == []


def test_a_job_is_described_without_its_results(bucket: Bucket, saved: str) -> None:
    done = irctl("describe", saved)
    assert done.code == 0
    assert "aws s3 cp --recursive s3://bucket/benchmarks/ results/" in done.out
    assert bucket.requests == []


REASON = "AlgorithmError: Benchmark error rate 3.33% (10/300) exceeds maximum 1%."


def test_a_job_that_failed_its_gate_says_why_and_its_error_rate(tmp_path: Path) -> None:
    failed = save(tmp_path, AIBenchmarkJobStatus="Failed", FailureReason=REASON)
    described = irctl("describe", failed)
    assert described.code == 0
    assert "3.3% (10 of 300 requests)" in described.out
    assert REASON in described.out


@pytest.mark.parametrize("command", COMMANDS[1:], ids=lambda command: command[0])
def test_results_of_a_failed_gate_are_used_only_on_request(
    command: tuple[str, ...], bucket: Bucket, tmp_path: Path
) -> None:
    failed = save(tmp_path, AIBenchmarkJobStatus="Failed", FailureReason=REASON)
    refused = run(command, failed, "--results", "s3")
    assert refused.code == ExitCode.JOB_FAILED
    assert REASON in refused.err
    assert "--allow-failed-gate" in refused.err
    assert bucket.requests == []
    done = run(command, failed, "--results", "s3", "--allow-failed-gate")
    assert done.code == 0, done.err
    assert "failed the validity gate (3.33% errors)" in done.err


def test_a_job_that_failed_otherwise_has_no_results(bucket: Bucket, tmp_path: Path) -> None:
    failed = save(tmp_path, AIBenchmarkJobStatus="Failed", FailureReason="out of memory")
    done = irctl("rank", failed, "--results", "s3", "--allow-failed-gate")
    assert done.code == ExitCode.JOB_FAILED
    assert bucket.requests == []


def test_one_job_without_results_costs_no_other(bucket: Bucket, saved: str, tmp_path: Path) -> None:
    bucket.denied = {"ListObjectsV2": "AccessDenied"}
    (tmp_path / "local.json").write_text(json.dumps(made.run(8)))
    done = irctl("rank", str(tmp_path / "local.json"), saved, "--results", "s3", "--json")
    assert done.code == ExitCode.CREDENTIALS
    assert [row["JobName"] for row in json.loads(done.out)["Recommendations"]] == ["local"]


def test_other_places_of_results_are_refused(saved: str) -> None:
    done = irctl("rank", saved, "--results", "disk")
    assert done.code == ExitCode.USAGE
    assert "s3" in done.err


def test_errors_above_one_percent_are_a_warning_with_a_local_file(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(json.dumps(made.run(4, succeeded=290, failed=10)))
    done = irctl("rank", str(path))
    assert done.code == 0
    assert "3.33% for concurrency 4" in done.err
