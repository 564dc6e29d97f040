"""`irctl wait`: wait until jobs have ended."""

import gc
import random
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated

from irctl import options
from irctl.answers.wait import failed, gave_up, gone, lines, report, resume_hint
from irctl.context import Context
from irctl.decisions.waiting import Waiting, Watched
from irctl.errors import IrctlError, UsageError
from irctl.options import waiting as waiting_options
from irctl.options.shared import job_argument
from irctl.output.text import plain
from irctl.sources.reference import SavedFile, reference
from irctl.sources.watch import Watch
from irctl.terminal.board import board

Jobs = Annotated[list[str], job_argument("JOB...", "Job names or ARNs.")]
_INTERVAL = timedelta(seconds=30)


@options.command
def run(
    context: Context,
    jobs: Jobs,
    timeout: waiting_options.Timeout = None,
    interval: waiting_options.Interval = None,
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
        jobs=[_watched(text) for text in jobs],
        interval=interval or _INTERVAL,
        started=context.now(),
        timeout=timeout,
    )
    watch = Watch(context.jobs, context.account)
    for job in waiting.jobs:
        context.account(job.region)  # may ask for an MFA code, which the board would hide
    try:
        _wait(context, waiting, watch)
    except KeyboardInterrupt:
        hint = resume_hint(waiting.pending, context.shared.account_options)
        context.messages.say(f"interrupted; {hint}")
        raise
    if not waiting.failures:  # after a failed request, another would take as long
        watch.describe(waiting.pending)
    context.show(report([job.job for job in waiting.jobs if job.job]))
    _report_problems(context, waiting, watch)


def _watched(text: str) -> Watched:
    job = reference(text)
    if isinstance(job, SavedFile):
        raise UsageError(
            f"{job.label} is a saved response, which does not change",
            "give the name or ARN of the job",
        )
    return Watched(text, job.name, job.region)


def _wait(context: Context, waiting: Waiting, watch: Watch) -> None:
    """Look and sleep until every job has ended or time is up."""
    news = _News(context, waiting)
    with board(context.err.terminal, news.lines):
        while True:
            problem = watch.look(waiting.pending)
            waiting.failures = waiting.failures + 1 if problem else 0
            if problem and waiting.hopeless:
                raise problem
            news.update(problem)
            now = context.now()
            if not waiting.pending or now >= waiting.deadline:
                return
            context.sleep(waiting.delay(now, random.random()))  # noqa: S311 - jitter


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
        if self._context.err.terminal is None:
            for change in self._waiting.changes():
                self._context.messages.say(change)
            if text and text != self._problem:
                self._context.messages.warn(f"{text}; still waiting")
        self._problem = text


def _report_problems(context: Context, waiting: Waiting, watch: Watch) -> None:
    """Report the jobs that failed first: the first problem gives the exit code."""
    for job in waiting.jobs:
        if job.ended and not job.gone and job.status != "COMPLETED":
            for reason in watch.failures(job):
                context.messages.say(f"a benchmark of {job.name} failed: {reason}")
            context.problem(failed(job, context.shared.account_options, context.shared.demo))
    for job in waiting.jobs:
        if job.gone:
            context.problem(gone(job))
    if waiting.pending:
        waited = context.now() - waiting.started
        context.problem(gave_up(waiting.pending, waited, context.shared.account_options))
