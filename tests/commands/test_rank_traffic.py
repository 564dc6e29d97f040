"""`irctl rank --traffic`: the costs at some load."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.made import figure, language_row, real_time, recommendation_job, response, serverless
from tests.program import irctl


@pytest.fixture
def file(tmp_path: Path) -> str:
    """Serverless at $10 for a million requests, and $1.20 an hour for 6,000 a minute."""
    entries = [
        real_time("ml.a", cost=1.2, rate=6000, per_inference=1.2 / 360_000),
        serverless(per_inference=1e-5, rate=60, concurrency=1),
    ]
    path = tmp_path / "job.json"
    path.write_text(json.dumps(response(*entries, name="j")))
    return str(path)


def ranked(file: str, *options: str) -> Any:
    return json.loads(irctl("rank", file, *options, "--json").out)


def hosting(answer: Any) -> list[str]:
    return [
        row["EndpointConfiguration"].get("InstanceType", "serverless")
        for row in answer["Recommendations"]
    ]


def test_serverless_and_real_time_compare_at_a_load(file: str) -> None:
    """At 100/min serverless costs $0.06 an hour and one instance $1.20.

    At 5,000/min it is $3, and two instances, which carry half of 6,000 each, $2.40.
    """
    low = ranked(file, "--traffic", "100/min")
    assert hosting(low) == ["serverless", "ml.a"]
    assert [row["CostPerHour"] for row in low["Recommendations"]] == [0.06, 1.2]
    assert low["Recommendations"][1]["CostPerInference"] == 0.0002
    high = ranked(file, "--traffic", "5000/min")
    assert hosting(high) == ["ml.a", "serverless"]
    first = high["Recommendations"][0]
    assert (first["InstanceCount"], first["CostPerHour"]) == (2, 2.4)
    assert (high["RequestsPerMinute"], high["Utilization"]) == (5000, 0.5)
    assert hosting(ranked(file)) == ["ml.a", "serverless"]


def test_the_warning_about_mixed_loads_is_only_for_what_is_measured(file: str) -> None:
    assert any("--traffic RATE" in warning for warning in ranked(file)["Warnings"])
    assert not ranked(file, "--traffic", "100/min")["Warnings"]
    by_throughput = ranked(file, "--traffic", "100/min", "--by", "throughput")
    assert any("--traffic RATE" in warning for warning in by_throughput["Warnings"])


def test_a_utilization_sizes_the_fleet(file: str) -> None:
    answer = ranked(file, "--traffic", "5000/min", "--utilization", "100%")
    assert answer["Recommendations"][0]["CostPerHour"] == 1.2
    assert irctl("rank", file, "--utilization", "50%").code == 2


def test_a_limit_on_a_cost_is_on_that_at_the_load(file: str) -> None:
    answer = ranked(file, "--traffic", "5000/min", "--max", "cost-per-hour=2.4")
    assert hosting(answer) == ["ml.a"]
    assert "3/h" in answer["Excluded"][0]["Reasons"][0].replace(".00", "")


def test_what_cannot_serve_the_traffic_has_no_cost(file: str) -> None:
    """100/s need a concurrency of 200 at half of one a second each, and 101/s more."""
    answer = ranked(file, "--traffic", "101/s")
    assert answer["Recommendations"][1]["CostPerHour"] is None
    assert ranked(file, "--traffic", "100/s")["Recommendations"][1]["MaxConcurrency"] == 200


def test_people_read_the_load_and_the_instances(file: str) -> None:
    done = irctl("rank", file, "--traffic", "5000/min")
    assert "Instances at 5000/min" in done.out
    assert "cost per inference at 5000/min" in done.err
    assert "at full load" not in done.err


def test_ai_jobs_are_ranked_by_the_cost_of_the_fleet(tmp_path: Path) -> None:
    """60/s at half of 10/s need 12 of ml.x at $2, at half of 30/s 4 of ml.y at $5."""
    entries = [
        language_row(name, ExpectedPerformance=[figure("RequestThroughput", requests, "avg")])
        for name, requests in (("ml.x", 10), ("ml.y", 30))
    ]
    path = tmp_path / "job.json"
    path.write_text(json.dumps(recommendation_job(*entries)))
    prices = ["--price", "ml.x=2", "--price", "ml.y=5"]
    answer = ranked(str(path), "--traffic", "60/s", *prices)
    assert answer["By"] == ["CostPerHour"]
    assert [row["CostPerHour"] for row in answer["Recommendations"]] == [20, 24]
    assert [row["InstanceCount"] for row in answer["Recommendations"]] == [4, 12]
