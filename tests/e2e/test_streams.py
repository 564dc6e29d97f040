"""Pipes, files, terminals and interrupts: what goes where, and how it ends."""

import array
import fcntl
import json
import os
import pty
import re
import signal
import subprocess
import sys
import termios
import threading
import time
from pathlib import Path

import pytest

from . import samples
from .program import Irctl, When
from .server import Server, held, hung, normal, on_the_wire

JOB = json.dumps(on_the_wire(samples.job("saved")))
ESCAPE = re.compile(r"\x1b")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def jobs(irctl: Irctl, server: Server) -> None:
    (irctl.home / "job.json").write_text(JOB)
    server.add(samples.job("resnet50"))


def in_bash(irctl: Irctl, line: str) -> list[str]:
    """The exit codes of a pipeline's commands, after what the pipeline printed."""
    done = subprocess.run(
        ["bash", "-c", f'{line}; echo "${{PIPESTATUS[*]}}"'],
        env=irctl.environ,
        cwd=irctl.home,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.skipif(not Path("/bin/bash").exists(), reason="needs bash")
@pytest.mark.parametrize(
    "arguments",
    [
        "describe job.json",
        "describe job.json --json",
        "rank job.json -q -o csv",
        "--help",
        "rank -h",
    ],
)
def test_a_reader_that_leaves_early_ends_it_quietly(irctl: Irctl, arguments: str) -> None:
    assert in_bash(irctl, f"irctl {arguments} | head -1")[-1] == "0 0"
    assert in_bash(irctl, f"irctl {arguments} | true")[-1] == "0 0"


def test_no_more_pages_are_fetched_after_the_reader_has_left(irctl: Irctl, server: Server) -> None:
    server.page_size = 10
    server.add(*(samples.job(f"job-{number}") for number in range(1000)))

    process = irctl.start("list", "-o", "jsonl")
    assert process.stdout is not None
    process.stdout.readline()
    process.stdout.close()

    assert process.wait(30) == 0
    assert process.stderr is not None
    with process.stderr as stderr:
        assert stderr.read() == b""
    assert len(server.requests) < 50


@pytest.mark.parametrize(
    ("redirections", "code"),
    [
        (">&-", 1),
        ("2>&-", 0),
        (">&- 2>&-", 1),
        ("<&-", 0),
        ("<&- >/dev/null 2>&-", 0),
    ],
)
def test_only_a_closed_output_is_an_error(irctl: Irctl, redirections: str, code: int) -> None:
    result = irctl.shell(f"irctl describe job.json {redirections}")

    assert result.code == code
    if redirections == ">&-":
        assert result.error == "standard output is closed"
    else:
        assert result.err == ""


def test_a_closed_standard_input_is_an_error_where_it_is_read(irctl: Irctl) -> None:
    result = irctl.shell("irctl describe - <&-")

    assert (result.code, result.out) == (5, "")
    assert result.error == "standard input is closed"
    assert result.hint


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_an_error_in_one_line(irctl: Irctl) -> None:
    for arguments in ("describe job.json", "describe job.json --json", "list -o csv", "-h"):
        result = irctl.shell(f"irctl {arguments} >/dev/full")

        assert result.code == 1, arguments
        assert result.err == (
            "irctl: error: standard output cannot be written: No space left on device\n"
        )

    assert irctl.shell("irctl describe gone.json 2>/dev/full").code == 5


LESS_THAN_A_HANG_S = 20
"""The server holds a connection that hangs for longer."""

# A shell that runs tests in the background makes its children ignore interrupts.
HEEDING = """\
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""


def interrupted(irctl: Irctl, server: Server, *arguments: str) -> tuple[int, bytes, bytes]:
    """Interrupt it during its first request; return its exit code and what it printed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HEEDING, *irctl.command(arguments)],
        env=irctl.environ,
        cwd=irctl.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    server.wait_for_requests(1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=LESS_THAN_A_HANG_S)
    return process.returncode, out, err


JOBS = [f"job-{number}" for number in range(20)]


@pytest.mark.parametrize(
    "arguments",
    [["describe", "resnet50"], ["rank", *JOBS], ["list"], ["steps", "resnet50", "--json"]],
    ids=lambda arguments: arguments[0],
)
def test_an_interrupt_does_not_wait_for_requests(
    irctl: Irctl, server: Server, arguments: list[str]
) -> None:
    server.add(*map(samples.job, JOBS))
    server.always(hung)
    assert interrupted(irctl, server, *arguments) == (130, b"", b"")


def test_rows_are_printed_before_the_next_page_is_fetched(irctl: Irctl, server: Server) -> None:
    server.page_size = 1
    server.add(samples.job("second"))
    server.then(normal)
    server.always(hung)

    process = irctl.start("list", "-o", "jsonl", "--kind", "inference")
    assert process.stdout is not None
    first = process.stdout.readline()
    process.kill()
    rest, _ = process.communicate(timeout=30)

    assert json.loads(first)["JobName"] == "resnet50"
    assert rest == b""


ENCODINGS = (
    {"LANG": "C", "LC_ALL": "C"},
    {"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "LC_ALL": "C"},
    {"PYTHONIOENCODING": "ascii"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "cp1252"},
)


IN_ONE_PROCESS = """\
import sys
from irctl.cli import main
codes = [main(line.split()) for line in sys.argv[1:]]
print(*codes, file=sys.stderr)
"""


@pytest.mark.parametrize("variables", ENCODINGS, ids=str)
def test_output_fits_the_encoding_of_any_console(irctl: Irctl, variables: dict[str, str]) -> None:
    lines = ["describe job.json", "rank job.json", "rank -h", "-h", "describe gone-größe.json"]

    done = subprocess.run(
        [sys.executable, "-c", IN_ONE_PROCESS, *lines],
        env={**irctl.environ, **variables},
        cwd=irctl.home,
        capture_output=True,
        check=True,
    )

    assert b"no such file" in done.stderr
    assert done.stderr.splitlines()[-1] == b"0 0 0 0 5"


def test_ascii_output_is_ascii(irctl: Irctl) -> None:
    plain = irctl.but(PYTHONIOENCODING="ascii")

    shown = plain("describe", "job.json").out

    assert shown.isascii()
    assert "Gr\\xf6\\xdfer" in shown
    assert (
        plain("describe", "job.json", "--json").out == irctl("describe", "job.json", "--json").out
    )


COMMANDS = (
    ("describe", "job.json"),
    ("rank", "job.json"),
    ("steps", "job.json"),
    ("list",),
)


def test_a_pipe_gets_the_same_plain_text_at_any_width(irctl: Irctl) -> None:
    usual = irctl.each_inside(COMMANDS)
    for columns in ("20", "80", "500", "0", "wide"):
        results = irctl.but(COLUMNS=columns).each_inside(COMMANDS)
        assert [result.out for result in results] == [result.out for result in usual]
    for result in usual:
        assert not ESCAPE.search(result.out)
        assert all(line == line.rstrip() for line in result.out.splitlines())


def test_a_pipe_is_never_truncated_or_wrapped(irctl: Irctl) -> None:
    long = "s3://" + "long/" * 100
    document = json.loads(JOB)
    document["InferenceRecommendations"][0]["EndpointConfiguration"]["EndpointName"] = long
    document["InputConfig"]["ContainerConfig"]["PayloadConfig"]["SamplePayloadUrl"] = long
    (irctl.home / "long.json").write_text(json.dumps(document))

    shown = irctl.but(COLUMNS="80")("describe", "long.json").out

    assert shown.count(long) == 2
    assert "…" not in shown


def test_an_invalid_width_does_not_break_the_help(irctl: Irctl) -> None:
    usual = irctl.but(COLUMNS=None)("--help").out
    for columns in ("0", "1", "9" * 11, "²"):
        result = irctl.but(COLUMNS=columns)("--help")

        assert (result.code, result.out) == (0, usual), columns


def too_long(text: str, width: int) -> list[str]:
    """Return the lines wider than a terminal.

    A label with its only value and a sentence may be longer: a terminal may wrap them.
    """
    return [
        line
        for line in COLOUR.sub("", text).splitlines()
        if len(line) > width
        and not line.endswith(".")
        and not re.match(r" *\S+( \S+)*  +\S.{20}", line)
    ]


@pytest.mark.parametrize("width", [80, 120])
def test_tables_fit_the_terminal(irctl: Irctl, server: Server, width: int) -> None:
    server.steps["resnet50"] = [samples.step("resnet50", number) for number in range(1, 5)]
    for command in (*COMMANDS, ("steps", "resnet50"), ("describe", "resnet50")):
        result = irctl.inside_on_terminals(*command, width=width)

        assert result.code == 0
        assert too_long(result.out, width) == []
        rows = [line for line in COLOUR.sub("", result.out).splitlines() if "ml.c5" in line]
        assert rows or command == ("list",)


def table_of(text: str) -> list[str]:
    """Return the lines of the first table: from its heading to the first blank line."""
    lines = COLOUR.sub("", text).splitlines()
    rule = next(i for i, line in enumerate(lines) if set(line.strip()) in ({"─"}, {"-"}))
    end = next((i for i in range(rule, len(lines)) if not lines[i]), len(lines))
    return lines[rule - 1 : end]


def test_the_rows_of_a_ranking_fit_80_columns_and_every_column_is_named(irctl: Irctl) -> None:
    narrow = irctl.inside_on_terminals("rank", "job.json", width=80).out
    wide = irctl.inside_on_terminals("rank", "job.json", width=300).out

    assert max(map(len, table_of(narrow))) <= 80
    for word in table_of(wide)[0].split():
        assert word in narrow, "a column that has no room is at least named"


def test_a_terminal_as_narrow_as_20_columns_still_shows_every_value(irctl: Irctl) -> None:
    result = irctl.inside_on_terminals("describe", "job.json", width=20)

    assert result.code == 0
    for value in ("ml.g4dn.xlarge", "s3://samples/resnet50/payload.tar.gz", "OMP_NUM_THREADS=4"):
        assert value in result.out


def test_columns_overrides_the_width_of_the_terminal(irctl: Irctl) -> None:
    overridden = irctl.but(COLUMNS="300").inside_on_terminals("rank", "job.json", width=80).out
    assert overridden == irctl.inside_on_terminals("rank", "job.json", width=300).out

    nonsense = irctl.but(COLUMNS="9" * 30).terminal("rank", "job.json", width=80).out
    assert nonsense == irctl.inside_on_terminals("rank", "job.json", width=80).out


def test_colour_follows_the_stream_and_the_environment(irctl: Irctl) -> None:
    command = ("rank", "job.json")
    assert COLOUR.search(irctl.terminal(*command).out)
    assert not ESCAPE.search(irctl(*command).out)
    assert COLOUR.search(irctl.but(FORCE_COLOR="1").inside(*command).out)
    for variables in ({"NO_COLOR": "1"}, {"TERM": "dumb"}, {"FORCE_COLOR": "0"}):
        assert not ESCAPE.search(irctl.but(**variables).inside_on_terminals(*command).out), (
            variables
        )
    assert COLOUR.search(irctl.but(NO_COLOR="").inside_on_terminals(*command).out)


def test_colour_adds_nothing_but_colour(irctl: Irctl) -> None:
    for command in COMMANDS:
        coloured = irctl.but(FORCE_COLOR="1").inside(*command).out

        plain = "".join(line.rstrip() + "\n" for line in COLOUR.sub("", coloured).splitlines())
        assert plain == irctl.inside(*command).out


def test_machine_formats_are_never_coloured(irctl: Irctl) -> None:
    for form in ("json", "jsonl", "csv", "tsv", "markdown"):
        coloured = irctl.but(FORCE_COLOR="1").inside("rank", "job.json", "-o", form)
        assert not ESCAPE.search(coloured.out)


def test_errors_go_to_standard_error_and_are_plain(irctl: Irctl) -> None:
    result = irctl.inside_on_terminals("describe", "gone.json")

    assert result.out == ""
    assert result.err.startswith("irctl: error: gone.json: no such file\nhint: ")
    assert not ESCAPE.search(irctl("describe", "gone.json").err)


def test_slow_work_shows_progress_on_a_terminal_and_erases_it(irctl: Irctl, server: Server) -> None:
    is_shown = threading.Event()
    server.always(held(is_shown))

    title = "Fetching the job"
    result = irctl.terminal("describe", "resnet50", when=When(title, lambda _: is_shown.set()))

    erased = result.err.rpartition(title)[2]
    assert "\x1b[2K" in erased, "the line was not erased"
    assert "\x1b[?25h" in result.err, "the cursor was not shown again"
    assert title not in COLOUR.sub("", result.out)


@pytest.mark.parametrize(
    ("command", "sign"),
    [
        ("describe", signal.SIGINT),
        ("describe", signal.SIGTERM),
        ("describe", signal.SIGHUP),
        ("describe", signal.SIGQUIT),
        ("wait", signal.SIGINT),
        ("wait", signal.SIGTERM),
    ],
)
def test_a_signal_during_progress_restores_the_cursor(
    irctl: Irctl, server: Server, command: str, sign: signal.Signals
) -> None:
    server.always(hung)

    if command == "wait":
        server.add(samples.in_progress())
        server.then(normal, normal)
        command, job, shown_as = "wait", "llama-running", "IN_PROGRESS"
    else:
        job, shown_as = "resnet50", "Fetching"
    result = irctl.terminal(command, job, when=When(shown_as, lambda p: p.send_signal(sign)))

    assert result.code == (130 if sign == signal.SIGINT else -sign)
    assert result.out == ""
    shown = result.err.rindex("\x1b[?25h")
    assert "\x1b[?25l" in result.err[:shown], "the cursor was hidden"
    assert "\x1b[?25l" not in result.err[shown:], "and stays visible"


@pytest.mark.parametrize("seconds", [0, 0.002, 0.05])
def test_several_interrupts_count_as_one(irctl: Irctl, server: Server, seconds: float) -> None:
    """`timeout -s INT` sends one to the command and one to its group."""
    server.always(hung)
    process = irctl.start("rank", "one", "two")
    server.wait_for_requests(1)
    for _ in range(3):
        process.send_signal(signal.SIGINT)
        time.sleep(seconds)
    _, err = process.communicate(timeout=LESS_THAN_A_HANG_S)

    assert process.returncode == 130
    assert err == b""


def test_a_suspended_run_restores_the_cursor_and_continues(irctl: Irctl, server: Server) -> None:
    is_resumed = threading.Event()
    server.then(held(is_resumed))
    outside, inside = pty.openpty()
    process = subprocess.Popen(
        irctl.command(["describe", "resnet50"]),
        env=irctl.environ,
        stdout=subprocess.PIPE,
        stderr=inside,
        preexec_fn=os.setpgrp,  # a job of this shell: one that no shell watches is never stopped
    )
    os.close(inside)
    seen = b""
    while b"Fetching" not in seen:
        seen += os.read(outside, 65536)

    process.send_signal(signal.SIGTSTP)
    while b"\x1b[?25h" not in seen:
        seen += os.read(outside, 65536)
    _, status = os.waitpid(process.pid, os.WUNTRACED)
    assert os.WIFSTOPPED(status)

    process.send_signal(signal.SIGCONT)
    is_resumed.set()
    out, _ = process.communicate(timeout=20)
    os.close(outside)
    assert process.returncode == 0
    assert b"ml.g4dn.xlarge" in out


def unread(pipe: int) -> int:
    """Return how many bytes of a pipe have not been read."""
    count = array.array("i", [0])
    fcntl.ioctl(pipe, termios.FIONREAD, count)
    return count[0]


def test_a_pipe_that_is_still_empty_is_waited_for(irctl: Irctl) -> None:
    """Even if another process made it non-blocking: what comes late is part of the input."""
    good = json.dumps(on_the_wire(samples.job("good"))).encode() + b"\n"
    bad = good.replace(b"good", b"late").replace(b'"ModelLatency": ', b'"ModelLatency": 99')
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    process = irctl.start("check", "-", "--all", "--max", "latency=5000", stdin=reading)
    for part in (good[:100], good[100:], bad[:100], bad[100:]):
        os.write(writing, part)
        while unread(reading) and process.poll() is None:
            time.sleep(0.01)
    os.close(writing)
    os.close(reading)
    _, err = process.communicate(timeout=20)

    assert process.returncode == 10, err
    assert b"late" in err


def test_it_runs_where_nothing_can_be_written(irctl: Irctl) -> None:
    """In a deleted directory, with a home directory that does not exist."""
    folder = irctl.home / "gone"
    folder.mkdir()
    result = irctl.but(HOME="/nonexistent").shell(
        f"cd gone && rmdir ../gone && irctl describe {irctl.home}/job.json"
    )

    assert (result.code, result.err) == (0, "")
    assert not os.path.exists("/nonexistent")


def test_on_a_terminal_with_colour_the_names_of_jobs_are_hyperlinks(
    irctl: Irctl, server: Server
) -> None:
    """They take no columns, and lead to the console of the job's region."""
    server.add(samples.job("linked"), samples.job("other"))
    linked = (
        irctl.but(TERM="xterm-256color", NO_COLOR=None).inside_on_terminals("list", width=200).out
    )
    plain = (
        irctl.but(TERM="xterm-256color", NO_COLOR="1").inside_on_terminals("list", width=200).out
    )

    links = re.findall(r"\x1b]8;;(https://[!-~]+)\x1b\\([^\x1b]+)\x1b]8;;\x1b\\", linked)
    assert [name for _, name in links] == list(server.jobs)
    assert all("console.aws.amazon.com/sagemaker/home?region=" in page for page, _ in links)
    visible = re.sub(r"\x1b]8;;[!-~]*\x1b\\|\x1b\[[0-9;]*m", "", linked)
    assert visible == plain
