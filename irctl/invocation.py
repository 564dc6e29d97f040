"""One run of the program: what lies outside the process, and the options that commands share."""

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timezone
from typing import TYPE_CHECKING, NamedTuple, TextIO

from irctl.sources.settings import Settings

if TYPE_CHECKING:
    from irctl.jobs.kinds import Kind


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


def _browse(address: str) -> bool:
    import webbrowser

    return webbrowser.open(address)


class World(NamedTuple):
    """What lies outside the process; tests pass their own."""

    stdin: TextIO | None
    stdout: TextIO | None
    stderr: TextIO | None
    environ: Mapping[str, str]
    now: Callable[[], datetime] = _utc_now
    sleep: Callable[[float], None] = time.sleep
    browse: Callable[[str], bool] = _browse
    """Opens an address in a browser; False without a browser."""

    @classmethod
    def real(cls) -> "World":
        return cls(stdin=sys.stdin, stdout=sys.stdout, stderr=sys.stderr, environ=os.environ)


class Shared(NamedTuple):
    """The options that commands share."""

    profiles: Sequence[str] = ()
    regions: Sequence[str] = ()
    """The names of regions, or `all`; the configured one if empty."""
    endpoint_url: str | None = None
    demo: bool = False
    kind: "Kind | None" = None
    """The kind of the jobs; None is any."""
    output: str = "table"
    out: str | None = None
    """The file to write the result to; standard output if None."""
    query: str | None = None
    columns: Sequence[str] = ()
    """The columns to print, in this order; all if empty."""
    headers: bool = True
    quiet: bool = False
    debug: bool = False

    @property
    def settings(self) -> Settings:
        """The settings as they were given, of all places if there are several."""
        return Settings(
            profile=",".join(self.profiles) or None,
            region=",".join(self.regions) or None,
            endpoint_url=self.endpoint_url,
            demo=self.demo,
            kind=self.kind and self.kind.name,
        )

    @property
    def account_options(self) -> str:
        """The options with which another command uses the same account."""
        return self.settings.options
