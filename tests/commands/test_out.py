"""`--out FILE` of every command: the format by the name, and never half a file."""

import os
import stat
from pathlib import Path

import pytest

from irctl.output.formats import FORMATS
from tests.program import irctl

COMMANDS = {
    "list": ["list"],
    "describe": ["describe", "resnet50-default"],
    "steps": ["steps", "resnet50-default"],
    "rank": ["rank", "resnet50-default"],
    "compare": ["compare", "resnet50-default", "resnet50-default-v2"],
    "plan": ["plan", "resnet50-default", "--traffic", "1/s"],
    "check": ["check", "resnet50-default", "--max", "latency=100"],
    "wait": ["wait", "resnet50-default"],
    "scaling": ["scaling", "resnet50-default", "--max-rate", "200/s"],
    "export": ["export", "resnet50-default"],
}
RANK = (*COMMANDS["rank"], "--demo")


def only_file(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_writes_its_result_to_a_file(command: str, tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    written = irctl(*COMMANDS[command], "--demo", "--out", str(path))
    printed = irctl(*COMMANDS[command], "--demo", "--json")
    assert (written.code, written.out) == (0, "")
    assert only_file(tmp_path).read_text() == printed.out
    assert written.err == printed.err + f"irctl: wrote {path} ({size(path)})\n"


def size(path: Path) -> str:
    count = path.stat().st_size
    return f"{count} B" if count < 1000 else f"{count / 1000:.0f} kB"


SUFFIXES = {suffix: name for name, format in FORMATS.items() for suffix in format.suffixes}


@pytest.mark.parametrize("suffix", [*SUFFIXES, ".CSV"])
def test_the_end_of_the_name_says_the_format(suffix: str, tmp_path: Path) -> None:
    irctl(*RANK, "--out", str(tmp_path / f"result{suffix}"))
    printed = irctl(*RANK, "--output", SUFFIXES[suffix.lower()]).out
    written = only_file(tmp_path).read_text()
    assert written.replace("─", "-") == printed  # the test's own stream is not Unicode


def test_an_output_format_that_is_given_decides(tmp_path: Path) -> None:
    irctl(*RANK, "--out", str(tmp_path / "result.json"), "-o", "name")
    assert only_file(tmp_path).read_text() == irctl(*RANK, "-o", "name").out


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["export", "resnet50-default", "--as", "terraform"], "main.tf"),
        (["scaling", "resnet50-default", "--max-rate", "9/s", "--as", "aws-cli"], "scale.sh"),
        (["check", "--max", "latency=9", "--print-policy"], "policy.toml"),
    ],
)
def test_what_is_not_a_result_is_written_under_any_name(
    arguments: list[str], name: str, tmp_path: Path
) -> None:
    written = irctl(*arguments, "--demo", "--out", str(tmp_path / name))
    assert written.code == 0
    assert only_file(tmp_path).read_text() == irctl(*arguments, "--demo").out


def test_completion_writes_its_script(tmp_path: Path) -> None:
    assert irctl("completion", "bash", "--out", str(tmp_path / "irctl.bash")).code == 0
    assert only_file(tmp_path).read_text() == irctl("completion", "bash").out


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("result.foo", ".csv"),
        ("result", ".csv"),
        ("bill.html", ".csv"),
        ("", "directory"),
        ("no/such.csv", "no"),
    ],
)
def test_a_name_that_cannot_be_is_a_usage_error(name: str, said: str, tmp_path: Path) -> None:
    refused = irctl(*RANK, "--out", str(tmp_path / name))
    assert refused.code == 2
    assert said in refused.err
    assert list(tmp_path.iterdir()) == []


def test_a_file_name_as_a_format_hints_at_out() -> None:
    assert "--out bill.csv" in irctl(*RANK, "-o", "bill.csv").err


def test_an_existing_file_is_replaced_with_its_permissions_and_links(tmp_path: Path) -> None:
    path, link = tmp_path / "result.csv", tmp_path / "link.csv"
    path.write_text("before")
    path.chmod(0o640)
    link.symlink_to(path)
    assert irctl(*RANK, "--out", str(link), "--quiet") == (0, "", "")
    assert path.read_text() == irctl(*RANK, "-o", "csv").out
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert link.is_symlink()


@pytest.mark.parametrize(
    "arguments",
    [
        ["rank", "no-such-job", "--demo"],
        ["rank", "resnet50-default", "--demo", "--by", "no-such-metric"],
    ],
)
def test_after_an_error_the_file_is_as_it_was(arguments: list[str], tmp_path: Path) -> None:
    path = tmp_path / "result.csv"
    path.write_text("before")
    assert irctl(*arguments, "--out", str(path)).code in (2, 3)
    assert only_file(tmp_path).read_text() == "before"


def test_a_gate_that_is_not_met_is_written_too(tmp_path: Path) -> None:
    path = tmp_path / "check.xml"
    arguments = ["check", "resnet50-default", "--demo", "--max", "latency=1", "--out", str(path)]
    assert irctl(*arguments).code == 10
    assert path.read_text().startswith("<?xml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_device_is_written_as_it_is() -> None:
    assert irctl(*RANK, "--out", os.devnull, "-o", "csv").code == 0
    assert not stat.S_ISREG(os.stat(os.devnull).st_mode)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk here")
def test_a_full_disk_is_an_error() -> None:
    done = irctl(*RANK, "--out", "/dev/full", "-o", "csv")
    assert done.code == 1
    assert "/dev/full" in done.err
