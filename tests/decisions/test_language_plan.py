"""Plans of language models: sized by requests or output tokens, in multiples of a row."""

from fractions import Fraction
from typing import Any

import pytest

from irctl.decisions import quantities, traffic
from irctl.decisions.capacity import plan, plans
from irctl.decisions.limits import limit
from irctl.decisions.plan import MissingValue, Plan
from irctl.decisions.plan_metrics import on_plan
from irctl.decisions.sizing import Sizing
from irctl.decisions.sweep import plannable
from irctl.jobs import parse
from irctl.jobs.metrics import (
    COST_PER_MILLION_TOKENS,
    COST_PER_THOUSAND_REQUESTS,
    LANGUAGE_METRICS,
    TOKEN_THROUGHPUT,
)
from irctl.jobs.model import Job, Recommendation
from tests.made import benchmark_job, figure, language_row, recommendation_job


def row(
    requests: float = 10,
    tokens: float = 2000,
    instances: int = 1,
    per_hour: float | None = 3.6,
    **more: Any,
) -> Recommendation:
    """Return a row of so many requests and output tokens a second."""
    entries = [
        figure("RequestThroughput", requests, "avg"),
        figure("OutputTokenThroughput", tokens, "avg"),
        *([figure("Cost", per_hour)] if per_hour is not None else []),
    ]
    deployment = {"InstanceType": "ml.x", "InstanceCount": instances}
    entry = language_row(ExpectedPerformance=entries, DeploymentConfiguration=deployment, **more)
    return parse.job(recommendation_job(entry)).recommendations[0]


def planned(recommendation: Recommendation, rate: str, **sizing: Any) -> Plan:
    return plan(recommendation, traffic.constant(quantities.load(rate)), Sizing(**sizing))


def test_requests_are_sized_by_the_measured_request_throughput() -> None:
    """One instance carries 5 of 10 requests a second at 50%: 50/s need 10 for $36 an hour."""
    sized = planned(row(), "50/s")
    assert (sized.instances, sized.cost_per_hour, sized.expected_utilization) == (10, 36, 0.5)


def test_output_tokens_are_sized_by_the_measured_token_throughput() -> None:
    """One instance carries 1,000 of 2,000 tokens a second: 2M a minute need 33.3 of them."""
    assert planned(row(), "2M tokens/min").instances == 34


def test_instances_are_a_multiple_of_those_that_were_measured_together() -> None:
    """3 instances carry 5/s: 6/s need 3.6, in multiples of three 6 at $1.20 each."""
    sized = planned(row(instances=3), "6/s")
    assert (sized.instances, sized.cost_per_hour) == (6, 7.2)


@pytest.mark.parametrize(
    ("sizing", "instances"), [({"min_instances": 4}, 6), ({"survives_zone": True}, 3)]
)
def test_a_smallest_fleet_is_a_multiple_too(sizing: dict[str, Any], instances: int) -> None:
    assert planned(row(instances=3), "1/s", **sizing).instances == instances


def test_a_plan_has_the_cost_of_its_own_load() -> None:
    """$36 an hour for 50/s, 200 tokens each: $0.20 per 1,000 requests, $1 per 10^6 tokens."""
    values = planned(row(), "50/s").values
    assert COST_PER_THOUSAND_REQUESTS.of(values) == 0.2
    assert COST_PER_MILLION_TOKENS.of(values) == 1


def test_the_other_cost_follows_from_the_measured_proportion() -> None:
    """10,000 tokens/s are 50 requests/s of 200 tokens."""
    assert planned(row(), "10k tokens/s").values == planned(row(), "50/s").values


def test_without_one_of_the_throughputs_its_cost_is_missing() -> None:
    entries = [figure("RequestThroughput", 10, "avg"), figure("Cost", 3.6)]
    read = parse.job(recommendation_job(language_row(ExpectedPerformance=entries)))
    (recommendation,) = read.recommendations
    values = planned(recommendation, "50/s").values
    assert COST_PER_THOUSAND_REQUESTS.of(values) == 0.2
    assert COST_PER_MILLION_TOKENS.of(values) is None
    sized = planned(recommendation, "1 token/s")
    assert sized.problems == (MissingValue(TOKEN_THROUGHPUT, None),)


def test_a_limit_on_a_cost_is_on_that_of_the_plan() -> None:
    """At full load 10^6 tokens cost $0.50, at the planned half $1."""
    text = "cost-per-1m-tokens=0.9"
    within = on_plan(limit(text, "<=", LANGUAGE_METRICS))
    assert not planned(row(), "50/s", limits=(within,)).feasible
    assert planned(row(), "50/s", limits=(within,), utilization=Fraction(1)).feasible


def test_without_a_price_instances_are_planned_and_costs_are_missing() -> None:
    (sized,) = plans([row(per_hour=None)], [traffic.constant(quantities.load("50/s"))], Sizing())
    assert (sized.feasible, sized.instances, sized.cheapest) == (True, 10, False)
    assert sized.cost_per_month is None
    assert COST_PER_THOUSAND_REQUESTS.of(sized.values) is None


def sweep(*latencies: float, unserved: int | None = None) -> Job:
    """Return a benchmark at concurrency 1, 2, 4 ... with these times to the first token.

    Without a throughput at the unserved one.
    """
    return parse.job(
        benchmark_job(
            *(
                {
                    "Concurrency": 2**power,
                    "ExpectedPerformance": [
                        figure("TimeToFirstToken", ms, "p90", "ms"),
                        *([] if 2**power == unserved else [figure("RequestThroughput", 1, "avg")]),
                    ],
                }
                for power, ms in enumerate(latencies)
            )
        )
    )


WITHIN_400_MS = Sizing(limits=(limit("ttft:p90=400ms", "<=", LANGUAGE_METRICS),))


@pytest.mark.parametrize(
    ("latencies", "concurrencies"),
    [
        ((100, 200, 400, 800), [4, 8]),
        ((100, 200, 300, 400), [8]),
        ((100, 900, 300, 800), [4, 8]),
        ((500, 600), [1, 2]),
    ],
)
def test_a_sweep_is_planned_with_the_highest_concurrency_that_keeps_the_limits(
    latencies: tuple[float, ...], concurrencies: list[int]
) -> None:
    """Those above it are shown with the limits that they break; without any, all are."""
    chosen = plannable(sweep(*latencies), WITHIN_400_MS)
    assert [r.configuration.concurrency for r in chosen] == concurrencies


def test_a_sweep_is_planned_with_a_concurrency_whose_throughput_is_known() -> None:
    """Of 1, 2 and 4 within the limit, the one without a throughput cannot be planned with."""
    chosen = plannable(sweep(100, 200, 300, 800, unserved=4), WITHIN_400_MS)
    assert [r.configuration.concurrency for r in chosen] == [2, 4, 8]
    assert len(plannable(sweep(100, unserved=1), WITHIN_400_MS)) == 1


@pytest.mark.parametrize(
    ("text", "per_minute", "is_of_tokens"),
    [
        ("50/s", 3000, False),
        ("2M tokens/min", 2_000_000, True),
        ("2Mtok/min", 2_000_000, True),
        ("1 token/s", 60, True),
        ("90k Tokens / h", 1500, True),
    ],
)
def test_a_load_is_of_requests_or_of_output_tokens(
    text: str, per_minute: int, is_of_tokens: bool
) -> None:
    assert quantities.load(text) == (text, Fraction(per_minute), is_of_tokens)


@pytest.mark.parametrize("text", ["2M tokens", "tokens/s", "2M words/min", "0 tokens/s"])
def test_anything_else_is_no_load(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        quantities.load(text)


def test_an_average_and_a_peak_are_of_the_same() -> None:
    with pytest.raises(ValueError, match="same"):
        traffic.between(quantities.load("1/s"), quantities.load("1000 tokens/s"))
