"""What the demo account looks like, into a pipe and on a terminal of 80 columns.

`python -m tests.test_golden` writes what the program prints today; read the difference
before you commit it.
"""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.program import irctl

GOLDEN = Path(__file__).with_name("golden")
# gpt2-running is left out where the real clock would show.
CASES = {
    "list": ["list", "--status", "COMPLETED"],
    "describe-default": ["describe", "resnet50-default"],
    "describe-advanced": ["describe", "resnet50-advanced"],
    "describe-serverless": ["describe", "bert-serverless"],
    "describe-endpoint": ["describe", "fraud-xgboost"],
    "describe-failed": ["describe", "bert-failed"],
    "steps-failed": ["steps", "bert-failed"],
    "rank": ["rank", "resnet50-default"],
    "rank-weighted": ["rank", "resnet50-default", "--weight", "latency=2", "--weight", "cost=1"],
    "rank-several": ["rank", "resnet50-default", "resnet50-advanced", "--top", "4"],
    "rank-excluded": ["rank", "resnet50-default", "--max", "latency=50", "--min", "cpu=120"],
    "rank-nothing-left": ["rank", "resnet50-default", "--max", "latency=5"],
    "rank-failed": ["rank", "bert-failed"],
    "rank-running": ["rank", "gpt2-running"],
    "no-such-job": ["describe", "resnet50-defualt"],
}


def on_a_terminal(arguments: list[str]) -> str:
    """What a person sees in 80 columns, without colour."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = subprocess.Popen(
        [sys.executable, "-m", "irctl", *arguments, "--demo"],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={"TERM": "xterm-256color", "NO_COLOR": "1", "LANG": "C.UTF-8"},
    )
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux's way to say that the other end is closed
            break
        if not part:
            break
        seen += part
    os.close(ours)
    process.wait()
    return seen.decode().replace("\r\n", "\n")


def seen(case: str) -> dict[str, str]:
    """What each golden file of a case should hold."""
    piped = irctl(*CASES[case], "--demo")
    return {
        f"{case}.out": piped.out,
        f"{case}.err": piped.err,
        f"{case}.terminal": on_a_terminal(CASES[case]),
    }


@pytest.mark.parametrize("case", CASES)
def test_it_prints_what_it_printed(case: str) -> None:
    for name, text in seen(case).items():
        assert text == (GOLDEN / name).read_text(), name


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for each in CASES:
        for name, text in seen(each).items():
            (GOLDEN / name).write_text(text)
