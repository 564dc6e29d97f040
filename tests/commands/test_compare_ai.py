"""`irctl compare` of AI recommendation and benchmark jobs."""

import csv
import json
from io import StringIO
from pathlib import Path
from typing import Any

from tests.made import benchmark_job, figure, language_row, recommendation_job
from tests.program import irctl


def figures(tokens: float, ttft: float, concurrency: int | None = None) -> list[dict[str, Any]]:
    entries = [
        figure("OutputTokenThroughput", tokens, "avg", "Tokens/Second"),
        figure("TimeToFirstToken", ttft, "p90", "Milliseconds"),
    ]
    if concurrency is not None:
        entries.append(figure("ClientSideConcurrency", str(concurrency), None, "Count"))
    return entries


def candidate(
    instance_type: str, tokens: float, ttft: float, concurrency: int | None = None, **more: Any
) -> dict[str, Any]:
    performance = figures(tokens, ttft, concurrency)
    return language_row(instance_type, ExpectedPerformance=performance, **more)


def level(concurrency: int, tokens: float, ttft: float) -> dict[str, Any]:
    return {"Concurrency": concurrency, "ExpectedPerformance": figures(tokens, ttft)}


def compared(tmp_path: Path, *documents: dict[str, Any]) -> dict[str, Any]:
    paths = []
    for number, document in enumerate(documents):
        path = tmp_path / f"{number}.json"
        path.write_text(json.dumps(document))
        paths.append(str(path))
    comparison: dict[str, Any] = json.loads(irctl("compare", *paths, "--json").out)
    text = irctl("compare", *paths, "-o", "csv").out
    comparison["rows"] = list(csv.DictReader(StringIO(text)))
    return comparison


def changes(comparison: dict[str, Any], job: str) -> dict[str, Any]:
    """The change of the tokens a second of a job's rows, by their configuration."""
    return {
        group["Configuration"]["Title"]: group["Jobs"][job]["Metrics"]["OutputTokenThroughput:avg"][
            "Change"
        ]
        for group in comparison["Configurations"]
        if job in group["Jobs"]
    }


def test_a_recommendation_is_compared_with_the_benchmark_at_the_next_concurrency(
    tmp_path: Path,
) -> None:
    comparison = compared(
        tmp_path,
        benchmark_job(level(1, 10, 5), level(8, 50, 9), level(32, 80, 40)),
        recommendation_job(candidate("ml.a", 100, 10, 8), candidate("ml.b", 160, 10, 48)),
    )
    assert comparison["By"] == "OutputTokenThroughput:avg"
    assert changes(comparison, "chat") == {"ml.a": 1.0, "ml.b": 1.0}
    (warning,) = (w for w in comparison["Warnings"] if "concurrencies" in w)
    assert "ml.b at 48 against 32" in warning
    assert "ml.a" not in warning
    (row,) = (row for row in comparison["rows"] if row["instance_type"] == "ml.b")
    assert row["time_to_first_token_p90_change"] == "-0.75"
    assert comparison["OnlyIn"] == {}


def test_a_benchmark_of_one_level_is_the_baseline_of_an_unknown_concurrency(
    tmp_path: Path,
) -> None:
    comparison = compared(
        tmp_path,
        benchmark_job(level(4, 50, 9)),
        recommendation_job(candidate("ml.a", 100, 10)),
    )
    assert changes(comparison, "chat") == {"ml.a": 1.0}


def test_benchmarks_are_compared_at_equal_concurrency_only(tmp_path: Path) -> None:
    comparison = compared(
        tmp_path,
        benchmark_job(level(1, 10, 5), level(8, 50, 9), name="before"),
        benchmark_job(level(8, 100, 9), level(16, 150, 9), name="after"),
    )
    assert changes(comparison, "after") == {"concurrency 8": 1.0, "concurrency 16": None}


def test_recommendations_pair_by_type_count_copies_and_optimizations(tmp_path: Path) -> None:
    tuned = [{"OptimizationType": "KernelTuning"}]
    before = recommendation_job(
        candidate("ml.a", 100, 10, ModelDetails={"InferenceSpecificationName": "one"}),
        candidate("ml.a", 200, 10, OptimizationDetails=tuned),
        name="before",
    )
    after = recommendation_job(
        candidate("ml.a", 110, 10, ModelDetails={"InferenceSpecificationName": "two"}),
        candidate("ml.a", 300, 10, OptimizationDetails=tuned),
        name="after",
    )
    comparison = compared(tmp_path, before, after)
    differences = sorted(row["output_token_throughput_avg_change"] for row in comparison["rows"])
    assert differences == ["0.0", "0.0", "0.1", "0.5"]


def test_a_concurrency_is_neither_better_nor_worse(tmp_path: Path) -> None:
    comparison = compared(
        tmp_path,
        recommendation_job(candidate("ml.a", 100, 10, 8), name="before"),
        recommendation_job(candidate("ml.a", 100, 10, 80), name="after"),
    )
    (group,) = comparison["Configurations"]
    concurrency = group["Jobs"]["after"]["Metrics"]["ClientSideConcurrency"]
    assert (concurrency["Change"], concurrency["Better"]) == (9.0, None)
