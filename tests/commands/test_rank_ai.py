"""`irctl rank` of AI recommendation and benchmark jobs."""

import csv
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from tests.made import benchmark_job, figure, language_row, real_time, recommendation_job, response
from tests.program import irctl

Save = Callable[..., str]


def performance(tokens: float, p50: float, p90: float | None = None) -> list[dict[str, Any]]:
    entries = [
        figure("OutputTokenThroughput", str(tokens), "avg", "Tokens/Second"),
        figure("TimeToFirstToken", str(p50), "p50", "Milliseconds"),
    ]
    if p90 is not None:
        entries.append(figure("TimeToFirstToken", str(p90), "p90", "Milliseconds"))
    return entries


CANDIDATES = [
    language_row("ml.g6e.2xlarge", ExpectedPerformance=performance(1771.52, 210.44, 331.92)),
    language_row("ml.g6.12xlarge", ExpectedPerformance=performance(1052.16, 248.71)),
    language_row("ml.g5.12xlarge", ExpectedPerformance=performance(1029.12, 148.29, 226.04)),
]
TARGET: dict[str, Any] = {"PerformanceTarget": {"Constraints": [{"Metric": "throughput"}]}}


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def saved(document: dict[str, Any], name: str = "job") -> str:
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(document))
        return str(path)

    return saved


@pytest.fixture
def job(save: Save) -> str:
    return save(recommendation_job(*CANDIDATES, **TARGET))


def test_json_has_the_response_s_members_and_irctl_s(job: str) -> None:
    ranking = json.loads(irctl("rank", job, "--by", "ttft", "--json").out)
    assert ranking["By"] == ["TimeToFirstToken:p50"]
    assert ranking["ParetoMetrics"] == ["OutputTokenThroughput:avg", "TimeToFirstToken:p50"]
    first = ranking["Recommendations"][0]
    assert first == {
        "Rank": 1,
        "JobName": "chat",
        "Position": 3,
        "OnParetoFront": True,
        "RecommendationId": "chat/3",
        **CANDIDATES[2],
    }


def test_the_job_s_target_decides_and_the_position_is_shown(job: str) -> None:
    rows = list(csv.DictReader(StringIO(irctl("rank", job, "-o", "csv").out)))
    assert [(row["rank"], row["position"]) for row in rows] == [("1", "1"), ("2", "2"), ("3", "3")]
    assert rows[0]["output_token_throughput_avg_per_second"] == "1771.52"
    assert rows[1]["time_to_first_token_p90_ms"] == ""


def test_headings_have_the_statistic_and_the_unit(job: str) -> None:
    table = irctl("rank", job, "--by", "ttft:p75").out
    for heading in ("Service's #", "Tokens/s avg", "TTFT p50 (ms)", "TTFT p90 (ms)"):
        assert heading in table
    assert "TTFT p75" not in table  # no row has a value
    assert "1,771.52" in table


def test_a_missing_statistic_meets_no_limit_and_those_that_are_known_are_named(job: str) -> None:
    ranking = json.loads(irctl("rank", job, "--max", "ttft:p90=400ms", "--json").out)
    assert [row["Position"] for row in ranking["Recommendations"]] == [1, 3]
    (excluded,) = ranking["Excluded"]
    assert "ttft:p90" in excluded["Reasons"][0]
    assert "p50" in excluded["Reasons"][0]


def test_one_candidate_is_not_called_the_best(save: Save) -> None:
    verdict = irctl("rank", save(recommendation_job(CANDIDATES[0], **TARGET))).err
    assert "best" not in verdict
    assert "1,771.52 tok/s" in verdict


def test_a_benchmark_has_a_row_for_each_concurrency(save: Save) -> None:
    rows = [
        {"Concurrency": n, "ExpectedPerformance": performance(100 * n, 10 * n)} for n in (1, 8, 4)
    ]
    ranking = json.loads(irctl("rank", save(benchmark_job(*rows)), "--json").out)
    assert [row["Concurrency"] for row in ranking["Recommendations"]] == [8, 4, 1]
    assert ranking["Recommendations"][0]["ExpectedPerformance"] == performance(800, 80)


def test_what_cannot_be_read_is_a_warning_and_not_ranked(save: Save) -> None:
    entries = [
        figure("OutputTokenThroughput", "NaN", "avg", "Tokens/Second"),
        figure("TimeToFirstToken", "1", "p50"),
        figure("TimeToFirstToken", "2", "p50"),
        figure("Mystery", "3"),
    ]
    document = recommendation_job(language_row(ExpectedPerformance=entries), **TARGET)
    ranking = json.loads(irctl("rank", save(document), "--json").out)
    text = " ".join(ranking["Warnings"])
    assert "OutputTokenThroughput avg" in text
    assert '"NaN"' in text
    assert "TimeToFirstToken p50" in text
    assert "Mystery" not in text


@pytest.mark.parametrize("command", ["rank", "compare"])
def test_old_and_new_kinds_are_not_read_together(command: str, job: str, save: Save) -> None:
    old = save(response(real_time()), "old")
    done = irctl(command, old, job)
    assert done.code == 2
    assert "ModelLatency" in done.err


def test_a_difference_of_conditions_is_a_warning(save: Save) -> None:
    jobs = [
        save(
            recommendation_job(
                CANDIDATES[0],
                name=name,
                AIWorkloadConfigIdentifier=name,
                InferenceSpecification={"Framework": framework},
            ),
            name,
        )
        for name, framework in (("a", "LMI"), ("b", "VLLM"))
    ]
    warnings = json.loads(irctl("rank", *jobs, "--json").out)["Warnings"]
    assert any("workload configurations" in warning for warning in warnings)
    assert any("frameworks" in warning for warning in warnings)


@pytest.mark.parametrize("wrong", ["latency", "ttft:p", "concurrency:p50"])
def test_a_metric_that_the_job_cannot_have_is_refused(wrong: str, job: str) -> None:
    assert irctl("rank", job, "--by", wrong).code == 2
