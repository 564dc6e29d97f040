"""Plans against plain statements of the rules, and cases worked by hand."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions import capacity, traffic
from irctl.decisions.capacity import Plan, Sizing
from irctl.decisions.limits import constraint
from irctl.jobs import parse
from irctl.jobs.model import Recommendation
from tests.made import environment, job, one, real_time, serverless

FULL = Sizing(Fraction(1))
HALF = Sizing(Fraction(1, 2))
RECORDED = Path(__file__).parents[2].parent / "shared" / "recorded"


def plan(entry: dict[str, object], rate: str, sizing: Sizing = FULL) -> Plan:
    return capacity.plan(one(entry), traffic.constant(traffic.rate(rate)), sizing)


@pytest.mark.parametrize(
    ("text", "share"),
    [("50%", "1/2"), ("0.5", "1/2"), ("50", "1/2"), ("1", "1"), ("1%", "1/100"), ("100 %", "1")],
)
def test_a_utilization_up_to_one_is_a_fraction(text: str, share: str) -> None:
    assert capacity.utilization(text) == Fraction(share)


@pytest.mark.parametrize("text", ["0", "0%", "101", "100.1%", "-1", "half", "", "1e1", "nan"])
def test_a_utilization_is_above_0_and_at_most_all(text: str) -> None:
    with pytest.raises(ValueError, match="such as 50%"):
        capacity.utilization(text)


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
def test_instances_of_the_recorded_job_by_hand(
    count: int, measured: int, rate: int, utilization: str, needed: int
) -> None:
    entry = real_time(cost=0.23 * count, rate=measured, count=count)
    found = plan(entry, f"{rate}/min", Sizing(Fraction(utilization)))
    assert found.instances == needed
    assert found.expected_utilization == pytest.approx(rate / (needed * measured / count))
    assert found.cost_per_hour == pytest.approx(needed * 0.23)
    assert found.cost_per_month == pytest.approx(needed * 0.23 * 730)
    assert found.cost_per_million == pytest.approx(needed * 0.23 / (rate * 60) * 1e6)


def test_the_recording_itself_gives_those_instances() -> None:
    file = RECORDED / "nb-tensorflow-advanced.json"
    if not file.exists():
        pytest.skip("the recordings are not here")
    recorded = parse.job(json.loads(file.read_text())).recommendations
    load = traffic.constant(traffic.rate("1000/min"))
    found = [capacity.plan(each, load, HALF).instances for each in recorded]
    assert found == [16, 8, 34]  # 1000 / 64.5, / 130.5, / 30


@given(
    rate=st.integers(1, 10**6),
    measured=st.integers(1, 10**5),
    count=st.integers(1, 50),
    percent=st.integers(1, 100),
    minimum=st.integers(1, 5),
)
def test_the_fleet_is_the_smallest_that_carries_the_rate(
    rate: int, measured: int, count: int, percent: int, minimum: int
) -> None:
    usable = Fraction(measured, count) * percent / 100
    found = capacity.instances_needed(
        Fraction(rate), Fraction(measured, count), Fraction(percent, 100), minimum
    )
    assert found >= minimum
    assert found * usable >= rate
    assert found == minimum or (found - 1) * usable < rate


@given(st.integers(1, 10**6), st.integers(1, 10**4))
def test_a_whole_quotient_is_not_rounded_up(one_instance: int, instances: int) -> None:
    tenths = traffic.rate(f"{one_instance * instances / 10:.1f}/min").per_minute
    found = capacity.instances_needed(tenths, Fraction(one_instance), Fraction(1, 10), 1)
    assert found == instances


@pytest.mark.parametrize("count", [None, 0])
def test_a_count_that_is_absent_is_one(count: int | None) -> None:
    assert plan(real_time(cost=2, rate=100, count=count), "250/min").instances == 3
    assert plan(real_time(cost=2, rate=100, count=count), "250/min").cost_per_hour == 6


def test_there_are_never_fewer_instances_than_asked_for() -> None:
    found = plan(real_time(rate=100), "10/min", Sizing(Fraction(1), min_instances=2))
    assert found.instances == 2
    assert found.expected_utilization == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("entry", "reasons"),
    [
        (real_time(rate=None), ("throughput is missing",)),
        (real_time(rate=0), ("throughput is 0",)),
        (real_time(cost=None, per_inference=1e-6), ("cost-per-hour is missing",)),
        (real_time(rate=None, cost=None), ("throughput is missing", "cost-per-hour is missing")),
        (serverless(rate=None), ("throughput is missing",)),
        (serverless(per_inference=None), ("cost-per-inference is missing",)),
        (real_time(cost=-1), ("cost-per-hour is -1",)),
        (serverless(per_inference=-1), ("cost-per-inference is -1",)),
    ],
)
def test_what_is_missing_is_said_and_never_invented(
    entry: dict[str, object], reasons: tuple[str, ...]
) -> None:
    found = plan(entry, "1/s")
    assert not found.feasible
    assert found.problems == reasons
    assert (found.instances, found.cost_per_hour, found.cost_per_month) == (None, None, None)


NONSENSE = [real_time(rate=5e-324), real_time(cost=1e308, rate=1), serverless(rate=5e-324)]


@pytest.mark.parametrize("entry", NONSENSE)
def test_nonsense_makes_no_plan_and_no_crash(entry: dict[str, object]) -> None:
    found = plan(entry, "1M/s")
    assert not found.feasible
    assert found.cost_per_month is None


def test_serverless_is_paid_by_the_request() -> None:
    found = plan(serverless(per_inference=2e-5, rate=60), "90/min", HALF)
    assert found.cost_per_hour == pytest.approx(2e-5 * 90 * 60)
    assert found.cost_per_million == pytest.approx(20)
    assert (found.instances, found.expected_utilization) == (None, None)


@pytest.mark.parametrize(
    ("concurrency", "rate", "needed"),
    [(1, "60/min", 1), (1, "61/min", 2), (4, "60/min", 4), (None, "120/min", 2)],
)
def test_serverless_needs_concurrency_in_proportion(
    concurrency: int | None, rate: str, needed: int
) -> None:
    found = plan(serverless(rate=60, concurrency=concurrency), rate, HALF)
    assert found.max_concurrency == needed


def test_a_concurrency_above_the_configured_one_is_to_be_raised() -> None:
    found = plan(serverless(rate=60, concurrency=1), "120/min")
    assert found.feasible
    assert found.notes == ("raise MaxConcurrency from 1 to 2",)
    assert plan(serverless(rate=60, concurrency=1), "60/min").notes == ()


def test_serverless_ends_at_the_services_limit() -> None:
    assert plan(serverless(rate=1), "200/min").feasible
    beyond = plan(serverless(rate=1), "201/min")
    assert not beyond.feasible
    assert beyond.problems == ("it needs a concurrency of 201, and serverless is limited to 200",)


def test_provisioned_concurrency_is_said_not_to_be_counted() -> None:
    (note,) = plan(serverless(provisioned=2), "1/min").notes
    assert "ProvisionedConcurrency 2 is billed besides" in note


def test_a_broken_constraint_makes_a_plan_infeasible() -> None:
    sizing = Sizing(constraints=(constraint("latency=5", "<="),))
    assert plan(real_time(latency=5), "1/s", sizing).feasible
    assert not plan(real_time(latency=6), "1/s", sizing).feasible
    assert not plan(real_time(latency=None), "1/s", sizing).feasible


def test_the_cheapest_feasible_plan_of_each_rate_comes_first_and_is_marked() -> None:
    there = job(
        real_time("ml.small", cost=1, rate=10),
        real_time("ml.large", cost=5, rate=100),
        real_time("ml.free", cost=None),
    ).recommendations
    loads = [traffic.constant(traffic.rate(each)) for each in ("10/min", "100/min")]
    found = capacity.plans(there, loads, FULL)
    names = [each.recommendation.configuration.instance_type for each in found]
    assert names == ["ml.small", "ml.large", "ml.free", "ml.large", "ml.small", "ml.free"]
    assert [each.cheapest for each in found] == [True, False, False, True, False, False]


def test_when_nothing_is_feasible_the_nearest_miss_comes_first() -> None:
    sizing = Sizing(constraints=(constraint("latency=5", "<="),))
    there = job(real_time("a", latency=50), real_time("b", latency=6)).recommendations
    found = capacity.plans(there, [traffic.constant(traffic.rate("1/s"))], sizing)
    assert found[0].recommendation.configuration.instance_type == "b"
    assert not any(each.cheapest for each in found)


@given(
    st.lists(st.tuples(st.integers(1, 50), st.integers(1, 50)), min_size=1, max_size=5),
    st.integers(1, 500),
)
def test_no_feasible_plan_is_cheaper_than_the_marked_one(
    costs_and_rates: list[tuple[int, int]], rate: int
) -> None:
    there = job(*(real_time(cost=cost, rate=most) for cost, most in costs_and_rates))
    load = traffic.constant(traffic.rate(f"{rate}/min"))
    found = capacity.plans(there.recommendations, [load], FULL)
    plainly = [-(-rate // most) * cost for cost, most in costs_and_rates]
    assert [each.per_hour for each in found] == sorted(plainly)
    assert [each.cheapest for each in found] == [True] + [False] * (len(plainly) - 1)


def test_an_autoscaled_fleet_follows_the_average() -> None:
    load = traffic.between(traffic.rate("100/min"), traffic.rate("1000/min"))
    found = capacity.plan(one(real_time(cost=3, rate=100)), load, FULL)
    assert (found.instances, found.cost_per_hour) == (10, 30)
    assert found.autoscaled is not None
    assert found.autoscaled.instances == 1
    assert found.autoscaled.max_instances == 10
    assert found.autoscaled.cost_per_month == 3 * 730
    # What the fixed fleet costs is spread over the requests that come.
    assert found.cost_per_million == pytest.approx(30 / 6000 * 1e6)


def test_serverless_pays_for_the_average_and_is_sized_for_the_peak() -> None:
    load = traffic.between(traffic.rate("60/min"), traffic.rate("600/min"))
    found = capacity.plan(one(serverless(per_inference=1e-5, rate=60)), load, FULL)
    assert found.max_concurrency == 10
    assert found.cost_per_hour == pytest.approx(1e-5 * 3600)
    assert found.autoscaled is not None
    assert found.autoscaled.cost_per_hour == found.cost_per_hour


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30).filter(any))
def test_a_profile_costs_hour_by_hour_what_its_instances_cost(rates: list[int]) -> None:
    load = traffic.profile([f"{hour},{rate}" for hour, rate in enumerate(rates)])
    found = capacity.plan(one(real_time(cost=2, rate=70)), load, FULL)
    needed = [max(-(-rate // 70), 1) for rate in rates]
    assert [each.instances for each in found.hours] == needed
    assert [each.autoscaled for each in found.hours] == [2 * each for each in needed]
    assert [each.fixed for each in found.hours] == [2 * max(needed)] * len(rates)
    assert found.autoscaled is not None
    assert found.autoscaled.per_hour == Fraction(2 * sum(needed), len(rates))
    assert found.per_hour == 2 * max(needed)


# Break-even


def hourly(recommendation: Recommendation, rate: Fraction, sizing: Sizing) -> Fraction:
    """What a rate costs an hour, stated plainly."""
    load = traffic.Traffic("", rate, rate)
    cost = capacity.plan(recommendation, load, sizing).per_hour
    assert cost is not None
    return cost


@given(
    cost=st.integers(1, 50),
    measured=st.integers(1, 500),
    millionths=st.integers(1, 2000),
    percent=st.integers(1, 100),
    minimum=st.integers(1, 4),
)
def test_break_even_is_the_first_rate_at_which_real_time_is_as_cheap(
    cost: int, measured: int, millionths: int, percent: int, minimum: int
) -> None:
    sizing = Sizing(Fraction(percent, 100), minimum)
    fixed, by_use = job(
        real_time(cost=cost, rate=measured),
        serverless(per_inference=float(f"{millionths}e-6"), rate=10**6),
    ).recommendations
    even = capacity.break_even([fixed, by_use], sizing)
    sample = [Fraction(n) for n in range(1, 60)]
    sample += [Fraction(measured * percent * n, 100) for n in range(1, 12)]  # full fleets
    if even is None:
        assert all(hourly(fixed, r, sizing) > hourly(by_use, r, sizing) for r in sample)
        return
    assert (even.real_time, even.serverless) == (fixed, by_use)
    assert hourly(fixed, even.per_minute, sizing) == hourly(by_use, even.per_minute, sizing)
    for rate in (r for r in sample if r < even.per_minute):
        assert hourly(fixed, rate, sizing) > hourly(by_use, rate, sizing)


def test_break_even_takes_the_cheapest_serverless_and_the_first_real_time() -> None:
    there = job(
        real_time("ml.dear", cost=10, rate=10**6),
        real_time("ml.cheap", cost=1, rate=10**5),
        serverless(per_inference=2e-4, memory=1024),
        serverless(per_inference=1e-4, memory=2048),
    ).recommendations
    even = capacity.break_even(there, FULL)
    assert even is not None
    assert even.serverless is there[3]
    assert even.real_time is there[1]
    assert even.per_minute == Fraction(1) / (60 * Fraction("1e-4"))


@pytest.mark.parametrize(
    "entries",
    [
        [real_time()],
        [serverless()],
        [real_time(cost=None), serverless()],
        [real_time(rate=None), serverless()],
        [real_time(), serverless(per_inference=None)],
        [real_time(cost=10, rate=1), serverless(per_inference=1e-6)],
        [],
    ],
)
def test_there_is_no_break_even_without_both_or_when_serverless_is_always_cheaper(
    entries: list[dict[str, object]],
) -> None:
    assert capacity.break_even(job(*entries).recommendations, FULL) is None


def test_what_breaks_a_constraint_takes_no_part_in_break_even() -> None:
    there = job(real_time(latency=99), serverless(per_inference=1e-3)).recommendations
    assert capacity.break_even(there, FULL) is not None
    limited = FULL._replace(constraints=(constraint("latency=50", "<="),))
    assert capacity.break_even(there, limited) is None


def test_environments_make_recommendations_of_the_same_type_apart() -> None:
    entries = [real_time(rate=r, **environment(OMP_NUM_THREADS=str(r))) for r in (10, 20)]
    load = traffic.constant(traffic.rate("100/min"))
    found = capacity.plans(job(*entries).recommendations, [load], FULL)
    assert [each.instances for each in found] == [5, 10]
