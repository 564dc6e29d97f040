"""What distinguishes the first of a ranking from the best."""

import pytest
from hypothesis import given

from irctl.decisions.caveats import Caveat, DifferenceIsNoise, ValuesAreMissing
from irctl.decisions.ranking import Criteria, normalised, rank
from irctl.decisions.ranking_review import about_ranking, relative_difference
from irctl.jobs.metrics import LATENCY, Metric, metric
from irctl.jobs.model import Recommendation
from tests.made import job
from tests.strategies import recommendations


def ranking_caveats(member: str, by: Metric, *measured: object) -> list[Caveat]:
    recommended = job(*({"Metrics": {member: value}} for value in measured)).recommendations
    return about_ranking(rank(recommended, Criteria(by=(by,))))


def test_a_first_rank_within_the_noise_is_a_caveat() -> None:
    (caveat,) = ranking_caveats("ModelLatency", LATENCY, 100, 103)
    assert isinstance(caveat, DifferenceIsNoise)
    assert caveat.metric is LATENCY
    assert caveat.difference == pytest.approx(0.03)


@pytest.mark.parametrize("latencies", [(100, 106), (100, 100), (100, 200, 201), (100,), ()])
def test_a_clear_or_equal_or_only_first_rank_is_no_caveat(latencies: tuple[int, ...]) -> None:
    assert ranking_caveats("ModelLatency", LATENCY, *latencies) == []


def test_missing_values_are_counted() -> None:
    cpu = metric("cpu")
    assert ranking_caveats("CpuUtilization", cpu, 1, "NaN", 9) == [ValuesAreMissing(cpu, 1, 3)]
    assert ranking_caveats("CpuUtilization", cpu, "NaN", None) == [ValuesAreMissing(cpu, 2, 2)]
    assert ranking_caveats("CpuUtilization", cpu, 1, 9) == []


def test_a_missing_weighted_metric_is_counted_once() -> None:
    recommended = job({"Metrics": {"ModelLatency": 5}}, {"Metrics": {}}).recommendations
    criteria = Criteria(by=(LATENCY,), weights=normalised({LATENCY: 1}))
    assert about_ranking(rank(recommended, criteria)) == [ValuesAreMissing(LATENCY, 1, 2)]


def test_a_weighted_ranking_has_no_caveat_about_noise() -> None:
    recommended = job(
        {"Metrics": {"ModelLatency": 100}}, {"Metrics": {"ModelLatency": 101}}
    ).recommendations
    criteria = Criteria(by=(LATENCY,), weights=normalised({LATENCY: 1}))
    assert about_ranking(rank(recommended, criteria)) == []


@pytest.mark.parametrize(
    ("a", "b", "difference"),
    [(100, 105, 0.05), (105, 100, 0.05), (-100, -105, 0.05), (5, 5, 0), (1, 10**300, 1e300)],
)
def test_a_relative_difference_is_a_fraction_of_the_smaller_value(
    a: int, b: int, difference: float
) -> None:
    assert relative_difference(a, b) == pytest.approx(difference)


def test_a_difference_from_0_or_between_signs_is_not_relative() -> None:
    assert relative_difference(0, 5) is None
    assert relative_difference(0, 0) is None
    assert relative_difference(-1, 1) is None


@given(recommendations())
def test_any_ranking_can_be_checked_for_caveats(recommended: list[Recommendation]) -> None:
    about_ranking(rank(recommended, Criteria()))
