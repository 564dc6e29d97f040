"""What ranks jobs of a kind, where the command line says it and where nobody does."""

from typing import Any

import pytest

from irctl.decisions.criteria import Wish, default_criteria, limits_of
from irctl.decisions.limits import limit, regressions
from irctl.decisions.ranking import rank
from irctl.decisions.together import Together
from irctl.errors import UsageError
from irctl.jobs import parse
from irctl.jobs.kinds import AI_BENCHMARK, AI_RECOMMENDATION, INFERENCE
from irctl.jobs.metrics import LATENCY, TTFT, metric
from irctl.jobs.model import Job
from tests.made import (
    benchmark_job,
    figure,
    language_row,
    real_time,
    recommendation_job,
    response,
)


def language_job(*tokens: float | None, target: str | None = None, **members: Any) -> Job:
    """A recommendation job whose candidates have these output tokens a second."""
    rows = [
        language_row(
            ExpectedPerformance=[figure("OutputTokenThroughput", value, "avg")] if value else []
        )
        for value in tokens
    ]
    targets: dict[str, Any] = (
        {"PerformanceTarget": {"Constraints": [{"Metric": target}]}} if target else {}
    )
    return parse.job(recommendation_job(*rows, **targets, **members))


def positions(job: Job, wish: Wish = Wish()) -> list[int]:  # noqa: B008
    ranking = rank(job.recommendations, wish.of(job))
    return [ranked.recommendation.position for ranked in ranking.ranked]


def names(job: Job) -> list[str]:
    return [metric.api_name for metric in default_criteria(job).by]


@pytest.mark.parametrize(
    ("target", "name"),
    [("throughput", "OutputTokenThroughput:avg"), ("ttft-ms", "TimeToFirstToken:p50")],
)
def test_a_job_is_ranked_by_its_own_target(target: str, name: str) -> None:
    entries = [figure("OutputTokenThroughput", 1, "avg"), figure("TTFT", 1, "p50")]
    row = language_row(ExpectedPerformance=entries)
    constraints = {"Constraints": [{"Metric": target}]}
    assert names(parse.job(recommendation_job(row, PerformanceTarget=constraints))) == [name]


def test_without_values_for_the_target_the_order_is_the_service_s() -> None:
    job = language_job(1, 3, None, 2, target="throughput")
    criteria = default_criteria(job)
    assert (criteria.by, [m.name for m in criteria.unmet_targets]) == ((), ["token-throughput:avg"])
    assert positions(job) == [0, 1, 2, 3]


def test_equals_keep_the_order_of_the_service() -> None:
    assert positions(language_job(1, 3, 1, 3, target="throughput")) == [1, 3, 0, 2]


def test_a_benchmark_is_ranked_by_its_tokens_a_second() -> None:
    job = parse.job(benchmark_job({"Concurrency": 1}))
    assert names(job) == ["OutputTokenThroughput:avg"]


def test_the_metric_of_the_command_line_counts_at_its_statistic() -> None:
    entries = [
        [figure("TTFT", p50, "p50"), figure("TTFT", p90, "p90")] for p50, p90 in ((1, 9), (2, 3))
    ]
    job = parse.job(recommendation_job(*(language_row(ExpectedPerformance=e) for e in entries)))
    assert positions(job, Wish(by=(metric("ttft"),))) == [0, 1]
    assert positions(job, Wish(by=(metric("ttft:p90"),))) == [1, 0]


def test_throughput_is_the_one_that_the_kind_has() -> None:
    at_least = limit("throughput=6", ">=")
    (of_ai,) = limits_of(AI_RECOMMENDATION, [at_least])
    assert (of_ai.metric.name, of_ai.bound) == ("request-throughput:avg", 6)
    (of_minute,) = limits_of(AI_BENCHMARK, [limit("throughput=600/min", ">=")])
    assert of_minute.bound == 10
    assert limits_of(INFERENCE, [at_least]) == (at_least,)
    (change,) = limits_of(AI_BENCHMARK, regressions("throughput=5%"))
    assert (change.metric.name, change.is_change) == ("request-throughput:avg", True)


@pytest.mark.parametrize(("kind", "other"), [(AI_RECOMMENDATION, LATENCY), (INFERENCE, TTFT)])
def test_a_metric_of_another_kind_is_refused_with_those_of_this_one(kind: Any, other: Any) -> None:
    with pytest.raises(UsageError, match=other.measure) as refusal:
        Wish(by=(other,)).of(language_job(1)._replace(kind=kind))
    assert kind.metrics[0].measure in (refusal.value.hint or "")


def test_the_front_has_a_further_axis_where_costs_are_known() -> None:
    axes = [metric.measure for metric in default_criteria(language_job(1)).pareto_metrics]
    assert axes == ["token-throughput", "ttft"]
    job = language_job(1)
    (row,) = job.recommendations
    priced = row._replace(metrics={**row.metrics, ("cost-per-1m-tokens", None): 1})
    axes = [
        m.measure for m in default_criteria(job._replace(recommendations=(priced,))).pareto_metrics
    ]
    assert axes == ["token-throughput", "ttft", "cost-per-1m-tokens"]


def test_jobs_of_other_metrics_are_not_read_together() -> None:
    together = Together()
    together.add(language_job(1))
    together.add(parse.job(benchmark_job()))
    with pytest.raises(UsageError, match="ModelLatency"):
        together.add(parse.job(response(real_time())))
