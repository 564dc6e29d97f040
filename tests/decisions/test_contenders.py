"""What can be the best plan is kept, and what cannot is left out."""

from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions import capacity
from irctl.decisions.contenders import Asked, contenders
from irctl.decisions.limits import Limit
from irctl.decisions.plan_metrics import MONTHLY_COST
from irctl.decisions.quantities import Rate
from irctl.decisions.sizing import Sizing
from irctl.decisions.traffic import constant
from irctl.jobs.metrics import LATENCY
from tests.made import job, real_time, serverless

SMALL = st.integers(1, 4)
REAL_TIME = st.builds(
    lambda cost, rate, latency: real_time(cost=cost, rate=rate, latency=latency),
    st.none() | SMALL,
    st.none() | SMALL.map(lambda n: n * 30),
    st.none() | SMALL.map(lambda n: n * 10),
)
SERVERLESS = st.builds(
    lambda cost, rate, latency: serverless(cost * 1e-6, rate * 30, latency=latency * 10),
    SMALL,
    SMALL,
    SMALL,
)
ENTRIES: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    REAL_TIME | SERVERLESS, min_size=1, max_size=8
)


@given(
    ENTRIES,
    st.fractions(Fraction(1, 10), 5000),
    st.fractions(Fraction(1, 10), 1),
    st.integers(1, 4),
    st.integers(10, 40),
    st.integers(100, 5000),
    st.booleans(),
)
def test_the_best_plan_is_that_of_a_contender(
    entries: list[dict[str, Any]],
    rate: Fraction,
    utilization: Fraction,
    min_instances: int,
    latency: int,
    budget: int,
    survives_zone: bool,
) -> None:
    recommendations = job(*entries).recommendations
    kept = contenders(recommendations, Asked(Sizing(), LATENCY, []))
    limits = (Limit(LATENCY, "<=", latency), Limit(MONTHLY_COST, "<=", budget))
    sizing = Sizing(utilization, min_instances, limits, survives_zone)
    traffic = [constant(Rate("", rate))]
    best = capacity.plans(recommendations, traffic, sizing)[0]
    assert capacity.plans(kept, traffic, sizing)[0] == best


def test_a_configuration_that_is_worse_in_everything_is_left_out() -> None:
    good, bad = real_time(cost=1, rate=100, latency=10), real_time(cost=2, rate=90, latency=20)
    recommendations = job(bad, good).recommendations
    assert contenders(recommendations, Asked(Sizing(), LATENCY, [])) == [recommendations[1]]


def test_a_limit_that_a_plan_has_to_reach_leaves_nothing_out() -> None:
    recommendations = job(real_time(cost=2), real_time(cost=1)).recommendations
    lowest = Sizing(limits=(Limit(MONTHLY_COST, ">=", 1000),))
    assert contenders(recommendations, Asked(lowest, LATENCY, [])) == list(recommendations)
