"""The baseline that --baseline names."""

import pytest

from irctl.decisions.baseline import baseline
from irctl.decisions.choice import ChoiceError
from irctl.decisions.partners import Baseline
from irctl.jobs.metrics import LATENCY
from irctl.jobs.model import Job, Source
from tests.made import job, real_time

OLD = job(real_time("ml.a", RecommendationId="old/1"), name="old")
NEW = job(real_time("ml.b", RecommendationId="new/1"), name="new")
JOBS = [OLD, NEW]


def refuse(text: str) -> Job:
    raise AssertionError(f"{text} is fetched")


def resolve(text: str, jobs: list[Job] = JOBS) -> tuple[Baseline, Job | None]:
    return baseline(text, jobs, "exact", LATENCY, refuse)


def test_a_job_of_the_command_is_not_fetched_again() -> None:
    chosen, source = resolve("old")
    assert (chosen.kind, chosen.name) == ("Job", "old")
    assert source is OLD


def test_a_job_of_the_command_is_the_baseline_by_its_file_and_by_its_own_name() -> None:
    jobs = [
        one._replace(source=Source(path=path), arn=f"arn:{path}").labelled(f"old ({path})")
        for one, path in ((NEW, "x.json"), (OLD, "y.json"))
    ]
    for text in ("y.json", "old (y.json)", "arn:y.json", "old"):
        assert resolve(text, jobs)[1] is jobs[1]


def test_a_file_of_several_jobs_names_none_of_them() -> None:
    many = OLD._replace(source=Source(path="x.jsonl", place="line 1"))
    with pytest.raises(AssertionError, match="is fetched"):
        resolve("x.jsonl", [many])


@pytest.mark.parametrize("text", ["ml.b", "new/1", "1"])
def test_a_recommendation_of_the_jobs_can_be_the_baseline(text: str) -> None:
    chosen, source = resolve(text, [NEW])
    assert (chosen.kind, chosen.recommendations) == ("Recommendation", NEW.recommendations)
    assert source is None


def test_a_measured_endpoint_can_be_the_baseline() -> None:
    measured = job(
        real_time(),
        EndpointPerformances=[
            {"Metrics": {"ModelLatency": 5}, "EndpointInfo": {"EndpointName": "e"}}
        ],
    )
    chosen, source = resolve("endpoint", [measured])
    assert (chosen.kind, chosen.name, source) == ("Endpoint", "endpoint e", None)


@pytest.mark.parametrize("text", ["endpoint", "ml.z", "-"])
def test_a_baseline_that_cannot_be_used_is_refused_without_a_fetch(text: str) -> None:
    with pytest.raises(ChoiceError, match=text):
        resolve(text)


def test_any_other_job_is_fetched() -> None:
    other = job(real_time(), name="other")
    chosen, source = baseline("other.json", JOBS, "exact", LATENCY, lambda _: other)
    assert (chosen.name, source) == ("other", other)
