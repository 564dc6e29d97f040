"""Reading responses: absent members are None, members of a wrong type are refused."""

import json
import math
import re
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from irctl.jobs import parse
from irctl.jobs.kinds import INFERENCE
from irctl.jobs.metrics import COST_PER_HOUR, THROUGHPUT, Values
from irctl.jobs.model import Configuration, Serverless
from irctl.jobs.recognition import other_than_job
from tests.made import values
from tests.strategies import (
    DESCRIBE,
    LIST_JOBS,
    LIST_STEPS,
    document_with,
    documents,
    entry_shape,
    output_shape,
    places,
    responses,
    standard,
    through_json,
)
from tests.strategies import (
    values as values_of,
)

RECORDED = Path(__file__).parents[2].parent / "shared" / "recorded"
recordings = pytest.mark.parametrize(
    "path",
    sorted(RECORDED.glob("*.json"))
    or [pytest.param(None, marks=pytest.mark.skip(reason="no recorded responses here"))],
    ids=lambda path: path.stem if path else "none",
)


def one(**recommendation: object) -> Any:
    """The only recommendation of a job that has one."""
    return parse.job({"InferenceRecommendations": [recommendation]}).recommendations[0]


def metrics(**measured: object) -> Values:
    measurements: Values = one(Metrics=measured).metrics
    return measurements


def refusal(document: object) -> str:
    with pytest.raises(parse.ParseError) as error:
        parse.job(document)
    return str(error.value)


# Every member is read


def test_a_job_is_read_into_typed_values() -> None:
    job = parse.job(
        {
            "JobName": "bert-2026",
            "JobArn": "arn:aws:sagemaker:eu-north-1:012345678901:inference-recommendations-job/b",
            "JobType": "Advanced",
            "JobDescription": "a test",
            "RoleArn": "arn:aws:iam::012345678901:role/r",
            "Status": "COMPLETED",
            "CreationTime": "2026-03-01T10:00:00Z",
            "CompletionTime": "2026-03-01T11:30:00Z",
            "LastModifiedTime": "2026-03-01T11:31:00Z",
            "FailureReason": "none really",
            "InputConfig": {"ModelName": "m"},
            "StoppingConditions": {"MaxInvocations": 300},
            "InferenceRecommendations": [
                {
                    "RecommendationId": "bert-2026/abcdefgh",
                    "Metrics": {"CostPerHour": 0.5, "ModelLatency": 12},
                    "EndpointConfiguration": {
                        "EndpointName": "e",
                        "VariantName": "v",
                        "InstanceType": "ml.c7i.large",
                        "InitialInstanceCount": 2,
                    },
                    "ModelConfiguration": {
                        "InferenceSpecificationName": "spec",
                        "EnvironmentParameters": [
                            {"Key": "THREADS", "ValueType": "String", "Value": "4"}
                        ],
                        "CompilationJobName": "neo-1",
                    },
                    "InvocationStartTime": "2026-03-01T10:10:00Z",
                    "InvocationEndTime": "2026-03-01T10:20:00Z",
                }
            ],
            "EndpointPerformances": [
                {"Metrics": {"MaxInvocations": 9}, "EndpointInfo": {"EndpointName": "old"}}
            ],
        }
    )
    assert job.kind is INFERENCE
    assert (job.label, job.name, job.type, job.status) == (
        "bert-2026",
        "bert-2026",
        "Advanced",
        "COMPLETED",
    )
    assert (job.description, job.failure_reason) == ("a test", "none really")
    assert job.arn == "arn:aws:sagemaker:eu-north-1:012345678901:inference-recommendations-job/b"
    assert job.role_arn == "arn:aws:iam::012345678901:role/r"
    assert job.creation_time == datetime(2026, 3, 1, 10, tzinfo=timezone.utc)
    assert job.completion_time == datetime(2026, 3, 1, 11, 30, tzinfo=timezone.utc)
    assert job.last_modified_time == datetime(2026, 3, 1, 11, 31, tzinfo=timezone.utc)
    assert job.input_config == {"ModelName": "m"}
    assert job.stopping_conditions == {"MaxInvocations": 300}
    (recommendation,) = job.recommendations
    assert (recommendation.job_name, recommendation.position) == ("bert-2026", 0)
    assert recommendation.id == "bert-2026/abcdefgh"
    assert recommendation.configuration == Configuration(
        instance_type="ml.c7i.large",
        initial_instance_count=2,
        environment=(("THREADS", "4"),),
        inference_specification_name="spec",
        compilation_job_name="neo-1",
    )
    assert recommendation.metrics == values(cost_per_hour=0.5, latency=12)
    assert (recommendation.endpoint_name, recommendation.variant_name) == ("e", "v")
    started, ended = recommendation.invocation_start_time, recommendation.invocation_end_time
    assert started == datetime(2026, 3, 1, 10, 10, tzinfo=timezone.utc)
    assert ended == datetime(2026, 3, 1, 10, 20, tzinfo=timezone.utc)
    (endpoint,) = job.endpoint_performances
    assert (endpoint.endpoint_name, endpoint.metrics) == ("old", values(throughput=9))


def test_every_metric_is_read_under_its_own_key() -> None:
    assert metrics(
        CostPerHour=1,
        CostPerInference=2,
        MaxInvocations=3,
        ModelLatency=4,
        CpuUtilization=5,
        MemoryUtilization=6,
        ModelSetupTime=7,
    ) == values(
        cost_per_hour=1,
        cost_per_inference=2,
        throughput=3,
        latency=4,
        cpu=5,
        memory=6,
        setup_time=7,
    )


def test_a_serverless_configuration_is_read() -> None:
    config = {"MemorySizeInMB": 2048, "MaxConcurrency": 5, "ProvisionedConcurrency": 2}
    configuration = one(EndpointConfiguration={"ServerlessConfig": config}).configuration
    assert configuration == Configuration(serverless=Serverless(2048, 5, 2))


def test_recommendations_keep_the_order_of_the_response() -> None:
    ids = ["z", "a", "m"]
    job = parse.job({"InferenceRecommendations": [{"RecommendationId": id} for id in ids]})
    assert [(r.position, r.id) for r in job.recommendations] == list(enumerate(ids))


def test_a_job_without_a_name_is_named_by_its_label() -> None:
    job = parse.job({"Status": "FAILED"}, "saved")
    assert (job.label, job.name) == ("saved", None)
    assert parse.job({"JobName": "own"}, "saved").label == "own"


def test_a_recommendation_of_a_nameless_job_carries_the_label() -> None:
    job = parse.job({"InferenceRecommendations": [{}]}, "saved")
    assert job.recommendations[0].job_name == "saved"


def test_an_entry_of_the_list_operation_is_read() -> None:
    entry = {
        "JobName": "j",
        "JobDescription": "d",
        "JobType": "Default",
        "JobArn": "arn",
        "Status": "FAILED",
        "CreationTime": 0,
        "CompletionTime": 60,
        "RoleArn": "role",
        "LastModifiedTime": 61,
        "FailureReason": "why",
        "ModelName": "m",
        "SamplePayloadUrl": "s3://b/k",
        "ModelPackageVersionArn": "package",
    }
    read = parse.job_summary(entry)
    assert (read.name, read.arn, read.type, read.status) == ("j", "arn", "Default", "FAILED")
    assert (read.description, read.role_arn, read.failure_reason) == ("d", "role", "why")
    assert (read.model_name, read.model_package_version_arn) == ("m", "package")
    assert read.sample_payload_url == "s3://b/k"
    assert read.creation_time == datetime(1970, 1, 1, tzinfo=timezone.utc)
    assert read.completion_time == datetime(1970, 1, 1, 0, 1, tzinfo=timezone.utc)
    assert read.last_modified_time == datetime(1970, 1, 1, 0, 1, 1, tzinfo=timezone.utc)


def test_a_step_is_read_like_a_recommendation_with_its_status() -> None:
    step = parse.step(
        {
            "StepType": "BENCHMARK",
            "JobName": "j",
            "Status": "FAILED",
            "InferenceBenchmark": {
                "Metrics": {"ModelLatency": 7},
                "EndpointMetrics": {"MaxInvocations": 8, "ModelLatency": 9},
                "EndpointConfiguration": {"InstanceType": "ml.c5.large"},
                "FailureReason": "the container died",
            },
        },
        position=3,
    )
    assert (step.job_name, step.type, step.status) == ("j", "BENCHMARK", "FAILED")
    assert step.failure_reason == "the container died"
    assert step.benchmark.position == 3
    assert step.benchmark.configuration.instance_type == "ml.c5.large"
    assert step.benchmark.metrics == values(latency=7)
    assert step.endpoint_metrics == values(throughput=8, latency=9)


# Absent members are None


@pytest.mark.parametrize("document", [{}, {"ResponseMetadata": {"RequestId": "r"}}])
def test_a_job_may_lack_everything(document: dict[str, object]) -> None:
    job = parse.job(document)
    texts = (job.name, job.arn, job.type, job.status, job.description, job.role_arn)
    times = (job.creation_time, job.completion_time, job.last_modified_time)
    assert (*texts, *times, job.failure_reason) == (None,) * 10
    assert (job.label, job.recommendations, job.endpoint_performances) == ("", (), ())
    assert (job.input_config, job.stopping_conditions, job.document) == ({}, {}, {})


def test_a_recommendation_may_lack_everything() -> None:
    bare = one()
    assert bare.metrics == values()
    assert bare.configuration == Configuration()
    assert (bare.id, bare.endpoint_name, bare.variant_name) == (None, None, None)
    assert (bare.invocation_start_time, bare.invocation_end_time) == (None, None)


@pytest.mark.parametrize("place", [place for place, _ in places(output_shape(DESCRIBE))])
def test_any_member_may_be_null(place: str) -> None:
    if not place.endswith("[0]"):
        parse.job(document_with(place, None))


def test_an_environment_parameter_may_lack_its_parts() -> None:
    model = {"EnvironmentParameters": [{"Key": "A"}, {"Value": "b"}, {"Key": "C", "Value": None}]}
    configuration = one(ModelConfiguration=model).configuration
    assert configuration.environment == (("A", None), ("", "b"), ("C", None))


_COUNTS = (
    "InitialInstanceCount",
    "ServerlessConfig.MemorySizeInMB",
    "ServerlessConfig.MemorySizeInMb",
    "ServerlessConfig.MaxConcurrency",
    "ServerlessConfig.ProvisionedConcurrency",
)


def counted(place: str, value: object) -> dict[str, object]:
    """Return an endpoint configuration with one count."""
    *parents, member = place.split(".")
    return {parents[0]: {member: value}} if parents else {member: value}


@pytest.mark.parametrize("place", _COUNTS)
@pytest.mark.parametrize("value", [-1, 1.5, -0.5, 1e-300])
def test_a_negative_or_fractional_count_is_refused_by_its_place(place: str, value: float) -> None:
    with pytest.raises(parse.ParseError, match=re.escape(f"EndpointConfiguration.{place}: ")):
        one(EndpointConfiguration=counted(place, value))


@pytest.mark.parametrize("place", _COUNTS)
@pytest.mark.parametrize("value", [0, 3, 3.0, 2**70])
def test_a_whole_count_is_read_as_an_integer(place: str, value: float) -> None:
    endpoint = one(EndpointConfiguration=counted(place, value)).document["EndpointConfiguration"]
    assert repr(endpoint) == repr(counted(place, int(value)))


def test_an_empty_environment_is_no_environment() -> None:
    assert one(ModelConfiguration={"EnvironmentParameters": []}).configuration.environment == ()


# Values that cannot be


@pytest.mark.parametrize("value", [0, 0.0, -0.0, -1, -(10**20), -5e-324])
def test_a_latency_or_throughput_of_0_or_below_is_no_value_but_is_kept_as_sent(
    value: float,
) -> None:
    sent = {"ModelLatency": value, "MaxInvocations": value, "CostPerHour": 1}
    recommendation = one(Metrics=sent)
    assert recommendation.metrics == values(cost_per_hour=1)
    assert recommendation.sent == values(latency=value, throughput=value, cost_per_hour=1)
    assert recommendation.document["Metrics"] == sent
    (endpoint,) = parse.job({"EndpointPerformances": [{"Metrics": sent}]}).endpoint_performances
    assert (endpoint.metrics, endpoint.sent) == (recommendation.metrics, recommendation.sent)


@pytest.mark.parametrize(
    "member", ["CostPerHour", "CostPerInference", "CpuUtilization", "ModelSetupTime"]
)
@pytest.mark.parametrize("value", [0, -1])
def test_any_cost_utilization_and_setup_time_is_a_value(member: str, value: int) -> None:
    assert list(metrics(**{member: value}).values()) == [value]


@pytest.mark.parametrize("value", [1, 5e-324, 10**20])
def test_any_latency_and_throughput_above_0_is_a_value(value: float) -> None:
    assert metrics(ModelLatency=value, MaxInvocations=value) == values(
        latency=value, throughput=value
    )


# Other names


def test_throughput_is_read_under_its_old_name() -> None:
    assert metrics(MaximumInvocations=1113) == values(throughput=1113)


@pytest.mark.parametrize(("current", "read"), [(2, 2), (0, None), ("NaN", 1), (None, 1)])
def test_the_current_name_takes_precedence_over_the_old_one(
    current: object, read: int | None
) -> None:
    for measured in (
        {"MaximumInvocations": 1, "MaxInvocations": current},
        {"MaxInvocations": current, "MaximumInvocations": 1},
    ):
        assert THROUGHPUT.of(metrics(**measured)) == read


def test_the_documentations_spelling_of_memory_is_read() -> None:
    config = {"ServerlessConfig": {"MemorySizeInMb": 1024}}
    assert one(EndpointConfiguration=config).configuration.serverless == Serverless(1024)


def test_the_documentations_name_of_an_endpoint_is_read() -> None:
    entry = {"EndpointConfiguration": {"EndpointName": "old-one"}}
    job = parse.job({"EndpointPerformances": [entry]})
    assert job.endpoint_performances[0].endpoint_name == "old-one"


def test_old_names_stay_in_the_document() -> None:
    document = {"InferenceRecommendations": [{"Metrics": {"MaximumInvocations": 5}}]}
    assert parse.job(document).document == document


# Numbers


@pytest.mark.parametrize("token", ["NaN", "Infinity", "-Infinity", math.nan, math.inf, -math.inf])
def test_a_number_that_is_not_available_is_none_and_null(token: object) -> None:
    names = [
        "CostPerHour",
        "CostPerInference",
        "MaxInvocations",
        "ModelLatency",
        "CpuUtilization",
        "MemoryUtilization",
        "ModelSetupTime",
    ]
    recommendation = one(Metrics=dict.fromkeys(names, token))
    assert recommendation.metrics == values()
    assert recommendation.document == {"Metrics": dict.fromkeys(names)}


def test_nan_is_text_in_a_text_member() -> None:
    document = {
        "JobName": "NaN",
        "JobDescription": "Infinity",
        "InferenceRecommendations": [
            {
                "ModelConfiguration": {
                    "EnvironmentParameters": [{"Key": "NaN", "ValueType": "NaN", "Value": "NaN"}]
                }
            }
        ],
    }
    job = parse.job(document)
    assert job.document == document
    assert job.name == "NaN"
    assert job.recommendations[0].configuration.environment == (("NaN", "NaN"),)


def test_nan_is_text_in_an_unknown_member() -> None:
    assert parse.job({"Newest": {"Word": "NaN"}}).document == {"Newest": {"Word": "NaN"}}


def test_nan_and_infinity_are_null_in_an_unknown_member() -> None:
    document = {"Newest": {"Numbers": [math.nan, math.inf, 1.5]}}
    assert parse.job(document).document == {"Newest": {"Numbers": [None, None, 1.5]}}


@pytest.mark.parametrize("text", ["nan", "NAN", "inf", "1168", "", "many"])
def test_any_other_text_is_not_a_number(text: str) -> None:
    document = document_with("InferenceRecommendations[0].Metrics.CpuUtilization", text)
    assert refusal(document).endswith(f"expected a number, got {json.dumps(text)}")


def test_a_boolean_is_not_a_number() -> None:
    document = document_with("InferenceRecommendations[0].Metrics.MaxInvocations", True)
    assert refusal(document).endswith("MaxInvocations: expected a number, got true")


def test_a_number_keeps_its_value() -> None:
    exact: list[int | float] = [
        0.11500000208616257,
        1e-300,
        -0.5,
        0,
        2**53 + 1,
        10**300,
        402.79998779296875,
    ]
    for value in exact:
        read = COST_PER_HOUR.of(metrics(CostPerHour=value))
        assert read == value
        assert type(read) is type(value)


@pytest.mark.parametrize("digits", [309, 4000, 5000])
def test_a_number_beyond_a_double_is_refused_in_a_short_message(digits: int) -> None:
    document = document_with("InferenceRecommendations[0].Metrics.MaxInvocations", 10**digits)
    message = refusal(document)
    assert message.startswith(
        "InferenceRecommendations[0].Metrics.MaxInvocations: expected a number that fits a double"
    )
    assert len(message) < 200


# Times


@pytest.mark.parametrize(
    "written",
    [
        1646782809,
        1646782809.0,
        "2022-03-08T23:40:09Z",
        "2022-03-08T23:40:09+00:00",
        "2022-03-08 23:40:09+00:00",
        "2022-03-08T18:40:09-05:00",
        "2022-03-09T05:10:09+0530",
        "2022-03-08T23:40:09.000000+00:00",
        "2022-03-08T23:40:09",
        datetime(2022, 3, 8, 23, 40, 9),
        datetime(2022, 3, 8, 23, 40, 9, tzinfo=timezone.utc),
        datetime(2022, 3, 9, 5, 10, 9, tzinfo=timezone(timedelta(hours=5, minutes=30))),
    ],
    ids=str,
)
def test_a_time_in_any_notation_becomes_iso_8601_in_utc(written: object) -> None:
    job = parse.job({"CreationTime": written})
    assert job.document == {"CreationTime": "2022-03-08T23:40:09+00:00"}
    assert job.creation_time == datetime(2022, 3, 8, 23, 40, 9, tzinfo=timezone.utc)


def test_a_time_keeps_its_microseconds() -> None:
    expected = {"CreationTime": "2022-03-08T23:40:09.123457+00:00"}
    for written in (1646782809.123457, "2022-03-08T23:40:09.123457Z"):
        assert parse.job({"CreationTime": written}).document == expected


def test_a_time_in_an_unknown_member_becomes_iso_8601_in_utc() -> None:
    document = {"Newest": [datetime(2022, 3, 8, tzinfo=timezone(timedelta(hours=1)))]}
    assert parse.job(document).document == {"Newest": ["2022-03-07T23:00:00+00:00"]}


@pytest.mark.parametrize(
    "written",
    [
        "yesterday",
        "",
        "NaN",
        "2022-13-01",
        "Tue, 26 Oct 2021 19:57:42 GMT",
        "1646782809",
        True,
        [],
        math.nan,
        math.inf,
        10**30,
        1646782809000,
        datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))),
    ],
    ids=str,
)
def test_any_other_value_is_not_a_time(written: object) -> None:
    assert refusal({"CreationTime": written}).startswith("CreationTime: expected a time, got ")


# Unknown members


def test_unknown_members_are_kept_in_their_places() -> None:
    document = {
        "Novelty": {"a": [1, {"b": None}], "c": True},
        "InputConfig": {"New": "x", "TrafficPattern": {"Shape": "saw"}},
        "InferenceRecommendations": [
            {"Rating": 5, "Metrics": {"P99": 1.5}, "ModelConfiguration": {"Compiled": False}}
        ],
        "EndpointPerformances": [{"Age": 2}],
    }
    assert parse.job(document).document == document


# Wrong types are refused by their place

JOB_PLACES = dict(places(output_shape(DESCRIBE)))
WRONG: dict[str, tuple[object, str]] = {
    "string": (7, "text, got 7"),
    "integer": ("many", 'a number, got "many"'),
    "float": ([1], "a number, got a list"),
    "timestamp": ("soon", 'a time, got "soon"'),
    "structure": ("flat", 'an object, got "flat"'),
    "list": ({"0": 1}, "a list, got an object"),
}


@pytest.mark.parametrize("place", JOB_PLACES)
def test_a_wrong_type_in_a_response_is_refused_by_its_exact_place(place: str) -> None:
    wrong, expected = WRONG[JOB_PLACES[place].type_name]
    assert refusal(document_with(place, wrong)) == f"{place}: expected {expected}"


STEP_PLACES = dict(places(entry_shape(LIST_STEPS, "Steps")))


@pytest.mark.parametrize("place", STEP_PLACES)
def test_a_wrong_type_in_a_step_is_refused_by_its_exact_place(place: str) -> None:
    wrong, expected = WRONG[STEP_PLACES[place].type_name]
    with pytest.raises(parse.ParseError) as error:
        parse.step(document_with(place, wrong))
    assert str(error.value) == f"{place}: expected {expected}"


SUMMARY_PLACES = dict(places(entry_shape(LIST_JOBS, "InferenceRecommendationsJobs")))


@pytest.mark.parametrize("place", SUMMARY_PLACES)
def test_a_wrong_type_in_a_list_of_jobs_is_refused_by_its_exact_place(place: str) -> None:
    wrong, expected = WRONG[SUMMARY_PLACES[place].type_name]
    with pytest.raises(parse.ParseError) as error:
        parse.job_summary(document_with(place, wrong))
    assert str(error.value) == f"{place}: expected {expected}"


def test_a_place_counts_from_0_like_jq() -> None:
    entries = [{}, {}, {"Metrics": {"MaxInvocations": "many"}}]
    assert refusal({"InferenceRecommendations": entries}) == (
        'InferenceRecommendations[2].Metrics.MaxInvocations: expected a number, got "many"'
    )


def test_a_wrong_type_under_an_old_name_is_refused() -> None:
    for place in (
        "InferenceRecommendations[0].Metrics.MaximumInvocations",
        "InferenceRecommendations[0].EndpointConfiguration.ServerlessConfig.MemorySizeInMb",
    ):
        assert refusal(document_with(place, "x")).startswith(f"{place}: expected a number")


@pytest.mark.parametrize("place", [place for place in JOB_PLACES if place.endswith("[0]")])
def test_an_item_of_a_list_is_never_null(place: str) -> None:
    assert refusal(document_with(place, None)) == f"{place}: expected a value, got null"


@pytest.mark.parametrize("document", [None, [], "job", 5, True, [{"JobName": "j"}]])
def test_a_job_is_an_object(document: object) -> None:
    assert refusal(document).startswith("expected an object, got ")


def test_a_long_wrong_value_is_shortened_in_the_message() -> None:
    assert refusal({"CreationTime": "x" * 1000}) == (
        'CreationTime: expected a time, got "' + "x" * 55 + '..."'
    )
    assert refusal({"JobName": 10**200}).endswith("00...")


def test_control_characters_of_a_wrong_value_are_escaped_in_the_message() -> None:
    message = refusal({"CreationTime": "\x1b[31m\u202e\n"})
    assert message.isascii()
    assert message.isprintable()


def test_deep_nesting_is_refused_without_a_crash() -> None:
    document: Any = 1
    for _ in range(900):
        document = {"a": document}
    assert refusal({"Deep": document}) == "Deep: expected at most 100 levels, got an object"
    assert refusal({"InputConfig": {"Deep": document}}).startswith("InputConfig.Deep: ")
    assert refusal({"JobName": document}) == "JobName: expected text, got an object"
    assert refusal([document]) == "expected an object, got a list"


def test_ordinary_nesting_is_kept() -> None:
    document: Any = 1
    for _ in range(50):
        document = {"a": [document]}
    assert parse.job({"Deep": document}).document == {"Deep": document}


# Whole responses, of botocore's own shapes


@given(responses())
def test_the_document_is_the_response_in_standard_json(response: dict[str, Any]) -> None:
    assert parse.job(response).document == standard(output_shape(DESCRIBE), response)


@given(responses())
def test_a_response_saved_by_boto3_is_read_like_the_response(response: dict[str, Any]) -> None:
    expected = standard(output_shape(DESCRIBE), response)
    assert parse.job(through_json(response)).document == expected


@given(responses())
def test_reading_the_document_again_changes_nothing(response: dict[str, Any]) -> None:
    job = parse.job(response, "label")
    assert parse.job(through_json(job.document), "label") == job


@given(responses())
def test_the_document_is_standard_json(response: dict[str, Any]) -> None:
    document = parse.job(response).document
    assert json.loads(json.dumps(document, allow_nan=False)) == document


@given(responses())
def test_reading_does_not_change_the_response(response: dict[str, Any]) -> None:
    before = repr(response)
    parse.job(response)
    assert repr(response) == before


@given(values_of(entry_shape(LIST_STEPS, "Steps")))
def test_the_document_of_a_step_is_its_entry_in_standard_json(entry: dict[str, Any]) -> None:
    assert parse.step(entry).document == standard(entry_shape(LIST_STEPS, "Steps"), entry)


@given(values_of(entry_shape(LIST_JOBS, "InferenceRecommendationsJobs")))
def test_the_document_of_a_listed_job_is_its_entry_in_standard_json(entry: dict[str, Any]) -> None:
    shape = entry_shape(LIST_JOBS, "InferenceRecommendationsJobs")
    assert parse.job_summary(entry).document == standard(shape, entry)


@given(documents())
def test_any_json_is_read_as_a_job_or_refused_with_a_reason(document: object) -> None:
    problem = None
    try:
        parse.job(document)
    except parse.ParseError as error:
        problem = str(error)
    assert problem is None or ("expected " in problem and ", got " in problem)


# Recorded responses


@recordings
def test_a_recorded_response_is_a_job_and_keeps_every_value(path: Path) -> None:
    recorded = json.loads(path.read_text())
    assert other_than_job(recorded) is None
    job = parse.job(recorded)
    recorded.pop("ResponseMetadata", None)
    for name in ("CreationTime", "CompletionTime", "LastModifiedTime"):
        if name in recorded:
            recorded[name] = datetime.fromisoformat(recorded[name]).astimezone(timezone.utc)
            recorded[name] = recorded[name].isoformat()
    assert job.document == recorded
