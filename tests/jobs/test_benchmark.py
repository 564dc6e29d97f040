"""Where the results of a benchmark job are, and whether it failed its validity gate."""

from pathlib import Path
from typing import Any

import pytest

from irctl.jobs import parse
from irctl.jobs.benchmark import GateFailure, gate_failure, location
from irctl.jobs.model import Job
from tests.program import RECORDED, needs_recordings


def job(**members: Any) -> Job:
    return parse.job({"AIBenchmarkJobName": "b", "AIBenchmarkJobStatus": "Completed", **members})


@pytest.mark.parametrize(
    ("uri", "command"),
    [
        ("s3://bucket/a b/", "aws s3 cp --recursive 's3://bucket/a b/' results/ "),
        ("s3://bucket/a/$(x)", "aws s3 cp --recursive 's3://bucket/a/$(x)/' results/ "),
        ("s3://bucket", "aws s3 cp --recursive s3://bucket/ results/ "),
    ],
)
def test_the_results_are_copied_by_a_command_that_is_safe_to_paste(uri: str, command: str) -> None:
    where = location(job(OutputConfig={"S3OutputLocation": uri}))
    assert where is not None
    assert where.copy_command == f"{command}--exclude '*' --include '*output.tar.gz'"


def test_a_job_without_an_output_location_has_none() -> None:
    assert location(job()) is None


REASON = "AlgorithmError: Benchmark error rate 3.33% (10/300) exceeds maximum 1%."


@pytest.mark.parametrize(
    ("reason", "failure"),
    [
        (REASON, GateFailure(3.33, 10, 300)),
        ("Error Rate of 5% is too high", GateFailure(5)),
        ("error rate too high", GateFailure(None)),
        ("AlgorithmError: out of memory", None),
        (None, None),
    ],
)
def test_a_failed_gate_is_known_by_its_reason(
    reason: str | None, failure: GateFailure | None
) -> None:
    assert gate_failure(job(AIBenchmarkJobStatus="Failed", FailureReason=reason)) == failure


def test_only_a_failed_benchmark_job_fails_the_gate() -> None:
    assert gate_failure(job(FailureReason=REASON)) is None
    other = {"AIRecommendationJobName": "r", "AIRecommendationJobStatus": "Failed"}
    assert gate_failure(parse.job({**other, "FailureReason": REASON})) is None


@needs_recordings
def test_the_recorded_reason_is_a_failed_gate() -> None:
    reason = Path(RECORDED / "ai" / "failure_reason.txt").read_text()
    failed = job(AIBenchmarkJobStatus="Failed", FailureReason=reason)
    assert gate_failure(failed) == GateFailure(3.33, 10, 300)
