"""Break-even against a plain statement of it, and cases worked by hand."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions import capacity
from irctl.decisions.break_even import break_even, first_break_even
from irctl.decisions.limits import limit as read_limit
from irctl.decisions.sizing import Sizing
from irctl.decisions.traffic import Traffic
from irctl.jobs.model import Job, Recommendation
from tests.made import job, real_time, serverless

FULL = Sizing(Fraction(1))


def hourly(recommendation: Recommendation, rate: Fraction, sizing: Sizing) -> Fraction:
    """Return what a rate costs an hour, by its plan."""
    cost = capacity.plan(recommendation, Traffic("", rate, rate), sizing).per_hour
    assert cost is not None
    return cost


@given(
    cost=st.integers(1, 50),
    measured=st.integers(1, 500),
    millionths=st.integers(1, 2000),
    percent=st.integers(1, 100),
    minimum=st.integers(1, 4),
    survives_zone=st.booleans(),
)
def test_break_even_is_the_first_rate_at_which_a_fleet_costs_no_more_than_serverless(
    cost: int, measured: int, millionths: int, percent: int, minimum: int, survives_zone: bool
) -> None:
    sizing = Sizing(Fraction(percent, 100), minimum, survives_zone=survives_zone)
    fleet, by_use = job(
        real_time(cost=cost, rate=measured),
        serverless(per_inference=float(f"{millionths}e-6"), rate=10**6),
    ).recommendations
    even = break_even([fleet, by_use], sizing)
    rates = [Fraction(n) for n in range(1, 60)]
    rates += [Fraction(measured * percent * n, 100) for n in range(1, 12)]  # full fleets
    if even is None:
        assert all(hourly(fleet, rate, sizing) > hourly(by_use, rate, sizing) for rate in rates)
        return
    assert (even.real_time, even.serverless) == (fleet, by_use)
    assert hourly(fleet, even.per_minute, sizing) == hourly(by_use, even.per_minute, sizing)
    for rate in rates:
        if rate < even.per_minute:
            assert hourly(fleet, rate, sizing) > hourly(by_use, rate, sizing)


def test_break_even_is_between_the_cheapest_serverless_and_the_first_fleet() -> None:
    recommendations = job(
        real_time("ml.expensive", cost=10, rate=10**6),
        real_time("ml.cheap", cost=1, rate=10**5),
        serverless(per_inference=2e-4, memory=1024),
        serverless(per_inference=1e-4, memory=2048),
    ).recommendations
    even = break_even(recommendations, FULL)
    assert even is not None
    assert even.serverless is recommendations[3]
    assert even.real_time is recommendations[1]
    assert even.per_minute == Fraction(1) / (60 * Fraction("1e-4"))


@pytest.mark.parametrize(
    "entries",
    [
        [],
        [real_time()],
        [serverless()],
        [real_time(cost=None), serverless()],
        [real_time(rate=None), serverless()],
        [real_time(), serverless(per_inference=None)],
    ],
)
def test_no_rate_breaks_even_without_the_figures_of_both(entries: list[dict[str, object]]) -> None:
    assert break_even(job(*entries).recommendations, FULL) is None


def test_no_rate_breaks_even_if_serverless_is_always_cheaper() -> None:
    pair = job(real_time(cost=10, rate=1), serverless(per_inference=1e-6)).recommendations
    assert break_even(pair, FULL) is None


def test_recommendations_that_miss_a_limit_take_no_part_in_break_even() -> None:
    pair = job(real_time(latency=99), serverless(per_inference=1e-3)).recommendations
    assert break_even(pair, FULL) is not None
    limited = FULL._replace(limits=(read_limit("latency=50", "<="),))
    assert break_even(pair, limited) is None


def test_the_break_even_of_a_fleet_that_survives_a_zone_is_that_of_all_its_instances() -> None:
    pair = job(real_time(cost=1, rate=1000), serverless(per_inference=1e-4)).recommendations
    rates = []
    for sizing in (FULL, FULL._replace(survives_zone=True)):
        even = break_even(pair, sizing)
        rates.append(even and even.per_minute)
    # $1/h buys 10,000 requests, which are 500 / 3 a minute; two instances carry what one does.
    assert rates == [Fraction(500, 3), Fraction(1000, 3)]


def of_model(name: str, model: str | None, *entries: dict[str, object]) -> Job:
    return job(*entries, name=name, InputConfig={"ModelName": model} if model else {})


def test_break_even_is_within_the_jobs_of_one_model_only() -> None:
    by_use, fleet = serverless(per_inference=1e-4), real_time(cost=1, rate=10**5)
    cheaper_fleet = real_time(cost=0.5, rate=10**5)

    def first(*jobs: Job) -> Fraction | None:
        even = first_break_even(jobs, FULL)
        return even and even.per_minute

    within = Fraction(1) / (60 * Fraction("1e-4"))
    assert first(of_model("a", "m", by_use, fleet), of_model("b", "n", cheaper_fleet)) == within
    assert first(of_model("a", "m", by_use), of_model("b", "m", fleet)) == within
    assert first(of_model("a", "m", by_use), of_model("b", "n", fleet)) is None
    assert first(of_model("a", "m", by_use), of_model("b", None, fleet)) is None
    assert first(of_model("a", None, by_use), of_model("b", None, fleet)) is None
    assert first(of_model("a", None, by_use, fleet)) == within


def test_of_several_models_the_smallest_break_even_counts() -> None:
    costs = (2, 1, 3)
    jobs = [
        of_model(
            str(cost), str(cost), serverless(per_inference=1e-4), real_time(cost=cost, rate=10**5)
        )
        for cost in costs
    ]
    even = first_break_even(jobs, FULL)
    assert even is not None
    assert even.real_time.job_name == "1"
