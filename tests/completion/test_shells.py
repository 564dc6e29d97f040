"""The scripts in their real shells, on a terminal where the shell needs one."""

import fcntl
import os
import pty
import select
import shutil
import socket
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from irctl.completion.scripts import SCRIPTS

BIN = os.path.dirname(sys.executable)
_LONGEST_S = 20


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"{shell} is not installed")


@pytest.fixture(name="environ")
def _environ(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "saved jobs").mkdir()
    (tmp_path / "saved.json").write_text("{}")
    return {
        "PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "TERM": "dumb",
        "LANG": "C.UTF-8",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


class Terminal:
    """An interactive shell: what is typed, and what the line became."""

    def __init__(self, command: list[str], environ: dict[str, str], setup: str):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(environ["HOME"])
            os.execve(shutil.which(command[0]) or "", command, environ)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        self._send(f"{setup}\necho REA''DY\n")
        self._until("READY")

    def after_tab(self, typed: str) -> str:
        """The line after typing and a Tab."""
        self._send(f"{typed}\t")
        self._settled()
        # Home, an echo that opens a quote; End, and the quote's end.
        self._send('\x01echo "LI""NE<\x05>"\n')
        text = self._until(">\r\n")
        return text.rpartition("LINE<")[2].partition(">")[0]

    def close(self) -> None:
        os.close(self.fd)
        os.waitpid(self.pid, 0)

    def _send(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def _settled(self) -> None:
        """Until the shell has been quiet for a while after it said something."""
        deadline = time.monotonic() + _LONGEST_S
        quiet = 1.5
        while time.monotonic() < deadline and select.select([self.fd], [], [], quiet)[0]:
            os.read(self.fd, 65536)
            quiet = 0.4

    def _until(self, text: str) -> str:
        seen = ""
        deadline = time.monotonic() + _LONGEST_S
        while text not in seen:
            assert time.monotonic() < deadline, f"no {text!r} in {seen!r}"
            if select.select([self.fd], [], [], 0.2)[0]:
                seen += os.read(self.fd, 65536).decode(errors="replace")
        return seen


@pytest.fixture(name="bash")
def _bash(environ: dict[str, str], tmp_path: Path) -> Iterator[Terminal]:
    script = tmp_path / "script"
    script.write_text(SCRIPTS["bash"])
    shell = Terminal(["bash", "--norc", "-i"], environ, f"PS1=; source {script}")
    yield shell
    shell.close()


@pytest.fixture(name="zsh")
def _zsh(environ: dict[str, str], tmp_path: Path) -> Iterator[Terminal]:
    script = tmp_path / "script"
    script.write_text(SCRIPTS["zsh"])
    setup = f"PS1=; bindkey -e; autoload -U compinit; compinit -u -D; source {script}"
    shell = Terminal(["zsh", "-f", "-i"], environ, setup)
    yield shell
    shell.close()


LINES = [
    ("irctl ran", "irctl rank "),
    ("irctl rank --by thr", "irctl rank --by throughput "),
    ("irctl rank --by=thr", "irctl rank --by=throughput "),
    ("irctl rank --by latency,thr", "irctl rank --by latency,throughput "),
    ("irctl rank --max lat", "irctl rank --max latency="),
    ("irctl export --as terr", "irctl export --as terraform "),
    ("irctl describe --demo churn", "irctl describe --demo churn-stairs "),
    ("irctl describe ./saved.j", "irctl describe ./saved.json "),
    ("irctl describe --demo saved.", "irctl describe --demo saved.json "),
    (
        "irctl export resnet50-default --demo --recommendation resnet50-default/a1",
        "irctl export resnet50-default --demo --recommendation resnet50-default/a1b2c3d4 ",
    ),
]


@needs("bash")
@pytest.mark.parametrize(("typed", "line"), LINES)
def test_bash(bash: Terminal, typed: str, line: str) -> None:
    assert bash.after_tab(typed) == line


@needs("zsh")
@pytest.mark.parametrize(("typed", "line"), LINES)
def test_zsh(zsh: Terminal, typed: str, line: str) -> None:
    # zsh takes the space after a candidate back when the cursor leaves it.
    assert zsh.after_tab(typed).rstrip() == line.rstrip()


def fish(line: str, environ: dict[str, str], home: Path) -> list[str]:
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source script; complete -C '{line}'"],
        env=environ,
        cwd=home,
        capture_output=True,
        text=True,
        check=True,
        timeout=_LONGEST_S,
    )
    assert done.stderr == ""
    return [each.partition("\t")[0] for each in done.stdout.splitlines()]


@needs("fish")
@pytest.mark.parametrize(("typed", "line"), LINES)
def test_fish(environ: dict[str, str], tmp_path: Path, typed: str, line: str) -> None:
    (tmp_path / "script").write_text(SCRIPTS["fish"])
    # fish answers with whole words, or with what follows the = of an option.
    last = line.split()[-1]
    assert fish(typed, environ, tmp_path) in ([last], [last.rpartition("=")[2]])


def test_powershell_names_what_the_others_do() -> None:
    """Without PowerShell, only that its script speaks the same protocol, and is balanced."""
    script = SCRIPTS["powershell"]
    for word in ("_IRCTL_COMPLETE", "_IRCTL_LINE", "':files'", "':nospace'", "`t"):
        assert word in script
    for opening, closing in ("{}", "()", "[]"):
        assert script.count(opening) == script.count(closing)


@pytest.mark.skipif(shutil.which("pwsh") is None, reason="pwsh is not installed")
def test_powershell_can_read_its_script(tmp_path: Path) -> None:
    (tmp_path / "script.ps1").write_text(SCRIPTS["powershell"])
    read = "[System.Management.Automation.Language.Parser]::ParseFile"
    code = (
        f"$errors = $null; [void]{read}('{tmp_path / 'script.ps1'}', [ref]$null, [ref]$errors); "
        "exit $errors.Count"
    )
    subprocess.run(["pwsh", "-NoProfile", "-Command", code], check=True)


def test_aws_that_does_not_answer_takes_about_a_second_and_then_nothing(
    environ: dict[str, str], tmp_path: Path
) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        asked = {
            **environ,
            "XDG_CACHE_HOME": str(tmp_path / "cache"),
            "AWS_ACCESS_KEY_ID": "a",
            "AWS_SECRET_ACCESS_KEY": "b",
            "AWS_REGION": "us-east-2",
            "AWS_ENDPOINT_URL_SAGEMAKER": f"http://127.0.0.1:{silent.getsockname()[1]}",
            "_IRCTL_COMPLETE": "bash",
            "_IRCTL_LINE": "irctl describe ",
        }
        took = []
        for _ in range(2):
            start = time.monotonic()
            done = subprocess.run(["irctl"], env=asked, capture_output=True, check=True, text=True)
            took.append(time.monotonic() - start)
            assert (done.stdout, done.stderr) == (":files\n", "")
    assert took[0] < 2.5
    assert took[1] < 0.8


def test_without_credentials_there_is_silence(environ: dict[str, str]) -> None:
    asked = {**environ, "_IRCTL_COMPLETE": "zsh", "_IRCTL_LINE": "irctl describe "}
    done = subprocess.run(["irctl"], env=asked, capture_output=True, check=True, text=True)
    assert (done.stdout, done.stderr) == (":files\n", "")
