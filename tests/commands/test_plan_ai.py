"""`irctl plan` for AI recommendation and benchmark jobs."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.made import benchmark_job, figure, language_row, recommendation_job
from tests.program import irctl


def level(concurrency: int, requests: float, ttft: float) -> dict[str, Any]:
    return {
        "Concurrency": concurrency,
        "ExpectedPerformance": [
            figure("RequestThroughput", requests, "avg"),
            figure("OutputTokenThroughput", requests * 100, "avg"),
            figure("TimeToFirstToken", ttft, "p90", "ms"),
        ],
    }


@pytest.fixture
def job(tmp_path: Path) -> str:
    """One type at concurrency 64 with 10 requests and 2,000 tokens a second."""
    entries = [
        figure("RequestThroughput", "10", "avg"),
        figure("OutputTokenThroughput", "2000", "avg"),
        figure("ClientSideConcurrency", "64"),
    ]
    path = tmp_path / "job.json"
    path.write_text(json.dumps(recommendation_job(language_row(ExpectedPerformance=entries))))
    return str(path)


@pytest.fixture
def sweep(tmp_path: Path) -> str:
    """A benchmark that serves 6 requests a second within 400 ms, and 12 beyond."""
    path = tmp_path / "bench.json"
    levels = [level(1, 1, 100), level(8, 6, 390), level(32, 12, 900)]
    path.write_text(json.dumps(benchmark_job(*levels)))
    return str(path)


def planned(*arguments: str) -> Any:
    done = irctl("plan", *arguments, "--json")
    assert done.code == 0, done.err
    return json.loads(done.out)


PRICE = ["--price", "ml.g6e.2xlarge=3.6"]


def test_requests_are_planned_and_priced(job: str) -> None:
    """10 instances at half of 10/s serve 50/s for $36 an hour."""
    document = planned(job, "--traffic", "50/s", *PRICE)
    (plan,) = document["Plans"]
    assert plan["RequestsPerMinute"] == 3000
    assert (plan["InstanceCount"], plan["CostPerHour"], plan["CostPerMonth"]) == (10, 36, 26_280)
    assert plan["CostPerMillionOutputTokens"] == 1
    assert plan["CostPerThousandRequests"] == 0.2
    assert plan["Cheapest"]
    assert any(text.startswith("Latency: ") for text in document["Assumptions"])


def test_output_tokens_are_planned_and_named(job: str) -> None:
    (plan,) = planned(job, "--traffic", "2M tokens/min", *PRICE)["Plans"]
    assert (plan["OutputTokensPerMinute"], plan["InstanceCount"]) == (2_000_000, 34)
    assert "RequestsPerMinute" not in plan


def test_the_verdict_says_at_which_concurrency_latency_holds(job: str) -> None:
    assert "concurrency of 64 only" in irctl("plan", job, "--traffic", "50/s", *PRICE).err


def test_csv_has_the_costs_of_the_plan_and_of_what_was_measured(job: str) -> None:
    done = irctl("plan", job, "--traffic", "50/s", *PRICE, "-o", "csv")
    (row,) = csv.DictReader(done.out.splitlines())
    assert row["cost_per_million_output_tokens_usd"] == "1.0"
    assert row["measured_cost_per_million_output_tokens_usd"] == "0.5"


def test_without_a_price_instances_are_planned_and_a_warning_says_how_to_give_one(job: str) -> None:
    document = planned(job, "--traffic", "50/s")
    (plan,) = document["Plans"]
    assert (plan["InstanceCount"], plan["CostPerMonth"], plan["Cheapest"]) == (10, None, False)
    assert any("--price ml.g6e.2xlarge=USD" in warning for warning in document["Warnings"])
    assert "(10)" in irctl("plan", job, "--traffic", "50/s,1/s").out


def test_a_sweep_serves_what_its_highest_concurrency_within_the_limits_does(sweep: str) -> None:
    """6/s of 2 instances: 50/s at half of it need 34, at $2 each."""
    fleet = ["--benchmarked-on", "ml.x:2", "--price", "ml.x=2"]
    document = planned(sweep, "--traffic=50/s", "--max=ttft:p90=400ms", *fleet)
    best, beyond = document["Plans"]
    assert (best["Recommendation"]["Concurrency"], best["InstanceCount"]) == (8, 34)
    assert best["CostPerHour"] == 68
    assert (beyond["Recommendation"]["Concurrency"], beyond["Feasible"]) == (32, False)


def test_a_change_against_today(job: str) -> None:
    (plan,) = planned(job, "--traffic=50/s", *PRICE, "--current=ml.g6e.2xlarge:20")["Plans"]
    assert plan["ChangePerMonth"] == -26_280


def test_a_gate_limits_the_plan(job: str) -> None:
    gate = ["check", job, "--traffic", "50/s", *PRICE, "--max"]
    assert irctl(*gate, "cost-per-1m-tokens=1").code == 0
    assert irctl(*gate, "cost-per-1m-tokens=0.99").code == 10
    assert irctl(*gate, "monthly-cost=26000").code == 10


def test_an_inference_job_serves_no_tokens() -> None:
    document = planned("resnet50-default", "--demo", "--traffic", "1M tokens/min")
    assert not any(plan["Feasible"] for plan in document["Plans"])


def test_the_answer_holds_up_to_a_rate_also_of_tokens() -> None:
    """A g6.12xlarge serves 57,344 tokens a minute at $2.10 an hour, a g6e.2xlarge more at $2.80."""
    prices = [
        "--price=ml.g6e.2xlarge=2.8",
        "--price=ml.g6.12xlarge=2.1",
        "--price=ml.g5.12xlarge=7",
    ]
    plans = planned("mistral-throughput", "--demo", "--traffic=20k tokens/min", *prices)["Plans"]
    assert [plan["InstanceCount"] for plan in plans] == [1, 1, 1]
    assert plans[0]["ValidUntil"] == pytest.approx(955.74 * 60 / 2)
    assert plans[0]["ThenCheapest"] == "mistral-throughput/high-otps-on-g6e-2xlarge"
    assert plans[1]["ValidUntil"] is None


def test_a_bill_has_the_unit_of_the_traffic(job: str) -> None:
    for traffic, unit in (("50/s", "requests, log"), ("2M tokens/min", "output tokens, log")):
        done = irctl("plan", job, "--traffic", traffic, *PRICE, "-o", "svg")
        assert unit in done.out
        assert f">{traffic}<" in done.out


def test_a_bill_of_a_sweep_fades_the_concurrencies_beyond_the_limits(sweep: str) -> None:
    fleet = ["--benchmarked-on", "ml.x:2", "--price", "ml.x=2"]
    limit = "--max=ttft:p90=400ms"
    bill = irctl("plan", sweep, "--traffic=50/s", limit, *fleet, "-o", "svg").out
    assert all(f"x, concurrency {level}</text>" in bill for level in (8, 32))
    assert 'opacity="0.22"' in bill
    assert 'opacity="0.22"' not in irctl("plan", sweep, "--traffic=50/s", *fleet, "-o", "svg").out


def test_without_a_price_a_bill_says_that_there_is_none(job: str) -> None:
    assert "no configuration has" in irctl("plan", job, "--traffic", "50/s", "-o", "svg").out
