"""Whatever irctl is started in: every command ends as documented, in one line if it fails.

IRCTL_FUZZ is how many interrupts and how many runs at once there are; 200 for a long run.
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
from irctl.context import World
from tests.e2e import samples
from tests.e2e.program import Irctl
from tests.e2e.server import Server, delayed
from tests.program import NOON, irctl

from . import rounds
from .hostile import SGR, on_a_terminal

COUNT = rounds(30)
AT_ONCE = 20

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
    err = io.StringIO()
    world = World(None, stdout, err, {}, lambda: NOON)
    return main([*command.split(), "--demo"], world), err.getvalue()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_standard_output_is_told(command: str) -> None:
    code, err = run(command, None)
    assert code == 1
    assert err.splitlines()[-1] == "irctl: error: standard output is closed"
    assert err.count("error") == 1


@pytest.mark.skipif(not FULL.exists(), reason="needs /dev/full")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_told(command: str) -> None:
    with FULL.open("w") as full:
        code, err = run(command, full)
    assert code == 1
    assert err.splitlines()[-1].endswith("cannot be written: No space left on device")
    assert err.count("error") == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_has_left_is_no_error(command: str) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    with open(theirs, "w") as pipe:
        code, err = run(command, pipe)
    assert code == 0
    assert "error" not in err


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp437"])
def test_any_console_can_show_the_output(command: str, encoding: str) -> None:
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
def test_every_width_shows_the_same_values(command: str) -> None:
    wide = SGR.sub("", on_a_terminal(*command.split(), "--demo", width=500).out)
    for width in (20, 21, 33, 50, 79, 80, 100, 132, 200, 300, 499):
        done = on_a_terminal(*command.split(), "--demo", width=width)
        assert done.code == 0
        first = wide.split()[0]
        assert first in done.out, "the first word stands at any width"
        assert "…" not in done.out


@pytest.mark.parametrize("columns", ["", "0", "-1", "wide", "1e3", "\u0663", "9" * 5000])
def test_nonsense_for_a_width_is_ignored_in_a_pipe(columns: str) -> None:
    for command in COMMANDS:
        usual = irctl(*command.split(), "--demo")
        told = irctl(*command.split(), "--demo", environ={"COLUMNS": columns})
        assert told == usual


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server(samples.job(name) for name in ("one", "two", "three"))
    yield running
    running.stop()


@pytest.fixture
def installed(tmp_path: Path, server: Server) -> Irctl:
    return Irctl.installed(tmp_path, tmp_path / "cache", server.url)


@pytest.mark.parametrize("home", [None, "", "/nonexistent", "/dev/null", "read-only"])
def test_no_home_is_needed(installed: Irctl, tmp_path: Path, home: str | None) -> None:
    if home == "read-only":
        (tmp_path / "home").mkdir(mode=0o500)
        home = str(tmp_path / "home")
    bare = installed.but(HOME=home, XDG_CACHE_HOME=None)
    for result in bare.each(("rank", "one"), ("list", "--demo")):
        assert (result.code, result.err) == (0, "")


# Python itself is up before the clock starts; from there on every moment is irctl's.
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


def ended(
    installed: Irctl, arguments: list[str], sign: signal.Signals, after: float
) -> tuple[int, str]:
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
    _, err = process.communicate(timeout=30)
    return process.returncode, err.decode()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_at_any_moment_ends_it_quietly(
    installed: Irctl, server: Server, sign: signal.Signals
) -> None:
    server.always(delayed(0.4))
    installed("list")  # so that the cache is there
    moments = random.Random("irctl")
    for number in range(max(8, COUNT // 4)):
        arguments = SLOW[number % len(SLOW)]
        after = moments.uniform(0, 0.6)

        code, err = ended(installed, arguments, sign, after)

        where = f"{arguments} after {after:.3f} s: {err}"
        assert code in (0, 130 if sign == signal.SIGINT else -15), where
        assert "Traceback" not in err, where
        assert "KeyboardInterrupt" not in err, where


def test_an_interrupt_that_python_would_forget_ends_it_too() -> None:
    """One that comes while an object goes away, as locks of imports do at the start."""
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


def test_many_at_once_all_answer_the_same(installed: Irctl, tmp_path: Path) -> None:
    """They start without a cache, so that many make it at the same moment."""
    saved = installed("describe", "resnet50-default", "--demo", "--json").out
    (tmp_path / "job.json").write_text(saved)
    commands = [("rank", "./job.json"), ("rank", "resnet50-default", "--demo")]
    fresh = installed.but(XDG_CACHE_HOME=str(tmp_path / "fresh"))

    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = list(pool.map(lambda n: fresh(*commands[n % 2]), range(COUNT)))

    assert {result.code for result in results} == {0}
    for which in range(2):
        assert len({(r.out, r.err) for r in results[which::2]}) == 1
