"""No archive of results makes irctl write a file, read another one, or take memory without end."""

import gzip
import io
import json
import os
import resource
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.errors import ExitCode, IrctlError
from irctl.jobs.model import Job
from irctl.sources import files
from irctl.sources.reference import SavedFile
from tests import aiperf as made
from tests.aiperf import PROFILE
from tests.program import irctl

Member = tuple[tarfile.TarInfo, bytes]


def member(name: str, content: bytes = b"{}", **fields: object) -> Member:
    info = tarfile.TarInfo(name)
    info.size = len(content)
    for field, value in fields.items():
        setattr(info, field, value)
    return info, content


def tar(*members: Member, compress: Callable[[bytes], bytes] = gzip.compress) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for info, content in members:
            archive.addfile(info, io.BytesIO(content) if info.isreg() else None)
    return compress(stream.getvalue())


RUN = json.dumps(made.run(4)).encode()
GOOD = member(PROFILE, RUN)
WHOLE = tar(GOOD, member("inputs.json", os.urandom(5000)))
PLAIN = gzip.decompress(WHOLE)


def broken(position: int) -> bytes:
    """An archive with another byte at a position, whose checksum is right."""
    return gzip.compress(PLAIN[:position] + b"\xff" + PLAIN[position + 1 :])


CASES = {
    "symbolic link": (tar(member(PROFILE, type=tarfile.SYMTYPE, linkname="/etc/passwd")), "link"),
    "hard link": (tar(member(PROFILE, type=tarfile.LNKTYPE, linkname="x.json")), "link"),
    "pipe": (tar(member(PROFILE, type=tarfile.FIFOTYPE)), "link"),
    "parent folder": (tar(member(f"../{PROFILE}", RUN)), "outside"),
    "parent inside": (tar(member(f"a/../../{PROFILE}", RUN)), "outside"),
    "absolute path": (tar(member(f"/tmp/{PROFILE}", RUN)), "outside"),
    "twice": (tar(GOOD, GOOD), "twice"),
    "twice by another name": (tar(GOOD, member(f"./{PROFILE}", RUN)), "twice"),
    "several benchmarks": (
        tar(member(f"a/{PROFILE}", RUN), member(f"b/{PROFILE}", RUN)),
        "several",
    ),
    "large": (tar(member(PROFILE, bytes(17 << 20))), "larger than 16 MiB"),
    "cut off": (WHOLE[:-200], "cut off"),
    "cut off in gzip's end": (WHOLE[:-3], "cut off"),
    "cut off inside": (gzip.compress(PLAIN[: len(RUN) + 1000]), "cut off"),
    "no end": (gzip.compress(PLAIN[:512]), "cut off"),
    "empty": (gzip.compress(b""), "not an archive"),
    "no content": (b"\x1f\x8b", "cut off"),
    "wrong checksum": (WHOLE[:-8] + b"\0" * 8, "damaged"),
    "garbage": (b"\x1f\x8b\x08\x00" + b"\xff" * 500, "damaged"),
    "damaged size": (broken(124), "not an archive"),
    "damaged second header": (broken(PLAIN.index(b"inputs.json")), "damaged"),
    "not an archive": (gzip.compress(RUN), "not an archive"),
    "nothing known": (tar(member("inputs.json")), "no results of AIPerf"),
    "not JSON": (tar(member(PROFILE, b"<html>")), "HTML"),
    "cut short": (tar(member(PROFILE, RUN[:-1])), "cut short"),
    "not UTF-8": (tar(member(PROFILE, b"\xff")), "UTF-8"),
    "deep": (tar(member(PROFILE, b"[" * 100_000)), "nested"),
    "no metrics": (tar(member(PROFILE, b'{"aiperf_version": "0.13.0"}')), "no metrics"),
    "long name": (tar(member("x" * 100_000, b"")), "too long"),
}


@pytest.mark.parametrize("case", CASES)
def test_an_archive_that_cannot_be_trusted_is_refused(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content, words = CASES[case]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "output.tar.gz").write_bytes(content)
    done = irctl("describe", "./output.tar.gz")
    assert (done.code, done.out) == (ExitCode.UNREADABLE, "")
    assert words in done.err
    assert len(done.err) < 1000
    assert os.listdir(tmp_path) == ["output.tar.gz"]


def bomb() -> bytes:
    """An archive of 600 MB in 600 kB: the same compressed member, again and again."""
    return tar(member("inputs.json", bytes(100 << 20)), compress=gzip.compress) * 6


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (bomb, "more than 512 MiB"),
        (lambda: gzip.compress(member("x", size=1 << 40)[0].tobuf()), "more than 512 MiB"),
    ],
    ids=["many", "one"],
)
def test_an_archive_that_expands_without_end_takes_no_memory(
    content: Callable[[], bytes], words: str, tmp_path: Path
) -> None:
    (tmp_path / "output.tar.gz").write_bytes(content())
    done = subprocess.run(
        [sys.executable, "-m", "irctl", "describe", "./output.tar.gz"],
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (400 << 20, 400 << 20)),
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == ExitCode.UNREADABLE
    assert words in done.stderr


def figures(content: bytes) -> object:
    """The results in an archive; the exit code if it is refused."""
    try:
        (job,) = files.jobs(SavedFile("-"), lambda: io.BytesIO(content))
    except IrctlError as error:
        return error.code
    return job.document if isinstance(job, Job) else job.code


@given(st.data())
def test_an_archive_with_other_bytes_has_the_same_figures_or_is_refused(
    data: st.DataObject,
) -> None:
    content = bytearray(WHOLE)
    position = data.draw(st.integers(2, len(content) - 1))
    if data.draw(st.booleans()):
        content[position] = data.draw(st.integers(0, 255))
    else:
        del content[position:]
    assert figures(bytes(content)) in (figures(WHOLE), ExitCode.UNREADABLE)


@given(st.data())
def test_an_uncompressed_archive_with_other_bytes_never_fails_otherwise(
    data: st.DataObject,
) -> None:
    """Whoever makes an archive makes its checksum too."""
    content = bytearray(PLAIN)
    for position in data.draw(st.lists(st.integers(0, 2047), min_size=1, max_size=4)):
        content[position] = data.draw(st.integers(0, 255))
    header = content[:512]
    header[148:156] = b" " * 8
    content[148:156] = b"%06o\0 " % sum(header)
    outcome = figures(gzip.compress(bytes(content), 1))
    assert isinstance(outcome, dict) or outcome is ExitCode.UNREADABLE
