"""Run irctl in the test's process, with its own streams and clock.

Nothing inside the program is replaced, and a sleep takes no time.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

import pytest

from irctl.cli import main
from irctl.invocation import World

NOON = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)
RECORDED = Path(__file__).parents[2] / "shared" / "recorded"
"""Recorded responses next to the repository; optional."""

needs_recordings = pytest.mark.skipif(not RECORDED.is_dir(), reason="no recorded responses here")


class Done(NamedTuple):
    code: int
    out: str
    err: str


@dataclass
class Run:
    """One run into a pipe, with a clock that starts at noon and advances when it sleeps."""

    environ: Mapping[str, str] = field(default_factory=dict)
    stdin: bytes = b""
    on_sleep: Callable[[], None] = lambda: None
    """Called after each sleep, to change what irctl reads next."""
    now: datetime = NOON
    slept: list[float] = field(default_factory=list)
    code: int = -1
    out: str = ""
    err: str = ""

    def __call__(self, *arguments: str) -> "Run":
        out, err = io.StringIO(), io.StringIO()
        world = World(
            stdin=io.TextIOWrapper(io.BytesIO(self.stdin)),
            stdout=out,
            stderr=err,
            environ=self.environ,
            now=lambda: self.now,
            sleep=self._sleep,
        )
        self.code = main(arguments, world)
        self.out, self.err = out.getvalue(), err.getvalue()
        return self

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += timedelta(seconds=seconds)
        self.on_sleep()


def irctl(*arguments: str, stdin: bytes = b"", environ: Mapping[str, str] | None = None) -> Done:
    """Run a command line; return its exit code and what it prints."""
    run = Run(environ or {}, stdin)(*arguments)
    return Done(run.code, run.out, run.err)
