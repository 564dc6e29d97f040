"""Several jobs at once: the good ones are shown, the bad ones are named."""

import json
import shutil
from pathlib import Path

import pytest

from . import samples
from .program import Irctl
from .server import Server, cut_short, failing, normal, on_the_wire

Document = dict[str, object]


def line(document: Document) -> str:
    return json.dumps(on_the_wire(document))


@pytest.fixture
def saved(irctl: Irctl) -> Path:
    path = irctl.home / "saved.json"
    path.write_text(line(samples.job("saved")))
    return path


def shown(out: str) -> set[str]:
    """The jobs that `rank -o jsonl` printed."""
    return {json.loads(each)["JobName"] for each in out.splitlines()}


def test_one_unknown_among_several_is_named_and_the_others_are_ranked(
    irctl: Irctl, server: Server
) -> None:
    server.add(samples.job("one"), samples.job("three"))

    result = irctl("rank", "one", "tow", "three", "-o", "jsonl")

    assert result.code == 3
    assert shown(result.out) == {"one", "three"}
    assert result.error == "no job named tow in us-east-2"
    assert "one" in result.hint or "irctl list" in result.hint


def test_a_ranking_that_lacks_a_job_says_so_in_its_json(irctl: Irctl, server: Server) -> None:
    server.add(samples.job("one"), samples.failed())

    result = irctl("rank", "one", "tow", "bert-failed", "--json")

    warnings = json.loads(result.out)["Warnings"]
    assert any("tow" in warning for warning in warnings)
    assert any("bert-failed" in warning for warning in warnings)


def test_one_that_aws_refuses_among_several_is_named(irctl: Irctl, server: Server) -> None:
    server.add(samples.job("one"), samples.job("two"))
    server.then(failing("AccessDeniedException", "No permission"), normal)

    result = irctl("rank", "one", "two", "-o", "jsonl")

    assert result.code == 4
    refused = server.requests[0].body["JobName"]
    assert shown(result.out) == {"one", "two"} - {refused}
    assert result.error.startswith(f"{refused}: not allowed")


def test_one_cut_short_among_several_is_named(irctl: Irctl, server: Server) -> None:
    server.add(samples.job("one"), samples.job("two"))
    server.then(normal, cut_short, cut_short, cut_short)

    result = irctl("rank", "one", "two", "-o", "jsonl")

    left = {"one", "two"} - shown(result.out)
    assert result.code == 1
    assert result.error.startswith(f"{left.pop()}: ")


def test_one_broken_file_among_several_is_named(irctl: Irctl, saved: Path) -> None:
    (irctl.home / "broken.json").write_text('{"JobName": 3}')

    result = irctl("rank", "saved.json", "./broken.json", "./gone.json", "-o", "jsonl")

    assert result.code == 5
    assert shown(result.out) == {"saved"}
    assert result.errors == [
        "./broken.json: JobName: expected text, got 3",
        "./gone.json: no such file",
    ]


def test_one_broken_job_in_a_file_is_named_by_its_place(irctl: Irctl) -> None:
    good, bad = line(samples.job("good")), '{"JobName":"bad","CreationTime":"soon"}'
    forms = {
        "lines.jsonl": (f"{good}\n{bad}\n{good}\n", "line 2"),
        "array.json": (f"[{good},{bad},{good}]", "[1]"),
        "documents.json": (f"{json.dumps(json.loads(good), indent=2)}\n{bad}", "document 2"),
    }
    for name, (text, place) in forms.items():
        (irctl.home / name).write_text(text)

        result = irctl("rank", f"./{name}", "-o", "jsonl")

        assert result.code == 5
        assert shown(result.out) == {"good"}
        assert result.error == f'./{name}: {place}: CreationTime: expected a time, got "soon"'


def test_the_exit_code_is_that_of_the_first_problem(irctl: Irctl, server: Server) -> None:
    server.add(samples.job("good"), samples.failed(), samples.in_progress())

    results = irctl.each(
        ("rank", "good", "bert-failed"),
        ("rank", "good", "llama-running"),
        ("rank", "llama-running", "good", "bert-failed"),
        ("rank", "unknown", "llama-running", "good"),
        ("rank", "./gone.json", "unknown", "good"),
    )

    assert [result.code for result in results] == [9, 8, 8, 3, 5]


def test_a_failed_job_tells_why_and_where_to_look(irctl: Irctl, server: Server) -> None:
    server.add(samples.job("good"), samples.failed())

    result = irctl("rank", "good", "bert-failed", "-o", "jsonl")

    assert result.code == 9
    assert shown(result.out) == {"good"}
    assert "bert-failed" in result.error
    assert "INVALID_INPUT: the container returned status 500" in result.error
    assert "irctl steps bert-failed" in result.hint


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("PENDING", 8),
        ("IN_PROGRESS", 8),
        ("FAILED", 9),
        ("STOPPING", 9),
        ("STOPPED", 9),
        ("DELETING", 9),
        ("DELETED", 9),
    ],
)
def test_a_job_without_usable_results_is_described_but_not_ranked(
    irctl: Irctl, status: str, code: int
) -> None:
    (irctl.home / "job.json").write_text(line(samples.job(Status=status)))

    described = irctl("describe", "job.json")
    ranked = irctl("rank", "job.json")

    assert described.code == 0
    assert status in described.out
    assert (ranked.code, ranked.out) == (code, "")
    assert status in ranked.error


def test_when_all_are_bad_nothing_is_printed(irctl: Irctl, server: Server) -> None:
    server.add(samples.failed())

    command = ("rank", "./gone.json", "unknown", "bert-failed", "-o")
    forms = ("table", "json", "csv", "markdown")
    for result in irctl.each(*((*command, form) for form in forms)):
        assert (result.code, result.out) == (5, "")
        assert len(result.errors) == 3


def test_one_problem_of_all_jobs_has_its_hint_once(irctl: Irctl, server: Server) -> None:
    server.always(failing("ExpiredTokenException", "The security token is expired"))

    result = irctl("rank", "one", "two", "three")

    assert (result.code, result.out) == (4, "")
    assert [error.split(":")[0] for error in result.errors] == ["one", "two", "three"]
    assert result.hint


def test_names_arns_files_and_standard_input_mix(irctl: Irctl, server: Server, saved: Path) -> None:
    server.add(samples.job("by-name"), samples.job("by-arn"))

    result = irctl(
        *("rank", "by-name", samples.arn("by-arn"), str(saved), "-", "-o", "jsonl"),
        stdin=line(samples.job("by-pipe")).encode(),
    )

    assert (result.code, result.err.count("error")) == (0, 0)
    assert shown(result.out) == {"by-name", "by-arn", "saved", "by-pipe"}


def test_standard_input_is_read_once(irctl: Irctl) -> None:
    for command in ("rank", "list"):
        once = irctl(command, "-", stdin=line(samples.job()).encode())
        twice = irctl(command, "-", "-", stdin=line(samples.job()).encode())

        assert (twice.code, twice.out) == (0, once.out)


def test_a_command_that_takes_one_job_refuses_a_file_of_several(irctl: Irctl) -> None:
    text = line(samples.job("one")) + "\n" + line(samples.job("two"))
    for command in ("describe", "steps"):
        result = irctl(command, "-", stdin=text.encode())

        assert (result.code, result.out) == (5, "")
        assert "several jobs" in result.error
        assert "jq" in result.hint


@pytest.mark.skipif(not shutil.which("jq"), reason="needs jq")
def test_the_hint_for_a_file_of_several_jobs_works_as_it_stands(irctl: Irctl) -> None:
    one, two = line(samples.job("one")), line(samples.job("two"))
    for text in (f"{one}\n{two}", f"[{one}, {two}]"):
        (irctl.home / "several jobs.json").write_text(text)
        hint = irctl("describe", "several jobs.json").hint

        result = irctl.shell(hint.removeprefix("pick one: "))

        assert result.code == 0, result.err
        assert "one" in result.out
