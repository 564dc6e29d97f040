import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import Irctl
from tests.e2e.server import Server, raw
from tests.program import irctl

PACKAGE = "arn:aws:sagemaker:us-east-1:111122223333:model-package"


@pytest.fixture(scope="module")
def saved_list(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("saved") / "jobs.json"
    path.write_text(irctl("list", "--demo", "--json").out)
    return str(path)


def names(*arguments: str) -> list[str]:
    done = irctl("list", "--demo", "--json", *arguments)
    assert done.code == 0, done.err
    return [entry["JobName"] for entry in json.loads(done.out)["InferenceRecommendationsJobs"]]


def test_the_newest_come_first() -> None:
    done = irctl("list", "--demo", "--json")
    times = [
        entry["CreationTime"] for entry in json.loads(done.out)["InferenceRecommendationsJobs"]
    ]
    assert times == sorted(times, reverse=True)


def test_only_the_creation_time_sorts_in_descending_order_by_default() -> None:
    upwards = names("--sort", "name")
    assert upwards == sorted(upwards)
    assert names("--sort", "name", "--order", "desc") == upwards[::-1]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--status", "failed"], ["bert-failed"]),
        (["--status", "in-progress"], ["gpt2-running"]),
        (["--name", "advanced"], ["resnet50-advanced"]),
        (["--model", "churn-random-forest"], ["churn-stairs"]),
        (["--model-package", "resnet50/2"], ["resnet50-default-v2"]),
        (["--model-package", f"{PACKAGE}-group/fraud-xgboost"], ["fraud-xgboost"]),
        (["--model-package", f"{PACKAGE}/fraud-xgboost/7"], ["fraud-xgboost"]),
        (["--model-package", "resnet50", "--limit", "1"], ["resnet50-default-v2"]),
        (["--since", "2026-11-01", "--status", "completed"], ["resnet50-default-v2"]),
        (["--until", "2026-09-29T00:00Z"], ["resnet50-default"]),
        (["--since", "2w", "--status", "COMPLETED"], ["resnet50-default-v2"]),
        (["--modified-before", "2026-09-29"], ["resnet50-default"]),
        (["--name", "no-such-job"], []),
    ],
)
def test_jobs_are_filtered_alike_in_aws_and_in_a_saved_list(
    arguments: list[str], expected: list[str], saved_list: str
) -> None:
    assert names(*arguments) == expected
    assert names(saved_list, *arguments) == expected


def test_the_names_of_the_api_are_options_too() -> None:
    api = ("--created-after", "2026-01-01", "--created-before", "1d")
    order = ("--sort-by", "CreationTime", "--sort-order", "Ascending")
    expected = names("--since", "2026-01-01", "--until", "1d", "--order", "asc")
    assert names(*api, *order) == expected


def test_a_saved_list_is_filtered_by_kind(saved_list: str) -> None:
    of_kind = ("--kind", "ai-benchmark", "-o", "name")
    listed = irctl("list", saved_list, *of_kind)
    assert (listed.code, listed.out) == (0, irctl("list", "--demo", *of_kind).out)


@pytest.mark.parametrize(
    "statuses", [["--status", "failed,stopped"], ["--status", "FAILED", "--status", "STOPPED"]]
)
def test_several_statuses_add_up(statuses: list[str]) -> None:
    assert names(*statuses) == ["llama-stopped", "bert-failed"]
    assert names(*statuses, "--limit", "1") == ["llama-stopped"]
    assert names(*statuses, "--sort", "name") == ["bert-failed", "llama-stopped"]


def test_limit_stops_after_as_many() -> None:
    assert names("--kind", "inference", "--limit", "2") == names()[:2]


def test_an_empty_list_is_done_too() -> None:
    done = irctl("list", "--demo", "--name", "no-such-job")
    assert (done.code, done.out) == (0, "no jobs match in us-east-1\n")


def test_of_saved_jobs_no_region_is_named(tmp_path: Path) -> None:
    path = tmp_path / "job.json"
    path.write_text(irctl("describe", "churn-stairs", "--demo", "--json").out)
    assert irctl("list", str(path), "--name", "x").out == "no jobs match\n"


def test_saved_jobs_are_listed_and_filtered_like_those_in_aws(tmp_path: Path) -> None:
    paths = []
    for name in ("resnet50-default", "bert-failed", "churn-stairs"):
        path = tmp_path / f"{name}.json"
        path.write_text(irctl("describe", name, "--demo", "--json").out)
        paths.append(str(path))
    done = irctl("list", *paths, "--status", "COMPLETED", "--json")
    listed: list[dict[str, Any]] = json.loads(done.out)["InferenceRecommendationsJobs"]
    in_aws = json.loads(irctl("list", "--demo", "--json").out)["InferenceRecommendationsJobs"]
    assert [entry["JobName"] for entry in listed] == ["churn-stairs", "resnet50-default"]
    assert all(entry in in_aws for entry in listed)


def test_csv_has_every_column_of_every_job() -> None:
    arguments = ("list", "--demo", "--kind", "inference", "-o", "csv")
    rows = list(csv.DictReader(io.StringIO(irctl(*arguments).out)))
    assert [row["job_name"] for row in rows] == names()
    assert all(row["job_arn"] and row["role_arn"] for row in rows)
    assert [row["failure_reason"] != "" for row in rows].count(True) >= 1


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--status", "done"], "--status: unknown status 'done'; the statuses are PENDING"),
        (["--since", "yesterday"], "--since: expected a date (2026-11-01)"),
        (["--sort", "cost"], "--sort: unknown sort key 'cost'; the sort keys are created"),
        (["--order", "up"], "--order: unknown order 'up'; the orders are asc"),
        (["--model-package", "a/b"], "--model-package: expected a model package group or version"),
        (["--limit", "0"], "--limit"),
        (["--since", "1d", "--until", "2d"], "--since is later than --until"),
    ],
)
def test_a_wrong_option_names_the_right_ones(arguments: list[str], problem: str) -> None:
    done = irctl("list", "--demo", *arguments)
    assert done.code == 2
    assert problem in done.err
    assert done.err.splitlines()[-1] == "hint: see irctl list --help"


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_an_empty_job_is_listed(tmp_path: Path, form: str) -> None:
    server = Server()
    server.about("ListInferenceRecommendationsJobs", raw(b'{"InferenceRecommendationsJobs":[{}]}'))
    there = Irctl.installed(tmp_path, tmp_path, server.url)

    done = there.inside("list", "-o", form)

    server.stop()
    assert done.code == 0
    assert "no jobs" not in done.out
    assert "inference" in done.out
