"""The keys of jobs, and the baseline that --baseline names."""

import pytest

from irctl.decisions.baseline import NamedJob, baseline, named
from irctl.decisions.choice import ChoiceError
from irctl.decisions.partners import Baseline
from irctl.jobs.metrics import LATENCY
from irctl.jobs.model import Job
from tests.made import job, real_time

OLD = job(real_time("ml.a", RecommendationId="old/1"), name="old")
NEW = job(real_time("ml.b", RecommendationId="new/1"), name="new")
JOBS = named(["old", "new"], [OLD, NEW])


def refuse(text: str) -> Job:
    raise AssertionError(f"{text} is fetched")


def resolve(text: str, jobs: list[NamedJob] = JOBS) -> tuple[Baseline, NamedJob | None]:
    return baseline(text, jobs, "exact", LATENCY, refuse)


def test_jobs_of_different_names_are_keyed_by_name() -> None:
    assert [named_job.key for named_job in named(["x.json", "y.json"], [OLD, NEW])] == [
        "old",
        "new",
    ]


def test_jobs_of_one_name_are_keyed_by_their_argument() -> None:
    keys = [named_job.key for named_job in named(["x.json", "y.json"], [OLD, OLD])]
    assert keys == ["x.json", "y.json"]


def test_jobs_of_one_name_and_one_argument_are_numbered() -> None:
    assert [named_job.key for named_job in named(["x.json"], [OLD, OLD])] == ["old (1)", "old (2)"]
    twice = [named_job.key for named_job in named(["x.json", "x.json"], [OLD, OLD])]
    assert twice == ["x.json", "x.json (2)"]


def test_a_job_of_the_command_is_not_fetched_again() -> None:
    chosen, named_job = resolve("old")
    assert (chosen.kind, chosen.name) == ("Job", "old")
    assert named_job is JOBS[0]


@pytest.mark.parametrize("text", ["ml.b", "new/1", "1"])
def test_a_recommendation_of_the_jobs_can_be_the_baseline(text: str) -> None:
    jobs = named(["new"], [NEW])
    chosen, named_job = resolve(text, jobs)
    assert (chosen.kind, chosen.recommendations) == ("Recommendation", NEW.recommendations)
    assert named_job is None


def test_a_measured_endpoint_can_be_the_baseline() -> None:
    measured = job(
        real_time(),
        EndpointPerformances=[
            {"Metrics": {"ModelLatency": 5}, "EndpointInfo": {"EndpointName": "e"}}
        ],
    )
    chosen, named_job = resolve("endpoint", named(["x"], [measured]))
    assert (chosen.kind, chosen.name, named_job) == ("Endpoint", "endpoint e", None)


@pytest.mark.parametrize("text", ["endpoint", "ml.z", "-"])
def test_a_baseline_that_cannot_be_used_is_refused_without_a_fetch(text: str) -> None:
    with pytest.raises(ChoiceError, match=text):
        resolve(text)


def test_any_other_job_is_fetched() -> None:
    other = job(real_time(), name="other")
    chosen, named_job = baseline("other.json", JOBS, "exact", LATENCY, lambda _: other)
    assert chosen.name == "other"
    assert named_job == NamedJob("other", "other.json", other)


def test_a_fetched_job_whose_name_is_taken_is_keyed_by_its_argument() -> None:
    chosen, _ = baseline("again.json", JOBS, "exact", LATENCY, lambda _: OLD)
    assert chosen.name == "again.json"
