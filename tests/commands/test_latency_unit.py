"""`--latency-unit us` in rank, compare, plan and check."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.made import real_time, response
from tests.program import irctl

COMMANDS = {
    "rank": ["--max", "latency=100"],
    "compare": ["--by", "latency"],
    "plan": ["--traffic", "1/s", "--max", "latency=100"],
    "check": ["--max", "latency=100"],
}


@pytest.fixture
def file(tmp_path: Path) -> str:
    entries = [
        real_time("ml.slow", latency=187_000, per_inference=1e-6, RecommendationId="j/slow"),
        real_time("ml.fast", latency=74_000, per_inference=2e-6, RecommendationId="j/fast"),
    ]
    path = tmp_path / "job.json"
    path.write_text(json.dumps(response(*entries, name="j")))
    return str(path)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_warning_about_microseconds_names_the_option(file: str, command: str) -> None:
    assert "--latency-unit us" in irctl(command, file, *COMMANDS[command]).err


def best_of(answer: Any) -> Any:
    """Return the recommendation that an answer names first."""
    if "Plans" in answer:
        return answer["Plans"][0]["Recommendation"]
    return answer["Best"] if "Best" in answer else answer["Recommendations"][0]


@pytest.mark.parametrize("command", COMMANDS)
def test_latency_is_converted_and_the_document_is_not(file: str, command: str) -> None:
    done = irctl(command, file, *COMMANDS[command], "--latency-unit", "us", "--json")
    assert done.code == 0, done.err
    answer = json.loads(done.out)
    assert answer["LatencyUnits"] == [{"JobName": "j", "Unit": "us"}]
    assert [w for w in answer["Warnings"] if "j: latency converted" in w]
    assert best_of(answer)["RecommendationId"] == "j/fast"
    assert best_of(answer).get("Metrics", {}).get("ModelLatency") in (74_000, None)


@pytest.mark.parametrize("command", COMMANDS)
def test_json_names_no_unit_without_the_option(file: str, command: str) -> None:
    answer = json.loads(irctl(command, file, *COMMANDS[command], "--json").out)
    assert "LatencyUnits" not in answer


def test_tables_and_csv_show_milliseconds(file: str) -> None:
    assert "74 ms" in irctl("rank", file, "--latency-unit", "us").out
    assert ",74," in irctl("rank", file, "--latency-unit", "us", "-o", "csv").out


def test_the_baseline_of_a_gate_is_converted_too(file: str, tmp_path: Path) -> None:
    before = tmp_path / "before.json"
    entries = [real_time(name, latency=75_000) for name in ("ml.slow", "ml.fast")]
    before.write_text(json.dumps(response(*entries, name="before")))
    gate = ["--baseline", str(before), "--max-regression", "latency=1%"]
    done = irctl("check", file, *gate, "--latency-unit", "us", "--any", "--json")
    assert [reading["JobName"] for reading in json.loads(done.out)["LatencyUnits"]] == [
        "j",
        "before",
    ]
    assert done.code == 0


def test_a_policy_states_the_unit(file: str, tmp_path: Path) -> None:
    printed = irctl("check", "--max", "latency=100", "--latency-unit", "us", "--print-policy").out
    policy = tmp_path / "irctl.toml"
    policy.write_text(printed)
    assert irctl("check", file, "--policy", str(policy)).code == 0
