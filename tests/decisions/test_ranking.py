"""Best first, against a brute-force statement of every rule."""

import math
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions.limits import Constraint, constraint
from irctl.decisions.ranking import Beaten, Criteria, Excluded, Miss, Ranking, normalised, rank
from irctl.jobs import parse
from irctl.jobs.metrics import COST_PER_INFERENCE, LATENCY, METRICS, THROUGHPUT, Metric, metric
from irctl.jobs.model import Metrics, Recommendation
from tests.strategies import recommendation, recommendations

CPU = metric("cpu")
criteria_by = st.lists(st.sampled_from(METRICS), min_size=1, max_size=3, unique=True).map(tuple)
weights = st.dictionaries(
    st.sampled_from(METRICS), st.sampled_from([0, 0.5, 1, 2, 3, 1e-3, 7]), min_size=1, max_size=4
).filter(lambda given_weights: sum(given_weights.values()) > 0)


@st.composite
def limits(draw: st.DrawFn) -> tuple[Constraint, ...]:
    return tuple(
        Constraint(
            draw(st.sampled_from(METRICS)),
            draw(st.sampled_from(["<=", ">="])),
            draw(st.sampled_from([0, 1, 2, 0.5, 0.115])),
        )
        for _ in range(draw(st.integers(0, 2)))
    )


def measured(*all_metrics: dict[str, object]) -> list[Recommendation]:
    entries = [{"Metrics": each} for each in all_metrics]
    return list(parse.job({"JobName": "j", "InferenceRecommendations": entries}).recommendations)


def order(ranking: Ranking) -> list[int]:
    """The positions in the API's list, best first."""
    return [each.recommendation.position for each in ranking.ranked]


def position(each: Excluded) -> int:
    return each.recommendation.position


def is_better(metric: Metric, a: Metrics, b: Metrics) -> bool | None:
    """Whether a beats b; None for a tie. A missing value is beaten by any other."""
    x, y = metric.of(a), metric.of(b)
    if x == y:
        return None
    if x is None or y is None:
        return y is None
    return x > y if metric.higher_is_better else x < y


def dominates(by: Sequence[Metric], a: Metrics, b: Metrics) -> bool:
    verdicts = [is_better(each, a, b) for each in by]
    return True in verdicts and False not in verdicts


# The order


def test_the_cheapest_inference_is_best_unless_told_otherwise() -> None:
    found = measured({"CostPerInference": 3}, {"CostPerInference": 1}, {"CostPerInference": 2})
    assert order(rank(found, Criteria())) == [1, 2, 0]
    assert [each.rank for each in rank(found, Criteria()).ranked] == [1, 2, 3]


def test_lower_is_better_but_for_throughput() -> None:
    found = measured(
        {"ModelLatency": 20, "MaxInvocations": 100}, {"ModelLatency": 10, "MaxInvocations": 50}
    )
    assert order(rank(found, Criteria(by=(LATENCY,)))) == [1, 0]
    assert order(rank(found, Criteria(by=(THROUGHPUT,)))) == [0, 1]


@pytest.mark.parametrize("each", METRICS, ids=lambda each: each.name)
def test_a_missing_value_ranks_last_whichever_way_is_better(each: Metric) -> None:
    found = measured({}, {each.api_name: 0}, {each.api_name: 10**9}, {each.api_name: "NaN"})
    assert sorted(order(rank(found, Criteria(by=(each,))))[:2]) == [1, 2]


def test_ties_go_to_the_next_metric_given() -> None:
    found = measured(
        {"ModelLatency": 10, "CpuUtilization": 30, "CostPerInference": 1},
        {"ModelLatency": 10, "CpuUtilization": 20, "CostPerInference": 9},
    )
    assert order(rank(found, Criteria(by=(LATENCY, CPU)))) == [1, 0]


def test_then_ties_go_to_the_cost_then_to_the_latency_then_to_the_apis_order() -> None:
    same = {"CpuUtilization": 50}
    found = measured(
        {**same, "CostPerInference": 2, "ModelLatency": 1},
        {**same, "CostPerInference": 1, "ModelLatency": 9},
        {**same, "CostPerInference": 1, "ModelLatency": 8},
        {**same, "CostPerInference": 1, "ModelLatency": 8},
        {**same},
    )
    assert order(rank(found, Criteria(by=(CPU,)))) == [2, 3, 1, 0, 4]


def test_recommendations_of_several_jobs_that_tie_keep_the_order_given() -> None:
    jobs = [
        parse.job({"JobName": name, "InferenceRecommendations": [{}, {}]}) for name in ("b", "a")
    ]
    ranking = rank((each for job in jobs for each in job.recommendations), Criteria())
    told = [(each.recommendation.job_name, each.recommendation.position) for each in ranking.ranked]
    assert told == [("b", 0), ("b", 1), ("a", 0), ("a", 1)]


def test_a_value_that_was_measured_as_0_is_not_missing() -> None:
    found = measured({"CostPerInference": 1}, {"CostPerInference": 0}, {})
    assert order(rank(found, Criteria())) == [1, 0, 2]


@given(recommendations(), criteria_by)
def test_nothing_ranks_before_what_beats_it_on_the_first_metric_that_tells_them_apart(
    found: list[Recommendation], by: tuple[Metric, ...]
) -> None:
    ranked = [each.recommendation for each in rank(found, Criteria(by=by)).ranked]
    assert sorted(each.position for each in ranked) == list(range(len(found)))
    for index, better in enumerate(ranked):
        for worse in ranked[index + 1 :]:
            verdicts = (
                is_better(each, better.metrics, worse.metrics)
                for each in (*by, COST_PER_INFERENCE, LATENCY)
            )
            decided = next((verdict for verdict in verdicts if verdict is not None), None)
            assert decided or (decided is None and better.position < worse.position)


def test_nothing_can_be_ranked() -> None:
    nothing = rank([], Criteria())
    assert (nothing.ranked, nothing.excluded, nothing.nearest_misses) == ((), (), [])


# The best few


@given(recommendations(), criteria_by, limits(), weights | st.just({}), st.booleans())
def test_the_best_few_are_the_first_of_all(
    found: list[Recommendation],
    by: tuple[Metric, ...],
    constraints: tuple[Constraint, ...],
    given_weights: dict[Metric, float],
    pareto: bool,
) -> None:
    shares = normalised(given_weights) if given_weights else {}
    criteria = Criteria(by, shares, constraints, pareto, by)
    whole = rank(found, criteria)
    for top in (1, 2, 5, 100):
        few = rank(iter(found), criteria, top)
        assert few.ranked == whole.ranked[:top]
        assert sorted(few.excluded, key=position) == sorted(whole.excluded, key=position)
        assert (few.total, few.missing) == (len(whole.ranked), whole.missing)


@given(recommendations(), criteria_by)
def test_a_ranking_counts_what_lacks_each_chosen_metric(
    found: list[Recommendation], by: tuple[Metric, ...]
) -> None:
    assert rank(found, Criteria(by=by)).missing == {
        each: sum(each.of(one.metrics) is None for one in found) for each in by
    }


# Weights


def test_weights_are_shares_of_1() -> None:
    assert normalised({LATENCY: 2, COST_PER_INFERENCE: 1, CPU: 1}) == {
        LATENCY: 0.5,
        COST_PER_INFERENCE: 0.25,
        CPU: 0.25,
    }


@given(weights)
def test_weights_sum_to_1_and_keep_their_proportions(given_weights: dict[Metric, float]) -> None:
    shares = normalised(given_weights)
    assert math.isclose(sum(shares.values()), 1)
    total = sum(given_weights.values())
    for each, weight in given_weights.items():
        assert math.isclose(shares[each] * total, weight)


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {LATENCY: 0},
        {LATENCY: -1, CPU: 2},
        {LATENCY: math.inf},
        {LATENCY: math.nan},
        {LATENCY: 1e308, CPU: 1e308},
    ],
    ids=str,
)
def test_weights_that_make_no_shares_are_refused(wrong: dict[Metric, float]) -> None:
    with pytest.raises(ValueError, match="weights must be 0 or more, and at least one above 0"):
        normalised(wrong)


def test_a_score_is_the_weighted_closeness_to_the_best() -> None:
    found = measured(
        {"ModelLatency": 100, "MaxInvocations": 600}, {"ModelLatency": 50, "MaxInvocations": 300}
    )
    shares = normalised({LATENCY: 3, THROUGHPUT: 1})
    ranking = rank(found, Criteria(by=(LATENCY,), weights=shares))
    assert [each.score for each in ranking.ranked] == [0.75 + 0.25 / 2, 0.75 / 2 + 0.25]
    assert order(ranking) == [1, 0]


def test_what_is_infinitely_worse_than_the_best_scores_0() -> None:
    shares = normalised({THROUGHPUT: 1})
    found = measured({"MaxInvocations": 600}, {"MaxInvocations": 0})
    assert [each.score for each in rank(found, Criteria(weights=shares)).ranked] == [1, 0]
    shares = normalised({LATENCY: 1})
    found = measured({"ModelLatency": 5}, {"ModelLatency": 0}, {"ModelLatency": 0})
    assert [each.score for each in rank(found, Criteria(weights=shares)).ranked] == [1, 1, 0]


def test_there_are_no_scores_without_weights() -> None:
    assert rank(measured({"CostPerInference": 1}), Criteria()).ranked[0].score is None


def test_what_lacks_a_weighted_metric_has_no_score_and_ranks_last() -> None:
    found = measured({"ModelLatency": 1}, {"ModelLatency": 9, "CpuUtilization": 9})
    ranking = rank(found, Criteria(weights=normalised({LATENCY: 1, CPU: 1})))
    assert order(ranking) == [1, 0]
    assert [each.score for each in ranking.ranked] == [0.5 / 9 + 0.5, None]


def test_the_best_in_everything_scores_1_and_not_a_hair_more() -> None:
    shares = normalised(dict(zip(METRICS, (0.5, 0.5, 2, 2, 0.1), strict=False)))
    assert sum(shares.values()) > 1  # in floating point
    found = measured({each.api_name: 1 for each in shares})
    assert rank(found, Criteria(weights=shares)).ranked[0].score == 1


@given(recommendations(), weights)
def test_scores_lie_between_0_and_1_and_fall_with_the_rank(
    found: list[Recommendation], given_weights: dict[Metric, float]
) -> None:
    shares = normalised(given_weights)
    ranking = rank(found, Criteria(by=tuple(shares), weights=shares))
    scores = [-1 if each.score is None else each.score for each in ranking.ranked]
    assert scores == sorted(scores, reverse=True)
    for each in ranking.ranked:
        missing = any(m.of(each.recommendation.metrics) is None for m in shares)
        assert (each.score is None) == missing
        assert each.score is None or 0 <= each.score <= 1


@given(recommendations(), weights)
def test_what_is_dominated_never_outranks_what_dominates_it(
    found: list[Recommendation], given_weights: dict[Metric, float]
) -> None:
    shares = normalised(given_weights)
    ranked = [
        each.recommendation.metrics
        for each in rank(found, Criteria(by=tuple(shares), weights=shares)).ranked
    ]
    for index, first in enumerate(ranked):
        for later in ranked[index + 1 :]:
            complete = all(each.of(later) is not None for each in shares)
            assert not (complete and dominates(tuple(shares), later, first))


@given(recommendations(), weights, st.sampled_from([0.5, 3, 1000]))
def test_the_size_of_the_weights_does_not_matter(
    found: list[Recommendation], given_weights: dict[Metric, float], factor: float
) -> None:
    def ranked(chosen: dict[Metric, float]) -> list[float | None]:
        shares = normalised(chosen)
        return [each.score for each in rank(found, Criteria(weights=shares)).ranked]

    scaled = {each: weight * factor for each, weight in given_weights.items()}
    assert ranked(given_weights) == pytest.approx(ranked(scaled))


# Limits


def test_what_misses_a_limit_is_excluded_with_every_reason() -> None:
    found = measured(
        {"ModelLatency": 150, "MaxInvocations": 10},
        {"ModelLatency": 90, "MaxInvocations": 700},
        {"MaxInvocations": 700},
    )
    latency, throughput = constraint("latency=100", "<="), constraint("throughput=600", ">=")
    ranking = rank(found, Criteria(constraints=(latency, throughput)))
    assert order(ranking) == [1]
    told = {each.recommendation.position: each.reasons for each in ranking.excluded}
    assert told == {0: ((latency, 150), (throughput, 10)), 2: ((latency, None),)}


def test_the_nearest_miss_comes_first_and_what_lacks_a_value_last() -> None:
    found = measured({}, {"ModelLatency": 300}, {"ModelLatency": 101}, {"ModelLatency": "NaN"})
    ranking = rank(found, Criteria(constraints=(constraint("latency=100", "<="),)))
    assert order(ranking) == []
    assert [each.recommendation.position for each in ranking.nearest_misses] == [2, 1, 0, 3]


def test_missing_two_limits_by_a_little_is_farther_than_missing_one_by_less() -> None:
    found = measured(
        {"ModelLatency": 110, "MaxInvocations": 90}, {"ModelLatency": 115, "MaxInvocations": 100}
    )
    limits = (constraint("latency=100", "<="), constraint("throughput=100", ">="))
    ranking = rank(found, Criteria(constraints=limits))
    assert [each.recommendation.position for each in ranking.nearest_misses] == [1, 0]
    assert [each.distance for each in ranking.nearest_misses] == pytest.approx([0.15, 0.2])


@given(recommendations(), limits())
def test_everything_is_ranked_or_excluded_by_the_limits_it_misses(
    found: list[Recommendation], constraints: tuple[Constraint, ...]
) -> None:
    ranking = rank(found, Criteria(constraints=constraints))
    out = {each.recommendation.position: each.reasons for each in ranking.excluded}
    assert sorted([*order(ranking), *out]) == list(range(len(found)))
    for each in found:
        missed = [limit for limit in constraints if not limit.holds_for(each.metrics)]
        assert out.get(each.position, ()) == tuple(
            Miss(limit, limit.metric.of(each.metrics)) for limit in missed
        )


@given(recommendations(), limits())
def test_what_is_excluded_counts_for_nothing_else(
    found: list[Recommendation], constraints: tuple[Constraint, ...]
) -> None:
    kept = [each for each in found if all(limit.holds_for(each.metrics) for limit in constraints)]
    shares = normalised({LATENCY: 1, COST_PER_INFERENCE: 1})
    with_limits = rank(found, Criteria(weights=shares, constraints=constraints))
    assert with_limits.ranked == rank(kept, Criteria(weights=shares)).ranked


# The Pareto front


@given(recommendations(), criteria_by)
def test_the_front_is_what_no_other_beats_on_every_chosen_metric(
    found: list[Recommendation], by: tuple[Metric, ...]
) -> None:
    expected = {
        each.position
        for each in found
        if not any(dominates(by, other.metrics, each.metrics) for other in found)
    }
    marked = rank(found, Criteria(pareto_metrics=by))
    assert {r.recommendation.position for r in marked.ranked if r.on_pareto_front} == expected
    assert marked.excluded == ()
    kept = rank(found, Criteria(pareto=True, pareto_metrics=by))
    assert set(order(kept)) == expected
    assert {each.recommendation.position for each in kept.excluded} == (
        set(range(len(found))) - expected
    )


def test_cost_and_latency_make_the_front_unless_told_otherwise() -> None:
    found = measured(
        {"CostPerInference": 1, "ModelLatency": 9, "MaxInvocations": 1},
        {"CostPerInference": 9, "ModelLatency": 1, "MaxInvocations": 1},
        {"CostPerInference": 9, "ModelLatency": 9, "MaxInvocations": 9},
    )
    assert [each.on_pareto_front for each in rank(found, Criteria()).ranked] == [True, True, False]


def test_off_the_front_is_a_reason_of_its_own() -> None:
    found = measured(
        {"CostPerInference": 1, "ModelLatency": 1}, {"CostPerInference": 2, "ModelLatency": 2}
    )
    (out,) = rank(found, Criteria(pareto=True)).excluded
    assert out.recommendation.position == 1
    assert out.reasons == (Beaten(found[0]),)


def test_the_front_is_of_what_the_limits_leave() -> None:
    found = measured(
        {"CostPerInference": 1, "ModelLatency": 1, "CpuUtilization": 99},
        {"CostPerInference": 2, "ModelLatency": 2, "CpuUtilization": 10},
    )
    limit = constraint("cpu=50", "<=")
    assert order(rank(found, Criteria(pareto=True, constraints=(limit,)))) == [1]


def test_a_thousand_recommendations_are_ranked_in_a_moment() -> None:
    found = [
        recommendation({"CostPerInference": index % 7, "ModelLatency": index % 11})
        for index in range(1000)
    ]
    ranking = rank(found * 10, Criteria(pareto_metrics=METRICS))
    assert len(ranking.ranked) == 10_000


def test_the_criteria_come_back_with_the_ranking() -> None:
    chosen: Any = Criteria(by=(LATENCY,), pareto=True)
    assert rank([], chosen).criteria == chosen
