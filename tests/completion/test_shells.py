"""The completion scripts in real shells, on a terminal where the shell needs one."""

import fcntl
import os
import pty
import re
import select
import shlex
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
    for file in ("saved.json", "my job.json", "plan.toml"):
        (home / file).write_text("{}")
    (home / ".aws").mkdir()
    (home / ".aws" / "config").write_text("[profile staging]\nregion = eu-west-1\n")
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
        self._send(f"{typed}\t\x01echo 'LI''NE[\x05]'\n")
        return self._until("]\r\n").rpartition("LINE[")[2].partition("]")[0]

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
    yield from terminal(environ, "bash", "--norc", "-i", setup="source ~/bash-script")


@pytest.fixture(name="bash_without_breaks", scope="module")
def _bash_without_breaks(environ: dict[str, str]) -> Iterator[Terminal]:
    setup = "source ~/bash-script; COMP_WORDBREAKS=${COMP_WORDBREAKS//[=:]}"
    yield from terminal(environ, "bash", "--norc", "-i", setup=setup)


_COMPINIT = "autoload -U compinit; compinit -u -D"


@pytest.fixture(name="zsh", scope="module")
def _zsh(environ: dict[str, str]) -> Iterator[Terminal]:
    yield from terminal(environ, "zsh", "-f", "-i", setup=f"{_COMPINIT}; source ~/zsh-script")


@pytest.fixture(
    name="zsh_setup",
    scope="module",
    params=["source ~/zsh-script", f"source ~/zsh-script; {_COMPINIT}"],
    ids=["without compinit", "before compinit"],
)
def _zsh_setup(environ: dict[str, str], request: pytest.FixtureRequest) -> Iterator[Terminal]:
    yield from terminal(environ, "zsh", "-f", "-i", setup=request.param)


def terminal(environ: dict[str, str], *command: str, setup: str) -> Iterator[Terminal]:
    shell = Terminal([*command], environ, f"PS1=; {setup}")
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
    "irctl describe ~/saved.": "irctl describe ~/saved.json ",
    "irctl export resnet50-default --demo --recommendation resnet50-default/a1": (
        "irctl export resnet50-default --demo --recommendation resnet50-default/a1b2c3d4 "
    ),
    "irctl wait --demo gpt": "irctl wait --demo gpt2-running ",
    "irctl list --region eu-isoe": "irctl list --region eu-isoe-west-1 ",
    "irctl list --profile stag": "irctl list --profile staging ",
    "irctl list --profile=stag": "irctl list --profile=staging ",
    "irctl check x --policy pla": "irctl check x --policy plan.toml ",
    "irctl check x --policy=pla": "irctl check x --policy=plan.toml ",
    "irctl check x --policy=./pla": "irctl check x --policy=./plan.toml ",
    "irctl compare --baseline=./saved.j": "irctl compare --baseline=./saved.json ",
    "irctl rank x > pla": "irctl rank x > plan.toml ",
    "irctl rank x >pla": "irctl rank x >plan.toml ",
    "irctl rank x 2> pla": "irctl rank x 2> plan.toml ",
    "irctl wait < pla": "irctl wait < plan.toml ",
    "irctl rank x > out --by thr": "irctl rank x > out --by throughput ",
    r"irctl describe --demo my\ jo": r"irctl describe --demo my\ job.json ",
    'irctl describe --demo "my jo': 'irctl describe --demo "my job.json" ',
    r"irctl check x --policy=my\ jo": r"irctl check x --policy=my\ job.json ",
    r"irctl rank x > my\ jo": r"irctl rank x > my\ job.json ",
}
NOTHING = (
    "irctl wait --demo sav",
    "irctl wait ./sav",
    "irctl scaling resnet50-default --demo --instance-type serv",
    "irctl rank --demo gpt2",
    "irctl list --profile=unknown",
)
"""Lines to which nothing is added: the command would refuse it, or it does not exist."""


@needs("bash")
@pytest.mark.parametrize("typed", [*LINES, *NOTHING])
def test_bash_completes(bash: Terminal, typed: str) -> None:
    assert bash.after_tab(typed) == LINES.get(typed, typed)


@needs("bash")
@pytest.mark.parametrize("typed", [line for line in (*LINES, *NOTHING) if "=" in line])
def test_bash_completes_without_word_breaks_at_equals_signs(
    bash_without_breaks: Terminal, typed: str
) -> None:
    assert bash_without_breaks.after_tab(typed) == LINES.get(typed, typed)


@needs("zsh")
@pytest.mark.parametrize("typed", [*LINES, *NOTHING])
def test_zsh_completes(zsh: Terminal, typed: str) -> None:
    # zsh removes the space after a suggestion when the cursor leaves it.
    assert zsh.after_tab(typed).rstrip() == LINES.get(typed, typed).rstrip()


@needs("zsh")
def test_zsh_completes_wherever_compinit_is(zsh_setup: Terminal) -> None:
    assert zsh_setup.after_tab("irctl rank --by thr").rstrip() == "irctl rank --by throughput"


@needs("fish")
def test_fish_completes(environ: dict[str, str], home: Path) -> None:
    typed = [*LINES, *NOTHING]
    code = 'source fish-script; for line in $argv; echo "# $line"; complete -C $line; end'
    done = subprocess.run(
        ["fish", "--no-config", "-c", code, *typed],
        env=environ,
        cwd=home,
        capture_output=True,
        text=True,
        check=True,
        timeout=_LONGEST_S,
    )
    assert done.stderr == ""
    for line, text in zip(typed, done.stdout.split("# ")[1:], strict=True):
        suggestions = [suggestion.partition("\t")[0] for suggestion in text.splitlines()[1:]]
        # fish suggests whole words, or what follows the = of an option or a redirection.
        word = shlex.split(LINES.get(line, ""))[-1:]
        ending = [re.split("[=>]", text)[-1] for text in word]
        assert suggestions in (word, ending), line


def test_the_script_of_powershell_speaks_the_protocol() -> None:
    """This much can be checked without PowerShell; and that brackets are balanced."""
    script = SCRIPTS["powershell"]
    for word in ("_IRCTL_COMPLETE", "_IRCTL_LINE", "':files '", "':nospace'", "`t"):
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
    assert completed(environ, **account) == ":files \n"


def test_without_credentials_tab_suggests_no_jobs(environ: dict[str, str]) -> None:
    assert completed(environ) == ":files \n"
