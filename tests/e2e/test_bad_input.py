"""Files that are not what they should be: one clear error with the file, the place and the
exit code of the design."""

import json
import os
import threading
from pathlib import Path

import pytest

from . import samples
from .program import Irctl, Result
from .server import on_the_wire

GOOD = json.dumps(on_the_wire(samples.job("good")))
SAVE = "aws sagemaker describe-inference-recommendations-job"

# Contents of a file -> words of the message.
NOT_JOBS: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "is empty"),
    "blank": (b" \n\t\r\n ", "is empty"),
    "truncated": (json.dumps(json.loads(GOOD), indent=2).encode()[:700], "cut short"),
    "truncated in its only line": (GOOD.encode()[:700], "cut short"),
    "binary": (bytes(range(256)) * 9, "not"),
    "zeros": (b"\0" * 512, "binary data"),
    "a NUL in it": (b'{"JobName":"a"\0}', "binary data"),
    "not UTF-8": (b'{"JobName":"gr\xf6\xdfer"}', "not text in UTF-8 (byte 0xf6)"),
    "compressed": (b"\x1f\x8b\x08\x00\x00\x00\x00\x00", "not text in UTF-8"),
    "HTML": (b"<!DOCTYPE html><html>Sign in</html>", "HTML"),
    "YAML": (b"JobName: a\nStatus: COMPLETED\n", "YAML"),
    "YAML of the AWS CLI": (b"CreationTime: '2026-03-08'\nJobArn: arn:aws:x\n", "YAML"),
    "a table of the AWS CLI": (b"-----------\n|  Describe  |\n", "table"),
    "an error message of the AWS CLI": (
        b"\nAn error occurred (ValidationException) when calling the Describe operation: no\n",
        "error message of the AWS CLI",
    ),
    "a Python dict": (b"{'JobName': 'a', 'Status': 'COMPLETED'}\n", "how Python prints a dict"),
    "a Python list": (b"[{'JobName': 'a'}]", "how Python prints a dict"),
    "prose": (b"not even wrong", "not JSON: Expecting value at column 1"),
    "a comma too many": (b'{\n"JobName": "a",\n}', "not JSON"),
    "text after the job": (GOOD.encode() + b" and more", "not JSON"),
    "a list of jobs": (b'{"InferenceRecommendationsJobs":[]}', "a list of jobs"),
    "a list of steps": (b'{"Steps":[]}', "a list of a job's steps"),
    "an error of AWS": (b'{"__type":"AccessDeniedException"}', "AWS error (AccessDenied"),
    "an error of boto3": (b'{"Error":{"Code":"Nope","Message":"x"}}', "AWS error (Nope)"),
    "another API's response": (b'{"ProductionVariants":[]}', "endpoint"),
    "some object": (b'{"colour":"red"}', "an object with the members colour"),
    "an empty object": (b"{}", "an empty object"),
    "an empty list": (b"[]", "an empty list"),
    "a list in a list": (b"[[]]", "an empty list"),
    "a number": (b"42", "42, not an object"),
    "a string": (b'"job"', '"job", not an object'),
    "null": (b"null", "null, not an object"),
    "100,000 open brackets": (b"[" * 100_000, "nested too deeply"),
    "100,000 brackets": (b"[" * 100_000 + b"]" * 100_000, "nested too deeply"),
    "100,000 objects": (b'{"a":' * 100_000, "nested too deeply"),
    "a number of 5,000 digits": (
        b'{"JobName":"a","X":' + b"9" * 5000 + b"}",
        "too many digits",
    ),
}


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> dict[str, Result]:
    """How describe fares with each of the files below; several at once, to save time."""
    home = tmp_path_factory.mktemp("home")
    contents = {kind: content for kind, (content, _) in NOT_JOBS.items()}
    for kind, (changed, _) in WRONG_LEAVES.items():
        contents[kind] = json.dumps({**json.loads(GOOD), **changed}).encode()
    for kind, content in contents.items():
        (home / f"{kind}.json").write_bytes(content)
    irctl = Irctl.installed(home, cache, "http://127.0.0.1:1")
    results = irctl.each(*(("describe", f"{kind}.json") for kind in contents))
    return dict(zip(contents, results, strict=True))


@pytest.mark.parametrize("kind", NOT_JOBS)
def test_a_file_that_is_no_job_is_told_for_what_it_is(
    described: dict[str, Result], kind: str
) -> None:
    _, said = NOT_JOBS[kind]

    result = described[kind]

    assert (result.code, result.out) == (5, "")
    assert result.error.startswith(f"{kind}.json: ")
    assert said in result.error
    assert result.hint
    assert len(result.err.splitlines()) == 2
    assert len(result.err) < 600


def test_rank_and_steps_and_list_refuse_the_same_files(irctl: Irctl) -> None:
    for kind in ("empty", "truncated", "zeros", "a Python dict", "an error of AWS", "null"):
        content, said = NOT_JOBS[kind]
        (irctl.home / "job.json").write_bytes(content)
        for result in irctl.each(*((name, "job.json") for name in ("rank", "steps", "list"))):
            assert result.code == 5, kind
            assert said in result.error


def test_standard_input_that_is_no_job_is_named_so(irctl: Irctl) -> None:
    assert irctl("describe", "-").error == "standard input: is empty"
    assert irctl("rank", "-", stdin=b"{").error.startswith("standard input: cut short")


RECOMMENDATIONS = "InferenceRecommendations"
# Changed leaves -> the message.
WRONG_LEAVES: dict[str, tuple[dict[str, object], str]] = {
    "text for a number": (
        {RECOMMENDATIONS: [{}, {}, {"Metrics": {"MaxInvocations": "many"}}]},
        'InferenceRecommendations[2].Metrics.MaxInvocations: expected a number, got "many"',
    ),
    "a truth for a number": (
        {RECOMMENDATIONS: [{"Metrics": {"CostPerHour": True}}]},
        "InferenceRecommendations[0].Metrics.CostPerHour: expected a number, got true",
    ),
    "a number for text": ({"JobName": 7}, "JobName: expected text, got 7"),
    "text for an object": (
        {"InputConfig": "none"},
        'InputConfig: expected an object, got "none"',
    ),
    "an object for a list": (
        {RECOMMENDATIONS: {"0": {}}},
        "InferenceRecommendations: expected a list, got an object",
    ),
    "a null in a list": (
        {"InputConfig": {"TrafficPattern": {"Phases": [None]}}},
        "InputConfig.TrafficPattern.Phases[0]: expected a value, got null",
    ),
    "a time that is none": (
        {"CreationTime": "last Tuesday"},
        'CreationTime: expected a time, got "last Tuesday"',
    ),
    "a time beyond time": (
        {"CreationTime": 1e300},
        "CreationTime: expected a time, got 1e+300",
    ),
    "a number beyond numbers": (
        {RECOMMENDATIONS: [{"Metrics": {"MaxInvocations": 10**400}}]},
        "InferenceRecommendations[0].Metrics.MaxInvocations: "
        "expected a number that fits a double, got 1000",
    ),
}


@pytest.mark.parametrize("kind", WRONG_LEAVES)
def test_a_value_of_the_wrong_type_is_named_by_file_and_place(
    described: dict[str, Result], kind: str
) -> None:
    _, said = WRONG_LEAVES[kind]

    result = described[kind]

    assert (result.code, result.out) == (5, "")
    assert result.error.startswith(f"{kind}.json: {said}")
    assert len(result.err) < 400


def test_the_line_of_a_fault_is_its_line_in_the_file(irctl: Irctl) -> None:
    (irctl.home / "job.json").write_text('\n\n{"JobName": "a",\n\n  oops: 1}\n')

    assert " at line 5 column 3" in irctl("describe", "job.json").error


@pytest.mark.parametrize("broken", [0, 1, 2], ids=["first", "middle", "last"])
def test_a_broken_line_of_json_lines_costs_only_itself(irctl: Irctl, broken: int) -> None:
    lines = [json.dumps({**json.loads(GOOD), "JobName": f"job-{number}"}) for number in range(3)]
    lines[broken] = lines[broken][:-20]
    (irctl.home / "jobs.jsonl").write_text("\n".join(lines))

    result = irctl("rank", "jobs.jsonl", "-o", "jsonl")

    assert result.code == 5
    shown = {json.loads(line)["JobName"] for line in result.out.splitlines()}
    assert shown == {f"job-{number}" for number in range(3) if number != broken}
    assert result.error == (
        f"jobs.jsonl: line {broken + 1}: cut short: the JSON ends in the middle"
    )


def test_a_missing_file_and_a_directory_are_told_as_such(irctl: Irctl) -> None:
    (irctl.home / "folder").mkdir()

    missing = irctl("describe", "gone.json")
    assert (missing.code, missing.error) == (5, "gone.json: no such file")
    assert "name or ARN" in missing.hint

    folder = irctl("describe", "./folder")
    assert (folder.code, folder.error) == (5, "./folder: is a directory")
    assert folder.hint

    beyond = irctl("describe", "gone/job.json")
    assert (beyond.code, beyond.error) == (5, "gone/job.json: no such file")

    through = irctl("describe", f"{irctl.path}/job.json")
    assert through.code == 5
    assert "Not a directory" in through.error

    long = irctl("describe", f"./{'x' * 5000}")
    assert long.code == 5
    assert "File name too long" in long.error


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told_as_such(irctl: Irctl) -> None:
    path = irctl.home / "job.json"
    path.write_text(GOOD)
    path.chmod(0)

    result = irctl("describe", "job.json")

    assert (result.code, result.error) == (5, "job.json: cannot be read: Permission denied")


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


def test_what_is_neither_a_name_nor_a_file_is_a_wrong_command_line(irctl: Irctl) -> None:
    for text in ("", "a b", "größe", "x" * 65, "a_b", "-leading", "trailing-"):
        result = irctl("describe", "--", text)

        assert (result.code, result.out) == (2, ""), text
        assert result.error
    assert "./FILE" in irctl("describe", "a_b").hint


def test_an_arn_of_something_else_is_a_wrong_command_line(irctl: Irctl) -> None:
    for text in (
        "arn:aws:s3:::bucket",
        "arn:aws:sagemaker:us-east-2:111122223333:endpoint/e",
        "arn:aws:sagemaker:us-east-2:111122223333:inference-recommendations-job/",
    ):
        result = irctl("describe", text)

        assert (result.code, result.out) == (2, "")
        assert text in result.error
        assert "arn:aws:sagemaker:REGION:ACCOUNT:inference-recommendations-job/NAME" in result.hint


def test_control_characters_of_a_file_never_reach_the_terminal(irctl: Irctl) -> None:
    hostile = "\x1b[31mred\x1b]0;title\x07\r\n::error::\u202e"
    document = {**json.loads(GOOD), "JobName": hostile, "JobDescription": hostile}
    (irctl.home / "job.json").write_text(json.dumps(document))
    (irctl.home / "bad.json").write_text(
        json.dumps({**document, "RoleArn": [hostile], "Status": 1})
    )

    for command in (("describe", "job.json"), ("rank", "job.json"), ("describe", "bad.json")):
        result = irctl.but(FORCE_COLOR="0")(*command)

        for character in ("\x1b", "\x07", "\r", "\u202e"):
            assert character not in result.out + result.err
    assert json.loads(irctl("describe", "job.json", "--json").out)["JobName"] == hostile


def test_every_truncation_of_a_job_is_an_error_and_never_a_shorter_job(irctl: Irctl) -> None:
    """One run for many cuts: a file each."""
    names = []
    for end in range(1, len(GOOD), 61):
        name = f"./cut-{end}.json"
        Path(irctl.home, name).write_text(GOOD[:end])
        names.append(name)

    result = irctl("rank", *names)

    assert (result.code, result.out) == (5, "")
    assert len(result.errors) == len(names)
    assert all("cut short" in error or "not JSON" in error for error in result.errors)
    assert "Traceback" not in result.err
