"""The cache saves time, and nothing else: whatever is wrong with it costs no more."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from irctl import cache


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "irctl"


def test_what_was_written_is_read(folder: Path) -> None:
    cache.write("name", b"content\nof two lines")
    assert cache.read("name") == b"content\nof two lines"


def test_what_was_never_written_is_not_there(folder: Path) -> None:
    assert cache.read("name") is None


@pytest.mark.parametrize("spoil", [b"", b"x", b"\xff\x00", b'{"JobName": 1}', b"0" * 64 + b"\n{}"])
def test_a_file_that_something_else_wrote_is_ignored(folder: Path, spoil: bytes) -> None:
    cache.write("name", b"content")
    (folder / "name").write_bytes(spoil)
    assert cache.read("name") is None


def test_a_file_that_was_cut_short_is_ignored(folder: Path) -> None:
    cache.write("name", b"content")
    whole = (folder / "name").read_bytes()
    for length in range(len(whole)):
        (folder / "name").write_bytes(whole[:length])
        assert cache.read("name") is None


def test_a_folder_that_cannot_be_made_costs_nothing_but_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    cache.write("name", b"content")
    assert cache.read("name") is None


def test_a_relative_folder_is_not_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache.directory() == os.path.join(tmp_path, ".cache", "irctl")


def test_only_the_user_can_look_into_it(folder: Path) -> None:
    cache.write("name", b"content")
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "name").stat().st_mode & 0o077 == 0


def test_a_reader_never_sees_half_of_what_several_write_at_once(
    folder: Path, tmp_path: Path
) -> None:
    write = (
        "import sys; from irctl import cache\n"
        "for _ in range(200): cache.write('name', sys.argv[1].encode() * 50_000)"
    )
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    writers = [
        subprocess.Popen([sys.executable, "-c", write, letter], env=environment) for letter in "abc"
    ]
    seen = set()
    while any(writer.poll() is None for writer in writers):
        content = cache.read("name")
        seen.add(content and content[:1] + content[-1:])
    assert seen <= {None, b"aa", b"bb", b"cc"}
    assert cache.read("name") is not None
    assert os.listdir(folder) == ["name"]


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_another_could_have_written_is_not_believed(folder: Path, mode: int) -> None:
    cache.write("name", b"content")
    (folder / "name").chmod(mode)
    assert cache.read("name") is None


def test_a_file_of_another_user_is_not_believed(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    cache.write("name", b"content")
    os.chown(folder / "name", 12345, -1)
    assert cache.read("name") is None


def test_a_pipe_under_a_name_is_not_waited_for(folder: Path) -> None:
    folder.mkdir()
    os.mkfifo(folder / "name")
    assert cache.read("name") is None
