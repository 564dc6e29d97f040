"""`irctl wait` on a pseudo-terminal; tests/e2e/test_streams.py sends it more signals."""

import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import Irctl, When
from tests.e2e.server import Server

from .pending import job, step

WAIT = ("wait", "a-job", "another", "--interval", "1s")


@pytest.fixture(name="sagemaker")
def _sagemaker() -> Iterator[Server]:
    server = Server([job("a-job"), job("another")])
    server.steps["a-job"] = [step("a-job", "COMPLETED"), step("a-job", "FAILED", "memory")]
    yield server
    server.stop()


@pytest.fixture(name="irctl")
def _irctl(sagemaker: Server, tmp_path: Path) -> Irctl:
    return Irctl.installed(tmp_path, tmp_path / "cache", sagemaker.url)


@pytest.mark.parametrize("width", [80, 200])
def test_a_board_shows_each_job_and_is_erased(irctl: Irctl, sagemaker: Server, width: int) -> None:
    def complete(_: Any) -> None:
        sagemaker.add(job("a-job", "COMPLETED"), job("another", "COMPLETED"))

    when = When("2 of 2 benchmarks done, 1 failed", complete)
    result = irctl.terminal(*WAIT, width=width, when=when)

    assert result.code == 0
    assert result.out.count("COMPLETED") == 2
    for shown in ("a-job", "another", "IN_PROGRESS"):
        assert shown in result.err
    # Only movements and erasures follow the last drawing, and the cursor is shown.
    end = result.err[result.err.rfind("\x1b[?25h") :]
    assert end.startswith("\x1b[?25h")
    assert not re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|[\r\n]", "", end)
    assert "\x1b[2K" in result.err


def test_ctrl_c_prints_how_to_continue(irctl: Irctl) -> None:
    process = irctl.start(*WAIT)
    assert process.stderr is not None
    process.stderr.readline()  # it waits
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)

    assert (process.returncode, out) == (130, b"")
    assert b"irctl wait a-job another" in err
