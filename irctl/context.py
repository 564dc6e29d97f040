"""What a command works with: the streams, the clock, the jobs. Built when first used."""

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timezone
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TextIO

from irctl.errors import ExitCode, IrctlError
from irctl.sources.settings import Settings
from irctl.terminal.progress import Progress, Quiet, progress
from irctl.terminal.streams import Output, is_terminal

if TYPE_CHECKING:
    from irctl.jobs.model import Job
    from irctl.output.report import Report
    from irctl.sources.aws import Account
    from irctl.sources.jobs import Jobs


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


class World(NamedTuple):
    """What lies outside the process; tests hand in their own."""

    stdin: TextIO | None
    stdout: TextIO | None
    stderr: TextIO | None
    environ: Mapping[str, str]
    now: Callable[[], datetime] = _utc_now
    sleep: Callable[[float], None] = time.sleep

    @classmethod
    def real(cls) -> "World":
        return cls(sys.stdin, sys.stdout, sys.stderr, os.environ)


class Shared(NamedTuple):
    """The options that commands share."""

    profile: str | None = None
    region: str | None = None
    endpoint_url: str | None = None
    demo: bool = False
    output: str = "table"
    query: str | None = None
    debug: bool = False

    @property
    def settings(self) -> Settings:
        return Settings(self.profile, self.region, self.endpoint_url, self.demo)

    @property
    def account(self) -> str:
        """The options that lead another command to the same account."""
        return self.settings.options


_until_the_end: list[object] = []
"""The last report: taking a hundred thousand recommendations apart before the process ends
would be a tenth of the time of ranking them."""

_MOST_WARNINGS = 20
"""How many a person is shown."""


class Context:
    def __init__(self, world: World, shared: Shared):
        self.shared = shared
        self.now = world.now
        self.sleep = world.sleep
        self.environ = world.environ
        self.out = Output(world.stdout, world.environ)
        self.err = Output(world.stderr, world.environ)
        self.exit_code = ExitCode.OK
        """What the process ends with: that of the first problem."""
        self.left_out: list[str] = []
        """The jobs that could not be had, in a sentence each, for the JSON's Warnings."""
        self._stdin = world.stdin
        self._accounts: dict[str | None, Account] = {}
        self._progress: Progress | Quiet = Quiet()
        self._hints: set[str | None] = set()

    @cached_property
    def jobs(self) -> "Jobs":
        from irctl.sources.jobs import Jobs

        return Jobs(self.account, self._input)

    def account(self, region: str | None = None) -> "Account":
        """The AWS account, in the region of `--region`, else of an ARN, else configured."""
        region = self.shared.region or region
        if region not in self._accounts:
            from irctl.sources.aws import Account

            settings = self.shared.settings._replace(region=region)
            trace = self._trace if self.shared.debug else None
            session = next((account.session for account in self._accounts.values()), None)
            self._accounts[region] = Account(
                settings, now=self.now, trace=trace, ask=self._ask, session=session
            )
        return self._accounts[region]

    def _input(self) -> BinaryIO | None:
        """Standard input, to be read."""
        if is_terminal(self._stdin):
            self._progress.stop()  # it would be drawn over what is typed
            self.say("reading standard input; Ctrl-D ends it")
        return getattr(self._stdin, "buffer", None)

    def _ask(self, question: str) -> str:
        """An MFA code from whoever sits at the terminal. Raises IrctlError where nobody does."""
        if not is_terminal(self._stdin) or self.err.terminal is None:
            raise IrctlError(
                "the profile wants an MFA code, and there is no terminal to ask for it",
                "run it on a terminal, or sign in there and set the credentials with the output "
                "of: aws configure export-credentials --format env",
                ExitCode.CREDENTIALS,
            )
        from getpass import getpass

        self._progress.stop()
        try:
            code = getpass(question).strip()
        except EOFError:
            code = ""
        if not code:
            raise IrctlError(
                "no MFA code was given",
                "run it again, and type the code that the device shows",
                ExitCode.CREDENTIALS,
            )
        return code

    def results(self, texts: Sequence[str]) -> "Iterator[Job]":
        """The jobs that have results, as they come. The others are told as problems; when
        there is none, nothing comes, and the exit code says why."""
        from irctl.jobs.model import Job
        from irctl.sources.jobs import no_results

        with self.progress("Fetching jobs", len(texts)) as shown:
            for outcome in self.jobs.many(texts):
                shown.advance()
                if not isinstance(outcome, Job):
                    self.problem(outcome)
                elif problem := no_results(outcome, self.shared.settings):
                    self.problem(problem)
                else:
                    yield outcome

    def show(self, report: "Report") -> None:
        """Prints the result, then its warnings."""
        from irctl.output.formats import render

        if self.shared.query is not None:
            from irctl.output.query import select

            report = select(report, self.shared.query)
        for text in render(self.shared.output, report, self.out.style):
            self.out.write(text)
            if self.out.reader_is_gone:
                break
        _until_the_end[:] = [report]
        for warning in report.warnings[:_MOST_WARNINGS]:
            self.warn(warning)
        if len(report.warnings) > _MOST_WARNINGS:
            self.warn(f"and {len(report.warnings) - _MOST_WARNINGS} more; --json has them all")

    def problem(self, error: IrctlError) -> None:
        """Tells of an error after which the command goes on. A hint is given once."""
        hint = None if error.hint in self._hints else error.hint
        self._hints.add(error.hint)
        self.tell(IrctlError(error.message, hint))
        self.left_out.append(error.message)
        self.exit_code = self.exit_code or error.code

    def tell(self, error: IrctlError) -> None:
        self._say(
            f"irctl: error: {error.message}", *([f"hint: {error.hint}"] if error.hint else [])
        )

    def say(self, text: str) -> None:
        """Tells how things are going, on standard error."""
        self._sentence(f"irctl: {text}")

    def warn(self, text: str) -> None:
        self._sentence(f"irctl: warning: {text}")

    def verdict(self, text: str) -> None:
        """Tells in a sentence what a result comes down to."""
        self._sentence(f"irctl: {text}")

    @contextmanager
    def progress(self, title: str, total: int | None = None) -> "Iterator[Progress | Quiet]":
        with progress(self.err.terminal, title, total) as self._progress:
            yield self._progress

    def trace(self, text: str) -> None:
        """Tells of several lines, as of a traceback; what they quote is data."""
        self._say(*text.splitlines())

    def _trace(self, text: str) -> None:
        self._say(f"irctl: debug: {text}")

    def _sentence(self, text: str) -> None:
        from irctl.output.text import wrapped

        self._say(*wrapped(text, self.err.style.width, indent="  "))

    def _say(self, *lines: str) -> None:
        from irctl.output.text import plain

        with suppress(IrctlError):  # nowhere left to say it
            self.err.write("".join(plain(line) + "\n" for line in lines))
