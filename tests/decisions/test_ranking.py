"""Rankings, checked against a brute-force statement of every rule."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions.limits import Limit, Miss
from irctl.decisions.limits import limit as parse_limit
from irctl.decisions.ranking import Beaten, Criteria, Excluded, Ranking, normalised, rank
from irctl.jobs import parse
from irctl.jobs.metrics import (
    COST_PER_HOUR,
    COST_PER_INFERENCE,
    LATENCY,
    METRICS,
    THROUGHPUT,
    Metric,
    Values,
    metric,
)
from irctl.jobs.model import Recommendation
from tests.strategies import recommendation, recommendations

CPU = metric("cpu")
criteria_by = st.lists(st.sampled_from(METRICS), min_size=1, max_size=3, unique=True).map(tuple)
weights = st.dictionaries(
    st.sampled_from(METRICS), st.sampled_from([0, 0.5, 1, 2, 3, 1e-3, 7]), min_size=1, max_size=4
).filter(lambda given_weights: sum(given_weights.values()) > 0)


@st.composite
def limits(draw: st.DrawFn) -> tuple[Limit, ...]:
    return tuple(
        Limit(
            draw(st.sampled_from(METRICS)),
            draw(st.sampled_from(["<=", ">="])),
            draw(st.sampled_from([0, 1, 2, 0.5, 0.115])),
        )
        for _ in range(draw(st.integers(0, 2)))
    )


def measured(*all_metrics: Mapping[str, object]) -> list[Recommendation]:
    entries = [{"Metrics": metrics} for metrics in all_metrics]
    return list(parse.job({"JobName": "j", "InferenceRecommendations": entries}).recommendations)


def order(ranking: Ranking) -> list[int]:
    """The positions in the API's list, best first."""
    return [ranked.recommendation.position for ranked in ranking.ranked]


def position(excluded: Excluded) -> int:
    return excluded.recommendation.position


def is_better(metric: Metric, a: Values, b: Values) -> bool | None:
    """Whether a beats b; None for a tie. A missing value is beaten by any other."""
    x, y = metric.of(a), metric.of(b)
    if x == y:
        return None
    if x is None or y is None:
        return y is None
    return x > y if metric.higher_is_better else x < y


def dominates(by: Sequence[Metric], a: Values, b: Values) -> bool:
    verdicts = [is_better(metric, a, b) for metric in by]
    return True in verdicts and False not in verdicts


# The order


def test_the_lowest_cost_per_inference_is_best_by_default() -> None:
    ranking = rank(measured(*({"CostPerInference": cost} for cost in (3, 1, 2))), Criteria())
    assert order(ranking) == [1, 2, 0]
    assert [ranked.rank for ranked in ranking.ranked] == [1, 2, 3]


def test_lower_is_better_except_for_throughput() -> None:
    recommended = measured(
        {"ModelLatency": 20, "MaxInvocations": 100}, {"ModelLatency": 10, "MaxInvocations": 50}
    )
    assert order(rank(recommended, Criteria(by=(LATENCY,)))) == [1, 0]
    assert order(rank(recommended, Criteria(by=(THROUGHPUT,)))) == [0, 1]


@pytest.mark.parametrize("by", [LATENCY, THROUGHPUT], ids=lambda by: by.name)
@pytest.mark.parametrize("value", [0, -0.0, -1, -1e300])
def test_a_value_that_cannot_be_ranks_last_and_is_off_the_pareto_front(
    by: Metric, value: float
) -> None:
    recommended = measured({by.api_name: value}, {by.api_name: 10**9}, {by.api_name: 5})
    ranking = rank(recommended, Criteria(by=(by,), pareto_metrics=(by,)))
    assert order(ranking)[-1] == 0
    assert not ranking.ranked[-1].on_pareto_front
    assert ranking.missing[by] == 1


def test_a_value_that_cannot_be_has_no_score() -> None:
    shares = normalised({THROUGHPUT: 1})
    recommended = measured({"MaxInvocations": 600}, {"MaxInvocations": 0})
    ranking = rank(recommended, Criteria(weights=shares))
    assert [ranked.score for ranked in ranking.ranked] == [1, None]


@pytest.mark.parametrize("by", METRICS, ids=lambda by: by.name)
def test_a_missing_value_ranks_last_whichever_way_is_better(by: Metric) -> None:
    recommended = measured({}, {by.api_name: 1}, {by.api_name: 10**9}, {by.api_name: "NaN"})
    assert sorted(order(rank(recommended, Criteria(by=(by,))))[:2]) == [1, 2]


def test_the_next_metric_breaks_a_tie() -> None:
    recommended = measured(
        {"ModelLatency": 10, "CpuUtilization": 30, "CostPerInference": 1},
        {"ModelLatency": 10, "CpuUtilization": 20, "CostPerInference": 9},
    )
    assert order(rank(recommended, Criteria(by=(LATENCY, CPU)))) == [1, 0]


def test_cost_then_latency_then_the_order_of_the_api_break_further_ties() -> None:
    same = {"CpuUtilization": 50}
    recommended = measured(
        {**same, "CostPerInference": 2, "ModelLatency": 1},
        {**same, "CostPerInference": 1, "ModelLatency": 9},
        {**same, "CostPerInference": 1, "ModelLatency": 8},
        {**same, "CostPerInference": 1, "ModelLatency": 8},
        {**same},
    )
    assert order(rank(recommended, Criteria(by=(CPU,)))) == [2, 3, 1, 0, 4]


def test_equal_recommendations_of_several_jobs_keep_their_order() -> None:
    jobs = [
        parse.job({"JobName": name, "InferenceRecommendations": [{}, {}]}) for name in ("b", "a")
    ]
    ranking = rank((r for job in jobs for r in job.recommendations), Criteria())
    places = [(r.recommendation.job_name, r.recommendation.position) for r in ranking.ranked]
    assert places == [("b", 0), ("b", 1), ("a", 0), ("a", 1)]


def test_a_measured_0_is_not_missing() -> None:
    recommended = measured({"CostPerInference": 1}, {"CostPerInference": 0}, {})
    assert order(rank(recommended, Criteria())) == [1, 0, 2]


@given(recommendations(), criteria_by)
def test_the_first_metric_that_differs_decides_between_two_ranks(
    recommended: list[Recommendation], by: tuple[Metric, ...]
) -> None:
    ranked = [r.recommendation for r in rank(recommended, Criteria(by=by)).ranked]
    assert sorted(r.position for r in ranked) == list(range(len(recommended)))
    for index, better in enumerate(ranked):
        for worse in ranked[index + 1 :]:
            verdicts = (
                is_better(metric, better.metrics, worse.metrics)
                for metric in (*by, COST_PER_INFERENCE, LATENCY)
            )
            decided = next((verdict for verdict in verdicts if verdict is not None), None)
            assert decided or (decided is None and better.position < worse.position)


def test_no_recommendations_make_an_empty_ranking() -> None:
    empty = rank([], Criteria())
    assert (empty.ranked, empty.excluded, empty.nearest_misses) == ((), (), [])


# The best few


@given(recommendations(), criteria_by, limits(), weights | st.just({}), st.booleans())
def test_top_returns_the_first_of_the_whole_ranking(
    recommended: list[Recommendation],
    by: tuple[Metric, ...],
    constraints: tuple[Limit, ...],
    given_weights: dict[Metric, float],
    pareto: bool,
) -> None:
    shares = normalised(given_weights) if given_weights else {}
    criteria = Criteria(by, shares, constraints, pareto, by)
    whole = rank(recommended, criteria)
    for top in (1, 2, 5, 100):
        few = rank(iter(recommended), criteria, top)
        assert few.ranked == whole.ranked[:top]
        assert sorted(few.excluded, key=position) == sorted(whole.excluded, key=position)
        assert (few.total, few.missing) == (len(whole.ranked), whole.missing)


@given(recommendations(), criteria_by)
def test_a_ranking_counts_the_missing_values_of_the_chosen_metrics(
    recommended: list[Recommendation], by: tuple[Metric, ...]
) -> None:
    assert rank(recommended, Criteria(by=by)).missing == {
        metric: sum(metric.of(r.metrics) is None for r in recommended) for metric in by
    }


# Weights


def test_weights_are_divided_by_their_sum() -> None:
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
    assert {m: pytest.approx(share * total) for m, share in shares.items()} == given_weights


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
def test_weights_that_cannot_be_normalised_are_refused(wrong: dict[Metric, float]) -> None:
    with pytest.raises(ValueError, match="weights must be 0 or more, and at least one above 0"):
        normalised(wrong)


def test_a_score_is_the_weighted_closeness_to_the_best() -> None:
    recommended = measured(
        {"ModelLatency": 100, "MaxInvocations": 600}, {"ModelLatency": 50, "MaxInvocations": 300}
    )
    shares = normalised({LATENCY: 3, THROUGHPUT: 1})
    ranking = rank(recommended, Criteria(by=(LATENCY,), weights=shares))
    assert [ranked.score for ranked in ranking.ranked] == [0.75 + 0.25 / 2, 0.75 / 2 + 0.25]
    assert order(ranking) == [1, 0]


def test_a_value_infinitely_worse_than_the_best_scores_0() -> None:
    shares = normalised({COST_PER_HOUR: 1})
    recommended = measured({"CostPerHour": 5}, {"CostPerHour": 0}, {"CostPerHour": 0})
    ranking = rank(recommended, Criteria(weights=shares))
    assert [ranked.score for ranked in ranking.ranked] == [1, 1, 0]


def test_without_weights_no_recommendation_has_a_score() -> None:
    assert rank(measured({"CostPerInference": 1}), Criteria()).ranked[0].score is None


def test_a_recommendation_without_a_weighted_metric_has_no_score_and_ranks_last() -> None:
    recommended = measured({"ModelLatency": 1}, {"ModelLatency": 9, "CpuUtilization": 9})
    ranking = rank(recommended, Criteria(weights=normalised({LATENCY: 1, CPU: 1})))
    assert order(ranking) == [1, 0]
    assert [ranked.score for ranked in ranking.ranked] == [0.5 / 9 + 0.5, None]


def test_a_score_never_rounds_above_1() -> None:
    shares = normalised(dict(zip(METRICS, (0.5, 0.5, 2, 2, 0.1), strict=False)))
    assert sum(shares.values()) > 1  # in floating point
    recommended = measured({metric.api_name: 1 for metric in shares})
    assert rank(recommended, Criteria(weights=shares)).ranked[0].score == 1


@given(recommendations(), weights)
def test_scores_are_between_0_and_1_and_fall_with_the_rank(
    recommended: list[Recommendation], given_weights: dict[Metric, float]
) -> None:
    shares = normalised(given_weights)
    ranking = rank(recommended, Criteria(by=tuple(shares), weights=shares))
    scores = [-1 if r.score is None else r.score for r in ranking.ranked]
    assert scores == sorted(scores, reverse=True)
    for ranked in ranking.ranked:
        is_incomplete = any(m.of(ranked.recommendation.metrics) is None for m in shares)
        assert (ranked.score is None) == is_incomplete
        assert ranked.score is None or 0 <= ranked.score <= 1


@given(recommendations(), weights)
def test_a_dominated_recommendation_never_outranks_one_that_dominates_it(
    recommended: list[Recommendation], given_weights: dict[Metric, float]
) -> None:
    shares = normalised(given_weights)
    ranked = [
        r.recommendation.metrics
        for r in rank(recommended, Criteria(by=tuple(shares), weights=shares)).ranked
    ]
    for index, first in enumerate(ranked):
        for later in ranked[index + 1 :]:
            is_complete = all(metric.of(later) is not None for metric in shares)
            assert not (is_complete and dominates(tuple(shares), later, first))


@given(recommendations(), weights, st.sampled_from([0.5, 3, 1000]))
def test_multiplying_all_weights_changes_no_score(
    recommended: list[Recommendation], given_weights: dict[Metric, float], factor: float
) -> None:
    def ranked(chosen: dict[Metric, float]) -> list[float | None]:
        shares = normalised(chosen)
        return [ranked.score for ranked in rank(recommended, Criteria(weights=shares)).ranked]

    scaled = {metric: weight * factor for metric, weight in given_weights.items()}
    assert ranked(given_weights) == pytest.approx(ranked(scaled))


# Limits


def test_an_excluded_recommendation_names_every_limit_it_misses() -> None:
    recommended = measured(
        {"ModelLatency": 150, "MaxInvocations": 10},
        {"ModelLatency": 90, "MaxInvocations": 700},
        {"MaxInvocations": 700},
    )
    latency, throughput = parse_limit("latency=100", "<="), parse_limit("throughput=600", ">=")
    ranking = rank(recommended, Criteria(limits=(latency, throughput)))
    assert order(ranking) == [1]
    reasons = {position(excluded): excluded.reasons for excluded in ranking.excluded}
    assert reasons == {0: ((latency, 150), (throughput, 10)), 2: ((latency, None),)}


def test_the_nearest_miss_comes_first_and_missing_values_last() -> None:
    recommended = measured({}, *({"ModelLatency": latency} for latency in (300, 101, "NaN")))
    ranking = rank(recommended, Criteria(limits=(parse_limit("latency=100", "<="),)))
    assert order(ranking) == []
    assert [position(excluded) for excluded in ranking.nearest_misses] == [2, 1, 0, 3]


def test_the_distance_of_a_miss_is_the_sum_over_all_limits() -> None:
    recommended = measured(
        {"ModelLatency": 110, "MaxInvocations": 90}, {"ModelLatency": 115, "MaxInvocations": 100}
    )
    limits = (parse_limit("latency=100", "<="), parse_limit("throughput=100", ">="))
    ranking = rank(recommended, Criteria(limits=limits))
    assert [position(excluded) for excluded in ranking.nearest_misses] == [1, 0]
    assert [excluded.distance for excluded in ranking.nearest_misses] == pytest.approx([0.15, 0.2])


@given(recommendations(), limits())
def test_every_recommendation_is_either_ranked_or_excluded(
    recommended: list[Recommendation], constraints: tuple[Limit, ...]
) -> None:
    ranking = rank(recommended, Criteria(limits=constraints))
    reasons = {position(excluded): excluded.reasons for excluded in ranking.excluded}
    assert sorted([*order(ranking), *reasons]) == list(range(len(recommended)))
    for candidate in recommended:
        values = candidate.metrics
        missed = [limit for limit in constraints if not limit.holds(values)]
        assert reasons.get(candidate.position, ()) == tuple(
            Miss(limit, limit.metric.of(values)) for limit in missed
        )


@given(recommendations(), limits())
def test_an_excluded_recommendation_does_not_influence_the_ranking(
    recommended: list[Recommendation], constraints: tuple[Limit, ...]
) -> None:
    kept = [r for r in recommended if all(limit.holds(r.metrics) for limit in constraints)]
    shares = normalised({LATENCY: 1, COST_PER_INFERENCE: 1})
    with_limits = rank(recommended, Criteria(weights=shares, limits=constraints))
    assert with_limits.ranked == rank(kept, Criteria(weights=shares)).ranked


# The Pareto front


@given(recommendations(), criteria_by)
def test_the_front_is_every_recommendation_that_no_other_dominates(
    recommended: list[Recommendation], by: tuple[Metric, ...]
) -> None:
    expected = {
        candidate.position
        for candidate in recommended
        if not any(dominates(by, other.metrics, candidate.metrics) for other in recommended)
    }
    marked = rank(recommended, Criteria(pareto_metrics=by))
    assert {r.recommendation.position for r in marked.ranked if r.on_pareto_front} == expected
    assert marked.excluded == ()
    kept = rank(recommended, Criteria(pareto=True, pareto_metrics=by))
    assert set(order(kept)) == expected
    assert set(map(position, kept.excluded)) == (set(range(len(recommended))) - expected)


def test_the_front_is_over_cost_and_latency_by_default() -> None:
    recommended = measured(
        {"CostPerInference": 1, "ModelLatency": 9, "MaxInvocations": 1},
        {"CostPerInference": 9, "ModelLatency": 1, "MaxInvocations": 1},
        {"CostPerInference": 9, "ModelLatency": 9, "MaxInvocations": 9},
    )
    ranking = rank(recommended, Criteria())
    assert [ranked.on_pareto_front for ranked in ranking.ranked] == [True, True, False]


def test_a_recommendation_off_the_front_names_one_that_beats_it() -> None:
    recommended = measured(
        {"CostPerInference": 1, "ModelLatency": 1}, {"CostPerInference": 2, "ModelLatency": 2}
    )
    (excluded,) = rank(recommended, Criteria(pareto=True)).excluded
    assert position(excluded) == 1
    assert excluded.reasons == (Beaten(recommended[0]),)


def test_the_front_is_computed_after_the_limits() -> None:
    recommended = measured(
        {"CostPerInference": 1, "ModelLatency": 1, "CpuUtilization": 99},
        {"CostPerInference": 2, "ModelLatency": 2, "CpuUtilization": 10},
    )
    limit = parse_limit("cpu=50", "<=")
    assert order(rank(recommended, Criteria(pareto=True, limits=(limit,)))) == [1]


def test_ten_thousand_recommendations_can_be_ranked() -> None:
    recommended = [
        recommendation({"CostPerInference": index % 7, "ModelLatency": index % 11})
        for index in range(1000)
    ]
    ranking = rank(recommended * 10, Criteria(pareto_metrics=METRICS))
    assert len(ranking.ranked) == 10_000


def test_a_ranking_keeps_its_criteria() -> None:
    chosen: Any = Criteria(by=(LATENCY,), pareto=True)
    assert rank([], chosen).criteria == chosen
