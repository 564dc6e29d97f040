"""Why something is excluded, not feasible or not passed, in sentences."""

import pytest

from irctl.answers import reasons
from irctl.decisions.gate import Candidate, judge
from irctl.decisions.limits import Limit, Miss, limit, regression
from irctl.decisions.ranking import Beaten, Criteria, Excluded
from irctl.jobs.metrics import LATENCY, Values
from tests.made import job, one, real_time


@pytest.mark.parametrize(
    ("text", "operator", "value", "sentence"),
    [
        ("latency=100", "<=", 171, "latency 171 ms is above 100 ms"),
        ("throughput=600", ">=", 402, "throughput 402/min is below 600/min"),
        ("cpu=100", "<=", 100.04, "cpu 100.04% is above 100%"),
        ("cpu=127.29", "<=", 127.3, "cpu 127.3% is above 127.29%"),
        ("cost-per-hour=0.2", "<=", 0.20001, "cost-per-hour $0.20001/h is above $0.20/h"),
        ("latency=100", "<=", None, "latency is missing"),
    ],
)
def test_a_value_beyond_its_limit_is_printed_with_digits_that_tell_the_two_apart(
    text: str, operator: str, value: float | None, sentence: str
) -> None:
    missed = limit(text, "<=" if operator == "<=" else ">=")
    assert reasons.missed(Miss(missed, value)) == sentence


def test_a_change_beyond_its_limit_is_a_signed_percentage() -> None:
    allowed = regression("latency", "10%")
    assert reasons.missed(Miss(allowed, 0.239)) == "latency changed by +23.9%, above +10%"
    assert reasons.missed(Miss(allowed, 0.10001)) == "latency changed by +10.001%, above +10%"


def test_a_bound_that_is_met_within_the_error_of_a_32_bit_float_looks_met() -> None:
    cost = limit("cost-per-hour=0.115", "<=")
    shown = reasons.with_bound(cost, 0.11500000208616257, is_met=True)
    assert shown == ("$0.115/h", "$0.115/h")


def judged_reasons(limit: Limit, latency: float | None, baseline: Values | None) -> list[str]:
    candidate = Candidate(one(real_time(latency=latency)), baseline=baseline)
    return reasons.of_judged(judge([candidate], [limit], scope="Any").judged[0], None)


def test_a_change_that_is_unknown_says_what_is_missing() -> None:
    allowed = regression("latency", "10%")
    assert judged_reasons(allowed, None, {LATENCY.key: 1}) == ["latency is missing"]
    assert "no matching configuration" in judged_reasons(allowed, 10, None)[0]
    assert "no latency" in judged_reasons(allowed, 10, {("cpu", None): 1})[0]


def test_a_recommendation_off_the_front_is_told_from_one_that_looks_alike_by_its_id() -> None:
    best, worse = job(
        real_time(latency=10, RecommendationId="made-up/aaaaaaaa"),
        real_time(latency=20, RecommendationId="made-up/bbbbbbbb"),
    ).recommendations
    (reason,) = reasons.of_exclusion(Excluded(worse, (Beaten(best),), 0.0), Criteria())
    assert "ml.x (aaaaaaaa) of made-up" in reason
