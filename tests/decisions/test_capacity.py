"""Plans against plain statements of the rules, and cases worked by hand."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions import capacity, quantities, traffic
from irctl.decisions.limits import Miss
from irctl.decisions.limits import limit as read_limit
from irctl.decisions.plan import (
    CostTooLarge,
    MissingValue,
    Plan,
    ProvisionedIsExtra,
    RaiseMaxConcurrency,
    TooManyInstances,
    TooMuchConcurrency,
)
from irctl.decisions.plan_metrics import COST_PER_MILLION
from irctl.decisions.sizing import Sizing, instances_needed
from irctl.decisions.traffic import Traffic
from irctl.jobs import parse
from irctl.jobs.metrics import COST_PER_HOUR, COST_PER_INFERENCE, THROUGHPUT, Metric
from tests.made import environment, job, one, real_time, serverless

FULL = Sizing(Fraction(1))
HALF = Sizing(Fraction(1, 2))
RECORDED = Path(__file__).parents[2].parent / "shared" / "recorded"


def constant(rate: str) -> Traffic:
    return traffic.constant(quantities.rate(rate))


def between(average: str, peak: str) -> Traffic:
    return traffic.between(quantities.rate(average), quantities.rate(peak))


def plan(entry: dict[str, object], rate: str, sizing: Sizing = FULL) -> Plan:
    return capacity.plan(one(entry), constant(rate), sizing)


def instance_types(plans: list[Plan]) -> list[str | None]:
    return [plan.recommendation.configuration.instance_type for plan in plans]


# Fleets of instances


# nb-tensorflow-advanced: 387, 522 and 300 requests a minute from 3, 2 and 5 instances are
# 129, 261 and 60 each, at $0.23 an instance.
@pytest.mark.parametrize(
    ("count", "measured", "rate", "utilization", "needed"),
    [
        (3, 387, 387, "1", 3),  # the whole quotient needs not one more
        (3, 387, 388, "1", 4),
        (3, 387, 386, "1", 3),
        (3, 387, 387, "1/2", 6),
        (2, 522, 2610, "1", 10),
        (2, 522, 2611, "1", 11),
        (2, 522, 1000, "1/2", 8),  # 1000 / 130.5 = 7.66
        (5, 300, 300, "1", 5),
        (5, 300, 1000, "7/10", 24),  # 1000 / 42 = 23.8
        (5, 300, 42, "7/10", 1),
        (5, 300, 84, "7/10", 2),  # 60 x 0.7 is 42 exactly, but not in floats
    ],
)
def test_instances_and_costs_match_those_worked_by_hand(
    count: int, measured: int, rate: int, utilization: str, needed: int
) -> None:
    entry = real_time(cost=0.23 * count, rate=measured, count=count)
    sized = plan(entry, f"{rate}/min", Sizing(Fraction(utilization)))
    assert sized.instances == needed
    assert sized.expected_utilization == pytest.approx(rate / (needed * measured / count))
    assert sized.cost_per_hour == pytest.approx(needed * 0.23)
    assert sized.cost_per_month == pytest.approx(needed * 0.23 * 730)
    assert COST_PER_MILLION.of(sized.values) == pytest.approx(needed * 0.23 / (rate * 60) * 1e6)


def test_a_recorded_job_needs_the_instances_worked_by_hand() -> None:
    file = RECORDED / "nb-tensorflow-advanced.json"
    if not file.exists():
        pytest.skip("the recordings are not here")
    recommendations = parse.job(json.loads(file.read_text())).recommendations
    load = constant("1000/min")
    instances = [capacity.plan(r, load, HALF).instances for r in recommendations]
    assert instances == [16, 8, 34]  # 1000 / 64.5, / 130.5, / 30


@given(
    rate=st.integers(1, 10**6),
    measured=st.integers(1, 10**5),
    count=st.integers(1, 50),
    percent=st.integers(1, 100),
    minimum=st.integers(1, 5),
)
def test_a_fleet_is_the_smallest_that_carries_the_rate(
    rate: int, measured: int, count: int, percent: int, minimum: int
) -> None:
    usable = Fraction(measured, count) * percent / 100
    instances = instances_needed(
        Fraction(rate), Fraction(measured, count), Sizing(Fraction(percent, 100), minimum)
    )
    assert instances >= minimum
    assert instances * usable >= rate
    assert instances == minimum or (instances - 1) * usable < rate


@given(st.integers(1, 10**6), st.integers(1, 10**4))
def test_a_whole_quotient_is_not_rounded_up(rate_of_one: int, instances: int) -> None:
    tenths = quantities.rate(f"{rate_of_one * instances / 10:.1f}/min").per_minute
    needed = instances_needed(tenths, Fraction(rate_of_one), Sizing(Fraction(1, 10)))
    assert needed == instances


@pytest.mark.parametrize("count", [None, 0])
def test_an_absent_instance_count_is_one(count: int | None) -> None:
    assert plan(real_time(cost=2, rate=100, count=count), "250/min").instances == 3
    assert plan(real_time(cost=2, rate=100, count=count), "250/min").cost_per_hour == 6


def test_a_fleet_has_at_least_the_minimum_of_instances() -> None:
    sized = plan(real_time(rate=100), "10/min", Sizing(Fraction(1), min_instances=2))
    assert sized.instances == 2
    assert sized.expected_utilization == pytest.approx(0.05)


# Plans that cannot be made


@pytest.mark.parametrize(
    ("entry", "problems"),
    [
        (real_time(rate=None), [(THROUGHPUT, None)]),
        (real_time(rate=0), [(THROUGHPUT, None)]),
        (real_time(cost=None, per_inference=1e-6), [(COST_PER_HOUR, None)]),
        (real_time(rate=None, cost=None), [(THROUGHPUT, None), (COST_PER_HOUR, None)]),
        (serverless(rate=None), [(THROUGHPUT, None)]),
        (serverless(per_inference=None), [(COST_PER_INFERENCE, None)]),
        (real_time(cost=-1), [(COST_PER_HOUR, -1)]),
        (serverless(per_inference=-1), [(COST_PER_INFERENCE, -1)]),
    ],
)
def test_a_missing_figure_is_reported_and_never_guessed(
    entry: dict[str, object], problems: list[tuple[Metric, float | None]]
) -> None:
    sized = plan(entry, "1/s")
    assert not sized.feasible
    assert sized.problems == tuple(MissingValue(metric, value) for metric, value in problems)
    assert (sized.instances, sized.cost_per_hour, sized.cost_per_month) == (None, None, None)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        (real_time(rate=5e-324), TooManyInstances),
        (real_time(cost=1e308, rate=1), TooManyInstances),
        (real_time(cost=1e308, rate=10**9), CostTooLarge),
        (serverless(rate=5e-324), TooMuchConcurrency),
    ],
)
def test_nonsensical_figures_make_no_plan(entry: dict[str, object], problem: type) -> None:
    sized = plan(entry, "1M/s")
    assert not sized.feasible
    assert [type(reason) for reason in sized.problems] == [problem]
    assert sized.cost_per_month is None


def test_a_missed_limit_makes_a_plan_infeasible() -> None:
    limit = read_limit("latency=5", "<=")
    sizing = Sizing(limits=(limit,))
    assert plan(real_time(latency=5), "1/s", sizing).feasible
    too_slow = plan(real_time(latency=6), "1/s", sizing)
    assert not too_slow.feasible
    assert too_slow.misses == (Miss(limit, 6),)
    assert not plan(real_time(latency=None), "1/s", sizing).feasible


# Serverless


def test_serverless_is_paid_by_the_request() -> None:
    sized = plan(serverless(per_inference=2e-5, rate=60), "90/min", HALF)
    assert sized.cost_per_hour == pytest.approx(2e-5 * 90 * 60)
    assert COST_PER_MILLION.of(sized.values) == pytest.approx(20)
    assert (sized.instances, sized.expected_utilization) == (None, None)


@pytest.mark.parametrize(
    ("concurrency", "rate", "needed"),
    [(1, "60/min", 2), (1, "61/min", 3), (4, "60/min", 8), (None, "120/min", 4)],
)
def test_serverless_needs_concurrency_in_proportion_to_the_rate_at_its_utilization(
    concurrency: int | None, rate: str, needed: int
) -> None:
    sized = plan(serverless(rate=60, concurrency=concurrency), rate, HALF)
    assert sized.max_concurrency == needed


def test_a_concurrency_above_the_configured_one_has_to_be_raised() -> None:
    sized = plan(serverless(rate=60, concurrency=1), "120/min")
    assert sized.feasible
    assert sized.tasks == (RaiseMaxConcurrency(configured=1, needed=2),)
    assert plan(serverless(rate=60, concurrency=1), "60/min").tasks == ()


def test_serverless_serves_no_more_than_the_services_highest_concurrency() -> None:
    assert plan(serverless(rate=1), "200/min").feasible
    too_much = plan(serverless(rate=1), "201/min")
    assert not too_much.feasible
    assert too_much.problems == (TooMuchConcurrency(201),)
    assert too_much.tasks == ()


def test_provisioned_concurrency_is_reported_as_extra() -> None:
    sized = plan(serverless(provisioned=2), "1/min")
    assert sized.tasks == (ProvisionedIsExtra(2),)
    assert sized.cost_per_hour == plan(serverless(), "1/min").cost_per_hour


# The order of plans


def test_the_cheapest_feasible_plan_for_each_rate_comes_first_and_is_marked() -> None:
    recommendations = job(
        real_time("ml.small", cost=1, rate=10),
        real_time("ml.large", cost=5, rate=100),
        real_time("ml.free", cost=None),
    ).recommendations
    plans = capacity.plans(recommendations, [constant("10/min"), constant("100/min")], FULL)
    small, large, free = "ml.small", "ml.large", "ml.free"
    assert instance_types(plans) == [small, large, free, large, small, free]
    assert [plan.cheapest for plan in plans] == [True, False, False, True, False, False]


def test_the_nearest_miss_comes_first_if_no_plan_is_feasible() -> None:
    sizing = Sizing(limits=(read_limit("latency=5", "<="),))
    recommendations = job(real_time("a", latency=50), real_time("b", latency=6)).recommendations
    plans = capacity.plans(recommendations, [constant("1/s")], sizing)
    assert instance_types(plans) == ["b", "a"]
    assert not any(plan.cheapest for plan in plans)


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50)), min_size=1, max_size=5),
    st.integers(1, 500),
)
def test_no_feasible_plan_is_cheaper_than_the_marked_one(
    costs_and_rates: list[tuple[int, int]], rate: int
) -> None:
    entries = [real_time(cost=cost, rate=measured) for cost, measured in costs_and_rates]
    plans = capacity.plans(job(*entries).recommendations, [constant(f"{rate}/min")], FULL)
    costs = [-(-rate // measured) * cost for cost, measured in costs_and_rates]
    assert [plan.per_hour for plan in plans] == sorted(costs)
    assert [plan.cheapest for plan in plans] == [True] + [False] * (len(costs) - 1)


def test_recommendations_that_differ_in_environment_have_plans_of_their_own() -> None:
    entries = [real_time(rate=r, **environment(OMP_NUM_THREADS=str(r))) for r in (10, 20)]
    plans = capacity.plans(job(*entries).recommendations, [constant("100/min")], FULL)
    assert [plan.instances for plan in plans] == [5, 10]


# Traffic that varies


def test_an_autoscaled_fleet_follows_the_average() -> None:
    sized = capacity.plan(one(real_time(cost=3, rate=100)), between("100/min", "1000/min"), FULL)
    assert (sized.instances, sized.cost_per_hour) == (10, 30)
    assert sized.autoscaled is not None
    assert sized.autoscaled.instances == 1
    assert sized.autoscaled.max_instances == 10
    assert sized.autoscaled.cost_per_month == 3 * 730
    # The cost of the fixed fleet is spread over the requests of the average.
    assert COST_PER_MILLION.of(sized.values) == pytest.approx(30 / 6000 * 1e6)


def test_serverless_is_sized_for_the_peak_and_paid_for_the_average() -> None:
    load = between("60/min", "600/min")
    sized = capacity.plan(one(serverless(per_inference=1e-5, rate=60)), load, FULL)
    assert sized.max_concurrency == 10
    assert sized.cost_per_hour == pytest.approx(1e-5 * 3600)
    assert sized.autoscaled is not None
    assert sized.autoscaled.cost_per_hour == sized.cost_per_hour


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30).filter(any))
def test_a_profile_is_sized_and_paid_hour_by_hour(rates: list[int]) -> None:
    load = traffic.profile([f"{hour},{rate}" for hour, rate in enumerate(rates)])
    sized = capacity.plan(one(real_time(cost=2, rate=70)), load, FULL)
    needed = [max(-(-rate // 70), 1) for rate in rates]
    assert [hour.instances for hour in sized.hours] == needed
    assert [hour.autoscaled for hour in sized.hours] == [2 * count for count in needed]
    assert [hour.fixed for hour in sized.hours] == [2 * max(needed)] * len(rates)
    assert sized.autoscaled is not None
    assert sized.autoscaled.per_hour == Fraction(2 * sum(needed), len(rates))
    assert sized.per_hour == 2 * max(needed)


# The loss of a zone


@given(carrying=st.integers(1, 10**6), minimum=st.integers(1, 10))
def test_a_fleet_that_survives_a_zone_is_the_smallest_whose_rest_carries_the_traffic(
    carrying: int, minimum: int
) -> None:
    def rest(fleet: int) -> int:
        return fleet - -(-fleet // 3)

    fleet = Sizing(min_instances=minimum, survives_zone=True).fleet(carrying)
    assert fleet >= max(2, minimum)
    assert rest(fleet) >= carrying
    assert fleet == max(2, minimum) or rest(fleet - 1) < carrying


def test_the_price_of_a_fleet_without_spare_instances_is_known() -> None:
    entry = real_time(cost=1, rate=100)
    sized = plan(entry, "300/min", Sizing(Fraction(1), survives_zone=True))
    assert (sized.instances, sized.cost_per_hour) == (5, 5)
    assert sized.cost_per_month_without_spare == 3 * 730
    assert sized.to_next_instance == 0
    assert plan(entry, "300/min").cost_per_month_without_spare is None
