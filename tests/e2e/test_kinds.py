"""Jobs of three kinds behind one JOB argument: which is meant, and what AWS may refuse."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from irctl.cli import COMMANDS, command

from . import samples
from .program import Irctl, Result
from .server import AI_BENCHMARK, AI_OPERATIONS, AI_RECOMMENDATION, Server, failing, raw, throttled

DESCRIBE, LIST = "DescribeInferenceRecommendationsJob", "ListInferenceRecommendationsJobs"
DENIED = failing("AccessDeniedException", "User is not authorized")
NOT_OFFERED = failing("UnknownOperationException")
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def jobs(server: Server) -> None:
    """A job of each kind, and a benchmark that a recommendation job made for itself."""
    server.add(
        samples.job(CreationTime=samples.CREATED),
        samples.ai_recommendation_job("llama", CreationTime=samples.CREATED + HOUR),
        samples.ai_benchmark_job("chat", CreationTime=samples.CREATED + 2 * HOUR),
        samples.ai_benchmark_job("ai-rec-llama-0", CreationTime=samples.CREATED + 3 * HOUR),
    )


def described(result: Result) -> str:
    """The member and the value that name the job in a document."""
    document = json.loads(result.out)
    return next(f"{name}={document[name]}" for name in document if name.endswith("JobName"))


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("resnet50", "JobName=resnet50"),
        ("llama", "AIRecommendationJobName=llama"),
        ("chat", "AIBenchmarkJobName=chat"),
        (samples.arn("resnet50"), "JobName=resnet50"),
        (samples.ai_arn(AI_RECOMMENDATION, "llama"), "AIRecommendationJobName=llama"),
        (samples.ai_arn(AI_BENCHMARK, "chat"), "AIBenchmarkJobName=chat"),
        ("chat*", "AIBenchmarkJobName=chat"),
        ("latest:llama", "AIRecommendationJobName=llama"),
        ("latest", "AIBenchmarkJobName=chat"),
    ],
)
def test_a_job_of_any_kind_is_found(irctl: Irctl, text: str, member: str) -> None:
    assert described(irctl.inside("describe", text, "--json")) == member


def test_an_inference_job_costs_one_request_and_no_new_permission(
    irctl: Irctl, server: Server
) -> None:
    server.add(samples.ai_benchmark_job("resnet50"))

    assert described(irctl.inside("describe", "resnet50", "--json")) == "JobName=resnet50"
    assert irctl.inside("rank", "resnet50").code == 0
    assert set(server.operations) == {DESCRIBE}


def test_kind_reaches_a_job_whose_name_an_inference_job_has(irctl: Irctl, server: Server) -> None:
    server.add(samples.ai_benchmark_job("resnet50"))

    by_kind = irctl.inside("describe", "resnet50", "--json", "--kind", "AI-benchmark")
    by_arn = irctl.inside("describe", samples.ai_arn(AI_BENCHMARK, "resnet50"), "--json")

    assert described(by_kind) == described(by_arn) == "AIBenchmarkJobName=resnet50"
    assert server.operations == ["DescribeAIBenchmarkJob"] * 2


def test_a_name_of_two_ai_jobs_is_ambiguous(irctl: Irctl, server: Server) -> None:
    server.add(samples.ai_benchmark_job("llama"))

    plain = irctl.inside("describe", "llama")
    one = irctl.inside("describe", "llama", "--json", "--kind", "ai-recommendation")

    assert (plain.code, plain.out) == (2, "")
    assert "--kind ai-recommendation or --kind ai-benchmark" in plain.hint
    assert described(one) == "AIRecommendationJobName=llama"


def test_kind_contradicts_the_kind_of_an_arn_or_a_file(
    irctl: Irctl, server: Server, tmp_path: Path
) -> None:
    (tmp_path / "job.json").write_text(irctl.inside("describe", "chat", "--json").out)
    before = len(server.requests)

    for text in (samples.ai_arn(AI_BENCHMARK, "chat"), "./job.json"):
        result = irctl.inside("describe", text, "--kind", "inference")
        assert (result.code, "chat" in result.error) == (2, True)
    assert len(server.requests) == before


@pytest.mark.parametrize("resource", ["ai-workload-config", "endpoint"])
def test_the_arn_of_something_else_is_not_a_job(irctl: Irctl, resource: str) -> None:
    text = samples.arn("x").replace("inference-recommendations-job", resource)
    result = irctl.inside("describe", text)
    assert (result.code, "ai-benchmark-job" in result.hint) == (2, True)


def test_a_name_that_no_job_has_is_no_such_job(irctl: Irctl) -> None:
    result = irctl.inside("describe", "lama")
    assert (result.code, "lama" in result.error) == (3, True)
    assert "llama" in result.hint


@pytest.mark.parametrize("kind", ["DescribeAIRecommendationJob", "DescribeAIBenchmarkJob", "both"])
def test_access_denied_is_not_no_such_job(irctl: Irctl, server: Server, kind: str) -> None:
    for operation in AI_OPERATIONS if kind == "both" else (kind,):
        server.about(operation, DENIED)

    result = irctl.inside("describe", "nothing")

    assert result.code == 4
    denied = "DescribeAIRecommendationJob" if kind == "both" else kind
    assert f"sagemaker:{denied}" in result.error
    assert "nothing" in result.error


def test_a_job_is_used_with_a_warning_if_another_kind_is_refused(
    irctl: Irctl, server: Server
) -> None:
    server.about("DescribeAIBenchmarkJob", DENIED)
    without_benchmarks = irctl.inside("describe", "llama", "--json")
    server.about(DESCRIBE, DENIED)
    server.about("DescribeAIBenchmarkJob", failing("ResourceNotFound"))
    without_inference = irctl.inside("describe", "llama", "--json")
    nothing = irctl.inside("describe", "nothing")

    assert described(without_benchmarks) == described(without_inference)
    assert without_benchmarks.err.count("sagemaker:DescribeAIBenchmarkJob") == 1
    assert without_inference.err.count(f"sagemaker:{DESCRIBE}") == 1
    assert (nothing.code, DESCRIBE in nothing.hint) == (4, True)


def test_where_ai_jobs_are_not_offered_a_name_that_is_unknown_is_no_such_job(
    irctl: Irctl, server: Server
) -> None:
    server.without_ai_jobs(NOT_OFFERED)

    result = irctl.inside("describe", "nothing")
    asked_for = irctl.inside("describe", "nothing", "--kind", "ai-benchmark")

    assert (result.code, "not offered" in result.error) == (3, True)
    assert (asked_for.code, samples.REGION in asked_for.error) == (1, True)


def test_a_failure_that_may_pass_is_not_taken_for_absence(irctl: Irctl, server: Server) -> None:
    server.about("DescribeAIBenchmarkJob", failing("InternalFailure", status=500))
    result = irctl.inside("describe", "llama")
    assert (result.code, "DescribeAIBenchmarkJob" in result.error) == (1, True)


def test_a_response_about_another_job_or_kind_is_not_used(irctl: Irctl, server: Server) -> None:
    other = samples.ai_recommendation_job("other")
    wrong_kind = {"AIBenchmarkJobName": "chat", "AIBenchmarkJobArn": samples.arn("chat")}
    server.about("llama", raw(json.dumps(other, default=str).encode()))
    server.about("chat", raw(json.dumps(wrong_kind).encode()))

    for kind, name in (("ai-recommendation", "llama"), ("ai-benchmark", "chat")):
        result = irctl.inside("describe", name, "--kind", kind)
        assert (result.code, name in result.error) == (5, True)


def test_the_arn_of_another_account_is_not_answered_by_this_one(irctl: Irctl) -> None:
    text = samples.ai_arn(AI_RECOMMENDATION, "llama").replace(samples.ACCOUNT, "999988887777")
    result = irctl.inside("describe", text)
    assert (result.code, "999988887777" in result.error) == (3, True)


def test_members_that_botocore_does_not_know_are_kept(irctl: Irctl, server: Server) -> None:
    new: dict[str, Any] = {
        "ModelSource": {"Hub": {"Name": "llama"}, "S3": {"S3Uri": "s3://b/k"}},
        "NewMember": [1, {"a": None}],
    }
    server.add(samples.ai_recommendation_job("llama", **new))

    document = json.loads(irctl.inside("describe", "llama", "--json").out)

    assert {name: document[name] for name in new} == new
    assert document["CreationTime"] == samples.CREATED.isoformat()


# Lists


def listed(result: Result) -> list[str]:
    return [line.split(",")[0] for line in result.out.splitlines()[1:]]


def test_a_list_merges_the_kinds_by_time(irctl: Irctl, server: Server) -> None:
    server.page_size = 2
    server.add(*(samples.job(f"old-{n}", CreationTime=samples.CREATED - n * HOUR) for n in (1, 2)))

    newest, oldest, by_name = irctl.each_inside(
        ("list", "-o", "csv", *order)
        for order in ((), ("--sort-order", "ascending"), ("--sort-by", "name"))
    )

    assert listed(newest) == ["chat", "llama", "resnet50", "old-1", "old-2"]
    assert set(listed(oldest)) == set(listed(newest))
    assert listed(by_name)[0] == "chat"


def test_a_list_says_the_kind_and_the_workload(irctl: Irctl) -> None:
    table = irctl.inside("list", "--columns", "job_name,kind,workload", "--no-headers").out
    assert [line.split() for line in table.splitlines()] == [
        ["chat", "ai-benchmark", "chat-512-256"],
        ["llama", "ai-recommendation", "-"],
        ["resnet50", "inference", "-"],
    ]
    assert irctl.inside("list").out.count("Kind") == 1


def test_the_json_of_a_list_has_each_kind_under_its_own_member(irctl: Irctl) -> None:
    document = json.loads(irctl.inside("list", "--json").out)
    assert [entry["JobName"] for entry in document["InferenceRecommendationsJobs"]] == ["resnet50"]
    assert document["AIRecommendationJobs"][0]["AIRecommendationJobStatus"] == "Completed"
    assert document["AIBenchmarkJobs"][0]["AIWorkloadConfigName"] == "chat-512-256"
    assert document["Warnings"] == []


def test_a_saved_list_of_all_kinds_is_listed_again(irctl: Irctl, tmp_path: Path) -> None:
    (tmp_path / "list.json").write_text(irctl.inside("list", "--json").out)
    assert listed(irctl.inside("list", "./list.json", "-o", "csv")) == ["chat", "llama", "resnet50"]


@pytest.mark.parametrize("kind", ["inference", "ai-recommendation", "ai-benchmark"])
def test_a_list_of_one_kind_makes_one_request(irctl: Irctl, server: Server, kind: str) -> None:
    result = irctl.inside("list", "--kind", kind, "--columns", "kind", "--no-headers")
    assert {line.strip() for line in result.out.splitlines()} == {kind}
    assert len(server.requests) == 1


def test_benchmarks_of_recommendation_jobs_are_hidden_and_counted(irctl: Irctl) -> None:
    hidden, shown, by_name, by_pattern = irctl.each_inside(
        ("list", *arguments, "-o", "name")
        for arguments in ((), ("--all",), ("--name", "llama"), ("ai-rec-*",))
    )
    assert hidden.out.split() == ["chat", "llama", "resnet50"]
    assert hidden.err == (
        "irctl: 1 benchmark job of recommendation jobs not listed (ai-rec-*): --all lists them\n"
    )
    assert shown.out.split() == ["ai-rec-llama-0", "chat", "llama", "resnet50"]
    assert by_name.out.split() == ["ai-rec-llama-0", "llama"]
    assert by_pattern.out.split() == ["ai-rec-llama-0"]
    assert shown.err == by_name.err == by_pattern.err == ""


def test_a_limit_counts_only_what_is_listed(irctl: Irctl, server: Server) -> None:
    server.add(*(samples.ai_benchmark_job(f"ai-rec-{n}") for n in range(150)))
    assert irctl.inside("list", "--limit", "2", "-o", "name").out.split() == ["chat", "llama"]


def test_filters_are_sent_as_each_operation_names_them(irctl: Irctl, server: Server) -> None:
    result = irctl.inside(
        "list", "--name", "a", "--status", "in-progress", "--created-after", "2026-01-01"
    )
    bodies = {request.operation: request.body for request in server.requests}
    assert result.code == 0
    assert bodies[LIST]["StatusEquals"] == "IN_PROGRESS"
    assert bodies["ListAIBenchmarkJobs"] == bodies["ListAIRecommendationJobs"]
    assert bodies["ListAIBenchmarkJobs"] == {**bodies[LIST], "StatusEquals": "InProgress"}


@pytest.mark.parametrize(
    "filter", [("--model", "m"), ("--modified-after", "2026-01-01"), ("--status", "PENDING")]
)
def test_filters_that_no_ai_job_can_pass_ask_for_inference_jobs_only(
    irctl: Irctl, server: Server, filter: tuple[str, str]
) -> None:
    plain = irctl.inside("list", *filter)
    assert (plain.code, "AI jobs are not listed" in plain.err) == (0, filter[0] != "--status")
    assert server.operations == [LIST]
    assert irctl.inside("list", *filter, "--kind", "ai-benchmark").code == 2


@pytest.mark.parametrize(
    ("behaviour", "reason", "code"),
    [(DENIED, "sagemaker:ListAIRecommendationJobs", 4), (NOT_OFFERED, samples.REGION, 1)],
    ids=["denied", "not offered"],
)
def test_a_list_without_the_new_kinds_warns_once_and_shows_the_rest(
    irctl: Irctl, server: Server, behaviour: object, reason: str, code: int
) -> None:
    server.without_ai_jobs(behaviour)  # type: ignore[arg-type]

    table = irctl.inside("list", "-o", "csv")
    document = json.loads(irctl.inside("list", "--json").out)
    asked_for = irctl.inside("list", "--kind", "ai-recommendation")

    assert (table.code, listed(table)) == (0, ["resnet50"])
    assert table.err.count("irctl: warning: ") == len(table.err.splitlines()) == 1
    assert reason in table.err
    assert document["Warnings"]
    assert document.keys() == {"InferenceRecommendationsJobs", "Warnings"}
    assert (asked_for.code, asked_for.out) == (code, "")


def test_one_new_kind_may_be_refused(irctl: Irctl, server: Server) -> None:
    server.about("ListAIBenchmarkJobs", DENIED)
    result = irctl.inside("list", "-o", "csv")
    assert (result.code, listed(result)) == (0, ["llama", "resnet50"])
    assert "ListAIRecommendationJobs" not in result.err


def test_a_list_without_inference_jobs_is_incomplete(irctl: Irctl, server: Server) -> None:
    server.about(LIST, DENIED)
    result = irctl.inside("list", "-o", "csv")
    assert (result.code, listed(result)) == (4, ["chat", "llama"])
    assert LIST in result.hint


def test_a_list_that_fails_for_one_kind_is_a_failure(irctl: Irctl, server: Server) -> None:
    server.about("ListAIBenchmarkJobs", failing("ExpiredTokenException", "expired"))
    assert irctl.inside("list").code == 4
    server.about("ListAIBenchmarkJobs", throttled)
    assert irctl.but(AWS_MAX_ATTEMPTS="1").inside("list", "--kind", "ai-benchmark").code == 1


def test_with_todays_policy_every_command_works_on_inference_jobs(
    irctl: Irctl, server: Server
) -> None:
    server.without_ai_jobs(DENIED)
    server.steps["resnet50"] = [samples.step("resnet50", 1)]

    for name in ("describe", "steps", "rank", "compare", "wait", "export"):
        result = irctl.inside(name, "resnet50")
        assert (result.code, "warning: AI" in result.err) == (0, False), name
    for text in ("resnet50*", "latest"):
        result = irctl.inside("rank", text)
        assert (result.code, result.err.count("warning: AI")) == (0, 1)
    nothing = irctl.inside("rank", "nothing-*")
    assert (nothing.code, "nothing-*" in nothing.error) == (4, True)


def test_every_command_with_a_job_takes_its_kind(irctl: Irctl) -> None:
    commands = [name for name in COMMANDS if "JOB" in str(vars(command(name).params[0]))]
    assert {"describe", "steps", "rank", "compare", "plan", "check", "wait", "list"} <= {*commands}
    for name in commands:
        assert "kind" in [parameter.name for parameter in command(name).params]
    wrong = irctl.inside("describe", "x", "--kind", "llm")
    assert (wrong.code, "ai-benchmark" in wrong.error) == (2, True)
