"""The cache only saves time: no problem with it is an error."""

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


def test_content_is_read_as_it_was_written(folder: Path) -> None:
    cache.write("name", b"content\nof two lines")
    assert cache.read("name") == b"content\nof two lines"


def test_a_name_that_was_never_written_has_no_content(folder: Path) -> None:
    assert cache.read("name") is None


@pytest.mark.parametrize("spoil", [b"", b"x", b"\xff\x00", b'{"JobName": 1}', b"0" * 64 + b"\n{}"])
def test_a_file_of_another_program_is_ignored(folder: Path, spoil: bytes) -> None:
    cache.write("name", b"content")
    (folder / "name").write_bytes(spoil)
    assert cache.read("name") is None


def test_a_truncated_file_is_ignored(folder: Path) -> None:
    cache.write("name", b"content")
    complete = (folder / "name").read_bytes()
    for length in range(len(complete)):
        (folder / "name").write_bytes(complete[:length])
        assert cache.read("name") is None


def test_a_folder_that_cannot_be_created_is_not_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    cache.write("name", b"content")
    assert cache.read("name") is None


def test_a_relative_folder_is_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache.directory() == os.path.join(tmp_path, ".cache", "irctl")


def test_only_the_user_can_read_the_cache(folder: Path) -> None:
    cache.write("name", b"content")
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / "name").stat().st_mode & 0o077 == 0


def test_a_reader_sees_complete_content_while_several_processes_write(
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
    contents = set()
    while any(writer.poll() is None for writer in writers):
        content = cache.read("name")
        contents.add(content and content[:1] + content[-1:])
    assert contents <= {None, b"aa", b"bb", b"cc"}
    assert cache.read("name") is not None
    assert os.listdir(folder) == ["name"]


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_other_users_may_write_is_ignored(folder: Path, mode: int) -> None:
    cache.write("name", b"content")
    (folder / "name").chmod(mode)
    assert cache.read("name") is None


def test_a_file_of_another_user_is_ignored(folder: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    cache.write("name", b"content")
    os.chown(folder / "name", 12345, -1)
    assert cache.read("name") is None


def test_a_named_pipe_in_the_cache_is_ignored(folder: Path) -> None:
    folder.mkdir()
    os.mkfifo(folder / "name")
    assert cache.read("name") is None
