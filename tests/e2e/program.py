"""The installed irctl, run as a shell would run it."""

import errno
import fcntl
import os
import pty
import selectors
import shutil
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, NamedTuple, TextIO

from irctl.cli import main
from irctl.invocation import World
from tests.program import Run

SECRET = "wJalrXUtnFEMIsecretKEYexample"
SESSION_TOKEN = "FwoGZXIvYXdzEXAMPLEsessionTOKEN"
ACCESS_KEY = "AKIAIOSFODNN7EXAMPLE"
LONGEST_S = 100.0
AT_ONCE = 4

Stream = int | IO[bytes]


@dataclass(frozen=True, slots=True)
class Result:
    """The exit code of a run, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def error(self) -> str:
        """The only error message; fails for none, or for several."""
        assert len(self.errors) == 1, f"expected one error, got:\n{self.err}"
        return self.errors[0]

    @property
    def hint(self) -> str:
        hints = [line for line in self.err.splitlines() if line.startswith("hint: ")]
        assert len(hints) == 1, f"expected one hint, got:\n{self.err}"
        return hints[0].removeprefix("hint: ")

    @property
    def errors(self) -> list[str]:
        return [
            line.removeprefix("irctl: error: ")
            for line in self.err.splitlines()
            if line.startswith("irctl: error: ")
        ]


@dataclass
class Irctl:
    """Runs irctl in an environment that takes nothing from the tester's shell."""

    path: str
    home: Path
    environ: dict[str, str] = field(default_factory=dict)

    @classmethod
    def installed(cls, home: Path, cache: Path, endpoint_url: str) -> "Irctl":
        """Return it with credentials, a region and an endpoint."""
        path = shutil.which("irctl", path=os.path.dirname(sys.executable))
        assert path, "irctl is not installed beside this Python"
        return cls(
            path,
            home,
            {
                "PATH": f"{os.path.dirname(path)}{os.pathsep}/usr/local/bin:/usr/bin:/bin",
                "HOME": str(home),
                "XDG_CACHE_HOME": str(cache),
                "LANG": "C.UTF-8",
                "TERM": "xterm-256color",
                "AWS_ACCESS_KEY_ID": ACCESS_KEY,
                "AWS_SECRET_ACCESS_KEY": SECRET,
                "AWS_SESSION_TOKEN": SESSION_TOKEN,
                "AWS_REGION": "us-east-2",
                "AWS_ENDPOINT_URL_SAGEMAKER": endpoint_url,
                "AWS_ENDPOINT_URL_PRICING": endpoint_url,
                "AWS_EC2_METADATA_DISABLED": "true",
            },
        )

    def but(self, **variables: str | None) -> "Irctl":
        """Return a copy with other environment variables; None removes one."""
        changed = {**self.environ, **variables}
        environ = {name: value for name, value in changed.items() if value is not None}
        return Irctl(self.path, self.home, environ)

    def __call__(self, *arguments: str | Path, stdin: bytes = b"") -> Result:
        """Run it to its end, with its output in pipes."""
        done = subprocess.run(
            self.command(arguments),
            env=self.environ,
            cwd=self.home,
            input=stdin,
            capture_output=True,
            timeout=LONGEST_S,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    def each_inside(self, commands: Iterable[Sequence[str]]) -> list[Result]:
        return [self.inside(*command) for command in commands]

    def inside(self, *arguments: str, stdin: bytes = b"") -> Result:
        """Runs it in the test's own process, which is many times as fast.

        For tests that don't need a process of its own. Sleeps take no time.
        """
        with self._surroundings():
            run = Run(os.environ, stdin)(*arguments)
        return Result(run.code, run.out, run.err)

    def inside_on_terminals(self, *arguments: str, width: int = 80) -> Result:
        """Run it in the test's own process, on a pseudo-terminal for each output stream."""
        terminals = (_Terminal(width), _Terminal(width))
        with ThreadPoolExecutor(len(terminals)) as pool, self._surroundings():
            texts = [pool.submit(terminal.read_all) for terminal in terminals]
            with terminals[0].stream() as out, terminals[1].stream() as err:
                code = main(arguments, World(None, out, err, os.environ))
            return Result(code, *(text.result() for text in texts))

    @contextmanager
    def _surroundings(self) -> Iterator[None]:
        """Give the test's own process the variables and the directory of a run."""
        environ, folder = dict(os.environ), os.getcwd()
        os.environ.clear()
        os.environ.update(self.environ)
        os.chdir(self.home)
        try:
            yield
        finally:
            os.chdir(folder)
            os.environ.clear()
            os.environ.update(environ)

    def each(self, *commands: Sequence[str | Path], stdin: bytes = b"") -> list[Result]:
        """Run several at once; the results are in the order of the commands."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            return list(pool.map(lambda command: self(*command, stdin=stdin), commands))

    def start(
        self,
        *arguments: str | Path,
        stdin: Stream = subprocess.DEVNULL,
        stdout: Stream = subprocess.PIPE,
        stderr: Stream = subprocess.PIPE,
    ) -> "subprocess.Popen[bytes]":
        """Start it without waiting for its end."""
        return subprocess.Popen(
            self.command(arguments),
            env=self.environ,
            cwd=self.home,
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
        )

    def shell(self, script: str) -> Result:
        """Run a line of POSIX shell, in which `irctl` is this irctl."""
        done = subprocess.run(
            ["/bin/sh", "-c", script],
            env=self.environ,
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=LONGEST_S,
            check=False,
        )
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    def terminal(
        self, *arguments: str | Path, width: int = 80, when: "When | None" = None
    ) -> Result:
        """Run it on two pseudo-terminals, one for each of its output streams."""
        out, err = _Terminal(width), _Terminal(width)
        process = self.start(*arguments, stdout=out.inside, stderr=err.inside)
        printed, messages = _drained(process, (out, err), when)
        return Result(process.wait(LONGEST_S), printed, messages)

    def command(self, arguments: Sequence[str | Path]) -> list[str]:
        return [self.path, *map(str, arguments)]


class When(NamedTuple):
    """What to do once a run has shown a text."""

    text: str
    act: "Callable[[subprocess.Popen[bytes]], None]"


class _Terminal:
    """A pseudo-terminal with 24 lines."""

    def __init__(self, width: int):
        self.outside, self.inside = pty.openpty()
        fcntl.ioctl(self.inside, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))

    def stream(self) -> TextIO:
        """Return the side that a program writes to."""
        return open(self.inside, "w", encoding="utf-8")

    def read_all(self) -> str:
        """Return what is written until the other side is closed."""
        text = b""
        while part := self.read():
            text += part
        os.close(self.outside)
        return text.decode().replace("\r\n", "\n")

    def read(self) -> bytes:
        """Return what was written; nothing at the end."""
        try:
            return os.read(self.outside, 65536)
        except OSError as error:
            if error.errno == errno.EIO:  # on Linux: the other side was closed
                return b""
            raise


def _drained(
    process: "subprocess.Popen[bytes]", terminals: Sequence[_Terminal], when: When | None
) -> list[str]:
    """Return what a process writes to its terminals until it ends."""
    texts: dict[int, bytes] = {terminal.outside: b"" for terminal in terminals}
    deadline = time.monotonic() + LONGEST_S
    with selectors.DefaultSelector() as selector:
        for terminal in terminals:
            os.close(terminal.inside)
            selector.register(terminal.outside, selectors.EVENT_READ, terminal)
        while selector.get_map():
            if time.monotonic() > deadline:
                process.kill()
            for key, _ in selector.select(timeout=1):
                shown: _Terminal = key.data
                data = shown.read()
                texts[shown.outside] += data
                if when and when.text.encode() in texts[shown.outside]:
                    when.act(process)
                    when = None
                if not data:
                    selector.unregister(shown.outside)
    for terminal in terminals:
        os.close(terminal.outside)
    return [text.decode().replace("\r\n", "\n") for text in texts.values()]
