"""The completion scripts in real shells, on a terminal where the shell needs one."""

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
_LONGEST_S = 60


def needs(shell: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"{shell} is not installed")


@pytest.fixture(name="home", scope="module")
def _home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("home")
    (home / "saved jobs").mkdir()
    (home / "saved.json").write_text("{}")
    for shell, script in SCRIPTS.items():
        (home / f"{shell}-script").write_text(script)
    return home


@pytest.fixture(name="environ", scope="module")
def _environ(home: Path) -> dict[str, str]:
    return {
        "PATH": f"{BIN}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(home),
        "TERM": "dumb",
        "LANG": "C.UTF-8",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


class Terminal:
    """An interactive shell on a pseudo-terminal."""

    def __init__(self, command: list[str], environ: dict[str, str], setup: str):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.chdir(environ["HOME"])
            os.execve(shutil.which(command[0]) or "", command, environ)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        self._send(f"{setup}\necho REA''DY\n")
        self._until("READY")

    def after_tab(self, typed: str) -> str:
        """Return the line after typing and pressing Tab.

        The shell reads what is typed after Tab once it has completed the word.
        """
        # Home, an echo that opens a quote; End, and the end of the quote.
        self._send(f'{typed}\t\x01echo "LI""NE<\x05>"\n')
        return self._until(">\r\n").rpartition("LINE<")[2].partition(">")[0]

    def close(self) -> None:
        os.close(self.fd)
        os.waitpid(self.pid, 0)

    def _send(self, text: str) -> None:
        os.write(self.fd, text.encode())

    def _until(self, text: str) -> str:
        seen = ""
        deadline = time.monotonic() + _LONGEST_S
        while text not in seen:
            assert time.monotonic() < deadline, f"no {text!r} in {seen!r}"
            if select.select([self.fd], [], [], 0.2)[0]:
                seen += os.read(self.fd, 65536).decode(errors="replace")
        return seen


@pytest.fixture(name="bash", scope="module")
def _bash(environ: dict[str, str]) -> Iterator[Terminal]:
    shell = Terminal(["bash", "--norc", "-i"], environ, "PS1=; source ~/bash-script")
    yield shell
    shell.close()


@pytest.fixture(name="zsh", scope="module")
def _zsh(environ: dict[str, str]) -> Iterator[Terminal]:
    setup = "PS1=; bindkey -e; autoload -U compinit; compinit -u -D; source ~/zsh-script"
    shell = Terminal(["zsh", "-f", "-i"], environ, setup)
    yield shell
    shell.close()


LINES = {
    "irctl ran": "irctl rank ",
    "irctl rank --by thr": "irctl rank --by throughput ",
    "irctl rank --by=thr": "irctl rank --by=throughput ",
    "irctl rank --by latency,thr": "irctl rank --by latency,throughput ",
    "irctl rank --max lat": "irctl rank --max latency=",
    "irctl export --as terr": "irctl export --as terraform ",
    "irctl describe --demo churn": "irctl describe --demo churn-stairs ",
    "irctl describe ./saved.j": "irctl describe ./saved.json ",
    "irctl describe --demo saved.": "irctl describe --demo saved.json ",
    "irctl export resnet50-default --demo --recommendation resnet50-default/a1": (
        "irctl export resnet50-default --demo --recommendation resnet50-default/a1b2c3d4 "
    ),
}


@needs("bash")
@pytest.mark.parametrize("typed", LINES)
def test_bash_completes(bash: Terminal, typed: str) -> None:
    assert bash.after_tab(typed) == LINES[typed]


@needs("zsh")
@pytest.mark.parametrize("typed", LINES)
def test_zsh_completes(zsh: Terminal, typed: str) -> None:
    # zsh removes the space after a suggestion when the cursor leaves it.
    assert zsh.after_tab(typed).rstrip() == LINES[typed].rstrip()


@needs("fish")
def test_fish_completes(environ: dict[str, str], home: Path) -> None:
    code = 'source fish-script; for line in $argv; echo "> $line"; complete -C $line; end'
    done = subprocess.run(
        ["fish", "--no-config", "-c", code, *LINES],
        env=environ,
        cwd=home,
        capture_output=True,
        text=True,
        check=True,
        timeout=_LONGEST_S,
    )
    assert done.stderr == ""
    for text in done.stdout.split("> ")[1:]:
        typed, *suggestions = [line.partition("\t")[0] for line in text.splitlines()]
        # fish suggests whole words, or what follows the = of an option.
        word = LINES[typed].split()[-1]
        assert suggestions in ([word], [word.rpartition("=")[2]]), typed


def test_the_script_of_powershell_speaks_the_protocol() -> None:
    """This much can be checked without PowerShell; and that brackets are balanced."""
    script = SCRIPTS["powershell"]
    for word in ("_IRCTL_COMPLETE", "_IRCTL_LINE", "':files'", "':nospace'", "`t"):
        assert word in script
    for opening, closing in ("{}", "()", "[]"):
        assert script.count(opening) == script.count(closing)


@pytest.mark.skipif(shutil.which("pwsh") is None, reason="pwsh is not installed")
def test_powershell_parses_its_script(tmp_path: Path) -> None:
    (tmp_path / "script.ps1").write_text(SCRIPTS["powershell"])
    read = "[System.Management.Automation.Language.Parser]::ParseFile"
    code = (
        f"$errors = $null; [void]{read}('{tmp_path / 'script.ps1'}', [ref]$null, [ref]$errors); "
        "exit $errors.Count"
    )
    subprocess.run(["pwsh", "-NoProfile", "-Command", code], check=True)


@pytest.fixture(name="silent_url")
def _silent_url() -> Iterator[str]:
    """A server on loopback that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def completed(environ: dict[str, str], **more: str) -> str:
    """What irctl suggests for a job's name; it must write no error, and end by itself."""
    done = subprocess.run(
        ["irctl"],
        env={**environ, "_IRCTL_COMPLETE": "zsh", "_IRCTL_LINE": "irctl describe ", **more},
        capture_output=True,
        check=True,
        text=True,
        timeout=_LONGEST_S,
    )
    assert done.stderr == ""
    return done.stdout


def test_tab_gives_up_on_an_aws_that_does_not_answer(
    environ: dict[str, str], silent_url: str, tmp_path: Path
) -> None:
    account = {
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "AWS_ACCESS_KEY_ID": "a",
        "AWS_SECRET_ACCESS_KEY": "b",
        "AWS_REGION": "us-east-2",
        "AWS_ENDPOINT_URL_SAGEMAKER": silent_url,
    }
    assert completed(environ, **account) == ":files\n"


def test_without_credentials_tab_suggests_no_jobs(environ: dict[str, str]) -> None:
    assert completed(environ) == ":files\n"
