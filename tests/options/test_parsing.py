"""No option is dropped silently."""

import json
from typing import Any

import pytest

from irctl.cli import COMMANDS, command
from tests.program import irctl


def parameters() -> list[tuple[str, Any]]:
    return [(name, parameter) for name in COMMANDS for parameter in command(name).params]


ONE_VALUE = [
    (name, option)
    for name, parameter in parameters()
    if parameter.param_type_name == "option" and not parameter.is_flag and not parameter.multiple
    for option in parameter.opts[:1]
]
REPEATABLE = {
    "--by",
    "--max",
    "--max-regression",
    "--min",
    "--price",
    "--profile",
    "--region",
    "--status",
    "--tag",
    "--threshold",
    "--traffic",
    "--weight",
}


@pytest.mark.parametrize(("name", "option"), ONE_VALUE)
def test_an_option_with_one_value_is_refused_twice(name: str, option: str) -> None:
    done = irctl(name, "job.json", option, "1", f"{option}=2")
    assert (done.code, done.out) == (2, "")
    assert f"{option} is given more than once" in done.err


def test_the_options_that_add_up_are_the_documented_ones() -> None:
    assert {p.opts[0] for _, p in parameters() if p.multiple} == REPEATABLE


def test_both_names_of_an_option_count() -> None:
    done = irctl("list", "--demo", "-o", "csv", "--output", "csv")
    assert (done.code, done.out) == (2, "")


def test_a_flag_twice_is_harmless() -> None:
    done = irctl("list", "--demo", "--json", "--demo", "--json")
    assert done.code == 0


def test_a_flag_and_its_opposite_are_refused() -> None:
    done = irctl("check", "resnet50-default", "--demo", "--max", "cpu=1", "--all", "--any")
    assert done.code == 2
    assert "--any" in done.err


def test_metrics_to_rank_by_add_up() -> None:
    done = irctl(
        *["rank", "resnet50-default", "--demo", "--json"],
        *["--by", "cpu", "--by", "latency,cpu"],
    )
    assert json.loads(done.out)["By"] == ["CpuUtilization", "ModelLatency"]
