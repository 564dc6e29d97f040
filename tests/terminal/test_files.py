"""A file is whole or not there."""

import os
import sys
from pathlib import Path

import pytest

from irctl.errors import IrctlError
from irctl.terminal.files import OutputFile
from tests.program import irctl

PLAN = ["plan", "resnet50-default", "--demo", "--traffic", "100/s"]


def written(path: Path, *texts: str) -> OutputFile:
    file = OutputFile(str(path))
    for text in texts:
        file.write(text)
    return file


def test_a_file_is_in_its_place_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "result.txt"
    file = written(path, "a", "b")
    assert not path.exists()
    assert file.keep()
    assert path.read_text() == "ab"
    assert os.listdir(tmp_path) == ["result.txt"]


def test_what_is_not_kept_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "result.txt"
    path.write_text("old")
    written(path, "new").discard()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["result.txt"]


def test_nothing_is_written_where_there_is_no_result(tmp_path: Path) -> None:
    assert not written(tmp_path / "result.txt").keep()
    assert os.listdir(tmp_path) == []


def test_a_directory_is_never_replaced(tmp_path: Path) -> None:
    with pytest.raises(IrctlError, match="is a directory"):
        OutputFile(str(tmp_path))


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(IrctlError, match="No such file"):
        written(tmp_path / "missing" / "result.txt", "a")


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
def test_a_replaced_file_keeps_its_mode_and_the_links_to_it(tmp_path: Path) -> None:
    path, link = tmp_path / "result.txt", tmp_path / "link.txt"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    written(link, "new").keep()
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX")
def test_a_device_is_written_to_and_not_replaced() -> None:
    assert written(Path(os.devnull), "a").keep()
    assert not os.path.isfile(os.devnull)


@pytest.mark.parametrize(
    ("suffix", "start"),
    [("json", "{"), ("csv", "requests_per_minute,"), ("md", "# "), ("svg", "<svg "), ("SVG", "<s")],
)
def test_the_suffix_of_out_chooses_the_format(suffix: str, start: str, tmp_path: Path) -> None:
    path = tmp_path / f"result.{suffix}"
    done = irctl(*PLAN, "--out", str(path))
    assert (done.code, done.out) == (0, "")
    assert path.read_text().startswith(start)
    assert str(path) in done.err


def test_an_output_format_overrides_the_suffix(tmp_path: Path) -> None:
    path = tmp_path / "result.txt"
    irctl(*PLAN, "-o", "json", "--out", str(path))
    assert path.read_text().startswith("{")


def test_an_unknown_suffix_lists_the_known_ones(tmp_path: Path) -> None:
    done = irctl(*PLAN, "--out", str(tmp_path / "result.pdf"))
    assert done.code == 2
    assert ".json" in done.err
    assert ".html" not in done.err


def test_code_needs_no_known_suffix(tmp_path: Path) -> None:
    path = tmp_path / "main.tf"
    irctl("export", "resnet50-default", "--demo", "--as", "terraform", "--out", str(path))
    assert "resource" in path.read_text()


def test_a_command_that_fails_writes_no_file(tmp_path: Path) -> None:
    done = irctl("rank", "no-such-job", "--demo", "--out", str(tmp_path / "result.json"))
    assert done.code == 3
    assert os.listdir(tmp_path) == []
