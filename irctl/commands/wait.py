"""`irctl wait`: wait until jobs have ended."""

import gc
import math
import random
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Annotated, cast

from irctl import options
from irctl.answers.wait import (
    change,
    failed,
    gave_up,
    gone,
    lines,
    report,
    resume_hint,
    unchanged,
)
from irctl.context import Context
from irctl.decisions.waiting import Waiting, Watched
from irctl.errors import IrctlError, UsageError
from irctl.options import waiting as waiting_options
from irctl.options.shared import job_argument
from irctl.output.text import plain
from irctl.sources.pacing import within
from irctl.sources.reference import JobName, reference
from irctl.sources.wanted import Wanted
from irctl.sources.watch import Watch
from irctl.terminal.board import board

Jobs = Annotated[
    list[str],
    job_argument(
        "JOB...", "Job names, ARNs, patterns in quotes, or latest, of jobs that have not ended."
    ),
]
_INTERVAL = timedelta(seconds=30)


@options.command
def run(
    context: Context,
    jobs: Jobs,
    timeout: waiting_options.Timeout = None,
    interval: waiting_options.Interval = None,
    all_jobs: options.AllJobs = False,
) -> None:
    """Wait until jobs have ended.

    Exits 0 if all completed, 9 if one failed or was stopped, and 8 after the timeout.

    Examples:

      irctl wait gpt2-running --demo --interval 5s
      irctl wait resnet50-default bert-failed --demo
      irctl wait gpt2-running --demo && irctl rank resnet50-default --demo
    """
    gc.enable()  # disabled for commands that end before it matters
    waiting = Waiting(
        jobs=_watched(_unfinished(context, jobs, are_all_wanted=all_jobs)),
        interval=interval or _INTERVAL,
        started=context.now(),
        timeout=timeout,
    )
    watch = Watch(context.jobs, context.accounts)
    try:
        _sign_in(context, waiting)
        _wait(context, waiting, watch)
    except KeyboardInterrupt:
        hint = resume_hint(waiting.pending, context.shared.account_options)
        context.messages.say(f"interrupted; {hint}")
        raise
    if not waiting.failures:  # after a failed request, another would take as long
        watch.describe(waiting.pending)
    context.show(report([job.job for job in waiting.jobs if job.job]))
    _report_problems(context, waiting, watch)


def _unfinished(context: Context, texts: Sequence[str], *, are_all_wanted: bool) -> list[str]:
    """Replace patterns by the jobs that have not ended. Raise IrctlError if none matches."""
    names = []
    for outcome in context.expanded(texts, Wanted.UNFINISHED, are_all_wanted=are_all_wanted):
        if isinstance(outcome, IrctlError):
            raise outcome
        names.append(outcome)
    return names


def _watched(texts: Sequence[str]) -> list[Watched]:
    """Return the jobs to wait for, those of one name with their regions. Raise UsageError."""
    names = list(map(_in_aws, texts))
    times = Counter(job.name for job in names)
    return [
        Watched(text, job.name, job.region if times[job.name] > 1 else None)
        for text, job in zip(texts, names, strict=True)
    ]


def _in_aws(text: str) -> JobName:
    job = reference(text)
    if isinstance(job, JobName):
        return job
    raise UsageError(
        f"{text} is a saved response, which does not change", "give the name or ARN of the job"
    )


def _sign_in(context: Context, waiting: Waiting) -> None:
    """Load the credentials, before the board would hide the question for an MFA code.

    On a terminal a person may take any time to answer it; elsewhere nobody is asked.
    """
    for name in dict.fromkeys(reference(job.text) for job in waiting.jobs):
        left = math.inf if context.messages.are_seen else waiting.seconds_left(context.now())
        try:
            within(left, partial(context.accounts.reach, cast("JobName", name)))
        except TimeoutError:
            raise IrctlError(
                f"the credentials could not be loaded within {left:.0f} s",
                "are the network and the profile's source of credentials reachable?",
            ) from None


def _wait(context: Context, waiting: Waiting, watch: Watch) -> None:
    """Look and sleep until every job has ended or time is up."""
    news = _News(context, waiting)
    with board(context.live_terminal, news.lines):
        while True:
            problem = watch.look(waiting.pending, waiting.seconds_left(context.now()))
            waiting.failures = waiting.failures + 1 if problem else 0
            now = context.now()
            if problem and waiting.is_hopeless(now):
                raise problem
            news.update(problem)
            if not waiting.pending or now >= waiting.deadline:
                return
            delay = waiting.delay(now, random.random())  # noqa: S311 - jitter
            _sleep(context, waiting, news, delay)


def _sleep(context: Context, waiting: Waiting, news: "_News", seconds: float) -> None:
    """Sleep, and report once a minute that jobs are unchanged."""
    while (part := waiting.seconds_to_report(context.now(), seconds)) < seconds:
        context.sleep(part)
        seconds -= part
        news.report_unchanged()
    context.sleep(seconds)


class _News:
    """How the jobs are doing: on a terminal the lines of a board, elsewhere messages."""

    def __init__(self, context: Context, waiting: Waiting):
        self._context = context
        self._waiting = waiting
        self._problem: str | None = None

    def lines(self) -> Sequence[str]:
        problem = [self._problem] if self._problem else []
        return [*lines(self._waiting.jobs, self._context.now()), *problem]

    def update(self, problem: IrctlError | None) -> None:
        text = plain(problem.message) if problem else None
        if self._context.live_terminal is None:
            for job in self._waiting.changed(self._context.now()):
                self._context.messages.say(change(job))
            if text and text != self._problem:
                is_over = self._context.now() >= self._waiting.deadline
                self._context.messages.warn(text if is_over else f"{text}; still waiting")
            self.report_unchanged()
        self._problem = text

    def report_unchanged(self) -> None:
        if self._context.live_terminal is None:
            now = self._context.now()
            for line in unchanged(self._waiting, now):
                self._context.messages.say(line)


def _report_problems(context: Context, waiting: Waiting, watch: Watch) -> None:
    """Report the jobs that failed first: the first problem gives the exit code."""
    for job, reasons in watch.failures([job for job in waiting.jobs if job.has_failed]):
        for reason in reasons:
            context.messages.say(f"a benchmark of {job.label} failed: {reason}")
        context.problem(failed(job, context.shared.account_options, context.shared.demo))
    for job in waiting.jobs:
        if job.gone:
            context.problem(gone(job))
    if waiting.pending:
        waited = context.now() - waiting.started
        context.problem(gave_up(waiting.pending, waited, context.shared.account_options))
