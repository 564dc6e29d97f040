"""What AWS sends is limited, and the limits of the machine are reported as such."""

import gzip
import json
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

import irctl as irctl_package

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
    many = [samples.recommendation() for _ in range(60_000)]
    job = samples.job(InferenceRecommendations=many)
    server.always(raw(json.dumps(on_the_wire(job)).encode()))

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


def test_an_interrupt_while_irctl_loads_prints_no_traceback(irctl: Irctl) -> None:
    """At random moments; before irctl's own first line, Python prints what it likes."""
    moments = Random(11)

    def interrupted(seconds: float) -> tuple[int, str]:
        process = irctl.start("rank", "resnet50-default", "--demo")
        time.sleep(seconds)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)
        return process.returncode, err.decode()

    with ThreadPoolExecutor(4) as pool:
        ends = list(pool.map(interrupted, [moments.uniform(0, 0.2) for _ in range(100)]))

    package = Path(irctl_package.__file__).parent
    for code, err in ends:
        assert f'"{package}' not in err, err
        assert code in (0, 130, -signal.SIGINT) or "KeyboardInterrupt" in err, err
