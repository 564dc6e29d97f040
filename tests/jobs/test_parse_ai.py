"""AI recommendation and benchmark jobs, read from responses and from results of benchmarks."""

from typing import Any

import pytest

from irctl.jobs import parse
from irctl.jobs.ai_model import LeftOut
from irctl.jobs.kinds import AI_BENCHMARK, AI_RECOMMENDATION, INFERENCE, kind, kind_of
from irctl.jobs.listed import summary
from irctl.jobs.model import Recommendation
from irctl.jobs.statuses import Outcome
from tests.made import benchmark_job as benchmark_response
from tests.made import figure, language_row
from tests.made import recommendation_job as recommendation_response


def values(*entries: dict[str, Any]) -> dict[tuple[str, str | None], Any]:
    return dict(row(*entries).metrics)


def row(*entries: dict[str, Any]) -> Recommendation:
    job = parse.job(recommendation_response(language_row(ExpectedPerformance=list(entries))))
    return job.recommendations[0]


def left_out(*entries: dict[str, Any]) -> list[LeftOut]:
    return [figure.reason for figure in row(*entries).other_figures]


def test_a_recommendation_job_says_what_it_was_to_do() -> None:
    job = parse.job(
        recommendation_response(
            PerformanceTarget={"Constraints": [{"Metric": "ttft-ms"}]},
            AIWorkloadConfigIdentifier="arn:aws:sagemaker:eu-west-1:1:ai-workload-config/chat",
            ComputeSpec={"CapacityReservationConfig": {"MlReservationArns": ["arn"]}},
        )
    )
    assert (job.kind, job.name, job.outcome) == (AI_RECOMMENDATION, "chat", Outcome.READY)
    assert job.setup.targets == ("ttft-ms",)
    assert job.setup.workload == "chat"
    assert job.setup.uses_reserved_capacity


def test_a_recommendation_has_what_it_deploys() -> None:
    job = parse.job(
        recommendation_response(
            language_row(
                "ml.g6.12xlarge",
                DeploymentConfiguration={
                    "InstanceType": "ml.g6.12xlarge",
                    "InstanceCount": 2,
                    "CopyCountPerInstance": 4,
                    "ImageUri": "vllm",
                    "EnvironmentVariables": {"A": "1"},
                },
                OptimizationDetails=[{"OptimizationType": "KernelTuning"}],
                AdapterDetails={
                    "S3Uris": [{"AdapterId": "sql", "S3Uri": "s3://b/sql"}],
                    "ModelPackageArns": [{"AdapterId": "sql", "ModelPackageArn": "arn:p"}],
                },
            )
        )
    )
    (recommendation,) = job.recommendations
    configuration, deployment = recommendation.configuration, recommendation.deployment
    assert (configuration.title, configuration.copies) == ("2 x ml.g6.12xlarge", 4)
    assert configuration.environment == (("A", "1"),)
    assert configuration.optimizations == ("KernelTuning",)
    assert deployment is not None
    assert deployment.image == "vllm"
    assert deployment.adapters == (("sql", "s3://b/sql", "arn:p"),)


def test_the_deployment_overrides_the_instance_details_of_the_model() -> None:
    details = {"InstanceType": "ml.g5.xlarge", "InstanceCount": 1, "CopyCountPerInstance": 1}
    entry = language_row(ModelDetails={"InstanceDetails": [details]})
    entry["DeploymentConfiguration"] = {"InstanceType": "ml.g6.xlarge", "InstanceCount": None}
    (recommendation,) = parse.job(recommendation_response(entry)).recommendations
    assert recommendation.configuration.instance_type == "ml.g6.xlarge"
    assert recommendation.configuration.initial_instance_count == 1


def test_an_id_is_the_specification_where_that_is_unique_and_else_the_position() -> None:
    names = ("fast", "same", "same", None)
    entries = [language_row(ModelDetails={"InferenceSpecificationName": name}) for name in names]
    job = parse.job(recommendation_response(*entries))
    ids = [recommendation.id for recommendation in job.recommendations]
    assert ids == ["chat/fast", "chat/2", "chat/3", "chat/4"]
    assert job.recommendations[0].ids == ("chat/fast", "fast", "chat/1", "1")


def test_a_benchmark_has_a_row_for_each_concurrency() -> None:
    entries = [
        {"Concurrency": n, "ExpectedPerformance": [figure("TimeToFirstToken", n, "p90", "ms")]}
        for n in (1, 8)
    ]
    job = parse.job(benchmark_response(*entries))
    assert job.kind is AI_BENCHMARK
    assert [dict(r.metrics) for r in job.recommendations] == [
        {("ttft", "p90"): 1, ("concurrency", None): 1},
        {("ttft", "p90"): 8, ("concurrency", None): 8},
    ]
    assert job.recommendations[1].title == "concurrency 8"


@pytest.mark.parametrize("text", ["7.5", "7.50", "+7.5", "75e-1", ".75e1"])
def test_a_value_is_a_decimal_number(text: str) -> None:
    assert values(figure("RequestThroughput", text, "avg", "Requests/Second")) == {
        ("request-throughput", "avg"): 7.5
    }


NOT_NUMBERS = [
    "NaN",
    "Infinity",
    "",
    "1,893.21",
    "7.5 ",
    "7.5114ms",
    "1_000",
    "0x10",
    "\u0667",
    "1e999",
]


@pytest.mark.parametrize("value", [*NOT_NUMBERS, None, True, [], {}, float("nan")])
def test_a_value_that_is_no_number_is_missing_and_never_zero(value: object) -> None:
    entry = figure("RequestThroughput", value, "avg", "Requests/Second")
    assert values(entry) == {}
    assert left_out(entry) == [LeftOut.VALUE]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Output_Token-Throughput", "token-throughput"),
        ("requestThroughput", "request-throughput"),
        ("TTFT", "ttft"),
        ("ttft-ms", "ttft"),
        ("TPOT", "itl"),
        ("time per output token", "itl"),
        ("end_to_end_latency", "request-latency"),
        ("E2ELatency", "request-latency"),
        ("ErrorRate", "error-rate"),
        ("Goodput", "goodput"),
        ("Concurrency", "concurrency"),
        ("cost", "cost-per-hour"),
    ],
)
def test_a_metric_has_several_names_in_any_case(name: str, key: str) -> None:
    assert values(figure(name, "5")) == {(key, None): 5}


@pytest.mark.parametrize(
    ("unit", "key"),
    [("tokens/second", "token-throughput"), ("Requests/Second", "request-throughput")],
)
def test_the_unit_says_which_throughput_is_meant(unit: str, key: str) -> None:
    assert values(figure("throughput", "512.0", "average", unit)) == {(key, "avg"): 512}
    assert left_out(figure("throughput", "512.0", "average")) == [LeftOut.UNIT]


@pytest.mark.parametrize(
    ("name", "unit", "value"),
    [
        ("TimeToFirstToken", "s", 1500),
        ("TimeToFirstToken", "Microseconds", 0.0015),
        ("TimeToFirstToken", "ms", 1.5),
        ("RequestThroughput", "requests/minute", 0.025),
        ("OutputTokenThroughput", "tok/s", 1.5),
        ("ErrorRate", "ratio", 150),
    ],
)
def test_a_value_is_converted_to_the_unit_of_its_metric(name: str, unit: str, value: float) -> None:
    assert list(values(figure(name, "1.5", None, unit)).values()) == [value]


@pytest.mark.parametrize(
    ("text", "statistic"),
    [("average", "avg"), ("Mean", "avg"), ("median", "p50"), ("P90", "p90"), ("p_99", "p99")],
)
def test_a_statistic_has_several_names(text: str, statistic: str) -> None:
    assert values(figure("TTFT", 5, text)) == {("ttft", statistic): 5}


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (figure("InputTokenThroughput", "1", "avg"), LeftOut.METRIC),
        (figure("TTFT", "1", "trimmed"), LeftOut.STATISTIC),
        (figure("TTFT", "1", "p50", "fortnights"), LeftOut.UNIT),
        (figure("TTFT", "1", "p50", "Requests/Second"), LeftOut.UNIT),
    ],
)
def test_what_is_unknown_is_kept_apart(entry: dict[str, Any], reason: LeftOut) -> None:
    assert values(entry) == {}
    assert left_out(entry) == [reason]


def test_of_two_entries_for_a_figure_the_first_counts() -> None:
    entries = (figure("TTFT", "1", "p50"), figure("TimeToFirstToken", "2", "median"))
    assert values(*entries) == {("ttft", "p50"): 1}
    assert left_out(*entries) == [LeftOut.REPEATED]


def test_a_latency_of_zero_cannot_be() -> None:
    recommendation = row(figure("TTFT", "0", "p50"))
    assert (recommendation.metrics, recommendation.sent) == ({}, {("ttft", "p50"): 0})


def test_the_document_is_the_response() -> None:
    response = recommendation_response(
        language_row(ExpectedPerformance=[figure("X", "?")]), NewMember={"a": [1]}
    )
    assert parse.job(response).document == response


@pytest.mark.parametrize(
    ("response", "place"),
    [
        (recommendation_response(Recommendations={}), "Recommendations"),
        (recommendation_response(language_row(ExpectedPerformance="x")), "ExpectedPerformance"),
        (benchmark_response({"Concurrency": -1}), "Concurrency"),
        (recommendation_response(AIRecommendationJobName=3), "AIRecommendationJobName"),
        (recommendation_response(OptimizeModel="yes"), "OptimizeModel"),
    ],
)
def test_a_member_of_the_wrong_type_is_refused(response: dict[str, Any], place: str) -> None:
    with pytest.raises(parse.ParseError, match=place):
        parse.job(response)


def test_a_job_is_summarized_as_its_list_shows_it() -> None:
    listed = summary(parse.job(benchmark_response(AIWorkloadConfigIdentifier="chat")))
    assert (listed.kind, listed.name, listed.workload) == (AI_BENCHMARK, "bench", "chat")
    assert listed.document == {
        "AIBenchmarkJobName": "bench",
        "AIBenchmarkJobStatus": "Completed",
        "AIWorkloadConfigName": "chat",
    }
    assert parse.job_summary(listed.document) == listed


def test_a_kind_is_found_by_its_name() -> None:
    assert kind("AI-Benchmark") is AI_BENCHMARK
    with pytest.raises(ValueError, match="ai-recommendation"):
        kind("llm")


def test_a_document_with_members_of_no_kind_is_an_inference_job() -> None:
    assert kind_of({"Status": "COMPLETED"}) is INFERENCE
    assert kind_of([]) is INFERENCE
