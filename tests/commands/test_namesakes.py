"""Jobs of one name are distinguished by their source in every answer."""

import json
from pathlib import Path

import pytest

from tests.made import real_time, response
from tests.program import irctl

NAME = "resnet50-default"
COMMANDS = {
    "rank": [],
    "compare": [],
    "plan": ["--traffic", "1/s"],
    "check": ["--max", "latency=100"],
    "report": ["-o", "markdown"],
}


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Two saved jobs of one name."""
    paths = [tmp_path / "old.json", tmp_path / "new.json"]
    for number, path in enumerate(paths, 1):
        entry = real_time("ml.x", latency=50 * number, RecommendationId=f"{NAME}/{number}")
        path.write_text(json.dumps(response(entry, name=NAME)))
    return [str(path) for path in paths]


@pytest.mark.parametrize("command", COMMANDS)
def test_two_files_with_jobs_of_one_name_are_distinguished(files: list[str], command: str) -> None:
    done = irctl(command, *files, *COMMANDS[command])
    for file in files:
        assert f"{NAME} ({file})" in done.out.replace("\\", "")  # escapes of Markdown


def test_a_job_in_aws_is_distinguished_by_its_region(files: list[str]) -> None:
    done = irctl("rank", NAME, files[0], "--demo", "-o", "jsonl")
    names = {json.loads(line)["JobName"] for line in done.out.splitlines()}
    assert names == {f"{NAME} (us-east-1)", f"{NAME} ({files[0]})"}


def test_messages_and_warnings_say_which_job_of_a_name_they_are_about(tmp_path: Path) -> None:
    documents = {
        "slow": response(real_time(latency=90_000_000), name=NAME),
        "busy": response(name=NAME) | {"Status": "IN_PROGRESS"},
    }
    for name, document in documents.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(document))
    slow, busy = (str(tmp_path / f"{name}.json") for name in documents)
    done = irctl("rank", slow, busy)
    assert f"warning: {NAME} ({slow}): latency" in done.err
    assert f"{NAME} ({busy}) has not finished" in done.err


def test_a_baseline_of_the_same_name_is_distinguished(files: list[str]) -> None:
    old, new = files
    done = irctl("check", new, "--baseline", old, "--max-regression", "latency=5%", "--json")
    answer = json.loads(done.out)
    assert answer["Baseline"] == f"{NAME} ({old})"
    assert [row["JobName"] for row in answer["Recommendations"]] == [NAME]


def test_what_passed_of_two_jobs_of_one_name_is_exported_under_its_own_name(
    files: list[str],
) -> None:
    passed = irctl("check", *files, "--max", "latency=100", "--json")
    done = irctl("export", "-", "--json", stdin=passed.out.encode())
    assert json.loads(done.out)["JobName"] == f"{NAME} ({files[0]})"


def test_a_list_names_the_sources_of_jobs_of_one_name_only(files: list[str]) -> None:
    done = irctl("list", *files, "resnet50-advanced", "--demo", "--json")
    jobs = json.loads(done.out)["InferenceRecommendationsJobs"]
    assert {(job["JobName"], job.get("Source")) for job in jobs} == {
        (NAME, files[0]),
        (NAME, files[1]),
        ("resnet50-advanced", None),
    }
    assert "Source" in irctl("list", *files).out
    assert "Source" not in irctl("list", files[0]).out
