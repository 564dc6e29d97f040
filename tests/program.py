"""Runs irctl inside the test's process, with its own streams and clock: nothing of the
program is replaced, only what it is given."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone

from irctl.cli import main
from irctl.context import World

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=timezone.utc)


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


def irctl(*arguments: str, stdin: bytes = b"", environ: Mapping[str, str] | None = None) -> Done:
    """What a command line prints into a pipe, at noon of a fixed day."""
    out, err = io.StringIO(), io.StringIO()
    world = World(
        stdin=io.TextIOWrapper(io.BytesIO(stdin)),
        stdout=out,
        stderr=err,
        environ=environ or {},
        now=lambda: NOON,
    )
    code = main(arguments, world)
    return Done(code, out.getvalue(), err.getvalue())
