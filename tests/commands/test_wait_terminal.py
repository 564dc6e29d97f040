"""`irctl wait` on a pseudo-terminal, in a pipe, and interrupted."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.server import Server

from .pending import job, step

IRCTL = os.path.join(os.path.dirname(sys.executable), "irctl")


@pytest.fixture
def sagemaker() -> Iterator[Server]:
    server = Server([job("a-job"), job("another")])
    server.steps["a-job"] = [step("a-job", "COMPLETED"), step("a-job", "FAILED", "memory")]
    yield server
    server.stop()


def start(
    sagemaker: Server, home: Path, stdout: int, stderr: int, *arguments: str
) -> "subprocess.Popen[bytes]":
    environ = {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-2",
        "AWS_ENDPOINT_URL_SAGEMAKER": sagemaker.url,
    }
    command = [IRCTL, "wait", "a-job", "another", "--interval", "1s", *arguments]
    return subprocess.Popen(command, env=environ, stdout=stdout, stderr=stderr)


def until(fd: int, *texts: str) -> str:
    """Read until every text has appeared; return what was read."""
    seen = ""
    while not all(text in seen for text in texts):
        part = os.read(fd, 65536).decode()
        assert part, f"not all of {texts} in {seen!r}"
        seen += part
    return seen


@pytest.mark.parametrize("width", [80, 200])
def test_progress_is_shown_and_leaves_nothing_behind(
    sagemaker: Server, tmp_path: Path, width: int
) -> None:
    outside, inside = pty.openpty()
    fcntl.ioctl(inside, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    process = start(sagemaker, tmp_path, subprocess.PIPE, inside)
    os.close(inside)
    seen = until(outside, "2 of 2 benchmarks done, 1 failed")
    assert "a-job" in seen
    assert "another" in seen
    assert "IN_PROGRESS" in seen
    sagemaker.add(job("a-job", "COMPLETED"), job("another", "COMPLETED"))
    out, _ = process.communicate()
    rest = ""
    while True:
        try:
            rest += os.read(outside, 65536).decode()
        except OSError:
            break
    os.close(outside)
    assert process.returncode == 0
    assert out.decode().count("COMPLETED") == 2
    # After the last picture come only movements and erasures, with a visible cursor.
    last = rest[rest.rfind("\x1b[?25h") :]
    assert last.startswith("\x1b[?25h")
    assert not re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]|[\r\n]", "", last)
    assert "\x1b[2K" in rest


def test_a_pipe_receives_a_line_for_each_change(sagemaker: Server, tmp_path: Path) -> None:
    process = start(sagemaker, tmp_path, subprocess.PIPE, subprocess.PIPE)
    assert process.stderr is not None
    seen = until(process.stderr.fileno(), "a-job is IN_PROGRESS", "another is IN_PROGRESS")
    requests = len(sagemaker.requests)
    sagemaker.wait_for_requests(requests + 4)  # at least one more poll, without a change
    sagemaker.add(job("a-job", "COMPLETED"), job("another", "COMPLETED"))
    _, err = process.communicate()
    assert sorted((seen + err.decode()).splitlines()) == [
        "irctl: a-job is COMPLETED",
        "irctl: a-job is IN_PROGRESS, 2 of 2 benchmarks done, 1 failed",
        "irctl: another is COMPLETED",
        "irctl: another is IN_PROGRESS",
    ]


def test_an_interrupt_stops_the_wait_and_not_the_job(sagemaker: Server, tmp_path: Path) -> None:
    process = start(sagemaker, tmp_path, subprocess.PIPE, subprocess.PIPE)
    assert process.stderr is not None
    process.stderr.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate()
    assert process.returncode == 130
    assert out == b""
    assert b"irctl wait a-job another" in err


def test_sigterm_restores_the_cursor(sagemaker: Server, tmp_path: Path) -> None:
    outside, inside = pty.openpty()
    process = start(sagemaker, tmp_path, subprocess.DEVNULL, inside)
    os.close(inside)
    seen = until(outside, "\x1b[?25l")
    process.send_signal(signal.SIGTERM)
    seen += until(outside, "\x1b[?25h")
    os.close(outside)
    assert process.wait() == -signal.SIGTERM
    assert "Traceback" not in seen
