"""Saved responses in every form that the AWS CLI, boto3 and irctl write."""

import json
import math
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from . import samples
from .program import Irctl
from .server import Document, Server

JQ = shutil.which("jq") or ""
METADATA = {
    "RequestId": "00000000-1111-2222-3333-444444444444",
    "HTTPStatusCode": 200,
    "HTTPHeaders": {"content-type": "application/x-amz-json-1.1"},
    "RetryAttempts": 0,
}


def by_the_rules(value: Any) -> Any:
    """A document of Python values as irctl prints it in JSON."""
    match value:
        case dict():
            return {key: by_the_rules(item) for key, item in value.items()}
        case list():
            return [by_the_rules(item) for item in value]
        case datetime():
            return value.astimezone(timezone.utc).isoformat()
        case float() if not math.isfinite(value):
            return None
    return value


def with_times(value: Any, write: Callable[[datetime], Any]) -> Any:
    match value:
        case dict():
            return {key: with_times(item, write) for key, item in value.items()}
        case list():
            return [with_times(item, write) for item in value]
        case datetime():
            return write(value)
    return value


JOB = samples.job("saved")
RULED = by_the_rules(JOB)
EPOCH = with_times(JOB, lambda time: time.timestamp())
ISO = with_times(JOB, lambda time: time.isoformat())
ELSEWHERE = timezone(timedelta(hours=-7))
LOCAL = with_times(JOB, lambda time: time.astimezone(ELSEWHERE))

# The same job, as different programs write it.
FORMS: dict[str, bytes] = {
    "AWS CLI v1": json.dumps(EPOCH, indent=4).encode(),
    "AWS CLI v2": json.dumps(ISO, indent=4).encode(),
    "AWS CLI v2 in another time zone": json.dumps(
        with_times(LOCAL, lambda time: time.isoformat()), indent=4
    ).encode(),
    "boto3 in another time zone": json.dumps(LOCAL, default=str).encode(),
    "boto3 with default=str": json.dumps(JOB, default=str).encode(),
    "boto3 with its metadata": json.dumps(
        {"ResponseMetadata": METADATA, **JOB}, default=str
    ).encode(),
    "strict JSON": json.dumps(RULED, indent=2, allow_nan=False).encode(),
    "NaN as text": json.dumps(ISO).replace("NaN", '"NaN"').encode(),
    "UTF-8 as it is": json.dumps(RULED, ensure_ascii=False).encode(),
    "UTF-8 with a mark": json.dumps(RULED, ensure_ascii=False).encode("utf-8-sig"),
    "UTF-16 of PowerShell": json.dumps(RULED, ensure_ascii=False, indent=2).encode("utf-16"),
    "UTF-16 big-endian": json.dumps(RULED, ensure_ascii=False).encode("utf-16-be"),
    "line ends of Windows": json.dumps(RULED, indent=2).replace("\n", "\r\n").encode(),
    "an array of one": json.dumps([RULED]).encode(),
    "an array of one over several lines": json.dumps([RULED], indent=2).encode(),
    "space around it": b"\n \n" + json.dumps(RULED).encode() + b"\n\n  ",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_job_is_the_same_job(irctl: Irctl, server: Server, form: str) -> None:
    path = irctl.home / "job.json"
    path.write_bytes(FORMS[form])

    from_file = irctl.inside("describe", "job.json", "--json")
    from_pipe = irctl.inside("describe", "-", "--json", stdin=FORMS[form])

    assert (from_file.code, from_file.err) == (0, "")
    assert json.loads(from_file.out, parse_constant=pytest.fail) == RULED
    assert from_pipe.out == from_file.out
    assert server.requests == []


def test_irctl_reads_its_own_output(irctl: Irctl, server: Server) -> None:
    server.add(JOB)
    written = irctl.inside("describe", "saved", "--json").out

    assert irctl.inside("describe", "-", "--json", stdin=written.encode()).out == written
    assert (
        irctl.inside("describe", "-", stdin=written.encode()).out
        == irctl.inside("describe", "saved").out
    )

    line = irctl.inside("describe", "saved", "-o", "jsonl").out
    assert irctl.inside("describe", "-", "--json", stdin=line.encode()).out == written


def several(jobs: list[Document]) -> dict[str, str]:
    lines = [json.dumps(by_the_rules(job)) for job in jobs]
    pretty = [json.dumps(by_the_rules(job), indent=2) for job in jobs]
    return {
        "JSON Lines": "\n".join(lines) + "\n",
        "JSON Lines with blank lines": "\n\n".join(lines),
        "JSON Lines of Windows": "\r\n".join(lines) + "\r\n",
        "an array": "[" + ",".join(lines) + "]",
        "an array with one line per job": "[\n" + ",\n".join(lines) + "\n]\n",
        "one after the other": "\n".join(pretty),
        "one right after the other": "".join(pretty),
    }


def test_several_jobs_are_read_in_every_form(irctl: Irctl) -> None:
    jobs = [samples.job(name) for name in ("one", "two", "three")]
    for form, text in several(jobs).items():
        result = irctl.inside("list", "-", "--sort-by", "name", "-o", "jsonl", stdin=text.encode())

        assert (result.code, result.err) == (0, ""), form
        names = [json.loads(line)["JobName"] for line in result.out.splitlines()]
        assert sorted(names) == ["one", "three", "two"], form


def test_an_unknown_member_is_kept(irctl: Irctl) -> None:
    document = {**RULED, "BrandNew": {"Deep": [1, {"deeper": None}]}}
    document["InferenceRecommendations"] = [
        {**document["InferenceRecommendations"][0], "Compiled": False}
    ]

    result = irctl.inside("describe", "-", "--json", stdin=json.dumps(document).encode())

    assert json.loads(result.out) == document
    shown = irctl.inside("describe", "-", stdin=json.dumps(document).encode()).out
    assert "BrandNew" in shown
    assert "Compiled" in shown


def test_a_job_without_a_name_is_named_after_its_file(irctl: Irctl) -> None:
    nameless = json.dumps({**RULED, "JobName": None})
    (irctl.home / "benchmark-of-may.json").write_text(nameless)

    assert "benchmark-of-may" in irctl.inside("describe", "benchmark-of-may.json").out
    ranked = irctl.inside("rank", "benchmark-of-may.json", "-o", "jsonl").out.splitlines()
    assert json.loads(ranked[0])["JobName"] == "benchmark-of-may"


def test_the_steps_of_a_saved_job_are_its_recommendations(irctl: Irctl) -> None:
    result = irctl.inside("steps", "-", "--json", stdin=FORMS["AWS CLI v2"])

    assert result.code == 0
    steps = json.loads(result.out)["Steps"]
    assert len(steps) == 3
    assert {step["Status"] for step in steps} == {"COMPLETED"}
    assert "failed" in result.err


def test_steps_shows_a_saved_steps_response(irctl: Irctl) -> None:
    steps = [samples.step("saved", 1), samples.step("saved", 2, "FAILED")]

    result = irctl.inside("steps", "-", stdin=json.dumps({"Steps": steps}).encode())

    assert result.code == 0
    assert "benchmark 2 ran out of memory" in result.out


def test_a_file_named_like_a_job_is_given_as_dot_slash(irctl: Irctl) -> None:
    (irctl.home / "saved").write_bytes(FORMS["strict JSON"])

    assert irctl.inside("describe", "./saved").code == 0
    assert irctl.inside("describe", "saved").code == 3


def test_a_path_may_contain_any_character(irctl: Irctl) -> None:
    for name in ("with space.json", "größe.json", "-dash.json", "[b].json", "a:b.json"):
        (irctl.home / name).write_bytes(FORMS["strict JSON"])

        assert irctl.inside("describe", f"./{name}").code == 0


def sorted_by_jq(text: str) -> str:
    jq = subprocess.run(
        [JQ, "-S", "."],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return jq.stdout


@pytest.mark.parametrize("path", samples.RECORDED, ids=[path.stem for path in samples.RECORDED])
def test_recorded_responses_are_printed_unchanged(irctl: Irctl, path: Path) -> None:
    """Their times are in ISO 8601 and UTC already, and they contain no NaN."""
    described, shown, stepped, ranked = irctl.each_inside(
        (
            ("describe", str(path), "--json"),
            ("describe", str(path)),
            ("steps", str(path)),
            ("rank", str(path)),
        )
    )
    piped = irctl("describe", "-", "--json", stdin=path.read_bytes())

    recorded = json.loads(path.read_text())
    recorded.pop("ResponseMetadata", None)
    assert json.loads(described.out) == recorded
    if JQ:
        assert sorted_by_jq(described.out) == sorted_by_jq(json.dumps(recorded))
    assert [described.code, shown.code, stepped.code] == [0, 0, 0]
    assert ranked.code == (9 if recorded["Status"] == "FAILED" else 0)
    assert piped.out == described.out


@pytest.mark.skipif(not JQ, reason="needs jq")
def test_describe_json_means_the_same_to_jq_as_the_response(irctl: Irctl) -> None:
    text = json.dumps(RULED)

    described = irctl("describe", "-", "--json", stdin=text.encode())

    assert sorted_by_jq(described.out) == sorted_by_jq(text)
