"""AI jobs: random and broken ones are shown whole, ranked as a naive reader does, or refused.

IRCTL_FUZZ sets the number of jobs, IRCTL_SEED their content.
"""

import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.program import irctl
from tests.strategies import output_shape

from .generated import FUZZ, Made, Maker, strictly
from .hostile import benchmark_job, recommendation_job
from .test_agreement import not_shown
from .test_mutated import UNREADABLE, WRONG, assert_documented, paths

OPERATIONS = {
    "DescribeAIRecommendationJob": "AIRecommendationJobName",
    "DescribeAIBenchmarkJob": "AIBenchmarkJobName",
}
VALUES = ("512.0", "1893.21", "7", "7e2", "NaN", "", "1,5", "0", "-3", 12, 0.5, None, True, "x")
FACTORS = {
    "OutputTokenThroughput": {"Tokens/Second": 1, "tokens/s": 1, "tokens/minute": 1 / 60},
    "TimeToFirstToken": {"Milliseconds": 1, "s": 1000, "us": 0.001},
}


def made_job(operation: str, number: int) -> Made:
    made = Maker(operation, number).value(output_shape(operation))
    for document in made:
        document[OPERATIONS[operation]] = "made-up"
    return made


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("number", range(FUZZ // 2))
def test_describe_prints_the_response_as_standard_json(
    operation: str, number: int, tmp_path: Path
) -> None:
    made = made_job(operation, number)
    file = made.save(tmp_path)
    assert strictly(irctl("describe", file, "--json").out) == made.expected


@pytest.mark.parametrize("number", range(FUZZ // 4))
def test_every_leaf_of_a_job_is_shown_to_people(number: int, tmp_path: Path) -> None:
    made = made_job("DescribeAIRecommendationJob", number)
    rest = {name: value for name, value in made.expected.items() if name != "Recommendations"}
    assert not_shown(rest, irctl("describe", made.save(tmp_path)).out) == []


class Candidates:
    """Recommendations with random figures, and what a naive reader makes of them."""

    def __init__(self, number: int):
        self.random = Maker("figures", number).random
        self.rows = [self._row() for _ in range(self.random.randint(1, 6))]

    def _row(self) -> dict[str, Any]:
        entries = [self._entry() for _ in range(self.random.randint(0, 6))]
        return {
            "ExpectedPerformance": entries,
            "DeploymentConfiguration": {"InstanceType": f"ml.{self.random.randint(1, 3)}"},
        }

    def _entry(self) -> dict[str, Any]:
        metric = self.random.choice([*FACTORS, "Unknown"])
        units = (*FACTORS.get(metric, ()), None, "parsecs")
        entry = {
            "Metric": metric,
            "Stat": self.random.choice(("avg", "p50", "P90", "median", None, "odd")),
            "Value": self.random.choice(VALUES),
            "Unit": self.random.choice(units),
        }
        return {name: value for name, value in entry.items() if value is not None}


def naive(row: dict[str, Any], metric: str, statistics: tuple[str, ...]) -> float | None:
    """The first readable entry of a metric at a statistic; a value not above 0 cannot be."""
    for entry in row["ExpectedPerformance"]:
        factor = FACTORS[metric].get(entry["Unit"]) if "Unit" in entry else 1
        if entry["Metric"] != metric or entry.get("Stat") not in statistics or factor is None:
            continue
        value = entry.get("Value")
        text = str(value) if type(value) in (int, float) else value
        if not isinstance(text, str) or not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?(e[0-9]+)?", text):
            continue
        amount = float(Decimal(text)) * factor
        return amount if amount > 0 else None
    return None


@pytest.mark.parametrize(
    ("option", "metric", "statistics", "sign"),
    [
        ("token-throughput", "OutputTokenThroughput", ("avg",), -1),
        ("ttft", "TimeToFirstToken", ("p50", "median"), 1),
        ("ttft:p90", "TimeToFirstToken", ("P90",), 1),
    ],
)
@pytest.mark.parametrize("number", range(FUZZ // 2))
def test_rank_agrees_with_a_naive_ranking(
    option: str,
    metric: str,
    statistics: tuple[str, ...],
    sign: int,
    number: int,
    tmp_path: Path,
) -> None:
    rows = Candidates(number).rows
    document = {"AIRecommendationJobName": "j", "Recommendations": rows}
    file = Made(document, document).save(tmp_path)
    ranking = strictly(irctl("rank", file, "--by", option, "--json").out)

    def key(position: int) -> tuple[bool, float]:
        value = naive(rows[position - 1], metric, statistics)
        return value is None, sign * (value or 0)

    expected = sorted(range(1, len(rows) + 1), key=key)
    assert [row["Position"] for row in ranking["Recommendations"]] == expected


SAMPLES = {"recommendation": recommendation_job(None), "benchmark": benchmark_job(None)}
COMMANDS = {
    "describe": (),
    "rank": (),
    "compare": (),
    "check": ("--max", "ttft=100"),
    "export": (),
}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_value_of_any_type_at_any_place_is_shown_or_rejected(name: str, tmp_path: Path) -> None:
    """A random sample of IRCTL_FUZZ values."""
    cases = [(path, value) for path in paths(SAMPLES[name]) for value in WRONG]
    maker = Maker("wrong", name)
    path = tmp_path / "job.json"
    for place, value in maker.random.sample(cases, min(len(cases), 2 * FUZZ)):
        document = json.loads(json.dumps(SAMPLES[name]))
        inner = document
        for step in place[:-1]:
            inner = inner[step]
        inner[place[-1]] = value
        path.write_text(json.dumps(document))
        command = maker.random.choice(tuple(COMMANDS))
        done = irctl(command, str(path), *COMMANDS[command])
        if done.code != 2:  # export of a benchmark, or a name of another kind
            assert_documented(done, command, str(path))


@pytest.mark.parametrize("name", SAMPLES)
def test_no_member_is_required(name: str, tmp_path: Path) -> None:
    path = tmp_path / "job.json"
    for place in paths(SAMPLES[name]):
        document = json.loads(json.dumps(SAMPLES[name]))
        inner = document
        for step in place[:-1]:
            inner = inner[step]
        del inner[place[-1]]
        path.write_text(json.dumps(document))
        done = irctl("rank", str(path))
        assert done.code != UNREADABLE, done.err
        assert "Traceback" not in done.err
        assert "has a bug" not in done.err


@pytest.mark.parametrize("name", SAMPLES)
def test_a_job_cut_off_is_rejected(name: str, tmp_path: Path) -> None:
    content = json.dumps(SAMPLES[name]).encode()
    path = tmp_path / "job.json"
    for end in range(1, len(content), max(1, len(content) // FUZZ)):
        path.write_bytes(content[:end])
        assert irctl("describe", str(path)).code == UNREADABLE
