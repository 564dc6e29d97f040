"""A broken file causes a documented exit code and a one-line error that names the file.

No file causes a traceback, or uses much more memory than its size.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.program import RECORDED, Done, irctl

from .generated import FUZZ, Maker, strictly

# The options and the possible exit codes for a readable file: check may fail, export may find no
# recommendation, and a job may have no results.
COMMANDS: dict[str, tuple[tuple[str, ...], set[int]]] = {
    "describe": ((), {0}),
    "list": ((), {0}),
    "steps": ((), {0}),
    "rank": ((), {0, 8, 9}),
    "compare": ((), {0, 8, 9}),
    "plan": (("--traffic", "200/s"), {0, 8, 9}),
    "check": (("--max", "latency=100"), {0, 8, 9, 10}),
    "export": ((), {0, 2, 8, 9}),
}
every_command = pytest.mark.parametrize("command", COMMANDS)
OUTPUTS = ("table", "json", "jsonl", "csv", "markdown")
UNREADABLE = 5


def run(command: str, file: str, *options: str) -> Done:
    return irctl(command, file, *COMMANDS[command][0], *options)


def assert_documented(done: Done, command: str, file: str) -> None:
    """Accept a result, or one error that names the file."""
    assert "Traceback" not in done.err
    assert "has a bug" not in done.err, done.err
    errors = [line for line in done.err.splitlines() if line.startswith("irctl: error: ")]
    if done.code == UNREADABLE:
        assert len(errors) == 1, done.err
        assert file in errors[0]
        assert len(errors[0]) < 600
    else:
        assert done.code in COMMANDS[command][1], (done.code, done.err)
        assert len(errors) == (done.code not in (0, 10)), done.err


def assert_rejected(done: Done, file: str) -> None:
    """Accept only the error for an unreadable file."""
    assert_documented(done, "describe", file)
    assert done.code == UNREADABLE
    if done.out:  # check still lists each limit, as not met
        assert done.out.startswith("Constraint")


SAMPLE: dict[str, Any] = {
    "JobName": "sample",
    "JobType": "Advanced",
    "Status": "COMPLETED",
    "CreationTime": "2026-03-01 12:00:00+00:00",
    "InputConfig": {
        "ModelName": "größe",
        "TrafficPattern": {"TrafficType": "PHASES", "Phases": [{"SpawnRate": 1}]},
        "ContainerConfig": {"SupportedInstanceTypes": ["ml.c5.xlarge"]},
    },
    "StoppingConditions": {"ModelLatencyThresholds": [{"ValueInMilliseconds": 100}]},
    "InferenceRecommendations": [
        {
            "RecommendationId": "sample/1",
            "Metrics": {"CostPerHour": 0.204, "MaxInvocations": 1070, "CpuUtilization": "NaN"},
            "EndpointConfiguration": {"InstanceType": "ml.c5.xlarge", "InitialInstanceCount": 1},
            "ModelConfiguration": {"EnvironmentParameters": [{"Key": "A", "Value": "1"}]},
        },
        {
            "Metrics": {"CostPerInference": 3.58e-06, "ModelLatency": 171, "MaxInvocations": 99},
            "EndpointConfiguration": {"ServerlessConfig": {"MemorySizeInMB": 2048}},
            "InvocationEndTime": 1772366400.5,
        },
    ],
    "EndpointPerformances": [
        {"Metrics": {"ModelLatency": 5}, "EndpointInfo": {"EndpointName": "e"}}
    ],
    "Novelty": [True, None, {"deep": [0.5]}],
}
TEXT = json.dumps(SAMPLE, ensure_ascii=False).encode()


def saved(folder: Path, content: bytes, name: str = "job.json") -> str:
    path = folder / name
    path.write_bytes(content)
    return str(path)


# Cut short


def test_a_job_cut_off_at_any_byte_is_rejected(tmp_path: Path) -> None:
    for end in range(0, len(TEXT), 1 if FUZZ > 60 else 3):
        file = saved(tmp_path, TEXT[:end])
        assert_rejected(run("describe", file), file)


@every_command
def test_every_command_rejects_a_job_that_is_cut_off(command: str, tmp_path: Path) -> None:
    for end in range(0, len(TEXT), 97):
        file = saved(tmp_path, TEXT[:end])
        assert_rejected(run(command, file), file)


RECORDINGS = sorted(RECORDED.glob("*.json"))


@pytest.mark.parametrize("recording", RECORDINGS, ids=[recording.stem for recording in RECORDINGS])
def test_a_recorded_job_cut_off_at_any_byte_is_rejected(recording: Path, tmp_path: Path) -> None:
    content = recording.read_bytes().rstrip()
    step = max(1, len(content) // FUZZ)
    for end in range(0, len(content), step):
        file = saved(tmp_path, content[:end])
        assert_rejected(run("describe", file), file)


def test_json_lines_cut_off_report_the_last_job_as_unreadable(tmp_path: Path) -> None:
    content = TEXT + b"\n" + TEXT.replace(b"sample", b"second")
    for end in range(len(TEXT) + 3, len(content), 41):
        file = saved(tmp_path, content[:end], "jobs.jsonl")
        done = run("rank", file, "--json")
        assert_documented(done, "rank", file)
        assert done.code == UNREADABLE
        result = strictly(done.out)
        assert {entry["JobName"] for entry in result["Recommendations"]} == {"sample"}
        assert "jobs.jsonl: line 2: " in " ".join(result["Warnings"])


# A wrong value in one place


def paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path of every value, inner ones too."""
    if path:
        yield path
    items: Any = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, item in items:
        yield from paths(item, (*path, key))


def changed(path: Sequence[Any], value: Any = None, *, gone: bool = False) -> Any:
    """Return the sample with another value at a path, or without it."""
    document = json.loads(TEXT)
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    if gone:
        del inner[path[-1]]
    else:
        inner[path[-1]] = value
    return document


def nested(depth: int, inner: Any = 1) -> Any:
    """Return a value inside that many lists."""
    for _ in range(depth):
        inner = [inner]
    return inner


WRONG: tuple[Any, ...] = (
    None, True, False, 0, -1, 3, -0.0, 1e308, 2.5, 10**400, -(10**300), 2**1023, "", "text", "NaN",
    "-Infinity", "2026-13-45", "0001-01-01T00:00:00+14:00", "\ud800", "x" * 5000, [], [None], [[]],
    ["text"], {}, [{}], {"Code": {}}, {"": None}, float("nan"), float("inf"), nested(99),
    nested(101), [1, "two", None, {"three": [4]}],
)  # fmt: skip


@every_command
def test_a_value_of_any_type_at_any_place_is_shown_or_rejected(
    command: str, tmp_path: Path
) -> None:
    """A random sample of IRCTL_FUZZ values: 3000 tries all of them."""
    cases = [(path, value) for path in paths(SAMPLE) for value in WRONG]
    maker = Maker("wrong", command)
    for path, value in maker.random.sample(cases, min(len(cases), FUZZ)):
        file = saved(tmp_path, json.dumps(changed(path, value)).encode())
        for output in ("table", "json"):
            done = run(command, file, "-o", output)
            assert_documented(done, command, file)
            if output == "json" and done.out:
                strictly(done.out)


@every_command
def test_no_member_is_required(command: str, tmp_path: Path) -> None:
    for path in paths(SAMPLE):
        file = saved(tmp_path, json.dumps(changed(path, gone=True)).encode())
        done = run(command, file)
        assert_documented(done, command, file)
        assert done.code != UNREADABLE


@every_command
def test_the_last_of_duplicate_members_wins(command: str, tmp_path: Path) -> None:
    """As in Python's, JavaScript's and jq's parsers."""
    usual = run(command, saved(tmp_path, TEXT))
    for key, value in SAMPLE.items():
        twice = TEXT[:-1] + f", {json.dumps(key)}: {json.dumps(value)}}}".encode()
        first = f"{{{json.dumps(key)}: 0, ".encode() + TEXT[1:]
        for content in (twice, first):
            assert run(command, saved(tmp_path, content)) == usual


@every_command
def test_no_size_of_a_metric_breaks_a_command(command: str, tmp_path: Path) -> None:
    extreme = (5e-324, 1.7e308, -1.7e308, 2**1022, 2**53 + 1, 1e-300, 0, -1, 10**20)
    names = ("CostPerHour", "CostPerInference", "MaxInvocations", "ModelLatency", "CpuUtilization")
    maker = Maker("extreme", command)
    for number in range(FUZZ):
        document = json.loads(TEXT)
        for entry in document["InferenceRecommendations"]:
            entry["Metrics"] = {name: maker.random.choice(extreme) for name in names}
        file = saved(tmp_path, json.dumps(document).encode())
        others: tuple[str, ...] = ()
        if command == "check":
            for entry in document["InferenceRecommendations"]:
                entry["Metrics"] = {name: maker.random.choice(extreme) for name in names}
            other = saved(tmp_path, json.dumps(document).encode(), "other.json")
            metric = maker.random.choice(names)
            others = ("--baseline", other, f"--max-regression={metric}=10%")
        done = run(command, file, *others, "-o", OUTPUTS[number % 3])
        assert_documented(done, command, file)


# No text, or no job

DEEP = 10_000
INVALID: dict[str, bytes] = {
    "nothing": b"",
    "lists in lists": b"[" * DEEP + b"]" * DEEP,
    "objects in objects": b'{"JobName":' * DEEP + b"1" + b"}" * DEEP,
    "lists in a member": TEXT[:-1] + b', "New": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "objects in a member": TEXT[:-1] + b', "New": ' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b"}",
    "open lists": b"[" * DEEP,
    "an integer of 5,000 digits": TEXT[:-1] + b', "New": ' + b"9" * 5000 + b"}",
    "an integer of 400 digits": TEXT.replace(b"1070", b"9" * 400),
    "bytes that are not UTF-8": TEXT.replace("ö".encode(), b"\xf6"),
    "a surrogate in UTF-8": TEXT.replace("ö".encode(), b"\xed\xa0\x80"),
    "an overlong form": TEXT.replace("ö".encode(), b"\xc0\xaf"),
    "UTF-16 cut off": TEXT.decode().encode("utf-16")[:-1],
    "UTF-16 after UTF-8": TEXT[:-1] + TEXT.decode().encode("utf-16-le"),
    "a NUL inside": TEXT.replace(b"sample", b"sam\0ple"),
    "a NUL between": TEXT.replace(b", ", b",\0", 1),
    "a NUL at the end": TEXT + b"\0",
    "NULs": bytes(1000),
    "every byte": bytes(range(256)),
    "a number": b"1e999",
    "a constant": b"-Infinity",
    "a lone surrogate": b'"\\ud800"',
    "a list of nothing": b"[]",
    "an error with a deep code": b'{"Error": {"Code": ' + b"[" * 900 + b"]" * 900 + b"}}",
    "an error with a long code": b'{"Error": {"Code": "' + b"x" * 10**6 + b'"}}',
    "many members": json.dumps({f"member-{n}": n for n in range(10**5)}).encode(),
}


@every_command
def test_a_file_without_a_job_is_rejected_by_name(command: str, tmp_path: Path) -> None:
    for kind, content in INVALID.items():
        file = saved(tmp_path, content, f"{kind}.json")
        done = run(command, file)
        if content.startswith(TEXT):  # a job, followed by something else
            assert_documented(done, command, file)
            assert done.code == UNREADABLE
        else:
            assert_rejected(done, file)


@every_command
def test_no_depth_of_nesting_causes_a_traceback(command: str, tmp_path: Path) -> None:
    """Python's own recursion limit depends on the depth of the program's calls."""
    step = 7 if FUZZ > 60 else 40
    for depth in (50, 90, 99, 100, 101, 500, *range(850, 1010, step), 2000):
        for inside in (
            TEXT[:-1] + b', "New": %b}',
            TEXT.replace(b'"sample/1"', b"%b"),
            TEXT.replace(b'"NaN"', b"%b"),
            b'{"Error": {"Code": %b}}',
            b"%b",
        ):
            file = saved(tmp_path, inside % (b"[" * depth + b"]" * depth))
            assert_documented(run(command, file, "-o", OUTPUTS[depth % 2]), command, file)


@every_command
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_job_in_another_unicode_encoding_is_the_same_job(
    command: str, encoding: str, tmp_path: Path
) -> None:
    file = saved(tmp_path, TEXT.decode().encode(encoding))
    done = run(command, file)
    assert_documented(done, command, file)
    assert done == run(command, saved(tmp_path, TEXT))
    assert done.code != UNREADABLE


# Not a file


@every_command
def test_a_directory_is_rejected_by_name(command: str, tmp_path: Path) -> None:
    assert_rejected(run(command, str(tmp_path)), str(tmp_path))
    gone = str(tmp_path / "gone.json")
    assert_rejected(run(command, gone), gone)
    assert_rejected(run(command, "./a\0b.json"), "./a\\x00b.json")


@every_command
@pytest.mark.parametrize("content", [TEXT, TEXT[:200], b"", TEXT.decode().encode("utf-16")])
def test_a_named_pipe_is_read_as_a_file_is(command: str, content: bytes, tmp_path: Path) -> None:
    """Whole, cut off, or empty."""
    expected = run(command, saved(tmp_path, content))
    (tmp_path / "job.json").unlink()
    pipe = tmp_path / "job.json"
    os.mkfifo(pipe)

    def feed() -> None:
        with open(pipe, "wb", buffering=0) as stream:
            stream.write(content)

    feeder = threading.Thread(target=feed, daemon=True)
    feeder.start()
    done = run(command, str(pipe))
    feeder.join()
    assert done == expected


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
@every_command
def test_a_file_without_read_permission_is_rejected(command: str, tmp_path: Path) -> None:
    file = saved(tmp_path, TEXT)
    os.chmod(file, 0)
    assert_rejected(run(command, file), file)


# A very large file

MEGABYTE = 2**20
SIZE = 200 if FUZZ > 60 else 32


def only_nul(path: Path) -> None:
    path.touch()
    os.truncate(path, SIZE * MEGABYTE)  # sparse: it uses no disk space


def blanks(path: Path) -> None:
    with path.open("wb") as file:
        file.writelines(b" " * MEGABYTE for _ in range(SIZE))


def one_string(path: Path) -> None:
    with path.open("wb") as file:
        file.write(b'{"JobName": "')
        file.writelines(b"x" * MEGABYTE for _ in range(SIZE))


def lines_of_jobs(path: Path) -> None:
    line = TEXT[:-1] + b', "Padding": "' + b"x" * MEGABYTE + b'"}\n'
    with path.open("wb") as file:
        file.writelines(line for _ in range(SIZE))


# Not getrusage: it includes the memory of the parent of a new process.
_RUN = """
import sys
from irctl.cli import main
code = int(main(sys.argv[1:]))
print(code, open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="memory is read from /proc")
@pytest.mark.parametrize(
    ("content", "command", "factor"),
    [
        (only_nul, "describe", 4),
        (blanks, "rank", 4),
        (one_string, "describe", 4),
        (lines_of_jobs, "describe", 0),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_memory_use_is_at_most_a_few_times_the_size_of_a_file(
    content: Any, command: str, factor: float, tmp_path: Path
) -> None:
    path = tmp_path / "long.json"
    content(path)
    done = subprocess.run(
        [sys.executable, "-c", _RUN, command, str(path)], capture_output=True, text=True
    )
    path.unlink()
    code, peak = map(int, done.stdout.splitlines()[-1].split())
    assert code == UNREADABLE
    assert done.stderr.startswith(f"irctl: error: {path}")
    assert len(done.stderr) < 1000
    assert peak < (80 + SIZE * factor) * 1024
