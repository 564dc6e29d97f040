"""Crossovers against a scan of all rates at which a cost changes, and cases worked by hand."""

import json
import sys
from collections.abc import Sequence
from fractions import Fraction
from importlib import resources
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions import capacity, crossover
from irctl.decisions.limits import Limit
from irctl.decisions.limits import limit as read_limit
from irctl.decisions.plan import Crossover, Plan
from irctl.decisions.plan_metrics import LIMITED, on_plan
from irctl.decisions.sizing import Sizing, price_of_one, rate_of_one
from irctl.decisions.stretches import stretches
from irctl.decisions.traffic import Traffic
from irctl.decisions.work import work
from irctl.jobs import parse
from irctl.jobs.exact import exact
from irctl.jobs.model import Recommendation
from tests.made import figure, job, language_row, real_time, recommendation_job, serverless

FULL = Sizing(Fraction(1))
HIGHEST = 400
"""Up to which rate the scan goes, in requests per minute."""


def first_plan(recommendations: Sequence[Recommendation], rate: Fraction, sizing: Sizing) -> Plan:
    return capacity.plans(recommendations, [steady(rate, sizing)], sizing)[0]


def steady(rate: Fraction, sizing: Sizing) -> Traffic:
    return Traffic("", rate, rate, is_of_tokens=sizing.of_tokens)


def crossover_at(
    recommendations: Sequence[Recommendation], rate: Fraction | int, sizing: Sizing
) -> Crossover | None:
    plans = capacity.plans(recommendations, [steady(Fraction(rate), sizing)], sizing)
    return crossover.with_crossovers(plans, recommendations, sizing)[0].crossover


def on(text: str, operator: Any) -> Limit:
    return on_plan(read_limit(text, operator, LIMITED))


def changes(recommendations: Sequence[Recommendation], sizing: Sizing) -> list[Fraction]:
    """Return every rate at which a cost or a feasibility may change, up to HIGHEST."""
    ones = [rate_of_one(r, of_tokens=sizing.of_tokens) or Fraction(1) for r in recommendations]
    prices = [price_of_one(r) or Fraction(0) for r in recommendations]
    slopes = [
        60 * exact(r.metrics[("cost-per-inference", None)])
        for r in recommendations
        if r.configuration.is_serverless
    ]
    bounds = [exact(float(limit.bound)) for limit in sizing.limits]
    multiples = {m for r in recommendations for m in work(r, of_tokens=sizing.of_tokens).values()}
    rates = set()
    for one in ones:
        usable = one * sizing.utilization
        rates |= {usable * step for step in range(1, int(HIGHEST / usable) + 2)}
        rates |= {200 * one, 200 * usable}
    for slope in slopes:
        rates |= {bound / slope / hours for bound in bounds for hours in (1, 730)}
    for price in prices:
        for count in range(1, 150):
            rates |= {count * price / slope for slope in slopes}
            rates |= {count * price / bound * one for bound in bounds if bound for one in multiples}
    return sorted(rate for rate in rates if rate <= HIGHEST)


def scanned(
    recommendations: Sequence[Recommendation], rate: Fraction, sizing: Sizing
) -> tuple[Fraction, Recommendation | None] | None:
    """Return the first rate above which another wins: at the middle of every piece."""
    winner = first_plan(recommendations, rate, sizing).recommendation
    later = [change for change in changes(recommendations, sizing) if change > rate]
    for low, high in pairwise([rate, *later]):
        plan = first_plan(recommendations, (low + high) / 2, sizing)
        if not plan.feasible:
            return low, None
        if plan.recommendation is not winner:
            return low, plan.recommendation
    return None


ENTRIES = st.lists(
    st.one_of(
        st.builds(
            real_time,
            cost=st.integers(0, 12),
            rate=st.integers(3, 40),
            latency=st.integers(1, 3),
        ),
        st.builds(
            serverless,
            per_inference=st.integers(1, 30).map(lambda n: n / 1000),
            rate=st.integers(1, 3),
            latency=st.integers(1, 3),
        ),
    ),
    min_size=1,
    max_size=5,
)
LIMITS = st.lists(
    st.one_of(
        st.integers(1, 40).map(lambda n: on(f"cost-per-hour={n}", "<=")),
        st.integers(1, 20).map(lambda n: on(f"cost-per-hour={n}", ">=")),
        st.integers(1, 30).map(lambda n: on(f"monthly-cost={n * 730}", "<=")),
        st.integers(1, 30).map(lambda n: on(f"instances={n}", "<=")),
        st.integers(1, 5).map(lambda n: on(f"instances={n}", ">=")),
        st.integers(1, 20).map(lambda n: on(f"cost-per-million={n * 1000}", "<=")),
        st.integers(1, 20).map(lambda n: on(f"cost-per-inference={n / 1000}", ">=")),
    ),
    max_size=2,
)


def language_model(rate: int, tokens: int, cost: int, count: int) -> dict[str, Any]:
    """A row that serves so many requests and tokens a minute at US dollars an hour."""
    return language_row(
        DeploymentConfiguration={"InstanceType": "ml.x", "InstanceCount": count},
        ExpectedPerformance=[
            figure("RequestThroughput", rate / 60, "avg"),
            figure("OutputTokenThroughput", tokens / 60, "avg"),
            figure("Cost", cost),
        ],
    )


ROWS = st.lists(
    st.builds(
        language_model,
        st.integers(1, 12).map(lambda n: n * 6),
        st.integers(1, 12).map(lambda n: n * 6),
        st.integers(0, 12),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=4,
)
LIMITS_OF_WORK = st.lists(
    st.one_of(
        st.integers(1, 20).map(lambda n: on(f"cost-per-1m-tokens={n * 1000}", "<=")),
        st.integers(1, 20).map(lambda n: on(f"cost-per-1k-requests={n}", "<=")),
        st.integers(1, 30).map(lambda n: on(f"instances={n}", "<=")),
    ),
    max_size=1,
)
RECOMMENDATIONS = st.one_of(
    st.tuples(ENTRIES.map(lambda entries: job(*entries).recommendations), LIMITS),
    st.tuples(
        ROWS.map(lambda rows: parse.job(recommendation_job(*rows)).recommendations),
        LIMITS_OF_WORK,
    ),
)


@given(
    planned=RECOMMENDATIONS,
    rate=st.integers(1, 150),
    utilization=st.sampled_from([Fraction(1), Fraction(1, 2), Fraction(7, 10)]),
    minimum=st.integers(1, 3),
    survives_zone=st.booleans(),
    of_tokens=st.booleans(),
)
def test_a_crossover_is_the_first_that_a_scan_of_all_rates_finds(
    planned: tuple[Sequence[Recommendation], list[Limit]],
    rate: int,
    utilization: Fraction,
    minimum: int,
    survives_zone: bool,
    of_tokens: bool,
) -> None:
    recommendations, limits = planned
    of_tokens = of_tokens and recommendations[0].is_of_language_model
    sizing = Sizing(utilization, minimum, tuple(limits), survives_zone, of_tokens=of_tokens)
    if not first_plan(recommendations, Fraction(rate), sizing).feasible:
        return
    result = crossover_at(recommendations, rate, sizing)
    assert result is not None
    expected = scanned(recommendations, Fraction(rate), sizing)
    if expected is None:
        assert result.valid_until is None or result.valid_until >= HIGHEST - 40
    else:
        assert (result.valid_until, result.then) == expected


def test_a_crossover_is_where_a_fleet_steps_up() -> None:
    small, large = job(
        real_time("s", cost=1, rate=100), real_time("l", cost=2.5, rate=300)
    ).recommendations
    assert crossover_at([small, large], 150, FULL) == Crossover(Fraction(200), large)
    assert crossover_at([small, large], 200, FULL) == Crossover(Fraction(200), large)
    # From 300 to 400 two large ones cost 5 and four small ones 4.
    assert crossover_at([small, large], 201, FULL) == Crossover(Fraction(300), small)


def test_a_limit_on_the_plan_ends_it_and_may_leave_nothing() -> None:
    small = job(real_time(cost=1, rate=100)).recommendations
    sizing = Sizing(Fraction(1), limits=(on("monthly-cost=2190", "<="),))
    assert crossover_at(small, 150, sizing) == Crossover(Fraction(300), None)
    assert crossover_at(small, 150, FULL) == Crossover(None, None)


def test_a_limit_on_a_cost_is_within_the_error_of_a_32_bit_float_on_both_sides_of_a_rate() -> None:
    """At 1000/min a request costs 0.60000002 / 60000, which is nearly the bound."""
    one = job(real_time(cost=0.6000000238418579, rate=1720)).recommendations
    limits = (on("cost-per-inference=1e-05", "<="), on("instances=2", "<="))
    sizing = Sizing(Fraction(7, 10), limits=limits)
    assert first_plan(one, Fraction(1000), sizing).feasible
    assert crossover_at(one, 1000, sizing) == Crossover(Fraction(1204), None)


def test_only_the_cheapest_plan_of_steady_traffic_has_a_crossover() -> None:
    recommendations = job(real_time("s", cost=1), real_time("l", cost=2)).recommendations
    steady, varying = (
        Traffic("", Fraction(5), Fraction(5)),
        Traffic("", Fraction(5), Fraction(1), True),
    )
    for traffic, expected in ((steady, [True, False]), (varying, [False, False])):
        plans = capacity.plans(recommendations, [traffic], FULL)
        result = crossover.with_crossovers(plans, recommendations, FULL)
        assert [plan.crossover is not None for plan in result] == expected


def test_of_equal_costs_and_latencies_the_first_in_the_job_is_next() -> None:
    recommendations = job(
        real_time("a", cost=2, rate=4), real_time("b", cost=1, rate=3)
    ).recommendations
    assert crossover_at(recommendations, 1, FULL) == Crossover(Fraction(3), recommendations[0])


def calls(recommendations: Sequence[Recommendation], rate: float, sizing: Sizing) -> int:
    """Return how many functions of irctl it takes to find a crossover."""
    count = 0

    def counted(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event == "call" and "irctl" in frame.f_code.co_filename

    exact_rate = Fraction(rate)
    plans = capacity.plans(recommendations, [Traffic("", exact_rate, exact_rate)], sizing)
    previous = sys.getprofile()
    sys.setprofile(counted)
    try:
        crossover.with_crossovers(plans, recommendations, sizing)
    finally:
        sys.setprofile(previous)
    return count


def demo_job(name: str) -> tuple[Recommendation, ...]:
    file = resources.files("irctl.sources.demo").joinpath(f"inference/{name}.json")
    return parse.job(json.loads(file.read_text("utf-8"))).recommendations


@pytest.mark.parametrize(
    ("limit", "operator"),
    [
        ("cost-per-million=5", "<="),
        ("cost-per-inference=5/1M", ">="),
        ("cost-per-million=4", ">="),
        ("instances=400", ">="),
    ],
)
@pytest.mark.parametrize("survives_zone", [False, True])
def test_a_limit_does_not_make_it_look_at_a_million_fleets(
    limit: str, operator: str, survives_zone: bool
) -> None:
    recommendations = demo_job("resnet50-default") + demo_job("resnet50-default-v2")
    sizing = Sizing(limits=(on(limit, operator),), survives_zone=survives_zone)
    assert 0 < calls(recommendations, 600_000, sizing) < 20_000


@given(
    rates=st.lists(st.floats(50, 5000), min_size=2, max_size=5),
    excesses=st.lists(st.floats(0.999999, 1.000001), min_size=5, max_size=5),
    rate=st.floats(1, 10**8),
    limits=LIMITS,
    survives_zone=st.booleans(),
)
def test_fleets_of_nearly_one_cost_for_a_request_take_no_longer(
    rates: list[float],
    excesses: list[float],
    rate: float,
    limits: list[Limit],
    survives_zone: bool,
) -> None:
    entries = [
        real_time(cost=measured * excess, rate=measured, latency=number % 2)
        for number, (measured, excess) in enumerate(zip(rates, excesses, strict=False))
    ]
    sizing = Sizing(limits=tuple(limits), survives_zone=survives_zone)
    assert calls(job(*entries).recommendations, rate, sizing) < 20_000


@given(
    entries=ENTRIES,
    sizing=st.tuples(
        st.sampled_from([Fraction(1), Fraction(1, 2)]),
        st.integers(1, 3),
        LIMITS.map(tuple),
        st.booleans(),
    ).map(lambda members: Sizing(*members)),
)
def test_stretches_follow_each_other_and_name_the_cheapest_of_every_look(
    entries: list[dict[str, Any]], sizing: Sizing
) -> None:
    recommendations = job(*entries).recommendations
    low, high = Fraction(1), Fraction(HIGHEST)
    parts = stretches(recommendations, sizing, low, high, looks=50)
    assert [parts[0].start, parts[-1].end] == [low, high]
    for before, after in pairwise(parts):
        assert before.start < before.end == after.start
        assert before.cheapest is not after.cheapest
    above = 1 + Fraction(1, 10**6)  # more than the error of a 32-bit float, which meets a limit
    for number in range(50):
        rate = low if number == 0 else Fraction(f"{float(HIGHEST) ** (number / 50):.6g}")
        rate *= above
        plan = first_plan(recommendations, rate, sizing)
        (part,) = (part for part in parts if part.start <= rate < part.end)
        assert (plan.recommendation if plan.feasible else None) is part.cheapest


def test_a_stretch_begins_exactly_where_its_configuration_gets_cheaper() -> None:
    small, large = job(
        real_time("s", cost=1, rate=100), real_time("l", cost=2.5, rate=300)
    ).recommendations
    parts = stretches([small, large], FULL, Fraction(10), Fraction(500))
    assert [part.end for part in parts] == [200, 300, 500]
    assert [part.cheapest for part in parts] == [small, large, small]


def test_configurations_that_take_turns_at_each_step_are_looked_at_a_few_times() -> None:
    recommendations = job(
        real_time("a", cost=1, rate=2), real_time("b", cost=2, rate=4, latency=1)
    ).recommendations
    assert len(stretches(recommendations, FULL, Fraction(1), Fraction(10**9), looks=40)) <= 41
