"""From a response to a Job: forgiving of absence, exact about nonsense."""

import json
import math
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.jobs import parse
from irctl.jobs.model import Configuration, Metrics, Serverless
from tests.strategies import (
    DESCRIBE,
    LIST_JOBS,
    LIST_STEPS,
    document_with,
    entry_shape,
    output_shape,
    places,
    responses,
    standard,
    through_json,
    values,
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


def metrics(**measured: object) -> Metrics:
    read = one(Metrics=measured).metrics
    assert isinstance(read, Metrics)
    return read


def complaint(document: object) -> str:
    with pytest.raises(parse.ParseError) as caught:
        parse.job(document)
    return str(caught.value)


# What is there is read


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
    (found,) = job.recommendations
    assert (found.job_name, found.position, found.id) == ("bert-2026", 0, "bert-2026/abcdefgh")
    assert found.configuration == Configuration(
        instance_type="ml.c7i.large",
        initial_instance_count=2,
        environment=(("THREADS", "4"),),
        inference_specification_name="spec",
        compilation_job_name="neo-1",
    )
    assert found.metrics == Metrics(cost_per_hour=0.5, model_latency=12)
    assert (found.endpoint_name, found.variant_name) == ("e", "v")
    assert found.invocation_start_time == datetime(2026, 3, 1, 10, 10, tzinfo=timezone.utc)
    assert found.invocation_end_time == datetime(2026, 3, 1, 10, 20, tzinfo=timezone.utc)
    (endpoint,) = job.endpoint_performances
    assert (endpoint.endpoint_name, endpoint.metrics) == ("old", Metrics(max_invocations=9))


def test_every_metric_is_read_into_its_own_field() -> None:
    assert metrics(
        CostPerHour=1,
        CostPerInference=2,
        MaxInvocations=3,
        ModelLatency=4,
        CpuUtilization=5,
        MemoryUtilization=6,
        ModelSetupTime=7,
    ) == Metrics(1, 2, 3, 4, 5, 6, 7)


def test_a_serverless_configuration_is_read() -> None:
    config = {"MemorySizeInMB": 2048, "MaxConcurrency": 5, "ProvisionedConcurrency": 2}
    read = one(EndpointConfiguration={"ServerlessConfig": config}).configuration
    assert read == Configuration(serverless=Serverless(2048, 5, 2))


def test_recommendations_keep_the_order_of_the_response() -> None:
    ids = ["z", "a", "m"]
    job = parse.job({"InferenceRecommendations": [{"RecommendationId": each} for each in ids]})
    assert [each.id for each in job.recommendations] == ids
    assert [each.position for each in job.recommendations] == [0, 1, 2]


def test_a_job_without_a_name_is_called_by_its_label() -> None:
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


def test_a_step_is_read_like_a_recommendation_with_how_it_went() -> None:
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
    assert step.benchmark.metrics == Metrics(model_latency=7)
    assert step.endpoint_metrics == Metrics(max_invocations=8, model_latency=9)


# What is absent is None


@pytest.mark.parametrize("document", [{}, {"ResponseMetadata": {"RequestId": "r"}}])
def test_a_job_may_lack_everything(document: dict[str, object]) -> None:
    job = parse.job(document)
    texts = (job.name, job.arn, job.type, job.status, job.description, job.role_arn)
    times = (job.creation_time, job.completion_time, job.last_modified_time)
    assert (*texts, *times, job.failure_reason) == (None,) * 10
    assert (job.label, job.recommendations, job.endpoint_performances) == ("", (), ())
    assert (job.input_config, job.stopping_conditions, job.document) == ({}, {}, {})


def test_a_recommendation_may_lack_everything() -> None:
    found = one()
    assert found.metrics == Metrics()
    assert found.configuration == Configuration()
    assert (found.id, found.endpoint_name, found.variant_name) == (None, None, None)
    assert (found.invocation_start_time, found.invocation_end_time) == (None, None)


@pytest.mark.parametrize("place", [place for place, _ in places(output_shape(DESCRIBE))])
def test_any_member_may_be_null(place: str) -> None:
    if not place.endswith("[0]"):
        parse.job(document_with(place, None))


def test_an_environment_parameter_may_lack_its_parts() -> None:
    model = {"EnvironmentParameters": [{"Key": "A"}, {"Value": "b"}, {}]}
    read = one(ModelConfiguration=model).configuration
    assert read.environment == (("A", ""), ("", "b"), ("", ""))


def test_an_empty_environment_is_no_environment() -> None:
    assert one(ModelConfiguration={"EnvironmentParameters": []}).configuration.environment == ()


# Other names


def test_a_rate_under_its_old_name_is_read() -> None:
    assert metrics(MaximumInvocations=1113).max_invocations == 1113


def test_the_present_name_wins_over_the_old_one() -> None:
    assert metrics(MaximumInvocations=1, MaxInvocations=2).max_invocations == 2
    assert metrics(MaximumInvocations=1, MaxInvocations=0).max_invocations == 0
    assert metrics(MaximumInvocations=1, MaxInvocations="NaN").max_invocations == 1


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


# What is not a number


@pytest.mark.parametrize("token", ["NaN", "Infinity", "-Infinity", math.nan, math.inf, -math.inf])
def test_what_is_not_available_is_none_and_null(token: object) -> None:
    names = [
        "CostPerHour",
        "CostPerInference",
        "MaxInvocations",
        "ModelLatency",
        "CpuUtilization",
        "MemoryUtilization",
        "ModelSetupTime",
    ]
    found = one(Metrics=dict.fromkeys(names, token))
    assert found.metrics == Metrics()
    assert found.document == {"Metrics": dict.fromkeys(names)}


def test_nan_is_text_where_text_belongs() -> None:
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


def test_nan_is_text_in_a_member_nobody_knows() -> None:
    assert parse.job({"Newest": {"Word": "NaN"}}).document == {"Newest": {"Word": "NaN"}}


def test_a_number_that_json_has_no_word_for_is_null_in_a_member_nobody_knows() -> None:
    document = {"Newest": {"Numbers": [math.nan, math.inf, 1.5]}}
    assert parse.job(document).document == {"Newest": {"Numbers": [None, None, 1.5]}}


@pytest.mark.parametrize("text", ["nan", "NAN", "inf", "1168", "", "many"])
def test_other_words_are_no_numbers(text: str) -> None:
    document = document_with("InferenceRecommendations[0].Metrics.CpuUtilization", text)
    assert complaint(document).endswith(f"expected a number, got {json.dumps(text)}")


def test_a_boolean_is_no_number() -> None:
    document = document_with("InferenceRecommendations[0].Metrics.MaxInvocations", True)
    assert complaint(document).endswith("MaxInvocations: expected a number, got true")


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
        read = metrics(CostPerHour=value).cost_per_hour
        assert read == value
        assert type(read) is type(value)


@pytest.mark.parametrize("digits", [309, 4000, 5000])
def test_a_number_beyond_a_double_is_told_and_not_computed_with(digits: int) -> None:
    document = document_with("InferenceRecommendations[0].Metrics.MaxInvocations", 10**digits)
    told = complaint(document)
    assert told.startswith(
        "InferenceRecommendations[0].Metrics.MaxInvocations: expected a number that fits a double"
    )
    assert len(told) < 200


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
def test_a_time_is_iso_8601_in_utc_however_it_came(written: object) -> None:
    job = parse.job({"CreationTime": written})
    assert job.document == {"CreationTime": "2022-03-08T23:40:09+00:00"}
    assert job.creation_time == datetime(2022, 3, 8, 23, 40, 9, tzinfo=timezone.utc)


def test_a_time_keeps_its_microseconds() -> None:
    expected = {"CreationTime": "2022-03-08T23:40:09.123457+00:00"}
    for written in (1646782809.123457, "2022-03-08T23:40:09.123457Z"):
        assert parse.job({"CreationTime": written}).document == expected


def test_a_time_in_a_member_nobody_knows_is_printed_the_same_way() -> None:
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
def test_what_is_no_time_is_told(written: object) -> None:
    assert complaint({"CreationTime": written}).startswith("CreationTime: expected a time, got ")


# Members irctl doesn't know


def test_unknown_members_are_kept_where_they_stand() -> None:
    document = {
        "Novelty": {"a": [1, {"b": None}], "c": True},
        "InputConfig": {"New": "x", "TrafficPattern": {"Shape": "saw"}},
        "InferenceRecommendations": [
            {"Rating": 5, "Metrics": {"P99": 1.5}, "ModelConfiguration": {"Compiled": False}}
        ],
        "EndpointPerformances": [{"Age": 2}],
    }
    assert parse.job(document).document == document


def test_unknown_members_are_found_by_their_place() -> None:
    job = parse.job(
        {
            "Novelty": 1,
            "InputConfig": {"Inner": 2},
            "InferenceRecommendations": [
                {
                    "Rating": 5,
                    "Metrics": {"P99": 1.5, "ModelLatency": 3},
                    "ModelConfiguration": {
                        "Compiled": False,
                        "EnvironmentParameters": [{"Key": "k", "Secret": True}],
                    },
                }
            ],
            "EndpointPerformances": [{"EndpointInfo": {"EndpointName": "e", "Age": 2}}],
        }
    )
    assert parse.unknown_members(job) == {"Novelty": 1}
    assert parse.unknown_members(job.recommendations[0]) == {
        "Rating": 5,
        "Metrics.P99": 1.5,
        "ModelConfiguration.Compiled": False,
        "ModelConfiguration.EnvironmentParameters[0].Secret": True,
    }
    assert parse.unknown_members(job.endpoint_performances[0]) == {"EndpointInfo.Age": 2}


def test_a_step_tells_its_unknown_members_too() -> None:
    step = parse.step({"Retries": 1, "InferenceBenchmark": {"Log": "l"}})
    assert parse.unknown_members(step) == {"Retries": 1, "InferenceBenchmark.Log": "l"}


def test_a_member_said_twice_and_differently_is_not_lost() -> None:
    job = parse.job(
        {
            "InferenceRecommendations": [
                {"Metrics": {"MaxInvocations": 5, "MaximumInvocations": 6}},
                {"Metrics": {"MaxInvocations": 5, "MaximumInvocations": 5}},
                {"Metrics": {"MaximumInvocations": 6}},
            ],
            "EndpointPerformances": [
                {
                    "EndpointInfo": {"EndpointName": "a"},
                    "EndpointConfiguration": {"EndpointName": "b"},
                }
            ],
        }
    )
    told = [parse.unknown_members(each) for each in job.recommendations]
    assert told == [{"Metrics.MaximumInvocations": 6}, {}, {}]
    assert parse.unknown_members(job.endpoint_performances[0]) == {
        "EndpointConfiguration": {"EndpointName": "b"}
    }


# Nonsense is told by its place

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
def test_a_wrong_type_anywhere_in_a_response_is_told_by_its_exact_place(place: str) -> None:
    wrong, told = WRONG[JOB_PLACES[place].type_name]
    assert complaint(document_with(place, wrong)) == f"{place}: expected {told}"


STEP_PLACES = dict(places(entry_shape(LIST_STEPS, "Steps")))


@pytest.mark.parametrize("place", STEP_PLACES)
def test_a_wrong_type_anywhere_in_a_step_is_told_by_its_exact_place(place: str) -> None:
    wrong, told = WRONG[STEP_PLACES[place].type_name]
    with pytest.raises(parse.ParseError) as caught:
        parse.step(document_with(place, wrong))
    assert str(caught.value) == f"{place}: expected {told}"


SUMMARY_PLACES = dict(places(entry_shape(LIST_JOBS, "InferenceRecommendationsJobs")))


@pytest.mark.parametrize("place", SUMMARY_PLACES)
def test_a_wrong_type_anywhere_in_a_list_is_told_by_its_exact_place(place: str) -> None:
    wrong, told = WRONG[SUMMARY_PLACES[place].type_name]
    with pytest.raises(parse.ParseError) as caught:
        parse.job_summary(document_with(place, wrong))
    assert str(caught.value) == f"{place}: expected {told}"


def test_the_place_counts_from_0_as_jq_does() -> None:
    entries = [{}, {}, {"Metrics": {"MaxInvocations": "many"}}]
    assert complaint({"InferenceRecommendations": entries}) == (
        'InferenceRecommendations[2].Metrics.MaxInvocations: expected a number, got "many"'
    )


def test_the_wrong_type_of_an_old_name_is_told_too() -> None:
    for place in (
        "InferenceRecommendations[0].Metrics.MaximumInvocations",
        "InferenceRecommendations[0].EndpointConfiguration.ServerlessConfig.MemorySizeInMb",
    ):
        assert complaint(document_with(place, "x")).startswith(f"{place}: expected a number")


@pytest.mark.parametrize("place", [place for place in JOB_PLACES if place.endswith("[0]")])
def test_a_list_has_no_holes(place: str) -> None:
    assert complaint(document_with(place, None)) == f"{place}: expected a value, got null"


@pytest.mark.parametrize("document", [None, [], "job", 5, True, [{"JobName": "j"}]])
def test_what_is_no_object_is_no_job(document: object) -> None:
    assert complaint(document).startswith("expected an object, got ")


def test_a_long_wrong_value_is_told_in_short() -> None:
    assert complaint({"CreationTime": "x" * 1000}) == (
        'CreationTime: expected a time, got "' + "x" * 55 + '..."'
    )
    assert complaint({"JobName": 10**200}).endswith("00...")


def test_a_wrong_value_is_told_without_anything_a_terminal_would_act_on() -> None:
    told = complaint({"CreationTime": "\x1b[31m\u202e\n"})
    assert told.isascii()
    assert told.isprintable()


def test_deep_nesting_is_told_not_crashed_on() -> None:
    document: Any = 1
    for _ in range(900):
        document = {"a": document}
    assert complaint({"Deep": document}) == "Deep: expected at most 100 levels, got an object"
    assert complaint({"InputConfig": {"Deep": document}}).startswith("InputConfig.Deep: ")
    assert complaint({"JobName": document}) == "JobName: expected text, got an object"
    assert complaint([document]) == "expected an object, got a list"


def test_nesting_that_a_person_would_write_is_kept() -> None:
    document: Any = 1
    for _ in range(50):
        document = {"a": [document]}
    assert parse.job({"Deep": document}).document == {"Deep": document}


# Documents of any form, with the names of a response's members.
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                sorted({each.split(".")[-1].removesuffix("[0]") for each in JOB_PLACES})
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=20,
)


# What a document is instead


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ({"InferenceRecommendationsJobs": [], "NextToken": "t"}, "a list of jobs"),
        ({"Steps": []}, "a list of a job's steps"),
        ({"StepType": "BENCHMARK", "JobName": "j", "Status": "FAILED"}, "one step of a job"),
        ({"By": ["CostPerInference"], "Recommendations": []}, "the output of irctl rank"),
        ({"Rank": 1, "JobName": "j", "OnParetoFront": True}, "the output of irctl rank"),
        ({"DynamicScalingConfiguration": {}}, "a scaling recommendation"),
        (
            {"Error": {"Code": "ThrottlingException", "Message": "Rate exceeded"}},
            "an AWS error (ThrottlingException)",
        ),
        ({"__type": "ResourceNotFound", "message": "m"}, "an AWS error (ResourceNotFound)"),
        ({"code": "AccessDenied", "message": "m"}, "an AWS error (AccessDenied)"),
        ({"EndpointName": "e", "ProductionVariants": []}, "a description of an endpoint"),
        ({"Metrics": {}, "EndpointConfiguration": {}}, "one recommendation"),
        ({"dependencies": {}, "name": "x"}, "an object with the members dependencies, name"),
        ({}, "an empty object"),
        ([], "an empty list"),
        ([1], "a list"),
        ("text", '"text", not an object'),
        (12, "12, not an object"),
        (None, "null, not an object"),
        (True, "true, not an object"),
        (math.nan, "NaN, not an object"),
    ],
    ids=str,
)
def test_a_document_that_is_no_job_is_called_by_what_it_is(document: object, words: str) -> None:
    told = parse.what_it_is(document)
    assert told is not None
    assert told.startswith(words)


@pytest.mark.parametrize(
    "document",
    [
        {"JobName": "j"},
        {"JobArn": "a"},
        {"Status": "FAILED"},
        {"Status": "FAILED", "FailureReason": "x"},
        {"InferenceRecommendations": []},
        {"InferenceRecommendations": [], "ResponseMetadata": {}},
        {"JobName": "j", "JobType": "Default", "JobArn": "a", "Steps": 1, "Error": {"Code": 1}},
    ],
    ids=str,
)
def test_a_job_is_a_job_whatever_else_is_in_it(document: object) -> None:
    assert parse.what_it_is(document) is None


def test_a_status_of_something_else_is_no_job() -> None:
    assert parse.what_it_is({"Status": "InService"}) == "an object with the members Status"


@given(ANYTHING)
def test_anything_at_all_can_be_called_something(document: object) -> None:
    parse.what_it_is(document)


# The whole response: properties over botocore's own shape


@given(responses())
def test_the_document_is_the_response_but_for_the_rules(response: dict[str, Any]) -> None:
    assert parse.job(response).document == standard(output_shape(DESCRIBE), response)


@given(responses())
def test_a_response_saved_by_boto3_reads_the_same(response: dict[str, Any]) -> None:
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
def test_reading_leaves_the_response_alone(response: dict[str, Any]) -> None:
    before = repr(response)
    parse.job(response)
    assert repr(response) == before


@given(values(entry_shape(LIST_STEPS, "Steps")))
def test_the_document_of_a_step_is_the_entry_but_for_the_rules(entry: dict[str, Any]) -> None:
    assert parse.step(entry).document == standard(entry_shape(LIST_STEPS, "Steps"), entry)


@given(values(entry_shape(LIST_JOBS, "InferenceRecommendationsJobs")))
def test_the_document_of_a_listed_job_is_the_entry_but_for_the_rules(entry: dict[str, Any]) -> None:
    shape = entry_shape(LIST_JOBS, "InferenceRecommendationsJobs")
    assert parse.job_summary(entry).document == standard(shape, entry)


@given(ANYTHING)
def test_any_json_is_a_job_or_told_by_a_place_in_it(document: object) -> None:
    problem = None
    try:
        parse.job(document)
    except parse.ParseError as error:
        problem = str(error)
    assert problem is None or ("expected " in problem and ", got " in problem)


# Recorded responses


@recordings
def test_a_recorded_response_is_a_job_and_loses_nothing(path: Path) -> None:
    recorded = json.loads(path.read_text())
    assert parse.what_it_is(recorded) is None
    job = parse.job(recorded)
    recorded.pop("ResponseMetadata", None)
    for name in ("CreationTime", "CompletionTime", "LastModifiedTime"):
        if name in recorded:
            recorded[name] = datetime.fromisoformat(recorded[name]).astimezone(timezone.utc)
            recorded[name] = recorded[name].isoformat()
    assert job.document == recorded
