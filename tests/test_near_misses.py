"""A wrong name is answered with the valid one that it probably means."""

import pytest

from irctl.near_misses import closest, unknown
from tests.program import irctl

JOB = ["resnet50-default", "--demo"]


@pytest.mark.parametrize(
    ("name", "valid", "expected"),
    [
        ("latncy", ["cost", "latency"], "latency"),
        ("LATENCY ", ["cost", "latency"], "latency"),
        ("in-progres", ["PENDING", "IN_PROGRESS"], "IN_PROGRESS"),
        ("hour", ["cost_per_hour_usd", "status"], "cost_per_hour_usd"),
        ("speed", ["cost", "latency"], ""),
        ("", ["cost"], ""),
        ("x", ["xylophone"], ""),
    ],
)
def test_the_closest_name_is_by_letters_then_by_a_part(
    name: str, valid: list[str], expected: str
) -> None:
    assert closest(name, valid) == expected


def test_a_word_of_another_program_suggests_only_a_valid_name() -> None:
    assert closest("ls", ["list", "rank"], {"ls": "list"}) == "list"
    assert closest("show", ["list", "rank"], {"show": "describe"}) == ""


def test_the_message_names_the_closest_and_all_valid_names() -> None:
    assert unknown("status", "DON", ("DONE", "FAILED")) == (
        "unknown status 'DON'; did you mean DONE? The statuses are DONE, FAILED"
    )
    assert unknown("shell", "xyz", ("bash", "fish")) == (
        "unknown shell 'xyz'; the shells are bash, fish"
    )


@pytest.mark.parametrize(
    ("arguments", "suggestion"),
    [
        (["rank", *JOB, "--format", "json"], "--output"),
        (["rank", *JOB, "--filter", "x"], "--query"),
        (["list", "--filter", "x"], "--status"),
        (["rank", *JOB, "--sort", "latency"], "--by"),
        (["list", "--reverse"], "--order"),
        (["rank", *JOB, "--limit", "3"], "--top"),
        (["list", "--max-items", "3"], "--limit"),
        (["rank", *JOB, "--max-latency", "100"], "--max latency=VALUE"),
        (["rank", *JOB, "--max-latncy=100"], "--max latency=VALUE"),
        (["plan", *JOB, "--min-cost", "1"], "--min cost-per-inference=VALUE"),
        (["describe", "--job-name", "resnet50-default"], "JOB without an option before it"),
        (["describe", *JOB, "--csv"], "--output csv"),
        (["describe", *JOB, "--jso"], "--json"),
        (["describe", *JOB, "--hlep"], "--help"),
        (["lst"], "list"),
        (["show", *JOB], "describe"),
        (["rank", *JOB, "--by", "latncy"], "latency"),
        (["rank", *JOB, "--max", "throughtput=1"], "throughput"),
        (["rank", *JOB, "--weight", "MaxInvocatons=1"], "throughput"),
        (["rank", *JOB, "-o", "jsn"], "json"),
        (["list", "--status", "FAILD"], "FAILED"),
        (["steps", *JOB, "--status", "complete"], "COMPLETED"),
        (["list", "--sort", "creation"], "created"),
        (["list", "--order", "descend"], "desc"),
        (["completion", "bsh"], "bash"),
        (["export", *JOB, "--as", "terrafrm"], "terraform"),
        (["scaling", *JOB, "--as", "cloud-formation"], "cloudformation"),
    ],
)
def test_a_near_miss_on_the_command_line_suggests_what_was_meant(
    arguments: list[str], suggestion: str
) -> None:
    done = irctl(*arguments)
    assert (done.code, done.out) == (2, "")
    assert f"did you mean {suggestion}?" in done.err


@pytest.mark.parametrize("option", ["--frobnicate", "-x", "--max-speed"])
def test_an_option_that_nothing_resembles_gets_no_suggestion(option: str) -> None:
    done = irctl("rank", *JOB, option)
    assert done.code == 2
    assert option in done.err
    assert "did you mean" not in done.err


def test_an_option_before_the_command_is_sent_behind_it() -> None:
    done = irctl("--json", "list")
    assert done.code == 2
    assert "follow its name" in done.err
