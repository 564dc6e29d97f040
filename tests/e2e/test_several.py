"""Several jobs at once: the good ones are shown, errors name the bad ones."""

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


def ranked_jobs(out: str) -> set[str]:
    """The jobs that `rank -o jsonl` printed."""
    return {json.loads(line)["JobName"] for line in out.splitlines()}


def test_an_unknown_job_is_named_and_the_others_are_ranked(irctl: Irctl, server: Server) -> None:
    server.add(samples.job("one"), samples.job("three"))

    result = irctl.inside("rank", "one", "tow", "three", "-o", "jsonl")

    assert result.code == 3
    assert ranked_jobs(result.out) == {"one", "three"}
    assert "tow" in result.error
    assert "one" in result.hint or "irctl list" in result.hint


def test_the_json_of_a_ranking_names_the_jobs_it_lacks(irctl: Irctl, server: Server) -> None:
    server.add(samples.job("one"), samples.failed())

    result = irctl.inside("rank", "one", "tow", "bert-failed", "--json")

    warnings = json.loads(result.out)["Warnings"]
    assert any("tow" in warning for warning in warnings)
    assert any("bert-failed" in warning for warning in warnings)


def test_a_job_that_aws_denies_is_named(irctl: Irctl, server: Server) -> None:
    server.add(samples.job("one"), samples.job("two"))
    server.then(failing("AccessDeniedException", "No permission"), normal)

    result = irctl.inside("rank", "one", "two", "-o", "jsonl")

    assert result.code == 4
    denied = server.requests[0].body["JobName"]
    assert ranked_jobs(result.out) == {"one", "two"} - {denied}
    assert result.error.startswith(f"{denied}: ")


def test_a_job_whose_response_is_cut_short_is_named(irctl: Irctl, server: Server) -> None:
    server.add(samples.job("one"), samples.job("two"))
    server.then(normal, cut_short, cut_short, cut_short)

    result = irctl.inside("rank", "one", "two", "-o", "jsonl")

    missing = {"one", "two"} - ranked_jobs(result.out)
    assert result.code == 1
    assert result.error.startswith(f"{missing.pop()}: ")


def test_broken_and_missing_files_are_named(irctl: Irctl, saved: Path) -> None:
    (irctl.home / "broken.json").write_text('{"JobName": 3}')

    result = irctl.inside("rank", "saved.json", "./broken.json", "./gone.json", "-o", "jsonl")

    assert result.code == 5
    assert ranked_jobs(result.out) == {"saved"}
    assert [error.split(": ")[0] for error in result.errors] == ["./broken.json", "./gone.json"]


def test_a_broken_job_in_a_file_is_named_by_its_place(irctl: Irctl) -> None:
    good, bad = line(samples.job("good")), '{"JobName":"bad","CreationTime":"soon"}'
    forms = {
        "lines.jsonl": (f"{good}\n{bad}\n{good}\n", "line 2"),
        "array.json": (f"[{good},{bad},{good}]", "[1]"),
        "documents.json": (f"{json.dumps(json.loads(good), indent=2)}\n{bad}", "document 2"),
    }
    for name, (text, place) in forms.items():
        (irctl.home / name).write_text(text)

        result = irctl.inside("rank", f"./{name}", "-o", "jsonl")

        assert result.code == 5
        assert all(name.startswith("good") for name in ranked_jobs(result.out))
        assert result.error.startswith(f"./{name}: {place}: CreationTime: ")


def test_the_exit_code_is_that_of_the_first_problem(irctl: Irctl, server: Server) -> None:
    server.add(samples.job("good"), samples.failed(), samples.in_progress())

    results = irctl.each_inside(
        (
            ("rank", "good", "bert-failed"),
            ("rank", "good", "llama-running"),
            ("rank", "llama-running", "good", "bert-failed"),
            ("rank", "unknown", "llama-running", "good"),
            ("rank", "./gone.json", "unknown", "good"),
        )
    )

    assert [result.code for result in results] == [9, 8, 8, 3, 5]


def test_a_failed_job_is_reported_with_its_reason_and_a_hint(irctl: Irctl, server: Server) -> None:
    server.add(samples.job("good"), samples.failed())

    result = irctl.inside("rank", "good", "bert-failed", "-o", "jsonl")

    assert result.code == 9
    assert ranked_jobs(result.out) == {"good"}
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

    described = irctl.inside("describe", "job.json")
    ranked = irctl.inside("rank", "job.json")

    assert described.code == 0
    assert status in described.out
    assert (ranked.code, ranked.out) == (code, "")
    assert status in ranked.error


def test_without_any_usable_job_nothing_is_printed(irctl: Irctl, server: Server) -> None:
    server.add(samples.failed())

    command = ("rank", "./gone.json", "unknown", "bert-failed", "-o")
    forms = ("table", "json", "csv", "markdown")
    for result in irctl.each_inside((*command, form) for form in forms):
        assert (result.code, result.out) == (5, "")
        assert len(result.errors) == 3


def test_a_hint_is_printed_once_for_all_jobs(irctl: Irctl, server: Server) -> None:
    server.always(failing("ExpiredTokenException", "The security token is expired"))

    result = irctl.inside("rank", "one", "two", "three")

    assert (result.code, result.out) == (4, "")
    assert [error.split(":")[0] for error in result.errors] == ["one", "two", "three"]
    assert result.hint


def test_names_arns_files_and_standard_input_mix(irctl: Irctl, server: Server, saved: Path) -> None:
    server.add(samples.job("by-name"), samples.job("by-arn"))

    result = irctl.inside(
        *("rank", "by-name", samples.arn("by-arn"), str(saved), "-", "-o", "jsonl"),
        stdin=line(samples.job("by-pipe")).encode(),
    )

    assert (result.code, result.err.count("error")) == (0, 0)
    assert ranked_jobs(result.out) == {"by-name", "by-arn", "saved", "by-pipe"}


def test_standard_input_is_read_once(irctl: Irctl) -> None:
    for command in ("rank", "list"):
        once = irctl.inside(command, "-", stdin=line(samples.job()).encode())
        twice = irctl.inside(command, "-", "-", stdin=line(samples.job()).encode())

        assert (twice.code, twice.out) == (0, once.out)


def test_a_command_for_one_job_rejects_a_file_of_several(irctl: Irctl) -> None:
    text = line(samples.job("one")) + "\n" + line(samples.job("two"))
    for command in ("describe", "steps"):
        result = irctl.inside(command, "-", stdin=text.encode())

        assert (result.code, result.out) == (5, "")
        assert "several jobs" in result.error
        assert "jq" in result.hint


@pytest.mark.skipif(not shutil.which("jq"), reason="needs jq")
def test_the_command_in_the_hint_for_several_jobs_works(irctl: Irctl) -> None:
    one, two = line(samples.job("one")), line(samples.job("two"))
    for text in (f"{one}\n{two}", f"[{one}, {two}]"):
        (irctl.home / "several jobs.json").write_text(text)
        hint = irctl.inside("describe", "several jobs.json").hint

        result = irctl.shell(hint.removeprefix("pick one: "))

        assert result.code == 0, result.err
        assert "one" in result.out
