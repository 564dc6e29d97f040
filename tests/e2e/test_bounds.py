"""What AWS sends is limited, and the limits of the machine are reported as such."""

import gzip
import json
import sys

import pytest

from . import samples
from .program import Irctl, Result
from .server import Server, delayed, endless, on_the_wire, raw

MEMORY_KB = 300_000
"""Five times what an ordinary run needs, and less than three responses of the largest size."""


@pytest.fixture(autouse=True)
def one_job(server: Server) -> None:
    server.add(samples.job())


def limited(irctl: Irctl, arguments: str, limit: str = f"-v {MEMORY_KB}") -> Result:
    return irctl.shell(f"ulimit {limit}; exec irctl {arguments}")


@pytest.mark.parametrize("framing", ["announced", "chunked", "until closed"])
def test_an_endless_body_is_cut_off(irctl: Irctl, server: Server, framing: str) -> None:
    server.always(endless(framing))

    result = limited(irctl, "describe resnet50")

    assert (result.code, result.out) == (1, "")
    assert "64 MiB" in result.error
    assert "--endpoint-url" in result.hint
    assert len(server.requests) == 1


def test_an_endless_size_of_a_chunk_is_a_broken_connection(irctl: Irctl, server: Server) -> None:
    server.always(endless("one chunk"))

    result = limited(irctl.but(AWS_MAX_ATTEMPTS="1"), "describe resnet50")

    assert (result.code, result.out) == (1, "")
    assert server.url in result.error


def test_a_compressed_body_is_not_expanded(irctl: Irctl, server: Server) -> None:
    bomb = gzip.compress(bytes(16 << 20)) * 64
    server.always(raw(bomb, headers={"Content-Encoding": "gzip"}))

    result = limited(irctl, "describe resnet50")

    assert (result.code, result.out) == (5, "")


def test_an_endless_body_of_the_service_that_issues_credentials_is_cut_off(
    irctl: Irctl, server: Server
) -> None:
    server.always(endless("until closed"))
    folder = irctl.home / ".aws"
    folder.mkdir()
    (folder / "config").write_text(
        "[profile role]\nrole_arn = arn:aws:iam::111122223333:role/r\n"
        "credential_source = Environment\n"
    )

    result = limited(irctl.but(AWS_ENDPOINT_URL_STS=server.url), "list --profile role")

    assert (result.code, result.out) == (1, "")
    assert "64 MiB" in result.error


def test_running_out_of_memory_is_reported_as_such(irctl: Irctl, server: Server) -> None:
    one = json.dumps(on_the_wire(samples.job(InferenceRecommendations=["MANY"])))
    many = ",".join([json.dumps(on_the_wire(samples.recommendation()))] * 60_000)
    server.always(raw(one.replace('"MANY"', many).encode()))

    result = limited(irctl, "describe resnet50")

    assert (result.code, result.out) == (1, "")
    assert "out of memory" in result.error
    assert "ulimit -v" in result.hint


def test_running_out_of_open_files_is_reported_as_such(irctl: Irctl, server: Server) -> None:
    """Each request of eight takes a connection, and the limit leaves room for one or two."""
    names = [f"job-{number}" for number in range(8)]
    server.add(*map(samples.job, names))
    server.always(delayed(1))

    result = limited(irctl.but(AWS_MAX_ATTEMPTS="1"), f"rank {' '.join(names)}", "-n 5")

    assert (result.code, "Traceback" in result.err) == (1, False)
    assert all(error.endswith("too many open files") for error in result.errors)
    assert "hint: raise the limit: ulimit -n" in result.err


INTERRUPTED = """
import signal, sys

left = int(sys.argv.pop(1))
load_started = lambda: signal.getsignal(signal.SIGINT) is not signal.default_int_handler

def interrupt(event, arguments):
    global left
    left -= load_started()
    if left == 0:
        left = -1
        signal.raise_signal(signal.SIGINT)

sys.addaudithook(interrupt)
from irctl.__main__ import run
run()
"""
"""Runs irctl, with Ctrl-C at one of the events that Python audits: imports, files, and so on."""


def test_an_interrupt_while_irctl_loads_prints_no_traceback(irctl: Irctl) -> None:
    """At moments from its first lines on; before them, Python prints what it likes."""
    script = irctl.home / "interrupted.py"
    script.write_text(INTERRUPTED)
    python = Irctl(sys.executable, irctl.home, irctl.environ)
    moments = [round(1.45**number) for number in range(20)]

    ends = python.each(
        *((script, str(moment), "rank", "resnet50-default", "--demo") for moment in moments)
    )

    assert {(end.code, end.err) for end in ends} == {(130, "")}
