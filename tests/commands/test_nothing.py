"""A job that completed without recommendations is reported alike by every command."""

import json

import pytest

from tests.made import response
from tests.program import irctl

SAVED = json.dumps(response(name="empty")).encode()


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (["rank"], 0),
        (["compare"], 0),
        (["plan", "--traffic", "1/s"], 0),
        (["check", "--max", "latency=100"], 10),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else None,
)
def test_nothing_is_warned_about(command: list[str], code: int) -> None:
    name, *options = command
    done = irctl(name, "-", *options, "--json", stdin=SAVED)

    assert done.code == code
    (warning,) = json.loads(done.out)["Warnings"]
    assert warning.startswith("empty: no recommendations")


def test_nothing_is_no_deployment() -> None:
    done = irctl("export", "-", stdin=SAVED)

    assert done.code == 2
    assert "empty has no recommendations" in done.err
