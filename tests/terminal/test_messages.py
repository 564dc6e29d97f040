"""Messages on standard error: what `-q` drops, and how a terminal shows an error."""

import io

import pytest

from irctl.errors import IrctlError
from irctl.terminal.messages import Messages
from irctl.terminal.streams import OutputStream
from tests.program import Run, irctl

JOB = ["resnet50-default", "--demo"]


@pytest.mark.parametrize("option", ["-q", "--quiet"])
def test_warnings_and_verdicts_are_dropped(option: str) -> None:
    for command in (
        ["rank", *JOB, "--by", "cpu"],
        ["plan", *JOB, "--traffic", "1/s"],
        ["check", *JOB, "--max", "latency=1"],
        ["export", *JOB],
        ["compare", *JOB],
    ):
        loud = irctl(*command)
        quiet = irctl(*command, option)
        assert (quiet.code, quiet.out, quiet.err) == (loud.code, loud.out, "")
        assert loud.err or command[0] in ("rank", "export")


def test_progress_of_wait_is_dropped() -> None:
    loud = Run()("wait", "gpt2-running", "--demo")
    quiet = Run()("wait", "gpt2-running", "--demo", "-q")
    assert loud.err
    assert (quiet.code, quiet.err) == (0, "")


def test_errors_and_their_hints_stay() -> None:
    done = irctl("describe", "no-such-job", "--demo", "-q")
    assert done.code == 3
    assert done.err == irctl("describe", "no-such-job", "--demo").err
    assert "hint: " in done.err


def test_a_log_of_requests_is_not_quiet() -> None:
    assert irctl("list", "--demo", "-q", "--debug").code == 2


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_an_error_is_broken_between_words_and_its_hint_is_whole() -> None:
    stream = Terminal()
    messages = Messages(OutputStream(stream, {"COLUMNS": "40"}))
    hint = "read its log: aws logs get-log-events --log-stream-name a-job/execution"
    messages.error(IrctlError("a job with a long explanation of why it failed", hint))
    *sentence, last = stream.getvalue().splitlines()
    assert sentence == ["irctl: error: a job with a long", "  explanation of why it failed"]
    assert last == f"hint: {hint}"
