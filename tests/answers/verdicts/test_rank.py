"""What a ranking comes down to."""

from typing import Any

import pytest

from irctl.answers.verdicts.rank import of_ranking
from irctl.decisions.limits import limit
from irctl.decisions.ranking import Criteria, normalised, rank
from irctl.jobs.metrics import LATENCY, THROUGHPUT, metric
from tests.made import job, real_time, serverless

CHEAP = real_time("ml.cheap", latency=74, rate=1720, per_inference=1.98e-6)
FAST = real_time("ml.fast", latency=20, rate=900, per_inference=3.5e-6, count=2)


def verdict(*entries: dict[str, Any], several: bool = False, **criteria: Any) -> str:
    ranking = rank(job(*entries, name="j").recommendations, Criteria(**criteria))
    return of_ranking(ranking, several=several)


@pytest.mark.parametrize(
    ("criteria", "sentence"),
    [
        ({}, "best by cost per inference: 1 x ml.cheap, $1.98 per 1M at full load, 74 ms"),
        (
            {"several": True},
            "best by cost per inference: 1 x ml.cheap of j, $1.98 per 1M at full load, 74 ms",
        ),
        ({"by": (LATENCY,)}, "best by latency: 2 x ml.fast, 20 ms, $3.50 per 1M at full load"),
        (
            {"by": (THROUGHPUT, LATENCY)},
            "best by throughput, then latency: 1 x ml.cheap, 1,720/min, 74 ms, "
            "$1.98 per 1M at full load",
        ),
        (
            {"weights": normalised({LATENCY: 1}), "by": (LATENCY,)},
            "best by score (latency 1): 2 x ml.fast, score 1.000, 20 ms, $3.50 per 1M at full load",
        ),
        (
            {"pareto": True},
            "2 of 2 are on the Pareto front of cost per inference and latency; best by cost per "
            "inference: 1 x ml.cheap, $1.98 per 1M at full load, 74 ms",
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
