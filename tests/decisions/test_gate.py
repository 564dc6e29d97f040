from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions import capacity, gate, traffic
from irctl.decisions.capacity import PLAN_METRICS, Sizing
from irctl.decisions.gate import Candidate, Limit
from irctl.jobs.metrics import METRICS
from irctl.jobs.model import Metrics
from tests.made import one, real_time, serverless


def candidate(
    entry: dict[str, Any], rate: str | None = None, baseline: Metrics | None = None
) -> Candidate:
    made = one(entry)
    load = traffic.constant(traffic.rate(rate)) if rate else None
    return Candidate(made, capacity.plan(made, load, Sizing()) if load else None, baseline)


def holds(text: str, operator: gate.Operator, one_candidate: Candidate) -> bool:
    return gate.limit(text, operator).holds_for(one_candidate)


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.name)
@pytest.mark.parametrize("operator", ["<=", ">="])
def test_every_metric_can_be_limited_met_at_the_limit_and_missed_beyond(
    metric: Any, operator: gate.Operator
) -> None:
    def of(value: object) -> Candidate:
        return candidate({"Metrics": {metric.api_name: value}})

    better, worse = (40, 60) if operator == "<=" else (60, 40)
    assert holds(f"{metric.name}=50", operator, of(50))
    assert holds(f"{metric.api_name}=50", operator, of(better))
    assert not holds(f"{metric.name}=50", operator, of(worse))
    assert not holds(f"{metric.name}=50", operator, of(None))


def test_a_limit_typed_as_the_price_is_the_float_the_api_makes_of_it() -> None:
    priced = candidate(real_time(cost=0.11500000208616257, rate=1000), "500/min")
    assert holds("cost-per-hour=0.115", "<=", priced)
    assert not holds("cost-per-hour=0.1149", "<=", priced)
    # And what follows from it: one instance for 730 hours.
    assert holds("monthly-cost=83.95", "<=", priced)
    assert not holds("monthly-cost=83.94", "<=", priced)


# $1 an instance that carries 50 requests a minute of its 100: 120 need three.
@pytest.mark.parametrize(
    ("text", "met"),
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
def test_a_plan_can_be_limited(text: str, met: bool) -> None:
    assert holds(text, "<=", candidate(real_time(cost=1, rate=100), "120/min")) is met


@pytest.mark.parametrize("metric", PLAN_METRICS, ids=lambda m: m.name)
def test_a_plan_that_is_not_feasible_meets_no_limit(metric: Any) -> None:
    beyond = candidate(serverless(rate=1), "201/min")
    assert not holds(f"{metric.name}=1e9", "<=", beyond)
    assert not holds(f"{metric.name}=0", ">=", beyond)
    assert gate.judge([beyond], [gate.limit("latency=99", "<=")], every=False).passed is False


def regression(text: str, after: dict[str, Any], before: Metrics | None) -> bool:
    (limit,) = gate.regressions(text)
    return limit.holds_for(candidate(real_time(**after), baseline=before))


@pytest.mark.parametrize(
    ("after", "met"), [(90, True), (100, True), (110, True), (111, False), (None, False)]
)
def test_latency_may_rise_by_so_much(after: int | None, met: bool) -> None:
    assert regression("latency=10%", {"latency": after}, Metrics(model_latency=100)) is met


@pytest.mark.parametrize(
    ("after", "met"), [(110, True), (100, True), (90, True), (89, False), (None, False)]
)
def test_throughput_may_fall_by_so_much(after: int | None, met: bool) -> None:
    assert regression("throughput=0.1", {"rate": after}, Metrics(max_invocations=100)) is met


@pytest.mark.parametrize("before", [None, Metrics(), Metrics(model_latency=0)])
def test_without_a_baseline_above_0_a_change_fails(before: Metrics | None) -> None:
    assert not regression("latency=1000%", {"latency": 1}, before)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 200))
def test_a_regression_is_exact(before: int, after: int, percent: int) -> None:
    found = regression(f"latency={percent}%", {"latency": after}, Metrics(model_latency=before))
    assert found == (100 * after <= (100 + percent) * before)


def test_a_price_that_did_not_change_by_more_than_its_float_is_within_the_limit() -> None:
    before = Metrics(cost_per_hour=0.10000000149011612)  # 0.1 and 0.11 as 32-bit floats
    assert regression("cost-per-hour=10%", {"cost": 0.10999999940395355}, before)
    assert regression("cost-per-hour=10%", {"cost": 0.11}, Metrics(cost_per_hour=0.1))
    assert not regression("cost-per-hour=10%", {"cost": 0.1101}, before)


LATENCY, RATE = gate.limit("latency=50", "<="), gate.limit("throughput=50", ">=")
both = st.lists(st.tuples(st.none() | st.integers(0, 99), st.none() | st.integers(0, 99)))


@given(both, st.booleans(), st.lists(st.sampled_from([LATENCY, RATE]), unique=True))
def test_the_gate_is_any_or_all_of_the_candidates_meeting_all_limits_together(
    values: list[tuple[int | None, int | None]], every: bool, limits: list[Limit]
) -> None:
    candidates = [candidate(real_time(latency=a, rate=b)) for a, b in values]
    found = gate.judge(candidates, limits, every)

    def good(latency: int | None, rate: int | None) -> bool:
        in_time = LATENCY not in limits or (latency is not None and latency <= 50)
        return in_time and (RATE not in limits or (rate is not None and rate >= 50))

    outcomes = [good(*each) for each in values]
    judged_something = bool(values and limits)
    assert found.passed == (judged_something and (all if every else any)(outcomes))
    assert len(found.judged) == len(values)
    assert sorted(each.passed for each in found.judged) == sorted(outcomes)
    for before, after in pairwise(found.judged):
        assert (not before.passed, before.shortfall) <= (not after.passed, after.shortfall)


def test_limits_that_different_candidates_meet_are_not_met_together() -> None:
    there = [candidate(real_time(latency=1, rate=1)), candidate(real_time(latency=99, rate=99))]
    found = gate.judge(there, [LATENCY, RATE], every=False)
    assert [each.passed for each in found.standings] == [True, True]
    assert not found.passed


def test_nothing_to_judge_never_passes() -> None:
    for every in (True, False):
        assert not gate.judge([], [LATENCY], every).passed
        assert not gate.judge([], [], every).passed
        assert not gate.judge([candidate(real_time())], [], every).passed
        assert not gate.judge([], [LATENCY], every).standings[0].passed


def test_how_the_candidates_stand_to_a_limit() -> None:
    there = [candidate(real_time(latency=n)) for n in (40, 60)]
    (found,) = gate.judge(there, [LATENCY], every=False).standings
    assert (found.best, found.worst, found.passed) == (40, 60, True)
    assert LATENCY.room(40) == pytest.approx(0.2)
    assert LATENCY.room(60) == pytest.approx(-0.2)
    (found,) = gate.judge(there, [RATE], every=True).standings
    assert (found.best, found.worst, found.passed) == (100, 100, True)
    (found,) = gate.judge([*there, candidate(real_time(latency=None))], [LATENCY], True).standings
    assert (found.best, found.worst, found.passed) == (40, None, False)


def test_the_room_of_a_change_is_in_points_and_of_a_limit_of_0_unknown() -> None:
    (change,) = gate.regressions("latency=10%")
    assert change.room(0.04) == pytest.approx(0.06)
    assert gate.limit("latency=0", "<=").room(5) is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("latency", "expected METRIC=VALUE"),
        ("speed=1", "unknown metric 'speed'.*setup-time, monthly-cost"),
        ("latency=fast", "expected a number for latency"),
        ("monthly-cost=nan", "expected a number for monthly-cost"),
    ],
)
def test_what_is_no_limit_is_told_what_one_looks_like(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        gate.limit(text, "<=")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("latency", "expected METRIC=SHARE"),
        ("latency=1", "latency: 1 could be a percentage or a fraction: write 1% or 100%"),
        ("monthly-cost=5%", "unknown metric"),
    ],
)
def test_what_is_no_regression_is_told_what_one_looks_like(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        gate.regressions(text)


def test_a_regression_of_throughput_is_a_fall() -> None:
    rise, fall = gate.regressions("cost=5%,throughput=5%")
    assert (rise.operator, rise.bound) == ("<=", Fraction(1, 20))
    assert (fall.operator, fall.bound) == (">=", Fraction(-1, 20))
