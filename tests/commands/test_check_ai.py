"""`irctl check` of AI recommendation and benchmark jobs."""

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from tests.made import benchmark_job, figure, language_row, real_time, recommendation_job, response
from tests.program import irctl


def figures(tokens: float, ttft: float) -> list[dict[str, Any]]:
    return [
        figure("OutputTokenThroughput", str(tokens), "avg", "Tokens/Second"),
        figure("RequestThroughput", str(tokens / 100), "avg", "Requests/Second"),
        figure("TimeToFirstToken", str(ttft), "p90", "Milliseconds"),
    ]


def saved(folder: Path, name: str, document: dict[str, Any]) -> str:
    path = folder / f"{name}.json"
    path.write_text(json.dumps(document))
    return str(path)


@pytest.fixture
def job(tmp_path: Path) -> str:
    rows = (
        language_row("ml.a", ExpectedPerformance=figures(1800, 350)),
        language_row("ml.b", ExpectedPerformance=figures(1000, 250)),
    )
    return saved(tmp_path, "job", recommendation_job(*rows, RoleArn="arn:aws:iam::1:role/r"))


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (("--max", "ttft:p90=400ms", "--min", "token-throughput=1500"), 0),
        (("--max", "ttft:p90=0.3s", "--min", "token-throughput=1500"), 10),
        (
            (
                "--min",
                "token-throughput=100000/min",
            ),
            0,
        ),
        (
            (
                "--min",
                "throughput=15/s",
            ),
            0,
        ),
        (
            (
                "--min",
                "throughput=19",
            ),
            10,
        ),
        (
            (
                "--max",
                "ttft=400",
            ),
            10,
        ),
        (
            (
                "--max",
                "cost-per-1m-tokens=1.5",
            ),
            10,
        ),
        (
            (
                "--max",
                "latency=1",
            ),
            2,
        ),
    ],
)
def test_a_limit_is_on_a_statistic(limits: tuple[str, ...], code: int, job: str) -> None:
    assert irctl("check", job, *limits).code == code


def test_a_cost_is_limited_at_the_prices_given(job: str) -> None:
    limit = ("--max", "cost-per-1m-tokens=1.3", "--price", "ml.a=8.344")
    assert irctl("check", job, *limit).code == 0
    assert irctl("check", job, *limit, "--min", "ttft:p90=999").code == 10


def test_a_missing_statistic_fails_and_the_known_ones_are_named(job: str) -> None:
    done = irctl("check", job, "--max", "ttft:p95=400", "-o", "junit")
    assert done.code == 10
    cases = ET.fromstring(done.out).iter("testcase")
    messages = {case.get("name"): failure.get("message") for case in cases for failure in case}
    assert "ttft has p90" in (messages["gate"] or "")


def test_a_benchmark_is_checked_at_each_concurrency(tmp_path: Path) -> None:
    rows = [{"Concurrency": n, "ExpectedPerformance": figures(100 * n, 40 * n)} for n in (1, 8)]
    path = saved(tmp_path, "bench", benchmark_job(*rows))
    limits = ("--max", "ttft:p90=100ms", "--min", "token-throughput=90")
    assert irctl("check", path, *limits).code == 0
    assert irctl("check", path, *limits, "--all").code == 10


def test_a_regression_is_against_a_benchmark_of_the_endpoint(tmp_path: Path, job: str) -> None:
    level = {"Concurrency": 8, "ExpectedPerformance": figures(900, 300)}
    before = saved(tmp_path, "before", benchmark_job(level))
    limit = ("--baseline", before, "--max-regression", "token-throughput=5%")
    assert irctl("check", job, *limit).code == 0
    done = irctl("check", job, *limit, "--max-regression", "ttft:p90=10%", "-o", "github")
    assert done.code == 10
    assert "::error" in done.out


def test_a_regression_against_another_workload_is_refused_unless_allowed(tmp_path: Path) -> None:
    def bench(name: str, workload: str) -> str:
        level = {"Concurrency": 8, "ExpectedPerformance": figures(900, 300)}
        document = benchmark_job(level, name=name, AIWorkloadConfigIdentifier=workload)
        return saved(tmp_path, name, document)

    gate = (bench("after", "code"), "--baseline", bench("before", "chat"))
    limit = ("--max-regression", "ttft:p90=10%")
    assert irctl("check", *gate, *limit).code == 10
    assert irctl("check", *gate, *limit, "--allow-different-conditions").code == 0


def test_an_old_kind_is_no_baseline(tmp_path: Path, job: str) -> None:
    old = saved(tmp_path, "old", response(real_time()))
    done = irctl("check", job, "--baseline", old, "--max-regression", "cost-per-hour=5%")
    assert done.code == 2
    assert "ModelLatency" in done.err


def test_json_names_the_metric_with_its_statistic(job: str) -> None:
    gate = json.loads(irctl("check", job, "--max", "ttft:p90=400", "--json").out)
    assert [limit["Metric"] for limit in gate["Constraints"]] == ["TimeToFirstToken:p90"]
    assert gate["Recommendations"][0]["DeploymentConfiguration"]["InstanceType"] == "ml.a"
