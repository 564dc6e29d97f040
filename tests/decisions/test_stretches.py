"""Which configuration is the cheapest from where to where, and where it is not all the way."""

from fractions import Fraction

from irctl.decisions import capacity
from irctl.decisions.sizing import Sizing
from irctl.decisions.stretches import Stretch, marked, stretches
from irctl.decisions.traffic import Traffic
from tests.made import job, real_time

TAKING_TURNS = job(
    real_time("ml.c5.large", cost=1.0, rate=1000),
    real_time("ml.c5.xlarge", cost=1.9, rate=2000),
    real_time("ml.c5.9xlarge", cost=30, rate=40_000),
).recommendations
STEP = 500


def names(part: Stretch) -> set[str | None]:
    """Every configuration that is the cheapest in a stretch, planned at each step."""
    rates = [Fraction(STEP * step + STEP // 2) for step in range(30_000 // STEP)]
    traffics = [Traffic("", rate, rate) for rate in rates if part.start < rate < part.end]
    plans = capacity.plans(TAKING_TURNS, traffics, Sizing())
    return {plan.recommendation.configuration.instance_type for plan in plans if plan.cheapest}


def test_a_stretch_is_marked_exactly_if_something_else_is_the_cheapest_in_it() -> None:
    parts = stretches(TAKING_TURNS, Sizing(), Fraction(20), Fraction(30_000), looks=20)
    exact = marked(parts, TAKING_TURNS, Sizing())
    assert {part.is_merged for part in exact} == {True, False}
    for part in exact:
        assert part.cheapest
        assert (names(part) > {part.cheapest.configuration.instance_type}) is part.is_merged
