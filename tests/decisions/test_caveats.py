"""Warnings: each is given when its comparison doesn't hold, and not otherwise."""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions.caveats import (
    about_jobs,
    about_ranking,
    cost_breaks_identity,
    relative_difference,
)
from irctl.decisions.limits import constraint
from irctl.decisions.ranking import Criteria, normalised, rank
from irctl.jobs import parse
from irctl.jobs.metrics import LATENCY, metric
from irctl.jobs.model import Job, Metrics
from tests.strategies import recommendations, responses

RECORDED = Path(__file__).parents[2].parent / "shared" / "recorded"


def job(name: str = "j", *metrics: Mapping[str, object], **members: object) -> Job:
    found = [{"Metrics": each, "EndpointConfiguration": CONFIGURATION} for each in metrics]
    return parse.job({"JobName": name, "InferenceRecommendations": found, **members})


CONFIGURATION = {"InstanceType": "ml.c5.large"}


def stopping(milliseconds: int) -> dict[str, Any]:
    return {"ModelLatencyThresholds": [{"Percentile": "P95", "ValueInMilliseconds": milliseconds}]}


# Several jobs side by side


def test_an_ordinary_job_has_no_warnings() -> None:
    ordinary = {
        "CostPerHour": 0.204,
        "CostPerInference": 0.204 / 791 / 60,
        "MaxInvocations": 791,
        "ModelLatency": 459,
    }
    assert about_jobs([job("j", ordinary, JobType="Default")]) == []
    assert about_jobs([job("j", {})]) == []
    assert about_jobs([]) == []


def test_a_default_job_beside_an_advanced_one_is_warned_of_with_their_names() -> None:
    assert about_jobs([job("d", JobType="Default"), job("a", JobType="Advanced")]) == [
        "Default and Advanced jobs are not comparable, stop conditions cap an Advanced job's "
        "load (Default: d; Advanced: a)"
    ]


def test_jobs_of_one_type_or_of_none_are_comparable() -> None:
    assert about_jobs([job("a", JobType="Default"), job("b", JobType="Default")]) == []
    assert about_jobs([job("a", JobType="Default"), job("b")]) == []


def test_traffic_patterns_that_differ_are_warned_of() -> None:
    def advanced(name: str, users: int | None) -> Job:
        pattern = {"Phases": [{"InitialNumberOfUsers": users, "SpawnRate": 1}]}
        there = {} if users is None else {"TrafficPattern": pattern}
        return job(name, JobType="Advanced", InputConfig=there)

    assert about_jobs([advanced("a", 1), advanced("b", 2), advanced("c", 1)]) == [
        "the jobs' traffic patterns differ: a, c against b"
    ]
    assert about_jobs([advanced("a", 1), advanced("b", None)]) == [
        "the jobs' traffic patterns differ: a against b"
    ]
    assert about_jobs([advanced("a", 1), advanced("b", 1)]) == []


def test_stopping_conditions_that_differ_are_warned_of() -> None:
    first, second = (job(n, StoppingConditions=stopping(ms)) for n, ms in (("a", 100), ("b", 200)))
    assert about_jobs([first, second]) == ["the jobs' stopping conditions differ: a against b"]
    assert about_jobs([first, first]) == []


def test_a_default_and_an_advanced_job_are_not_warned_of_twice() -> None:
    default = job("d", JobType="Default")
    advanced = job("a", JobType="Advanced", StoppingConditions=stopping(100))
    assert len(about_jobs([default, advanced])) == 1


def test_many_jobs_are_named_in_short() -> None:
    jobs = [job(f"j{index}", StoppingConditions=stopping(index % 2)) for index in range(10)]
    assert about_jobs(jobs) == [
        "the jobs' stopping conditions differ: j0, j2, j4 and 2 more against j1, j3, j5 and 2 more"
    ]
    assert about_jobs(jobs[:6]) == [
        "the jobs' stopping conditions differ: j0, j2, j4 against j1, j3, j5"
    ]


# Latency in microseconds


@pytest.mark.parametrize(
    ("latency", "threshold", "suspicious"),
    [
        (60_000, None, False),
        (60_001, None, True),
        (9053, None, False),
        (100_000, 100, True),
        (10_000, 100, False),
        (10_001, 100, True),
        (100, 100, False),
        (100_000, 5000, True),
    ],
)
def test_a_latency_no_request_can_have_looks_like_microseconds(
    latency: int, threshold: int | None, suspicious: bool
) -> None:
    conditions = {} if threshold is None else stopping(threshold)
    told = about_jobs([job("j", {"ModelLatency": latency}, StoppingConditions=conditions)])
    expected = "j: latency looks like microseconds, not milliseconds (ml.c5.large); "
    assert told == ([expected + "shown as it came"] if suspicious else [])


def test_an_existing_endpoints_latency_is_looked_at_too() -> None:
    entries = [
        {"Metrics": {"ModelLatency": 90_000}, "EndpointInfo": {"EndpointName": "old"}},
        {"Metrics": {"ModelLatency": 90_000}},
        {"Metrics": {"ModelLatency": 90}, "EndpointInfo": {"EndpointName": "fine"}},
    ]
    (told,) = about_jobs([job("j", EndpointPerformances=entries)])
    assert "(endpoint old, endpoint (no name))" in told


def test_no_number_is_changed_by_a_warning() -> None:
    suspicious = job("j", {"ModelLatency": 100_000})
    about_jobs([suspicious])
    assert suspicious.recommendations[0].metrics.model_latency == 100_000


def test_latency_that_is_the_stopping_threshold_everywhere_tells_nothing_apart() -> None:
    both = ({"ModelLatency": 100}, {"ModelLatency": 100})
    assert about_jobs([job("j", *both, StoppingConditions=stopping(100))]) == [
        "j: every latency is the stopping threshold, so latency tells these recommendations "
        "nothing apart"
    ]
    one_differs = ({"ModelLatency": 100}, {"ModelLatency": 99})
    assert about_jobs([job("j", *one_differs, StoppingConditions=stopping(100))]) == []
    assert about_jobs([job("j", {"ModelLatency": 100}, StoppingConditions=stopping(100))]) == []


# The cost identity


@given(st.floats(0.001, 500), st.integers(1, 10**6), st.floats(-1e-6, 1e-6))
def test_a_cost_is_the_hourly_cost_shared_by_the_inferences_of_an_hour(
    hourly: float, rate: int, noise: float
) -> None:
    cost = hourly / rate / 60
    (single,) = struct.unpack("f", struct.pack("f", cost * (1 + noise)))
    assert not cost_breaks_identity(Metrics(hourly, single, rate))
    for factor in (3, 1 / 3, 60, 1e6):
        assert cost_breaks_identity(Metrics(hourly, cost * factor, rate))


def test_a_cost_written_with_few_digits_is_allowed_half_of_its_last() -> None:
    # 0.69 / 387 / 60 is 2.97e-05
    assert not cost_breaks_identity(Metrics(0.69, 3e-05, 387))
    assert not cost_breaks_identity(Metrics(0.69, 0.00003, 387))
    assert cost_breaks_identity(Metrics(0.69, 4e-05, 387))
    assert cost_breaks_identity(Metrics(0.69, 3.1e-05, 387))


def test_a_cost_per_instance_for_many_instances_is_noticed() -> None:
    assert cost_breaks_identity(Metrics(3 * 0.23, 0.23 / 1168 / 60, 1168))


@pytest.mark.parametrize(
    "metrics",
    [
        Metrics(),
        Metrics(cost_per_hour=1, cost_per_inference=1),
        Metrics(cost_per_hour=1, max_invocations=1),
        Metrics(cost_per_inference=1, max_invocations=1),
        Metrics(1, 1, 0),
        Metrics(0, 0, 5),
    ],
)
def test_what_is_missing_breaks_no_identity(metrics: Metrics) -> None:
    assert not cost_breaks_identity(metrics)


def test_a_broken_cost_is_warned_of_once_a_job_and_by_the_configuration() -> None:
    wrong = {"CostPerHour": 1, "CostPerInference": 1e-3, "MaxInvocations": 600}
    assert about_jobs([job("j", wrong, wrong)]) == [
        "j: CostPerInference is not CostPerHour / (MaxInvocations x 60) for ml.c5.large"
    ]


def test_serverless_is_paid_by_use_and_may_break_the_identity() -> None:
    entry = {
        "Metrics": {"CostPerHour": 1, "CostPerInference": 1e-3, "MaxInvocations": 600},
        "EndpointConfiguration": {"ServerlessConfig": {"MemorySizeInMB": 1024}},
    }
    assert about_jobs([parse.job({"InferenceRecommendations": [entry]}, "j")]) == []


# A ranking


def test_the_first_two_inside_the_noise_are_warned_of() -> None:
    def told(*latencies: int) -> list[str]:
        found = job("j", *({"ModelLatency": each} for each in latencies)).recommendations
        return about_ranking(rank(found, Criteria(by=(LATENCY,))))

    assert told(100, 103) == [
        "ranks 1 and 2 differ by 3.0% in latency: less than repeat runs of one load test do (5%)"
    ]
    assert told(100, 106) == []
    assert told(100, 100) == []
    assert told(100, 200, 201) == []
    assert told(100) == []
    assert told() == []


def test_values_that_are_missing_are_counted() -> None:
    def told(*cpus: object) -> list[str]:
        found = job("j", *({"CpuUtilization": each} for each in cpus)).recommendations
        return about_ranking(rank(found, Criteria(by=(metric("cpu"),))))

    assert told(1, "NaN", 9) == ["1 recommendation of 3 has no cpu: ranked last"]
    assert told("NaN", None) == ["2 recommendations of 2 have no cpu: ranked last"]
    assert told(1, 9) == []


def test_a_missing_weighted_metric_is_counted_once() -> None:
    found = job("j", {"ModelLatency": 5}, {}).recommendations
    shares = normalised({LATENCY: 1})
    told = about_ranking(rank(found, Criteria(by=(LATENCY,), weights=shares)))
    assert told == ["1 recommendation of 2 has no latency: ranked last"]


def test_a_score_says_nothing_of_noise() -> None:
    found = job("j", {"ModelLatency": 100}, {"ModelLatency": 101}).recommendations
    shares = normalised({LATENCY: 1})
    assert about_ranking(rank(found, Criteria(by=(LATENCY,), weights=shares))) == []


@pytest.mark.parametrize(
    ("a", "b", "difference"),
    [(100, 105, 0.05), (105, 100, 0.05), (-100, -105, 0.05), (5, 5, 0), (1, 10**300, 1e300)],
)
def test_a_difference_is_a_fraction_of_the_smaller(a: int, b: int, difference: float) -> None:
    assert relative_difference(a, b) == pytest.approx(difference)


def test_there_is_no_relative_difference_to_nothing() -> None:
    assert relative_difference(0, 5) is None
    assert relative_difference(0, 0) is None
    assert relative_difference(-1, 1) is None


@pytest.mark.parametrize(
    ("limit", "warned"),
    [("cost=3", True), ("cost=3/1M", False), ("cost=0.001", False), ("latency=1e9", False)],
)
def test_a_limit_for_a_million_that_was_given_for_one_inference_is_told(
    limit: str, warned: bool
) -> None:
    found = [job("j", {"CostPerInference": 3e-6}, {"CostPerInference": None})]
    told = about_jobs(found, [constraint(limit, "<=")])
    assert [each.endswith("is written 3/1M") for each in told] == [True] * warned
    assert about_jobs(found, [constraint(limit, ">=")]) == []


# Whatever the response holds


@given(st.lists(responses(), max_size=3))
def test_any_jobs_can_be_looked_at_and_each_warning_is_one_sentence(
    found: list[dict[str, Any]],
) -> None:
    for told in about_jobs([parse.job(each, "label") for each in found]):
        assert told


@given(recommendations())
def test_any_ranking_can_be_looked_at(found: list[Any]) -> None:
    for told in about_ranking(rank(found, Criteria())):
        assert told


# Recorded responses: each has one oddity at most, and only that is warned of

ODDITIES = {
    "docs-load-test-advanced": ["latency looks like microseconds"],
    "nb-tensorflow-advanced": ["every latency is the stopping threshold"],
}


@pytest.mark.skipif(not RECORDED.exists(), reason="no recorded responses here")
def test_recorded_responses_are_warned_of_for_what_is_odd_about_them() -> None:
    for path in RECORDED.glob("*.json"):
        told = about_jobs([parse.job(json.loads(path.read_text()))])
        expected = ODDITIES.get(path.stem, [])
        assert len(told) == len(expected), (path.stem, told)
        for words, sentence in zip(expected, told, strict=True):
            assert words in sentence


@pytest.mark.skipif(not RECORDED.exists(), reason="no recorded responses here")
def test_the_cost_identity_holds_in_every_recorded_response() -> None:
    for path in RECORDED.glob("*.json"):
        for each in parse.job(json.loads(path.read_text())).recommendations:
            assert not cost_breaks_identity(each.metrics), (path.stem, each)
