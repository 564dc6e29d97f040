"""Every command behaves as documented in any environment, and fails with one line.

IRCTL_FUZZ sets the number of interrupts and of simultaneous runs; 200 for a long run.
"""

import io
import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from irctl.cli import main
from irctl.invocation import World
from tests.e2e import samples
from tests.e2e.program import LONGEST_S, Irctl
from tests.e2e.server import Server, delayed
from tests.program import NOON, irctl

from . import rounds
from .hostile import SGR, on_a_terminal

COUNT = rounds(8)
AT_ONCE = 8
WIDTHS = (20, 33, 80, 132, 300) if COUNT < 100 else range(20, 300)

COMMANDS = (
    "list",
    "describe resnet50-default",
    "steps resnet50-advanced",
    "rank resnet50-default",
    "compare resnet50-default resnet50-default-v2",
    "plan resnet50-default --traffic 100/s",
    "check resnet50-default --max latency=100000",
    "wait resnet50-default",
    "scaling resnet50-default --max-rate 200/s",
    "scaling resnet50-default --max-rate 200/s --as terraform",
    "export resnet50-default",
    "export resnet50-default --json",
    "rank resnet50-default --json",
    "rank resnet50-default -o csv",
    "check resnet50-default --max latency=100000 -o junit",
)
FULL = Path("/dev/full")


def run(command: str, stdout: io.TextIOWrapper | None) -> tuple[int, str]:
    """Run a command line on the demo account; return its exit code and its messages."""
    err = io.StringIO()
    world = World(None, stdout, err, {}, lambda: NOON)
    return main([*command.split(), "--demo"], world), err.getvalue()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_standard_output_is_an_error(command: str) -> None:
    code, err = run(command, None)
    assert code == 1
    assert err.splitlines()[-1] == "irctl: error: standard output is closed"
    assert err.count("error") == 1


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_an_error(command: str) -> None:
    with FULL.open("w") as full:
        code, err = run(command, full)
    assert code == 1
    assert err.splitlines()[-1].endswith("cannot be written: No space left on device")
    assert err.count("error") == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_pipe_is_no_error(command: str) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with open(theirs, "w") as pipe:
        code, err = run(command, pipe)
    assert code == 0
    assert "error" not in err


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
def test_the_output_can_be_written_in_any_encoding(command: str, encoding: str) -> None:
    out = io.BytesIO()
    code, _ = run(command, io.TextIOWrapper(out, encoding=encoding))
    assert code == 0
    assert out.getvalue()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_dumb_terminal_gets_plain_text(command: str) -> None:
    done = on_a_terminal(*command.split(), "--demo", width=80, environ={"TERM": "dumb"})
    assert done.code == 0
    assert "\x1b" not in done.out + done.err


@pytest.mark.parametrize("command", COMMANDS)
def test_no_width_shortens_a_value(command: str) -> None:
    wide = SGR.sub("", on_a_terminal(*command.split(), "--demo", width=500).out)
    first = wide.split()[0]
    for width in WIDTHS:
        done = on_a_terminal(*command.split(), "--demo", width=width)
        assert done.code == 0
        assert first in done.out, "the first word is shown at any width"
        assert "…" not in done.out


@pytest.mark.parametrize("columns", ["", "0", "-1", "wide", "1e3", "\u0663", "9" * 5000])
def test_an_invalid_width_changes_nothing_in_a_pipe(columns: str) -> None:
    for command in COMMANDS[:3]:
        done = irctl(*command.split(), "--demo", environ={"COLUMNS": columns})
        assert done == irctl(*command.split(), "--demo")


@pytest.fixture
def server() -> Iterator[Server]:
    """An account with three jobs."""
    running = Server(samples.job(name) for name in ("one", "two", "three"))
    yield running
    running.stop()


@pytest.fixture
def installed(tmp_path: Path, cache: Path, server: Server) -> Irctl:
    """The installed command in an empty home directory."""
    return Irctl.installed(tmp_path, cache, server.url)


@pytest.mark.parametrize("home", [None, "", "/nonexistent", "/dev/null", "read-only"])
def test_no_home_is_needed(installed: Irctl, tmp_path: Path, home: str | None) -> None:
    if home == "read-only":
        (tmp_path / "home").mkdir(mode=0o500)
        home = str(tmp_path / "home")
    bare = installed.but(HOME=home, XDG_CACHE_HOME=None)
    for result in bare.each_inside((("rank", "one", "--quiet"), ("list", "--demo", "--quiet"))):
        assert (result.code, result.err) == (0, "")


# The process reports that Python has started, so that every moment after that is irctl's.
READY = """\
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from irctl.__main__ import run
sys.argv[0] = "irctl"
try:
    os.write(3, b"!")
    run()
except KeyboardInterrupt:  # before its first line
    os._exit(130)
"""
SLOW = (["describe", "one"], ["rank", "one", "two", "three"], ["list"], ["wait", "one"])


def interrupted(
    installed: Irctl, arguments: list[str], sign: signal.Signals, after: float
) -> tuple[int, str]:
    """Send a signal some seconds after the start; return the exit code and the messages."""
    ours, theirs = os.pipe()
    code = f"import os; os.dup2({theirs}, 3)\n{READY}" if theirs != 3 else READY
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env=installed.environ,
        cwd=installed.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        pass_fds=(theirs,),
    )
    os.close(theirs)
    os.read(ours, 1)
    os.close(ours)
    try:
        process.wait(after)
    except subprocess.TimeoutExpired:
        process.send_signal(sign)
    _, err = process.communicate(timeout=LONGEST_S)
    return process.returncode, err.decode()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_at_any_moment_exits_quietly(
    installed: Irctl, server: Server, sign: signal.Signals
) -> None:
    server.always(delayed(0.4))
    installed("list")  # fills the cache
    moments = random.Random("irctl")
    for number in range(max(4, COUNT // 2)):
        arguments = SLOW[number % len(SLOW)]
        after = moments.uniform(0, 0.6)

        code, err = interrupted(installed, arguments, sign, after)

        context = f"{arguments} after {after:.3f} s: {err}"
        assert code in (0, 130 if sign == signal.SIGINT else -15), context
        assert "Traceback" not in err, context
        assert "KeyboardInterrupt" not in err, context


def test_an_interrupt_that_python_would_ignore_exits_too() -> None:
    """Python ignores an exception in a destructor, as when an import releases its lock."""
    code = """
import irctl.cli
from irctl.__main__ import run
class Gone:
    def __del__(self):
        raise KeyboardInterrupt
def main():
    Gone()
    print("went on")
irctl.cli.main = main
run()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_simultaneous_runs_print_the_same(installed: Irctl, tmp_path: Path) -> None:
    """They start without a cache, so that several create it at the same moment."""
    saved = installed("describe", "resnet50-default", "--demo", "--json").out
    (tmp_path / "job.json").write_text(saved)
    commands = [("rank", "./job.json"), ("rank", "resnet50-default", "--demo")]
    fresh = installed.but(XDG_CACHE_HOME=str(tmp_path / "fresh"))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(lambda n: fresh(*commands[n % 2]), range(COUNT)))

    assert {result.code for result in results} == {0}
    for which in range(2):
        assert len({(r.out, r.err) for r in results[which::2]}) == 1
