"""The choice of one recommendation: by id, by instance type, or the best."""

import pytest

from irctl.decisions.choice import ChoiceError, choose, fits, fitting, short_id
from irctl.jobs.metrics import LATENCY, THROUGHPUT
from tests.made import job, one, real_time, serverless

JOB = job(
    real_time("ml.a", latency=30, per_inference=1e-6, RecommendationId="made-up/aaaa"),
    real_time("ml.a", latency=20, per_inference=2e-6, RecommendationId="made-up/bbbb"),
    real_time("ml.b", latency=10, per_inference=3e-6, RecommendationId="made-up/cccc"),
)


def test_the_lowest_cost_per_inference_is_chosen_by_default() -> None:
    assert choose(JOB).id == "made-up/aaaa"


def test_the_given_metric_decides() -> None:
    assert choose(JOB, by=[LATENCY]).id == "made-up/cccc"


def test_the_best_of_an_instance_type_is_chosen() -> None:
    assert choose(JOB, by=[LATENCY], instance_type="ml.a").id == "made-up/bbbb"


@pytest.mark.parametrize("wanted", ["made-up/bbbb", "bbbb"])
def test_an_id_is_accepted_whole_or_by_its_last_part(wanted: str) -> None:
    assert choose(JOB, recommendation_id=wanted).id == "made-up/bbbb"


def test_a_short_id_is_the_part_after_the_job() -> None:
    assert short_id("made-up/bbbb") == "bbbb"
    assert short_id("bbbb") == "bbbb"


def test_serverless_is_chosen_like_an_instance_type() -> None:
    assert fits(one(serverless()), instance_type="serverless")
    assert not fits(one(real_time()), instance_type="serverless")


def test_an_unknown_id_is_refused_with_the_valid_ids() -> None:
    with pytest.raises(ChoiceError, match="dddd") as raised:
        choose(JOB, recommendation_id="dddd")
    assert "made-up/aaaa, made-up/bbbb, made-up/cccc" in (raised.value.hint or "")


def test_an_unknown_instance_type_is_refused_with_the_valid_types() -> None:
    with pytest.raises(ChoiceError, match=r"ml\.z") as raised:
        choose(JOB, instance_type="ml.z")
    assert "ml.a, ml.b" in (raised.value.hint or "")


def test_an_id_is_refused_where_recommendations_have_none() -> None:
    with pytest.raises(ChoiceError) as raised:
        choose(job(real_time()), recommendation_id="aaaa")
    assert "--instance-type" in (raised.value.hint or "")


def test_a_metric_without_any_value_cannot_decide() -> None:
    with pytest.raises(ChoiceError, match="throughput"):
        choose(job(real_time(rate=None)), by=[THROUGHPUT])


def test_recommendations_that_fit_keep_their_job() -> None:
    other = job(real_time("ml.b"), name="other")
    matches = fitting([JOB, other], instance_type="ml.b")
    assert [(of.label, r.configuration.title) for of, r in matches] == [
        ("made-up", "ml.b"),
        ("other", "ml.b"),
    ]


def test_jobs_without_recommendations_have_nothing_that_fits() -> None:
    assert fitting([job()], instance_type="ml.a") == []
