"""Unreadable files: one error that names the file and the place, with its exit code."""

import json
import os
import threading
from pathlib import Path

import pytest

from . import samples
from .program import Irctl
from .server import on_the_wire

GOOD = json.dumps(on_the_wire(samples.job("good")))

# tests/sources/test_files.py checks the wording.
NOT_JOBS: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\t\r\n ",
    "truncated": json.dumps(json.loads(GOOD), indent=2).encode()[:700],
    "truncated on one line": GOOD.encode()[:700],
    "binary": bytes(range(256)) * 9,
    "zeros": b"\0" * 512,
    "a NUL": b'{"JobName":"a"\0}',
    "Latin-1": b'{"JobName":"gr\xf6\xdfer"}',
    "compressed": b"\x1f\x8b\x08\x00\x00\x00\x00\x00",
    "HTML": b"<!DOCTYPE html><html>Sign in</html>",
    "YAML": b"CreationTime: '2026-03-08'\nJobArn: arn:aws:x\n",
    "a table of the AWS CLI": b"-----------\n|  Describe  |\n",
    "a Python dict": b"{'JobName': 'a', 'Status': 'COMPLETED'}\n",
    "prose": b"not even wrong",
    "a trailing comma": b'{\n"JobName": "a",\n}',
    "text after the job": GOOD.encode() + b" and more",
    "a list of steps": b'{"Steps":[]}',
    "an AWS error": b'{"__type":"AccessDeniedException"}',
    "another API's response": b'{"ProductionVariants":[]}',
    "an unknown object": b'{"colour":"red"}',
    "a number": b"42",
    "null": b"null",
    "100,000 open brackets": b"[" * 100_000,
    "100,000 brackets": b"[" * 100_000 + b"]" * 100_000,
    "100,000 objects": b'{"a":' * 100_000,
    "a number of 5,000 digits": b'{"JobName":"a","X":' + b"9" * 5000 + b"}",
}


@pytest.mark.parametrize("kind", NOT_JOBS)
def test_a_file_that_is_not_a_job_is_one_error_with_a_hint(irctl: Irctl, kind: str) -> None:
    (irctl.home / "job.json").write_bytes(NOT_JOBS[kind])

    result = irctl.inside("describe", "job.json")

    assert (result.code, result.out) == (5, "")
    assert result.error.startswith("job.json: ")
    assert result.hint
    assert len(result.err.splitlines()) == 2
    assert len(result.err) < 600


def test_every_command_rejects_a_file_that_is_not_a_job(irctl: Irctl) -> None:
    for kind in ("empty", "truncated", "zeros", "a Python dict", "an AWS error", "null"):
        (irctl.home / "job.json").write_bytes(NOT_JOBS[kind])
        for command in ("rank", "steps", "list"):
            result = irctl.inside(command, "job.json")

            assert result.code == 5, kind
            assert result.error.startswith("job.json: ")


def test_standard_input_that_is_not_a_job_is_named_in_the_error(irctl: Irctl) -> None:
    assert irctl("describe", "-").error.startswith("standard input: ")
    assert irctl("rank", "-", stdin=b"{").error.startswith("standard input: ")


RECOMMENDATIONS = "InferenceRecommendations"
# Changed members -> the path of the wrong value.
WRONG_VALUES: dict[str, tuple[dict[str, object], str]] = {
    "text for a number": (
        {RECOMMENDATIONS: [{}, {}, {"Metrics": {"MaxInvocations": "many"}}]},
        "InferenceRecommendations[2].Metrics.MaxInvocations",
    ),
    "a boolean for a number": (
        {RECOMMENDATIONS: [{"Metrics": {"CostPerHour": True}}]},
        "InferenceRecommendations[0].Metrics.CostPerHour",
    ),
    "a number for text": ({"JobName": 7}, "JobName"),
    "text for an object": ({"InputConfig": "none"}, "InputConfig"),
    "an object for a list": ({RECOMMENDATIONS: {"0": {}}}, "InferenceRecommendations"),
    "null in a list": (
        {"InputConfig": {"TrafficPattern": {"Phases": [None]}}},
        "InputConfig.TrafficPattern.Phases[0]",
    ),
    "text for a time": ({"CreationTime": "last Tuesday"}, "CreationTime"),
    "an impossible time": ({"CreationTime": 1e300}, "CreationTime"),
    "an impossible number": (
        {RECOMMENDATIONS: [{"Metrics": {"MaxInvocations": 10**400}}]},
        "InferenceRecommendations[0].Metrics.MaxInvocations",
    ),
}


@pytest.mark.parametrize("kind", WRONG_VALUES)
def test_a_value_of_the_wrong_type_is_reported_with_file_and_path(irctl: Irctl, kind: str) -> None:
    changed, path = WRONG_VALUES[kind]
    (irctl.home / "job.json").write_text(json.dumps({**json.loads(GOOD), **changed}))

    result = irctl.inside("describe", "job.json")

    assert (result.code, result.out) == (5, "")
    assert result.error.startswith(f"job.json: {path}: ")
    assert len(result.err) < 400


def test_the_line_of_a_syntax_error_is_counted_from_the_start_of_the_file(irctl: Irctl) -> None:
    (irctl.home / "job.json").write_text('\n\n{"JobName": "a",\n\n  oops: 1}\n')

    assert "line 5 column 3" in irctl.inside("describe", "job.json").error


@pytest.mark.parametrize("broken", [0, 1, 2], ids=["first", "middle", "last"])
def test_a_broken_line_of_json_lines_costs_only_its_job(irctl: Irctl, broken: int) -> None:
    lines = [json.dumps({**json.loads(GOOD), "JobName": f"job-{number}"}) for number in range(3)]
    lines[broken] = lines[broken][:-20]
    (irctl.home / "jobs.jsonl").write_text("\n".join(lines))

    result = irctl.inside("rank", "jobs.jsonl", "-o", "jsonl")

    assert result.code == 5
    names = {json.loads(line)["JobName"] for line in result.out.splitlines()}
    assert names == {f"job-{number}" for number in range(3) if number != broken}
    assert result.error.startswith(f"jobs.jsonl: line {broken + 1}: ")


def test_a_path_that_cannot_be_opened_is_named(irctl: Irctl) -> None:
    (irctl.home / "folder").mkdir()
    for path in (
        "gone.json",
        "./folder",
        "gone/job.json",
        f"{irctl.path}/job.json",
        f"./{'x' * 5000}",
    ):
        result = irctl.inside("describe", path)

        assert (result.code, result.out) == (5, "")
        assert result.error.startswith(f"{path}: ")


def test_the_hint_for_a_missing_file_explains_what_a_job_is(irctl: Irctl) -> None:
    assert "name or ARN" in irctl.inside("describe", "gone.json").hint


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_read_permission_is_named(irctl: Irctl) -> None:
    path = irctl.home / "job.json"
    path.write_text(GOOD)
    path.chmod(0)

    result = irctl("describe", "job.json")

    assert result.code == 5
    assert result.error.startswith("job.json: ")


def test_a_named_pipe_is_read_like_a_file(irctl: Irctl) -> None:
    path = irctl.home / "pipe.json"
    os.mkfifo(path)

    def feed() -> None:
        with path.open("w") as pipe:
            pipe.write(GOOD)

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    result = irctl("describe", "pipe.json")
    feeder.join()

    assert (result.code, result.err) == (0, "")
    assert "ml.g4dn.xlarge" in result.out


def test_a_job_that_is_neither_a_name_nor_a_file_is_a_usage_error(irctl: Irctl) -> None:
    for text in ("", "a b", "größe", "x" * 65, "a_b", "-leading", "trailing-"):
        result = irctl.inside("describe", "--", text)

        assert (result.code, result.out) == (2, ""), text
        assert result.error
    assert "./FILE" in irctl.inside("describe", "a_b").hint


def test_an_arn_of_something_else_is_a_usage_error(irctl: Irctl) -> None:
    for text in (
        "arn:aws:s3:::bucket",
        "arn:aws:sagemaker:us-east-2:111122223333:endpoint/e",
        "arn:aws:sagemaker:us-east-2:111122223333:inference-recommendations-job/",
    ):
        result = irctl.inside("describe", text)

        assert (result.code, result.out) == (2, "")
        assert text in result.error
        assert "arn:aws:sagemaker:REGION:ACCOUNT:inference-recommendations-job/NAME" in result.hint


def test_control_characters_in_a_file_never_reach_the_terminal(irctl: Irctl) -> None:
    hostile = "\x1b[31mred\x1b]0;title\x07\r\n::error::\u202e"
    document = {**json.loads(GOOD), "JobName": hostile, "JobDescription": hostile}
    (irctl.home / "job.json").write_text(json.dumps(document))
    (irctl.home / "bad.json").write_text(
        json.dumps({**document, "RoleArn": [hostile], "Status": 1})
    )

    for command in (("describe", "job.json"), ("rank", "job.json"), ("describe", "bad.json")):
        result = irctl.but(FORCE_COLOR="0").inside(*command)

        for character in ("\x1b", "\x07", "\r", "\u202e"):
            assert character not in result.out + result.err
    assert json.loads(irctl.inside("describe", "job.json", "--json").out)["JobName"] == hostile


def test_every_truncation_of_a_job_is_an_error_and_never_a_shorter_job(irctl: Irctl) -> None:
    names = []
    for end in range(1, len(GOOD), 61):
        name = f"./cut-{end}.json"
        Path(irctl.home, name).write_text(GOOD[:end])
        names.append(name)

    result = irctl.inside("rank", *names)

    assert (result.code, result.out) == (5, "")
    assert len(result.errors) == len(names)
