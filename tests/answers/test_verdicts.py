"""What a ranking and a comparison come down to."""

from typing import Any

import pytest

from irctl.answers import rank_verdict, verdicts
from irctl.decisions.change import Noise
from irctl.decisions.compare import compare, of_job
from irctl.decisions.limits import limit
from irctl.decisions.ranking import Criteria, normalised, rank
from irctl.jobs.metrics import COST_PER_INFERENCE, LATENCY, THROUGHPUT, metric
from tests.made import job, real_time, serverless

CHEAP = real_time("ml.cheap", latency=74, rate=1720, per_inference=1.98e-6)
FAST = real_time("ml.fast", latency=20, rate=900, per_inference=3.5e-6, count=2)


def verdict(*entries: dict[str, Any], several: bool = False, **criteria: Any) -> str:
    ranking = rank(job(*entries, name="j").recommendations, Criteria(**criteria))
    return rank_verdict.of_ranking(ranking, several=several)


@pytest.mark.parametrize(
    ("criteria", "sentence"),
    [
        ({}, "best by cost per inference: 1 x ml.cheap, $1.98 per 1M, 74 ms"),
        ({"several": True}, "best by cost per inference: 1 x ml.cheap of j, $1.98 per 1M, 74 ms"),
        ({"by": (LATENCY,)}, "best by latency: 2 x ml.fast, 20 ms, $3.50 per 1M"),
        (
            {"by": (THROUGHPUT, LATENCY)},
            "best by throughput, then latency: 1 x ml.cheap, 1,720/min, 74 ms, $1.98 per 1M",
        ),
        (
            {"weights": normalised({LATENCY: 1}), "by": (LATENCY,)},
            "best by score (latency 1): 2 x ml.fast, score 1.000, 20 ms, $3.50 per 1M",
        ),
        (
            {"pareto": True},
            "2 of 2 are on the Pareto front of cost per inference and latency; best by cost per "
            "inference: 1 x ml.cheap, $1.98 per 1M, 74 ms",
        ),
        (
            {"limits": (limit("latency=5", "<="),)},
            "nothing is left; the nearest is 2 x ml.fast: latency 20 ms is above 5 ms",
        ),
        ({"by": (metric("cpu"),)}, "no recommendation has a cpu; choose another --by"),
        (
            {"weights": normalised({metric("cpu"): 1})},
            "no recommendation has every metric that --weight names",
        ),
    ],
)
def test_the_verdict_on_a_ranking_names_the_best(criteria: dict[str, Any], sentence: str) -> None:
    assert verdict(CHEAP, FAST, **criteria) == sentence


def test_serverless_has_no_count() -> None:
    assert verdict(serverless(memory=2048)).endswith(": serverless 2048 MB, $10.00 per 1M, 10 ms")


def test_without_recommendations_nothing_is_best() -> None:
    assert verdict() == "no recommendation to rank"


def compared(before: dict[str, float], after: dict[str, float], **more: Any) -> str:
    """Return the verdict on two jobs, whose configurations have these costs of an inference."""
    jobs = {
        name: job(*(real_time(t, per_inference=cost) for t, cost in costs.items()), name=name)
        for name, costs in {"before": before, "after": after, **more}.items()
    }
    baseline = of_job(jobs["before"], "before", "exact", COST_PER_INFERENCE)
    result = compare(jobs, baseline, "exact", COST_PER_INFERENCE, Noise())
    return verdicts.of_comparison(result, jobs, Noise())


def test_the_verdict_on_a_comparison_counts_changes_and_names_the_worst() -> None:
    before = {"ml.a": 1.0, "ml.b": 1.0, "ml.c": 1.0, "ml.d": 1.0, "ml.e": 1.0}
    after = {"ml.a": 0.5, "ml.b": 1.22, "ml.c": 1.1, "ml.d": 1.01, "ml.f": 9.0}
    assert compared(before, after).endswith("; 1 better, 2 worse: ml.b +22% cost")


def test_the_worst_of_several_jobs_is_named_with_its_job() -> None:
    one = {"ml.a": 1.0}
    text = compared(one, {"ml.a": 2.0}, last={"ml.a": 3.0})
    assert text.endswith("; 0 better, 2 worse: ml.a of last +200% cost")


def test_a_comparison_without_a_worse_configuration_says_so() -> None:
    assert compared({"ml.a": 1.0}, {"ml.a": 0.5}).endswith("; 1 better, none worse in cost")


def test_a_comparison_without_a_common_configuration_counts_nothing() -> None:
    assert "worse" not in compared({"ml.a": 1.0}, {"ml.b": 0.5})
