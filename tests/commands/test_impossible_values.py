"""A latency or throughput of 0 or below is missing to decisions, and printed as it was sent."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.made import real_time, response
from tests.program import Done, irctl

ZERO = real_time("ml.zero", latency=0, rate=0, per_inference=1e-6, RecommendationId="j/zero")
GOOD = real_time("ml.good", latency=20, rate=100, per_inference=2e-6, RecommendationId="j/good")


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "job.json"
    path.write_text(json.dumps(response(ZERO, GOOD, name="j")))
    return str(path)


def document(done: Done) -> Any:
    warnings = [w for w in json.loads(done.out)["Warnings"] if "ml.zero" in w]
    assert {w.split()[1] for w in warnings} == {"latency", "throughput"}
    assert all(w in done.err for w in warnings)
    return json.loads(done.out)


@pytest.mark.parametrize("option", ["--max=latency=50", "--min=throughput=-5"])
def test_it_meets_no_limit(file: str, option: str) -> None:
    answer = document(irctl("rank", file, option, "--json"))
    assert [row["RecommendationId"] for row in answer["Recommendations"]] == ["j/good"]
    (excluded,) = answer["Excluded"]
    assert excluded["Metrics"] == ZERO["Metrics"]


def test_it_ranks_last_and_is_off_the_pareto_front(file: str) -> None:
    answer = document(irctl("rank", file, "--by", "latency,throughput", "--json"))
    assert [row["RecommendationId"] for row in answer["Recommendations"]] == ["j/good", "j/zero"]
    assert [row["OnParetoFront"] for row in answer["Recommendations"]] == [True, False]
    assert answer["Recommendations"][1]["Metrics"] == ZERO["Metrics"]


def test_it_has_no_plan(file: str) -> None:
    answer = document(irctl("plan", file, "--traffic", "1/s", "--json"))
    assert [plan["Feasible"] for plan in answer["Plans"]] == [True, False]


def test_it_is_compared_as_missing(file: str) -> None:
    answer = document(irctl("compare", file, "--by", "latency", "--json"))
    assert answer["Best"]["RecommendationId"] == "j/good"
    values = [row["Jobs"]["j"]["Metrics"]["ModelLatency"] for row in answer["Configurations"]]
    assert values[1] == {"Value": None, "Baseline": 20, "Change": None, "Better": None}


def test_it_does_not_pass_a_gate(file: str) -> None:
    limits = ["--instance-type", "ml.zero", "--max", "latency=50"]
    done = irctl("check", file, *limits, "--json")
    assert done.code == 10
    assert document(done)["Recommendations"][0]["Metrics"] == ZERO["Metrics"]


@pytest.mark.parametrize("command", ["describe", "rank", "plan"])
def test_csv_has_the_value_that_was_sent(file: str, command: str) -> None:
    traffic = ["--traffic", "1/s"] if command == "plan" else []
    rows = csv.DictReader(io.StringIO(irctl(command, file, *traffic, "-o", "csv").out))
    (row,) = (row for row in rows if row["instance_type"] == "ml.zero")
    assert (row["model_latency_ms"], row["max_invocations_per_minute"]) == ("0", "0")


def test_describe_shows_it_and_warns(file: str) -> None:
    done = irctl("describe", file)
    (line,) = (line for line in done.out.splitlines() if "ml.zero" in line)
    assert "0 ms" in line
    assert "ml.zero" in done.err
    assert json.loads(irctl("describe", file, "--json").out) == response(ZERO, GOOD, name="j")


def test_a_limit_against_the_direction_of_its_metric_warns(file: str) -> None:
    for option in ("--max=throughput=500", "--min=latency=5"):
        name = option[6:].partition("=")[0]
        for command in (["rank"], ["check"], ["plan", "--traffic=1/s"]):
            assert f"{option[:5]} {name} " in irctl(*command, file, option).err, command
