"""`rank` and `compare` over the versions of a model package group."""

import json
from typing import Any

import pytest

from tests.program import irctl

SENTIMENT = ("--model-package", "sentiment", "--demo")


def answer(*arguments: str) -> Any:
    done = irctl(*arguments, "--json")
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_rank_has_a_row_for_each_version_the_oldest_first() -> None:
    ranking = answer("rank", *SENTIMENT)
    versions = ranking["Versions"]
    assert [version["ModelPackageVersion"] for version in versions] == [1, 2, 3, 4, 5]
    jobs = [version["JobName"] for version in versions]
    assert jobs == ["sentiment-v1", "sentiment-v2", None, "sentiment-v4", "sentiment-v5"]
    assert [version["Recommendation"] is None for version in versions].index(True) == 2
    assert versions[2]["Reason"] == "no completed job"
    assert ranking["ModelPackageGroupName"] == "sentiment"


def test_each_metric_has_its_changes_since_the_version_before_and_the_first() -> None:
    first, second, _, fourth, _ = answer("rank", *SENTIMENT)["Versions"]
    latency = fourth["Metrics"]["ModelLatency"]
    assert (latency["Value"], latency["Previous"], latency["First"]) == (44, 79, 34)
    assert latency["Change"] == pytest.approx(44 / 79 - 1)
    assert latency["ChangeSinceFirst"] == pytest.approx(44 / 34 - 1)
    assert (latency["Better"], latency["BetterThanFirst"]) == (True, False)
    assert first["Metrics"]["ModelLatency"]["Change"] is None
    assert second["Metrics"]["ModelLatency"]["Previous"] == 34


@pytest.mark.parametrize(
    ("options", "types"),
    [
        ([], ["g4dn.xlarge", "c6i.xlarge", None, "c6i.xlarge", "c6i.xlarge"]),
        (["--by", "latency"], ["g4dn.xlarge", "g4dn.xlarge", None, "g4dn.xlarge", "g4dn.xlarge"]),
        (["--max", "cost-per-hour=0.2"], ["m5.large", "m5.large", None, "m5.large", "m5.large"]),
        (["--max", "latency=30"], [None, "g4dn.xlarge", None, "g4dn.xlarge", "g4dn.xlarge"]),
        (["--traffic", "1/s"], ["m5.large", "m5.large", None, "m5.large", "m5.large"]),
    ],
)
def test_the_best_is_that_of_the_ranking_asked_for(
    options: list[str], types: list[str | None]
) -> None:
    versions = answer("rank", *SENTIMENT, *options)["Versions"]
    best = [version["Recommendation"] for version in versions]
    hosts = [one and one["EndpointConfiguration"]["InstanceType"] for one in best]
    assert hosts == [name and f"ml.{name}" for name in types]


def test_at_some_traffic_each_version_has_its_fleet() -> None:
    ranking = answer("rank", *SENTIMENT, "--traffic", "100/s", "--by", "cost-per-hour")
    assert ranking["RequestsPerMinute"] == 6000
    fleets = [version["InstanceCount"] for version in ranking["Versions"]]
    assert fleets == [13, 8, None, 5, 6]
    assert "at 100/s" in ranking["Verdict"]


def test_a_metric_that_no_version_has_is_named() -> None:
    assert "setup-time" in answer("rank", *SENTIMENT, "--by", "setup-time")["Verdict"]


def test_the_job_of_a_version_is_the_latest_that_completed() -> None:
    ranking = answer("rank", "--model-package", "resnet50", "--demo")
    assert [version["JobName"] for version in ranking["Versions"]] == [
        "resnet50-advanced",
        "resnet50-default-v2",
    ]
    assert any("Advanced" in warning for warning in ranking["Warnings"])


def test_a_group_may_be_given_by_its_arn() -> None:
    arn = "arn:aws:sagemaker:us-east-1:111122223333:model-package-group/sentiment"
    assert answer("rank", "--model-package", arn, "--demo") == answer("rank", *SENTIMENT)


def test_every_format_has_a_row_for_each_version() -> None:
    for form in ("jsonl", "csv"):
        lines = irctl("rank", *SENTIMENT, "-o", form).out.splitlines()
        assert len(lines) == 5 + (form == "csv")
    shown = irctl("rank", *SENTIMENT, "--columns", "model_package_version,reason", "--no-headers")
    assert [line.split(maxsplit=1) for line in shown.out.splitlines()][2] == [
        "3",
        "no completed job",
    ]


def test_compare_takes_the_oldest_version_as_the_baseline() -> None:
    comparison = answer("compare", *SENTIMENT)
    assert comparison["Baseline"] == "sentiment-v1"
    assert comparison["Versions"] == answer("rank", *SENTIMENT)["Versions"]
    (jobs,) = {tuple(entry["Jobs"]) for entry in comparison["Configurations"]}
    assert jobs == ("sentiment-v1", "sentiment-v2", "sentiment-v4", "sentiment-v5")


@pytest.mark.parametrize("baseline", ["sentiment/4", "sentiment-v4"])
def test_the_baseline_may_be_another_version_or_its_job(baseline: str) -> None:
    done = irctl("compare", *SENTIMENT, "--baseline", baseline, "--json")
    assert json.loads(done.out)["Baseline"] == "sentiment-v4"


@pytest.mark.parametrize("baseline", ["sentiment/3", "sentiment/6"])
def test_a_version_without_a_completed_job_is_no_baseline(baseline: str) -> None:
    done = irctl("compare", *SENTIMENT, "--baseline", baseline)
    assert (done.code, done.out) == (2, "")
    assert f"about {baseline}" in done.err
    assert "sentiment/1, sentiment/2, sentiment/4, sentiment/5" in done.err


def test_changes_are_explained_only_where_versions_have_some() -> None:
    assert "Changes" in irctl("rank", *SENTIMENT).out
    assert "Changes" not in irctl("rank", *SENTIMENT, "--max", "latency=20").out


@pytest.mark.parametrize("command", ["rank", "compare"])
def test_markdown_is_about_the_group(command: str) -> None:
    assert irctl(command, *SENTIMENT, "-o", "markdown").out.startswith("# Versions of sentiment\n")


def test_a_picture_names_the_group() -> None:
    assert "Versions of sentiment" in irctl("rank", *SENTIMENT, "-o", "svg").out


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((), "--model-package GROUP"),
        ((*SENTIMENT, "resnet50-default"), "exclude each other"),
        ((*SENTIMENT, "--kind", "ai-benchmark"), "AI jobs"),
        (("--model-package", "sentiment/1", "--demo"), "'sentiment/1'"),
    ],
)
@pytest.mark.parametrize("command", ["rank", "compare"])
def test_a_wrong_command_line_is_refused(
    command: str, arguments: tuple[str, ...], named: str
) -> None:
    done = irctl(command, *arguments)
    assert (done.code, done.out) == (2, "")
    assert named in done.err


@pytest.mark.parametrize("option", [("--pareto",), ("--top", "1")])
def test_what_is_of_one_ranking_is_refused(option: tuple[str, ...]) -> None:
    done = irctl("rank", *SENTIMENT, *option)
    assert (done.code, done.out) == (2, "")
    assert option[0] in done.err
