"""What a command works with: the streams, the clock, the jobs. Created when first used."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.invocation import Shared, World
from irctl.jobs.labels import Labels
from irctl.terminal.messages import Messages
from irctl.terminal.progress import NoProgress, Progress, progress
from irctl.terminal.stdin import StandardInput
from irctl.terminal.streams import OutputStream

if TYPE_CHECKING:
    from irctl.decisions.approval import Approval
    from irctl.decisions.latency_unit import LatencyUnit
    from irctl.decisions.prices import LookUp, Terms
    from irctl.decisions.reading import Reader
    from irctl.decisions.versions import VersionJob
    from irctl.jobs.benchmark import UsableResults
    from irctl.jobs.model import Job
    from irctl.jobs.model_package import ModelPackage
    from irctl.output.report import Report
    from irctl.sources.accounts import Accounts
    from irctl.sources.aws import Account
    from irctl.sources.jobs import Jobs
    from irctl.sources.settings import Settings
    from irctl.sources.wanted import Wanted
    from irctl.terminal.files import OutputFile


last_report: "list[Report]" = []
"""The last report, so that it is not freed before the process ends: for a hundred thousand
recommendations, that would be a tenth of the time of ranking them."""

_MOST_WARNINGS = 20
"""Warnings shown to a person; JSON has all."""


class Context:
    def __init__(self, world: World, shared: Shared):
        self.shared = shared
        self.now = world.now
        self.sleep = world.sleep
        self.environ = world.environ
        self.browse = world.browse
        self.out: OutputStream | OutputFile = OutputStream(world.stdout, world.environ)
        self.err = OutputStream(world.stderr, world.environ)
        self.messages = Messages(self.err, is_quiet=shared.quiet)
        self.live_terminal = None if shared.quiet else self.err.terminal
        """The terminal on which to show progress, if there is one."""
        self.exit_code = ExitCode.OK
        """The exit code of the process: that of the first problem."""
        self.benchmarks: UsableResults | None = None
        """The results of benchmark jobs that the command may use; None if it uses none."""
        self.left_out: list[str] = []
        """Why each job that could not be used was left out, for Warnings in the JSON."""
        self._jobs: list[str] = []
        """The names of the jobs that results() fetched."""
        self._texts: Sequence[str] = ()
        """The JOBs that it was asked for."""
        self._labels = Labels()
        self._stdin = StandardInput(world.stdin, self.messages, lambda: self._progress.stop())
        self._progress: Progress | NoProgress = NoProgress()
        self._hints: set[str | None] = set()
        self._warned: set[str] = set()
        self.deadline = inf
        """When not to wait for several places any longer, by time.monotonic()."""

    def check_output(self) -> None:
        """Raise UsageError if the result is bytes that would be printed on a terminal."""
        from irctl.output.formats import ALL_FORMATS

        name, is_printed = self.shared.output, self.shared.out is None
        if is_printed and ALL_FORMATS[name].is_binary and self.out.style.width is not None:
            raise UsageError(
                f"--output {name} is not for a terminal", f"write a file: --out FILE.{name}"
            )

    def write_to(self, path: str) -> None:
        """Write the result to a file in place of standard output. Raise IrctlError."""
        from irctl.terminal.files import OutputFile

        self.out = OutputFile(path)

    @contextmanager
    def output_file(self) -> Iterator[None]:
        """Write to the file of `--out` if there is one; keep it only if all went well."""
        if self.shared.out is not None:
            self.write_to(self.shared.out)
        try:
            yield
            self.keep_file()
        finally:
            if not isinstance(self.out, OutputStream):
                self.out.discard()

    def keep_file(self) -> None:
        """Put a written file in its place, and say so."""
        if isinstance(self.out, OutputStream) or not self.out.keep():
            return
        from irctl.output.numbers import size_in_bytes

        self.messages.say(f"wrote {self.out.path} ({size_in_bytes(self.out.size)})")

    @cached_property
    def jobs(self) -> "Jobs":
        from irctl.sources.accounts import Patience
        from irctl.sources.jobs import Jobs

        return Jobs(
            self.accounts,
            self._stdin.open,
            kind=self.shared.kind,
            warn=self.warn_once,
            patience=Patience(self.deadline, self._show_waiting),
        )

    @cached_property
    def accounts(self) -> "Accounts":
        """Return the accounts in the places of `--profile` and `--region`."""
        from irctl.sources.accounts import Accounts

        return Accounts(
            self.shared.settings,
            self.shared.profiles,
            self.shared.regions,
            now=self.now,
            trace=self._trace,
            ask=self._stdin.ask_mfa_code,
        )

    def _show_waiting(self, accounts: "Sequence[Account]") -> None:
        """Show on the progress which of several places have not answered yet."""
        from irctl.sources.outages import places

        self._progress.explain(f"waiting for {places(accounts)}")

    @property
    def _trace(self) -> Callable[[str], None] | None:
        """What logs each response of AWS, with --debug."""
        return self.messages.debug if self.shared.debug else None

    def reader(self, latency_unit: "LatencyUnit | None", terms: "Terms") -> "Reader":
        """Return what reads jobs as the user wants them read."""
        from irctl.decisions.reading import Reader

        if terms.asks_aws:
            terms = terms._replace(look_up=self._look_up_prices(terms.region))
        return Reader(latency_unit, terms)

    def _look_up_prices(self, price_region: str | None) -> "LookUp":
        from irctl.sources.price_list import PriceList

        if self.shared.demo:
            raise UsageError(
                "--prices aws and --demo exclude each other: the demo account has no prices",
                "state them: --price TYPE=USD",
            )
        session = self.accounts.session()
        prices = PriceList(session, price_region, now=self.now, trace=self._trace)
        return prices.look_up

    def result(self, text: str) -> "Job":
        """Fetch one job. Raise IrctlError if it has no results, with the reason."""
        from irctl.sources.wanted import Wanted

        with self.progress("Fetching the job"):
            job = self.jobs.one(text, Wanted.COMPLETED)
        return self._with_results(*self._labels.of([job]))

    def result_or_approval(self, text: str) -> "Job | Approval":
        """Fetch one job, as `result` does, or read the output of `irctl check`."""
        from irctl.jobs.model import Job
        from irctl.sources.wanted import Wanted

        with self.progress("Fetching the job"):
            source = self.jobs.one_or_approval(text, Wanted.COMPLETED)
        return self._with_results(source) if isinstance(source, Job) else source

    @cached_property
    def _settings(self) -> "Settings":
        return self.shared.settings

    def _with_results(self, job: "Job") -> "Job":
        from irctl.sources.jobs import no_results

        job = self.with_benchmark(job)
        problem = no_results(job, self._settings, self.benchmarks)
        if problem is not None:
            raise problem
        return job

    def with_benchmark(self, job: "Job") -> "Job":
        """Return a benchmark job with its results in S3, if they are wanted. Raise IrctlError."""
        usable = self.benchmarks
        if usable is None or self.shared.demo or not usable.includes(job):
            return job  # the demo account has no S3
        return self.accounts.of(job).with_results(job)

    def expanded(
        self, texts: Sequence[str], wanted: "Wanted", *, are_all_wanted: bool = False
    ) -> "list[str | IrctlError]":
        """Replace patterns and `latest` by the jobs that they find, or by the error of none.

        Raise IrctlError for a pattern with too many matches, unless all are wanted.
        """
        from irctl.sources.wanted import MOST_MATCHES

        most = None if are_all_wanted else MOST_MATCHES
        with self.progress("Listing jobs"):
            return list(self.jobs.expanded(texts, wanted, most=most))

    def versions(self, group: "ModelPackage") -> "list[VersionJob]":
        """Return the versions of a model package group and their jobs. Raise IrctlError."""
        with self.progress("Listing versions"):
            return self.jobs.versions(group)

    def results(self, texts: Sequence[str], *, are_all_wanted: bool = False) -> "Iterator[Job]":
        """Fetch jobs and yield those that have results; report the others as problems.

        A problem with the first JOB is reported before any job is yielded.
        """
        from irctl.sources.wanted import Wanted

        outcomes = self.expanded(texts, Wanted.COMPLETED, are_all_wanted=are_all_wanted)
        names = [name for name in outcomes if isinstance(name, str)]
        problems = [error for error in outcomes if isinstance(error, IrctlError)]
        if problems and outcomes[0] is problems[0]:
            self.problem(problems.pop(0))
        yield from self._results(names)
        for problem in problems:
            self.problem(problem)

    def _results(self, texts: Sequence[str]) -> "Iterator[Job]":
        from irctl.decisions.together import Together
        from irctl.jobs.model import Job

        self._texts = texts
        together = Together()
        with self.progress("Fetching jobs", len(texts)) as shown:
            for outcome in self._labelled(texts, shown.advance):
                if not isinstance(outcome, Job):
                    self.problem(outcome)
                    continue
                self._jobs.append(outcome.label)
                together.add(outcome)
                try:
                    job = self._with_results(outcome)
                except IrctlError as error:
                    self.problem(error)
                else:
                    yield job

    def _labelled(
        self, texts: Sequence[str], advance: Callable[[], None]
    ) -> "Iterator[Job | IrctlError]":
        """Fetch jobs, whose labels differ; the many jobs of a single file are not kept for it."""
        from irctl.jobs.model import Job

        def fetched() -> "Iterator[Job | IrctlError]":
            for outcome in self.jobs.many(texts):
                advance()
                yield outcome

        portions = map(list, zip(fetched())) if len(texts) == 1 else [list(fetched())]
        for outcomes in portions:
            jobs = iter(self._labels.of([job for job in outcomes if isinstance(job, Job)]))
            for outcome in outcomes:
                yield next(jobs) if isinstance(outcome, Job) else outcome

    def warn_once(self, warning: str) -> None:
        """Print a warning about where jobs were looked for, unless it was printed before."""
        if warning not in self._warned:
            self._warned.add(warning)
            self.messages.warn(warning)

    def show(self, report: "Report") -> None:
        """Print the result, then its warnings and verdicts."""
        from irctl.output.formats import render

        report = self._selected(report)
        style = self.out.style
        links = style.links and not self.shared.demo  # the demo account is in no console
        style = style._replace(headers=self.shared.headers, links=links)
        for text in render(self.shared.output, report, style):
            if style.width is not None:
                self._progress.stop()  # on the same terminal
            self.out.write(text)
            if self.out.reader_is_gone:
                break
        last_report[:] = [report]
        self._warn(report.warnings)
        for verdict in report.verdicts:
            self.messages.say(verdict)

    def _selected(self, report: "Report") -> "Report":
        """Return the part that --query or --columns selects, else all with its jobs."""
        if self.shared.query is not None:
            from irctl.output.query import select

            return select(report, self.shared.query)
        if self.shared.columns:
            from irctl.output import selection

            return selection.select(report, self.shared.columns)
        jobs = report.jobs or self._jobs or self._texts
        return replace(report, jobs=jobs, left_out=self.left_out)

    def _warn(self, warnings: Sequence[str]) -> None:
        for warning in warnings[:_MOST_WARNINGS]:
            self.messages.warn(warning)
        more = len(warnings) - _MOST_WARNINGS
        if more > 0:
            self.messages.warn(f"{more} more warnings; --json has all of them")

    def problem(self, error: IrctlError, *, is_summed_up: bool = False) -> None:
        """Report an error after which the command continues. Print each hint once.

        Of one that a warning sums up, print the hint only.
        """
        hint = None if error.hint in self._hints else error.hint
        self._hints.add(error.hint)
        if is_summed_up:
            self.messages.hint(hint)
        else:
            self.messages.error(IrctlError(error.message, hint))
        self.left_out.append(error.message)
        self.exit_code = self.exit_code or error.code

    @contextmanager
    def progress(self, title: str, total: int | None = None) -> "Iterator[Progress | NoProgress]":
        with progress(self.live_terminal, title, total) as self._progress:
            yield self._progress
