"""Saved responses: every form that is read, and the errors for everything else."""

import io
import json
import math
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.errors import ExitCode, IrctlError
from irctl.jobs.model import Job
from irctl.sources import files
from irctl.sources.reference import SavedFile

STDIN = SavedFile("-")
JOB: dict[str, Any] = {
    "JobName": "größe",
    "Status": "COMPLETED",
    "CreationTime": "2026-03-08T23:40:09.593000+00:00",
    "InferenceRecommendations": [{"Metrics": {"MaxInvocations": 5, "CpuUtilization": None}}],
}


def read(content: bytes | str) -> list[Job | IrctlError]:
    data = content.encode() if isinstance(content, str) else content
    return list(files.jobs(STDIN, lambda: io.BytesIO(data)))


def documents(content: bytes | str) -> list[Any]:
    """The documents of the jobs, and the messages of the errors between them."""
    return [
        outcome.document if isinstance(outcome, Job) else outcome.message
        for outcome in read(content)
    ]


def message(content: bytes | str) -> str:
    """The message of the only error, of a job or of the file."""
    try:
        (only,) = read(content)
    except IrctlError as error:
        only = error
    assert isinstance(only, IrctlError)
    assert only.code is ExitCode.UNREADABLE
    return only.message


@pytest.mark.parametrize(
    "time",
    [
        1773013209.593,
        "2026-03-08T23:40:09.593000+00:00",
        "2026-03-08 23:40:09.593000+00:00",
        "2026-03-08T16:40:09.593000-07:00",
        "2026-03-08T23:40:09.593Z",
    ],
    ids=["AWS CLI v1", "AWS CLI v2", "boto3", "another time zone", "Z"],
)
def test_every_form_of_a_time_is_read_as_the_same_time(time: object) -> None:
    assert documents(json.dumps({**JOB, "CreationTime": time})) == [JOB]


@pytest.mark.parametrize("value", ["NaN", '"NaN"', "null", "Infinity", '"-Infinity"', "1e999"])
def test_every_form_of_not_a_number_is_null(value: str) -> None:
    assert documents(json.dumps(JOB).replace("null", value)) == [JOB]


ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le")


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("indent", [None, 2])
def test_every_encoding_of_json_is_read(encoding: str, indent: int | None) -> None:
    text = json.dumps(JOB, ensure_ascii=False, indent=indent)

    assert documents(text.encode(encoding)) == [JOB]


def test_response_metadata_is_dropped_and_unknown_members_are_kept() -> None:
    document = {**JOB, "BrandNew": {"a": [1, None]}}

    assert documents(json.dumps({"ResponseMetadata": {"RequestId": "x"}, **document})) == [document]


ONE, TWO = json.dumps({"JobName": "one"}), json.dumps({"JobName": "two"})


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE}\n{TWO}",
        f"{ONE}\n{TWO}\n",
        f"{ONE}\r\n{TWO}\r\n",
        f"\n\n{ONE}\n\n{TWO}\n\n",
        f"{ONE}\n  {TWO}",
        f"{ONE}{TWO}",
        f"{ONE} {TWO}",
        f"[{ONE},{TWO}]",
        f"[\n{ONE},\n{TWO}\n]\n",
        f"{json.dumps(json.loads(ONE), indent=2)}\n{json.dumps(json.loads(TWO), indent=2)}",
        f"\ufeff{ONE}\n\ufeff{TWO}\n",
        f"[{ONE}]\n[{TWO}]\n",
        f"[{ONE}][{TWO}]",
        f"[\n{ONE}\n]\n[{TWO}]",
        f"{ONE}\n[{TWO}]",
    ],
)
def test_several_jobs_are_read_in_order(text: str) -> None:
    assert documents(text) == [{"JobName": "one"}, {"JobName": "two"}]


JOBS = st.lists(
    st.fixed_dictionaries(
        {"JobName": st.text(min_size=1)}, optional={"JobDescription": st.text(), "X": st.integers()}
    ),
    min_size=1,
    max_size=4,
)


@given(
    jobs=JOBS,
    indent=st.sampled_from([None, 2]),
    ascii_only=st.booleans(),
    separator=st.sampled_from(["\n", "\r\n", "\n\n", " \n"]),
    array=st.booleans(),
)
def test_jobs_in_any_layout_are_read(
    jobs: list[dict[str, Any]], indent: int | None, ascii_only: bool, separator: str, array: bool
) -> None:
    """Unicode line separators inside strings, for example, end no line."""

    def dumps(value: object) -> str:
        return json.dumps(value, indent=indent, ensure_ascii=ascii_only)

    text = dumps(jobs) if array else separator.join(map(dumps, jobs))

    assert documents(text.encode("utf-8", "surrogatepass")) == jobs


@given(st.binary(max_size=200))
def test_any_bytes_are_read_as_jobs_or_an_error(content: bytes) -> None:
    try:
        outcomes = read(content)
    except IrctlError as error:
        outcomes = [error]
    for outcome in outcomes:
        assert isinstance(outcome, Job) or outcome.code is ExitCode.UNREADABLE


@given(st.integers(min_value=1, max_value=len(json.dumps(JOB)) - 1), st.booleans())
def test_a_truncated_job_is_always_an_error(end: int, pretty: bool) -> None:
    text = json.dumps(JOB, indent=2 if pretty else None)

    assert "cut short" in message(text[: min(end, len(text) - 2)])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_broken_line_costs_only_its_job(end: str) -> None:
    for broken in range(3):
        lines = [ONE, TWO, ONE]
        lines[broken] = '{"JobName": oops}'

        outcomes = documents(end.join(lines))

        assert outcomes[broken] == (
            f"standard input: line {broken + 1}: not JSON: Expecting value at column 13"
        )
        del outcomes[broken], lines[broken]
        assert outcomes == [json.loads(line) for line in lines]


def test_line_numbers_count_blank_lines() -> None:
    assert "line 4" in message('\n\n{"JobName":\noops}')
    assert "standard input: line 5: not JSON" in str(documents(f"\n{ONE}\n\n{TWO}\noops"))


def test_an_item_of_an_array_is_named_by_its_index() -> None:
    _, number, wrong = documents(f'[{ONE}, 3, {{"JobName": 4}}]')

    assert number.startswith("standard input: [1]: ")
    assert wrong.startswith("standard input: [2]: JobName: ")


@pytest.mark.parametrize(
    ("text", "explanation"),
    [
        ("", "is empty"),
        (" \n\t\n", "is empty"),
        ("{", "cut short"),
        ('{"JobName": "a', "cut short"),
        ("{'JobName': 'a'}", "how Python prints a dict"),
        ("<html></html>", "HTML or XML"),
        ("JobName: a\n", "YAML"),
        ("---\nJobName: a\n", "YAML"),
        ("|  a  |", "table"),
        ("\nAn error occurred (X) when calling", "error message of the AWS CLI"),
        ("\0\0", "binary"),
        ('{"JobName":"a"\0}', "binary"),
        ("[{'JobName': 'a'}]", "how Python prints a dict"),
        ("CreationTime: '2026-03-08'\nJobArn: x\n", "YAML"),
        ("-----------\n|  Describe  |\n", "table"),
        ("not even wrong", "not JSON"),
        ('{\n"JobName": "a",\n}', "not JSON"),
        ('{"Error":{"Code":"Nope"}}', "AWS error (Nope)"),
        ('{"ProductionVariants": []}', "endpoint"),
        ('{"colour": "red"}', "colour"),
        ("{}", "an empty object"),
        ('"job"', "not an object"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ('{"JobName":"a","X":' + "[" * 200 + "]" * 200 + "}", "at most 100 levels"),
        ("9" * 5000, "digits"),
        ('{"InferenceRecommendationsJobs": []}', "a list of jobs"),
        ('{"Steps": []}', "a list of a job's steps"),
        ('{"__type": "AccessDenied"}', "AWS error (AccessDenied)"),
        ("[]", "an empty list"),
        ("[[]]", "an empty list"),
        ("null", "null, not an object"),
    ],
)
def test_a_text_that_is_not_a_job_is_recognized(text: str, explanation: str) -> None:
    assert explanation in message(text)


def test_the_first_byte_that_is_not_text_is_named() -> None:
    assert "UTF-8 (byte 0xf6)" in message(b'{"JobName": "gr\xf6\xdfe"}')


def test_the_error_for_a_file_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    def error(path: object) -> str:
        with pytest.raises(IrctlError) as caught:
            list(files.jobs(SavedFile(str(path)), lambda: None))
        assert caught.value.code is ExitCode.UNREADABLE
        return caught.value.message

    assert error(tmp_path / "gone.json") == f"{tmp_path / 'gone.json'}: no such file"
    assert error(tmp_path) == f"{tmp_path}: no results of AIPerf in this directory"
    assert "b.json" in error("./a\0b.json")
    assert "standard input is closed" in error("-")


def test_standard_input_is_left_open() -> None:
    stream = io.BytesIO(ONE.encode())

    list(files.jobs(STDIN, lambda: stream))

    assert not stream.closed


def test_json_lines_are_read_as_they_arrive() -> None:

    class Endless(io.RawIOBase):
        lines = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            assert self.lines < 100_000, "everything is read ahead"
            text = (ONE + "\n").encode()
            buffer[: len(text)] = text
            self.lines += 1
            return len(text)

    endless = Endless()
    jobs = files.jobs(STDIN, lambda: io.BufferedReader(endless))

    assert [isinstance(next(jobs), Job) for _ in range(5)] == [True] * 5
    assert endless.lines < 10_000
    jobs.close()  # type: ignore[attr-defined]


def test_a_job_without_a_name_is_named_after_its_file_and_place(tmp_path: Path) -> None:
    path = tmp_path / "may.json"
    path.write_text('[{"JobType":"Default"},{"JobType":"Advanced"}]')

    jobs = list(files.jobs(SavedFile(str(path)), lambda: None))

    assert [job.label for job in jobs if isinstance(job, Job)] == ["may [0]", "may [1]"]


def test_a_file_contains_steps_or_a_job() -> None:
    steps = files.steps(STDIN, lambda: io.BytesIO(b'{"Steps":[{"Status":"FAILED"}]}'))
    job = files.steps(STDIN, lambda: io.BytesIO(ONE.encode()))

    assert not isinstance(steps, Job)
    assert [step.status for step in steps] == ["FAILED"]
    assert isinstance(job, Job)


@pytest.mark.parametrize(
    ("text", "explanation"),
    [
        ('{"Steps":[{"Status":1}]}', "Steps: "),
        ('{"Steps":[{}]} {"Steps":[]}', "several"),
        ('{"Steps":[{}]} oops', "not JSON"),
        ('{"Steps":"none"}', "steps"),
        ("[]", "an empty list"),
        ("{", "cut short"),
    ],
)
def test_the_error_for_unreadable_steps_says_why(text: str, explanation: str) -> None:
    with pytest.raises(IrctlError, match=explanation) as caught:
        files.steps(STDIN, lambda: io.BytesIO(text.encode()))

    assert caught.value.code is ExitCode.UNREADABLE


def test_a_response_written_by_python_is_read() -> None:
    response = {
        "JobName": "a",
        "CreationTime": datetime(2026, 3, 8, tzinfo=timezone.utc),
        "InferenceRecommendations": [{"Metrics": {"CpuUtilization": math.nan}}],
    }

    assert documents(json.dumps(response, default=str)) == [
        {
            "JobName": "a",
            "CreationTime": "2026-03-08T00:00:00+00:00",
            "InferenceRecommendations": [{"Metrics": {"CpuUtilization": None}}],
        }
    ]


def test_of_many_broken_lines_the_first_are_reported_and_the_others_counted() -> None:
    outcomes = documents("\n".join([ONE, *["{"] * 500, TWO, *["7"] * 500]))

    names = [outcome["JobName"] for outcome in outcomes if isinstance(outcome, dict)]
    assert names == ["one", "two"]
    assert len(outcomes) == 2 + 20 + 1
    assert "980" in outcomes[-1]


def test_an_endless_file_of_zeros_is_rejected() -> None:
    with pytest.raises(IrctlError, match="binary data"):
        list(files.jobs(SavedFile("/dev/zero"), lambda: None))


class Slow(io.RawIOBase):
    """A pipe that delivers one byte at a time."""

    def __init__(self, data: bytes):
        self._data = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        part = self._data.read(1)
        memoryview(buffer)[: len(part)] = part
        return len(part)


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_slow_pipe_is_read_in_every_encoding(encoding: str) -> None:
    data = json.dumps(JOB, ensure_ascii=False).encode(encoding)
    (job,) = files.jobs(STDIN, lambda: io.BufferedReader(Slow(data)))
    assert isinstance(job, Job)
    assert job.document == JOB
