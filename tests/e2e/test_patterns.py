"""JOBs that a list of the account finds: patterns, and the newest job."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from . import samples
from .program import Irctl, Result
from .server import Document, Server

SEVERAL = {
    "rank": (),
    "compare": (),
    "plan": ("--traffic", "1/s"),
    "check": ("--max", "latency=5000"),
    "list": (),
}
ONE = {"describe": (), "steps": (), "export": (), "scaling": ()}
DESCRIBE, LIST = "DescribeInferenceRecommendationsJob", "ListInferenceRecommendationsJobs"


@pytest.fixture(autouse=True)
def jobs(server: Server) -> None:
    server.add(
        samples.job("resnet50-b"),
        samples.job("resnet50-a"),
        samples.job("bert-1"),
        samples.failed("resnet50-failed"),
        samples.in_progress("resnet50-running"),
        samples.failed("bert-failed"),
    )


def described(server: Server) -> list[str]:
    return [request.body["JobName"] for request in server.requests if request.operation == DESCRIBE]


def ranked(result: Result) -> set[str]:
    return {json.loads(line)["JobName"] for line in result.out.splitlines()}


def test_a_pattern_takes_the_completed_jobs_that_match(irctl: Irctl, server: Server) -> None:
    result = irctl.inside("rank", "resnet50-*", "-o", "jsonl")

    assert (result.code, ranked(result)) == (0, {"resnet50-a", "resnet50-b"})
    assert server.operations.count(LIST) == 1
    (request,) = (request for request in server.requests if request.operation == LIST)
    assert request.body == {
        "NameContains": "resnet50-",
        "StatusEquals": "COMPLETED",
        "SortBy": "Name",
        "SortOrder": "Ascending",
        "MaxResults": 100,
    }


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("*", {"resnet50-a", "resnet50-b", "bert-1"}),
        ("resnet50-?", {"resnet50-a", "resnet50-b"}),
        ("resnet50-[ac]", {"resnet50-a"}),
        ("resnet50-[!a]", {"resnet50-b"}),
        ("*ert-[0-9]", {"bert-1"}),
    ],
)
def test_a_pattern_means_what_it_means_to_a_shell(
    irctl: Irctl, pattern: str, names: set[str]
) -> None:
    assert ranked(irctl.inside("rank", pattern, "-o", "jsonl")) == names


@pytest.mark.parametrize("pattern", ["RESNET50-*", "resnet50", "x-*"])
def test_a_pattern_without_a_match_is_no_such_job(irctl: Irctl, pattern: str) -> None:
    result = irctl.inside("rank", f"{pattern}*" if "*" not in pattern else pattern)

    if pattern == "resnet50":
        assert result.code == 0
    else:
        assert (result.code, result.out) == (3, "")
        assert pattern in result.error
        assert "irctl list" in result.hint


def test_the_hint_names_matching_jobs_of_another_status(irctl: Irctl) -> None:
    ranked, waited = irctl.each_inside((("rank", "bert-f*"), ("wait", "bert-*")))

    assert (ranked.code, waited.code) == (3, 3)
    assert "bert-failed is FAILED" in ranked.hint
    assert "bert-1 is COMPLETED" in waited.hint


@pytest.mark.parametrize("command", SEVERAL)
def test_every_command_for_several_jobs_takes_patterns(irctl: Irctl, command: str) -> None:
    result = irctl.inside(command, "resnet50-[ab]", *SEVERAL[command])

    assert result.code == 0
    assert "resnet50-a" in result.out
    assert "resnet50-b" in result.out


@pytest.mark.parametrize("command", ONE)
def test_a_command_for_one_job_takes_a_pattern_that_matches_one(
    irctl: Irctl, server: Server, command: str
) -> None:
    server.steps["resnet50-a"] = [samples.step("resnet50-a", 1)]
    one = irctl.inside(command, "*-a")
    several = irctl.inside(command, "resnet50-[ab]")

    # The server recommends no scaling.
    assert one.code == (2 if command == "scaling" else 0)
    assert "resnet50-a" in json.dumps([request.body for request in server.requests])
    assert (several.code, several.out) == (2, "")
    assert "resnet50-a, resnet50-b" in several.hint


def test_a_job_that_several_jobs_name_is_taken_once(irctl: Irctl, server: Server) -> None:
    irctl.inside("rank", "resnet50-*", "resnet50-a", "*-[ab]")

    assert sorted(described(server)) == ["resnet50-a", "resnet50-b"]


def test_the_first_match_by_name_is_the_baseline(irctl: Irctl) -> None:
    result = irctl.inside("compare", "resnet50-*", "--json")

    assert json.loads(result.out)["Baseline"] == "resnet50-a"


def test_a_later_pattern_without_a_match_is_not_a_missing_baseline(irctl: Irctl) -> None:
    later, first = irctl.each_inside(
        (("compare", "resnet50-a", "x-*", "--json"), ("compare", "x-*", "resnet50-a", "--json"))
    )

    assert (later.code, first.code) == (3, 3)
    assert json.loads(later.out)["Baseline"]
    assert first.out == ""


def test_more_than_200_matches_need_an_option(irctl: Irctl, server: Server) -> None:
    server.add(*(samples.job(f"many-{number:03}") for number in range(201)))

    too_many = irctl.inside("rank", "many-*", "-o", "jsonl")
    requests = len(server.requests)
    by_option = irctl.inside("rank", "many-*", "--all-jobs", "-o", "jsonl")
    by_short_name = irctl.inside("rank", "many-*", "--all", "-o", "jsonl")
    exactly = irctl.inside("rank", "many-[01]*", "-o", "jsonl")

    assert (too_many.code, too_many.out) == (2, "")
    assert requests == 5  # three pages, and an empty one of each kind of AI job
    assert "--all-jobs" in too_many.hint
    assert len(ranked(by_option)) == len(ranked(by_short_name)) == 201
    assert len(ranked(exactly)) == 200


def test_all_jobs_and_all_of_check_are_different(irctl: Irctl, server: Server) -> None:
    server.add(*(samples.job(f"many-{number:03}") for number in range(201)))

    limit = ("--max", "latency=80")
    every, any_, too_many = irctl.each_inside(
        (
            ("check", "many-*", *limit, "--all-jobs", "--all"),
            ("check", "many-*", *limit, "--all-jobs"),
            ("check", "many-*", *limit, "--all"),
        )
    )

    assert [result.code for result in (every, any_, too_many)] == [10, 0, 2]


def created(name: str, days: int, **members: object) -> Document:
    return samples.job(name, CreationTime=samples.CREATED + timedelta(days=days), **members)


def test_latest_is_the_completed_job_that_was_created_last(irctl: Irctl, server: Server) -> None:
    server.add(
        created("resnet50-newest", 5),
        created("bert-newest", 9),
        created("resnet50-newer", 20, Status="IN_PROGRESS"),
    )

    newest, of_resnet, none = irctl.each_inside(
        ("describe", job, "--json") for job in ("latest", "latest:resnet50", "latest:x")
    )

    assert json.loads(newest.out)["JobName"] == "bert-newest"
    assert json.loads(of_resnet.out)["JobName"] == "resnet50-newest"
    assert (none.code, none.out) == (3, "")
    lists = [request.body for request in server.requests if request.operation == LIST]
    assert lists[1]["NameContains"] == "resnet50"
    assert (lists[1]["SortBy"], lists[1]["SortOrder"]) == ("CreationTime", "Descending")


def test_an_arn_reaches_a_job_that_is_called_latest(irctl: Irctl, server: Server) -> None:
    server.add(samples.job("latest"), created("newest", 5))

    by_arn, by_pattern = irctl.each_inside(
        ("describe", job, "--json") for job in (samples.arn("latest"), "late*")
    )

    assert json.loads(by_arn.out)["JobName"] == "latest"
    assert json.loads(by_pattern.out)["JobName"] == "latest"


def test_wait_takes_the_matching_jobs_that_have_not_ended(irctl: Irctl, server: Server) -> None:
    server.add(samples.in_progress("bert-running"))

    for job in ("*-running", "latest:running"):
        result = irctl.inside("wait", job, "--timeout", "1s", "--interval", "1s")

        assert result.code == 8
        assert ("bert-running" in result.err) or job.startswith("latest")
    assert set(described(server)) == {"bert-running", "resnet50-running"}


def test_a_baseline_is_a_pattern_or_latest_too(irctl: Irctl) -> None:
    for baseline in ("*-a", "latest:resnet50-a"):
        result = irctl.inside(
            *("check", "resnet50-b", "--baseline", baseline, "--max-regression", "latency=5%")
        )

        assert result.code == 0


@pytest.mark.parametrize("pattern", ["resnet50[", "[]", "a*_b", "größe*", "a b*", "latest:", "a*:"])
def test_what_is_no_pattern_is_a_usage_error(irctl: Irctl, server: Server, pattern: str) -> None:
    result = irctl.inside("rank", pattern)

    assert (result.code, server.requests) == (2, [])
    assert repr(pattern) in result.error


def test_the_demo_account_takes_patterns_and_latest(irctl: Irctl) -> None:
    pattern = irctl.inside("rank", "resnet50-default*", "--demo", "-o", "jsonl")
    latest = irctl.inside("describe", "latest", "--demo", "--json")

    assert ranked(pattern) == {"resnet50-default", "resnet50-default-v2"}
    assert json.loads(latest.out)["JobName"] == "resnet50-default-v2"


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_saved_list_is_listed_as_the_account_is(
    irctl: Irctl, server: Server, tmp_path: Path, form: str
) -> None:
    saved = tmp_path / f"list.{form}"
    account = irctl.inside("list", "-o", form).out
    saved.write_text(account)
    server.requests.clear()

    assert sorted(irctl.inside("list", str(saved), "-o", form).out.split()) == sorted(
        account.split()
    )
    assert irctl.inside("list", "-", "--status", "failed", "-o", "jsonl", stdin=account.encode())
    assert server.requests == []


def test_the_list_of_the_aws_cli_is_listed_with_its_models(irctl: Irctl, tmp_path: Path) -> None:
    entry = {
        "JobName": "resnet50",
        "Status": "COMPLETED",
        "CreationTime": "2026-03-08T23:40:09.593000+00:00",
        "ModelName": "resnet50-model",
    }
    saved = tmp_path / "list.json"
    saved.write_text(json.dumps({"InferenceRecommendationsJobs": [entry, {"JobName": 7}]}))

    result = irctl.inside("list", str(saved), "-o", "csv")

    assert result.code == 5
    assert "InferenceRecommendationsJobs[1]" in result.error
    assert "resnet50-model" in result.out


TEXT = (
    "1668444444.0\t2026-03-08T23:40:09+00:00\tarn:aws:sagemaker:x\tresnet50\tCOMPLETED\n"
    "INFERENCERECOMMENDATIONS\tresnet50/1\nMETRICS\t0.2\t1e-05\n"
)
YAML = "CompletionTime: '2026-03-08'\nInferenceRecommendations:\n- Metrics:\n    CostPerHour: 1\n"


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        (TEXT, "text"),
        ("INFERENCERECOMMENDATIONSJOBS\t2026-03-08\tarn:aws:x\n" * 3, "text"),
        ("STEPS\nINFERENCEBENCHMARK\n", "text"),
        (YAML, "YAML"),
        ("- JobName: x\n  Status: COMPLETED\n", "YAML"),
    ],
)
def test_another_format_of_the_aws_cli_is_one_error_with_the_command_to_run(
    irctl: Irctl, tmp_path: Path, text: str, format_: str
) -> None:
    saved = tmp_path / "saved.txt"
    saved.write_text(text)
    for command in ("rank", "describe", "list", "steps"):
        result = irctl.inside(command, str(saved))

        assert (result.code, result.out) == (5, "")
        assert format_ in result.error
        assert "--output json" in result.hint
