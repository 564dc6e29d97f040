"""Caveats appear exactly when numbers deserve distrust, and change no number."""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions.caveats import (
    Caveat,
    ConditionsDiffer,
    CoresDiffer,
    CostIsInconsistent,
    HasNoRecommendations,
    JobTypesDiffer,
    LatencyIsCapped,
    LatencyLooksLikeMicroseconds,
    LimitExcludesBest,
    LimitLooksLikePerMillion,
    ModelsDiffer,
    PriceIsZero,
    ValuesCannotBe,
)
from irctl.decisions.limits import Operator, regressions
from irctl.decisions.limits import limit as parse_limit
from irctl.decisions.plan_metrics import LIMITED
from irctl.decisions.plausibility import cost_breaks_identity
from irctl.decisions.review import about_jobs
from irctl.jobs import parse
from irctl.jobs.metrics import LATENCY, THROUGHPUT, Values
from irctl.jobs.model import Job
from tests.made import values
from tests.strategies import responses

RECORDED = Path(__file__).parents[2].parent / "shared" / "recorded"
CONFIGURATION = {"InstanceType": "ml.c5.large"}


def job(name: str = "j", *measurements: Mapping[str, object], **members: object) -> Job:
    entries = [{"Metrics": m, "EndpointConfiguration": CONFIGURATION} for m in measurements or [{}]]
    return parse.job(
        {
            "JobName": name,
            "InferenceRecommendations": entries,
            "InputConfig": {"ModelName": "m"},
            **members,
        }
    )


def stopping(milliseconds: int) -> dict[str, Any]:
    return {"ModelLatencyThresholds": [{"Percentile": "P95", "ValueInMilliseconds": milliseconds}]}


@pytest.mark.parametrize(("status", "is_noted"), [("COMPLETED", True), ("IN_PROGRESS", False)])
def test_a_job_without_recommendations_is_noted(status: str, is_noted: bool) -> None:
    caveats = about_jobs([job("j", Status=status, InferenceRecommendations=[])])

    assert caveats == ([HasNoRecommendations("j")] if is_noted else [])


def test_a_price_of_nothing_is_noted() -> None:
    free = job("j", {"CostPerHour": 0, "MaxInvocations": 5}, {"CostPerHour": 1})

    assert about_jobs([free]) == [PriceIsZero("j", ("ml.c5.large",))]


@pytest.mark.parametrize(("size", "is_noted"), [("4xlarge", True), ("large", False)])
def test_cpu_is_not_compared_across_sizes_in_silence(size: str, is_noted: bool) -> None:
    recommendations = [
        {"Metrics": {"CpuUtilization": 90}, "EndpointConfiguration": {"InstanceType": f"ml.c5.{s}"}}
        for s in ("large", size)
    ]
    both = job("j", InferenceRecommendations=recommendations)
    caveats = [CoresDiffer(("ml.c5.large", f"ml.c5.{size}"))] if is_noted else []

    assert about_jobs([both], [parse_limit("cpu=100", "<=")]) == caveats
    assert about_jobs([both], [parse_limit("memory=100", "<=")]) == []


# Several jobs read together


def test_an_ordinary_job_has_no_caveats() -> None:
    ordinary = {
        "CostPerHour": 0.204,
        "CostPerInference": 0.204 / 791 / 60,
        "MaxInvocations": 791,
        "ModelLatency": 459,
    }
    assert about_jobs([job("j", ordinary, JobType="Default")]) == []
    assert about_jobs([job("j", {})]) == []
    assert about_jobs([]) == []


def test_mixing_default_and_advanced_jobs_is_a_caveat_that_names_them() -> None:
    assert about_jobs([job("d", JobType="Default"), job("a", JobType="Advanced")]) == [
        JobTypesDiffer((("Default", ("d",)), ("Advanced", ("a",))))
    ]


def test_jobs_of_one_type_or_of_unknown_type_are_comparable() -> None:
    assert about_jobs([job("a", JobType="Default"), job("b", JobType="Default")]) == []
    assert about_jobs([job("a", JobType="Default"), job("b")]) == []


def test_different_traffic_patterns_are_a_caveat() -> None:
    def advanced(name: str, users: int | None) -> Job:
        pattern = {"Phases": [{"InitialNumberOfUsers": users, "SpawnRate": 1}]}
        config = {"ModelName": "m", **({} if users is None else {"TrafficPattern": pattern})}
        return job(name, JobType="Advanced", InputConfig=config)

    assert about_jobs([advanced("a", 1), advanced("b", 2), advanced("c", 1)]) == [
        ConditionsDiffer("TrafficPattern", (("a", "c"), ("b",)))
    ]
    assert about_jobs([advanced("a", 1), advanced("b", None)]) == [
        ConditionsDiffer("TrafficPattern", (("a",), ("b",)))
    ]
    assert about_jobs([advanced("a", 1), advanced("b", 1)]) == []


def test_different_stopping_conditions_are_a_caveat() -> None:
    first = job("a", StoppingConditions=stopping(100))
    second = job("b", StoppingConditions=stopping(200))
    assert about_jobs([first, second]) == [ConditionsDiffer("StoppingConditions", (("a",), ("b",)))]
    assert about_jobs([first, first]) == []


def test_traffic_patterns_come_before_stopping_conditions() -> None:
    pattern = {"ModelName": "m", "TrafficPattern": {"TrafficType": "PHASES"}}
    first = job("a", InputConfig=pattern)
    second = job("b", StoppingConditions=stopping(100))
    assert about_jobs([first, second]) == [
        ConditionsDiffer("TrafficPattern", (("a",), ("b",))),
        ConditionsDiffer("StoppingConditions", (("a",), ("b",))),
    ]


def test_jobs_of_different_types_get_one_caveat_only() -> None:
    default = job("d", JobType="Default")
    advanced = job("a", JobType="Advanced", StoppingConditions=stopping(100))
    assert about_jobs([default, advanced]) == [
        JobTypesDiffer((("Default", ("d",)), ("Advanced", ("a",))))
    ]


# Models

_PACKAGE = "arn:aws:sagemaker:us-east-1:111122223333:model-package"


def of_model(name: str, model: str | None = None, package: str | None = None) -> Job:
    config = {"ModelName": model, "ModelPackageVersionArn": package}
    return job(name, InputConfig={key: value for key, value in config.items() if value})


@pytest.mark.parametrize(
    "jobs",
    [
        [of_model("a", "m"), of_model("b", "m")],
        [of_model("a", package=f"{_PACKAGE}/g/1"), of_model("b", package=f"{_PACKAGE}/g/22")],
        [of_model("a", package=f"{_PACKAGE}/p"), of_model("b", package=f"{_PACKAGE}/p")],
        [of_model("a", "x", f"{_PACKAGE}/g/1"), of_model("b", "y", f"{_PACKAGE}/g/2")],
        [of_model("a")],
    ],
)
def test_versions_of_one_model_are_comparable(jobs: list[Job]) -> None:
    assert about_jobs(jobs) == []


@pytest.mark.parametrize(
    ("one", "other", "names"),
    [
        (of_model("a", "m"), of_model("b", "n"), ("m", "n")),
        (
            of_model("a", package=f"{_PACKAGE}/g/1"),
            of_model("b", package=f"{_PACKAGE}/h/1"),
            ("g", "h"),
        ),
        (
            of_model("a", package=f"{_PACKAGE}/p"),
            of_model("b", package=f"{_PACKAGE}/q"),
            ("p", "q"),
        ),
        (
            of_model("a", package=f"{_PACKAGE}/g"),
            of_model("b", package=f"{_PACKAGE}/g/1"),
            (f"{_PACKAGE}/g", f"{_PACKAGE}-group/g"),
        ),
        (
            of_model("a", package=f"{_PACKAGE}/g/1"),
            of_model("b", package=f"{_PACKAGE}/g/1".replace("1111", "9999")),
            (f"{_PACKAGE}-group/g", f"{_PACKAGE}-group/g".replace("1111", "9999")),
        ),
        (of_model("a", "m"), of_model("b", package=f"{_PACKAGE}/g/1"), ("m", "g")),
        (of_model("a", "m"), of_model("b"), ("m", None)),
        (of_model("b"), of_model("a", "m"), ("m", None)),
    ],
)
def test_jobs_of_different_models_are_a_caveat(
    one: Job, other: Job, names: tuple[str | None, ...]
) -> None:
    assert about_jobs([one, other]) == [
        ModelsDiffer(((names[0], ("a",)), (names[1], ("b",)))),
    ]


def test_several_jobs_that_state_no_model_are_a_caveat() -> None:
    assert about_jobs([of_model("a"), of_model("b")]) == [ModelsDiffer(((None, ("a", "b")),))]


# Latency in microseconds


@pytest.mark.parametrize(
    ("latency", "threshold", "is_suspicious"),
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
def test_a_latency_that_no_request_can_have_looks_like_microseconds(
    latency: int, threshold: int | None, is_suspicious: bool
) -> None:
    conditions = {} if threshold is None else stopping(threshold)
    caveats = about_jobs([job("j", {"ModelLatency": latency}, StoppingConditions=conditions)])
    expected = LatencyLooksLikeMicroseconds("j", ("ml.c5.large",))
    assert caveats == ([expected] if is_suspicious else [])


def test_the_latency_of_existing_endpoints_is_checked_too() -> None:
    endpoints = [
        {"Metrics": {"ModelLatency": 90_000}, "EndpointInfo": {"EndpointName": "old"}},
        {"Metrics": {"ModelLatency": 90_000}},
        {"Metrics": {"ModelLatency": 90}, "EndpointInfo": {"EndpointName": "fine"}},
    ]
    assert about_jobs([job("j", EndpointPerformances=endpoints)]) == [
        LatencyLooksLikeMicroseconds("j", ("endpoint old", "endpoint (no name)"))
    ]


def test_a_caveat_changes_no_number() -> None:
    suspicious = job("j", {"ModelLatency": 100_000})
    about_jobs([suspicious])
    assert LATENCY.of(suspicious.recommendations[0].metrics) == 100_000


def test_latency_that_always_equals_the_stopping_threshold_is_a_caveat() -> None:
    both = ({"ModelLatency": 100}, {"ModelLatency": 100})
    assert about_jobs([job("j", *both, StoppingConditions=stopping(100))]) == [LatencyIsCapped("j")]


def test_latency_that_differs_once_from_the_stopping_threshold_is_no_caveat() -> None:
    one_differs = ({"ModelLatency": 100}, {"ModelLatency": 99})
    assert about_jobs([job("j", *one_differs, StoppingConditions=stopping(100))]) == []


def test_a_single_latency_at_the_stopping_threshold_is_no_caveat() -> None:
    assert about_jobs([job("j", {"ModelLatency": 100}, StoppingConditions=stopping(100))]) == []


# The cost identity


def breaks_identity(hourly: float, per_inference: float, rate: float) -> bool:
    return cost_breaks_identity(
        values(cost_per_hour=hourly, cost_per_inference=per_inference, throughput=rate)
    )


@given(st.floats(0.001, 500), st.integers(1, 10**6), st.floats(-1e-6, 1e-6))
def test_cost_per_inference_is_the_hourly_cost_over_the_inferences_of_an_hour(
    hourly: float, rate: int, noise: float
) -> None:
    cost = hourly / rate / 60
    (single_precision,) = struct.unpack("f", struct.pack("f", cost * (1 + noise)))
    assert not breaks_identity(hourly, single_precision, rate)
    for factor in (3, 1 / 3, 60, 1e6):
        assert breaks_identity(hourly, cost * factor, rate)


def test_a_cost_with_few_digits_may_be_off_by_half_of_its_last_digit() -> None:
    # 0.69 / 387 / 60 is 2.97e-05
    assert not breaks_identity(0.69, 3e-05, 387)
    assert not breaks_identity(0.69, 0.00003, 387)
    assert breaks_identity(0.69, 4e-05, 387)
    assert breaks_identity(0.69, 3.1e-05, 387)


def test_the_cost_of_one_instance_for_several_breaks_the_identity() -> None:
    assert breaks_identity(3 * 0.23, 0.23 / 1168 / 60, 1168)


@pytest.mark.parametrize(
    "incomplete",
    [
        values(),
        values(cost_per_hour=1, cost_per_inference=1),
        values(cost_per_hour=1, throughput=1),
        values(cost_per_inference=1, throughput=1),
        values(cost_per_hour=1, cost_per_inference=1, throughput=0),
        values(cost_per_hour=0, cost_per_inference=0, throughput=5),
    ],
    ids=str,
)
def test_missing_values_and_zeros_break_no_identity(incomplete: Values) -> None:
    assert not cost_breaks_identity(incomplete)


def test_inconsistent_costs_are_one_caveat_for_the_job() -> None:
    wrong = {"CostPerHour": 1, "CostPerInference": 1e-3, "MaxInvocations": 600}
    assert about_jobs([job("j", wrong, wrong)]) == [
        CostIsInconsistent("j", ("ml.c5.large", "ml.c5.large"))
    ]


def test_serverless_is_billed_by_use_and_may_break_the_identity() -> None:
    entry = {
        "Metrics": {"CostPerHour": 1, "CostPerInference": 1e-3, "MaxInvocations": 600},
        "EndpointConfiguration": {"ServerlessConfig": {"MemorySizeInMB": 1024}},
    }
    assert about_jobs([parse.job({"InferenceRecommendations": [entry]}, "j")]) == []


# A limit on cost


@pytest.mark.parametrize(
    ("text", "is_caveat"),
    [("cost=3", True), ("cost=3/1M", False), ("cost=0.001", False), ("latency=1e9", False)],
)
def test_a_cost_limit_far_above_every_cost_looks_like_a_price_per_million(
    text: str, is_caveat: bool
) -> None:
    jobs = [job("j", {"CostPerInference": 3e-6}, {"CostPerInference": None})]
    limit = parse_limit(text, "<=")
    assert about_jobs(jobs, [limit]) == ([LimitLooksLikePerMillion(limit)] if is_caveat else [])
    assert not any(
        isinstance(caveat, LimitLooksLikePerMillion)
        for caveat in about_jobs(jobs, [parse_limit(text, ">=")])
    )


def test_a_cost_limit_is_not_judged_without_any_cost() -> None:
    assert about_jobs([job("j", {"ModelLatency": 1})], [parse_limit("cost=3", "<=")]) == []


# A limit on the wrong side


@pytest.mark.parametrize(
    ("text", "operator", "is_caveat"),
    [
        ("throughput=100", "<=", True),
        ("throughput=100", ">=", False),
        ("latency=100", ">=", True),
        ("latency=100", "<=", False),
        ("cost-per-hour=1", ">=", True),
        ("monthly-cost=100", ">=", True),
        ("cpu=50", ">=", False),
        ("cpu=50", "<=", False),
        ("memory=50", ">=", False),
        ("instances=2", ">=", False),
    ],
)
def test_a_limit_against_the_direction_of_its_metric_is_a_caveat(
    text: str, operator: Operator, is_caveat: bool
) -> None:
    limit = parse_limit(text, operator, LIMITED)
    assert about_jobs([job("j")], [limit]) == ([LimitExcludesBest(limit)] if is_caveat else [])


@pytest.mark.parametrize("metric", ["latency", "throughput"])
def test_a_limit_on_a_change_for_the_worse_is_no_caveat(metric: str) -> None:
    assert about_jobs([job("j")], regressions(f"{metric}=5%")) == []


# Values that cannot be


def test_values_that_cannot_be_are_a_caveat_for_each_metric() -> None:
    endpoint = {"Metrics": {"ModelLatency": -1}, "EndpointInfo": {"EndpointName": "old"}}
    measured = ({"ModelLatency": 0}, {"ModelLatency": 5, "MaxInvocations": -3.5})
    assert about_jobs([job("j", *measured, EndpointPerformances=[endpoint])]) == [
        ValuesCannotBe("j", LATENCY, (("ml.c5.large", 0), ("endpoint old", -1))),
        ValuesCannotBe("j", THROUGHPUT, (("ml.c5.large", -3.5),)),
    ]


def test_a_cost_of_0_is_a_value() -> None:
    free = job("j", {"CostPerHour": 0, "CostPerInference": 0})

    assert about_jobs([free]) == [PriceIsZero("j", ("ml.c5.large",))]


# Any response


@given(st.lists(responses(), max_size=3))
def test_any_jobs_can_be_checked_for_caveats(documents: list[dict[str, Any]]) -> None:
    about_jobs([parse.job(document, "label") for document in documents])


# Recorded responses

ODDITIES: dict[str, list[type[Caveat]]] = {
    "docs-load-test-advanced": [LatencyLooksLikeMicroseconds],
    "nb-tensorflow-advanced": [LatencyIsCapped],
}


@pytest.mark.skipif(not RECORDED.exists(), reason="the recordings are not available")
def test_recorded_responses_have_caveats_for_their_known_oddities_only() -> None:
    for path in RECORDED.glob("*.json"):
        caveats = about_jobs([parse.job(json.loads(path.read_text()))])
        assert [type(caveat) for caveat in caveats] == ODDITIES.get(path.stem, []), path.stem


@pytest.mark.skipif(not RECORDED.exists(), reason="the recordings are not available")
def test_the_cost_identity_holds_in_every_recorded_response() -> None:
    for path in RECORDED.glob("*.json"):
        for recommendation in parse.job(json.loads(path.read_text())).recommendations:
            assert not cost_breaks_identity(recommendation.metrics), (path.stem, recommendation)
