"""Each command prints its golden for the demo account, in a pipe and on an 80-column terminal.

`python -m tests.test_golden` updates the goldens; read the difference before you commit it.
"""

import fcntl
import io
import pty
import struct
import termios
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from irctl.cli import main
from irctl.invocation import World
from tests.program import NOON, irctl

GOLDEN = Path(__file__).with_name("golden")
# Without gpt2-running where the output contains the real time.
CASES = {
    "list": ["list", "--status", "COMPLETED"],
    "list-failed": ["list", "--status", "FAILED"],
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
    "rank-pareto": ["rank", "resnet50-default", "resnet50-default-v2", "--pareto"],
    "rank-nothing-left": ["rank", "resnet50-default", "--max", "latency=5"],
    "rank-versions": ["rank", "--model-package", "sentiment"],
    "rank-failed": ["rank", "bert-failed"],
    "rank-running": ["rank", "gpt2-running"],
    "compare": ["compare", "resnet50-default", "resnet50-default-v2"],
    "compare-within": ["compare", "resnet50-default", "--baseline", "ml.c5.xlarge"],
    "compare-endpoint": ["compare", "fraud-xgboost", "--baseline", "endpoint"],
    "compare-loosely": [
        *["compare", "resnet50-advanced", "resnet50-default"],
        *["--match", "instance-type"],
    ],
    "plan": ["plan", "resnet50-default", "--traffic", "200/s"],
    "plan-rates": ["plan", "bert-serverless", "--traffic", "10/min,100/s,1000/s"],
    "plan-average": [
        *["plan", "bert-serverless", "resnet50-advanced"],
        *["--average", "30/min", "--peak", "5k/min", "--max", "latency=600"],
    ],
    "plan-nothing-feasible": [
        *["plan", "resnet50-default", "--traffic", "1/s"],
        *["--max", "latency=5"],
    ],
    "plan-plot": [
        *["plan", "bert-serverless", "--traffic", "10/min,100/s"],
        *["--max", "latency=600", "-o", "plot"],
    ],
    "rank-plot": ["rank", "resnet50-default", "--max", "latency=100", "-o", "plot"],
    "compare-plot": ["compare", "resnet50-default", "resnet50-default-v2", "-o", "plot"],
    "steps-plot": ["steps", "bert-failed", "-o", "plot"],
    "check": ["check", "resnet50-default", "--max", "latency=100", "--min", "throughput=600"],
    "check-failed": ["check", "resnet50-default", "--max", "latency=20", "--max", "cpu=90"],
    "check-regression": [
        *["check", "resnet50-default-v2", "--baseline", "resnet50-default"],
        *["--max-regression", "latency=10%,cost=5%", "--all"],
    ],
    "check-nothing-to-judge": ["check", "gpt2-running", "--max", "latency=100"],
    "describe-ai": ["describe", "mistral-lora-cost"],
    "describe-ai-failed": ["describe", "mistral-sharegpt"],
    "rank-ai": ["rank", "mistral-throughput", "--price", "ml.g6e.2xlarge=2.24208"],
    "rank-ai-sweep": ["rank", "mistral-prod-sweep", "--max", "ttft:p90=400ms"],
    "compare-ai": ["compare", "mistral-prod-sweep", "mistral-throughput"],
    "check-ai": [
        *["check", "mistral-throughput", "--max", "ttft:p90=300ms"],
        *["--min", "token-throughput=1000"],
    ],
    "steps-ai": ["steps", "mistral-throughput"],
    "no-such-job": ["describe", "resnet50-defualt"],
}


def on_a_terminal(arguments: list[str]) -> str:
    """Return what a command prints in 80 columns without colour: the result, then the messages.

    The messages go through a pipe, where slow work shows no progress.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    messages = io.StringIO()
    environ = {"TERM": "xterm-256color", "NO_COLOR": "1"}
    with ThreadPoolExecutor(1) as pool, open(ours, "rb", buffering=0) as screen:
        shown = pool.submit(_until_closed, screen)
        with open(theirs, "w", encoding="utf-8") as terminal:
            main([*arguments, "--demo"], World(None, terminal, messages, environ, lambda: NOON))
        return shown.result().decode().replace("\r\n", "\n") + messages.getvalue()


def _until_closed(screen: io.FileIO) -> bytes:
    seen = b""
    with suppress(OSError):  # Linux reports a closed terminal as an error
        while part := screen.read(65536):
            seen += part
    return seen


def seen(case: str) -> dict[str, str]:
    """Return the content of each golden file of a case."""
    piped = irctl(*CASES[case], "--demo")
    return {
        f"{case}.out": piped.out,
        f"{case}.err": piped.err,
        f"{case}.terminal": on_a_terminal(CASES[case]),
    }


@pytest.mark.parametrize("case", CASES)
def test_a_command_prints_its_golden(case: str) -> None:
    for name, text in seen(case).items():
        assert text == (GOLDEN / name).read_text(), name


if __name__ == "__main__":
    GOLDEN.mkdir(exist_ok=True)
    for case in CASES:
        for name, text in seen(case).items():
            (GOLDEN / name).write_text(text)
