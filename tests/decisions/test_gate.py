"""The gate: which candidates keep every limit, and whether that is enough to pass."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions import capacity, gate, quantities, traffic
from irctl.decisions.gate import Candidate
from irctl.decisions.limits import Limit, Operator, regressions
from irctl.decisions.limits import limit as read_limit
from irctl.decisions.plan_metrics import LIMITED, PLAN_METRICS
from irctl.decisions.sizing import Sizing
from irctl.jobs.metrics import METRICS, Metric, Values
from tests.made import one, real_time, serverless, values


def candidate(
    entry: dict[str, Any], rate: str | None = None, baseline: Values | None = None
) -> Candidate:
    recommendation = one(entry)
    if rate is None:
        return Candidate(recommendation, baseline=baseline)
    load = traffic.constant(quantities.rate(rate))
    return Candidate(recommendation, capacity.plan(recommendation, load, Sizing()), baseline)


def keeps(text: str, operator: Operator, of: Candidate) -> bool:
    return of.keeps(read_limit(text, operator, LIMITED))


# What a candidate keeps


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.name)
@pytest.mark.parametrize("operator", ["<=", ">="])
def test_every_metric_can_be_limited(metric: Metric, operator: Operator) -> None:
    def with_value(value: object) -> Candidate:
        return candidate({"Metrics": {metric.member: value}})

    better, worse = (40, 60) if operator == "<=" else (60, 40)
    assert keeps(f"{metric.name}=50", operator, with_value(50))
    assert keeps(f"{metric.member}=50", operator, with_value(better))
    assert not keeps(f"{metric.name}=50", operator, with_value(worse))
    assert not keeps(f"{metric.name}=50", operator, with_value(None))


def test_a_limit_typed_as_a_price_includes_the_32_bit_price_and_the_costs_of_its_plan() -> None:
    priced = candidate(real_time(cost=0.11500000208616257, rate=1000), "500/min")
    assert keeps("cost-per-hour=0.115", "<=", priced)
    assert not keeps("cost-per-hour=0.1149", "<=", priced)
    # One instance for 730 hours.
    assert keeps("monthly-cost=83.95", "<=", priced)
    assert not keeps("monthly-cost=83.94", "<=", priced)


# $1 an instance that carries 50 requests a minute of its 100: 120 need three.
@pytest.mark.parametrize(
    ("text", "is_kept"),
    [
        ("monthly-cost=2190", True),
        ("monthly-cost=2189", False),
        ("instances=3", True),
        ("instances=2", False),
        ("cost-per-million=416.67", True),  # 3 / 7200 x 1e6
        ("cost-per-million=416.66", False),
        ("CostPerMonth=$2,190/month", True),
    ],
)
def test_a_plan_can_be_limited(text: str, is_kept: bool) -> None:
    assert keeps(text, "<=", candidate(real_time(cost=1, rate=100), "120/min")) is is_kept


@pytest.mark.parametrize("metric", PLAN_METRICS, ids=lambda metric: metric.name)
def test_an_infeasible_plan_meets_no_limit(metric: Metric) -> None:
    infeasible = candidate(serverless(rate=1), "201/min")
    assert not keeps(f"{metric.name}=1e9", "<=", infeasible)
    assert not keeps(f"{metric.name}=0", ">=", infeasible)
    judged = gate.judge([infeasible], [read_limit("latency=99", "<=")], scope="Any")
    assert not judged.passed


def test_a_change_is_limited_against_the_candidates_baseline() -> None:
    (limit,) = regressions("latency=10%")
    before = values(latency=100)
    assert candidate(real_time(latency=110), baseline=before).keeps(limit)
    assert not candidate(real_time(latency=111), baseline=before).keeps(limit)
    assert not candidate(real_time(latency=90)).keeps(limit)


# Whether the gate passes

LATENCY = read_limit("latency=50", "<=")
THROUGHPUT = read_limit("throughput=50", ">=")
measurements = st.lists(st.tuples(st.none() | st.integers(0, 99), st.none() | st.integers(0, 99)))


@given(measurements, st.booleans(), st.lists(st.sampled_from([LATENCY, THROUGHPUT]), unique=True))
def test_the_gate_passes_if_one_or_every_candidate_keeps_all_limits_together(
    measured: list[tuple[int | None, int | None]], requires_all: bool, limits: list[Limit]
) -> None:
    candidates = [candidate(real_time(latency=a, rate=b)) for a, b in measured]
    judgement = gate.judge(candidates, limits, scope="All" if requires_all else "Any")

    def keeps_all(latency: int | None, rate: int | None) -> bool:
        in_time = LATENCY not in limits or (latency is not None and 0 < latency <= 50)
        return in_time and (THROUGHPUT not in limits or (rate is not None and rate >= 50))

    outcomes = [keeps_all(latency, rate) for latency, rate in measured]
    is_judged = bool(measured and limits)
    assert judgement.passed == (is_judged and (all if requires_all else any)(outcomes))
    assert len(judgement.judged) == len(measured)
    assert sorted(judged.passed for judged in judgement.judged) == sorted(outcomes)
    for before, after in pairwise(judgement.judged):
        assert (not before.passed, before.shortfall) <= (not after.passed, after.shortfall)


def test_limits_kept_by_different_candidates_are_not_kept_together() -> None:
    candidates = [candidate(real_time(latency=n, rate=n)) for n in (1, 99)]
    judgement = gate.judge(candidates, [LATENCY, THROUGHPUT], scope="Any")
    assert [standing.passed for standing in judgement.standings] == [True, True]
    assert not judgement.passed


def test_a_gate_without_candidates_or_limits_never_passes() -> None:
    scopes: tuple[gate.Scope, ...] = ("All", "Any", "Paired")
    for scope in scopes:
        assert not gate.judge([], [LATENCY], scope=scope).passed
        assert not gate.judge([], [], scope=scope).passed
        assert not gate.judge([candidate(real_time())], [], scope=scope).passed
        (standing,) = gate.judge([], [LATENCY], scope=scope).standings
        assert not standing.passed


def test_the_nearest_candidate_is_the_one_that_misses_by_least() -> None:
    candidates = [candidate(real_time(latency=n)) for n in (80, 40, 60)]
    nearest = gate.judge(candidates, [LATENCY], scope="All").nearest
    assert nearest is not None
    assert nearest.candidate is candidates[2]
    assert nearest.missed == (LATENCY,)
    assert gate.judge([candidates[1]], [LATENCY], scope="All").nearest is None


def test_a_standing_shows_the_best_and_the_worst_value() -> None:
    candidates = [candidate(real_time(latency=n)) for n in (40, 60)]
    (latency,) = gate.judge(candidates, [LATENCY], scope="Any").standings
    assert (latency.best, latency.worst, latency.passed) == (40, 60, True)
    (throughput,) = gate.judge(candidates, [THROUGHPUT], scope="All").standings
    assert (throughput.best, throughput.worst, throughput.passed) == (100, 100, True)


def test_a_standing_has_no_worst_value_if_a_candidate_has_none() -> None:
    candidates = [candidate(real_time(latency=n)) for n in (40, None)]
    (latency,) = gate.judge(candidates, [LATENCY], scope="All").standings
    assert (latency.best, latency.worst, latency.passed) == (40, None, False)


def test_pairs_are_judged_and_the_others_are_not_compared() -> None:
    before = values(latency=50)
    paired, alone = candidate(real_time(latency=40), baseline=before), candidate(real_time())
    judgement = gate.judge([alone, paired], [LATENCY], scope="Paired")
    assert judgement.passed
    assert [judged.candidate for judged in judgement.judged] == [paired]
    assert judgement.not_compared == (alone,)


def test_without_a_pair_a_gate_of_pairs_is_not_met() -> None:
    judgement = gate.judge([candidate(real_time())], [LATENCY], scope="Paired")
    assert not judgement.passed
    assert judgement.obstacles == (gate.NothingPaired(),)


def test_an_obstacle_fails_a_gate_whose_limits_hold() -> None:
    candidates, obstacle = [candidate(real_time(latency=1))], gate.NoRecommendations("empty")
    assert gate.judge(candidates, [LATENCY], scope="All").passed
    assert not gate.judge(candidates, [LATENCY], scope="All", obstacles=[obstacle]).passed
