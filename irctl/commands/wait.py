"""`irctl wait`: until jobs have ended, and how they did."""

import gc
import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated

import typer

from irctl import options
from irctl.answers.wait import report
from irctl.context import Context, Shared
from irctl.decisions.durations import duration
from irctl.decisions.waiting import Waiting, Watched
from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.export.deployment import region
from irctl.output import numbers
from irctl.output.text import plain
from irctl.sources.reference import SavedFile, reference
from irctl.sources.watch import Watch
from irctl.terminal.board import board

_SHORTEST = timedelta(seconds=1)
_LOG_GROUP = "/aws/sagemaker/InferenceRecommendationsJobs"


@options.command
def run(
    context: Context,
    jobs: Annotated[
        list[str],
        typer.Argument(
            metavar="JOB...",
            help="A job's name or ARN.",
            show_default=False,
            callback=options.once,
        ),
    ],
    timeout: Annotated[
        str | None,
        typer.Option(
            metavar="TIME",
            help="Give up after this, such as 90m or 2h. By default: the longest that a job "
            "may take by its own settings (5 hours if it has none), and 15 minutes.",
        ),
    ] = None,
    interval: Annotated[
        str, typer.Option(metavar="TIME", help="How often to look, about.")
    ] = "30s",
) -> None:
    """Have these jobs ended, and how? Waits until they have.

    Exits 0 if all completed, 9 if one failed or was stopped, 8 if time ran out.

    Examples:

      irctl wait gpt2-running --demo --interval 5s
      irctl wait resnet50-default bert-failed --demo
      irctl wait gpt2-running --demo && irctl rank resnet50-default --demo
    """
    gc.enable()  # switched off for commands that are over before it matters
    every = options.read("--interval", interval, duration)
    if every < _SHORTEST:
        raise UsageError("--interval: at least 1s")
    waiting = Waiting(
        jobs=[_watched(text) for text in jobs],
        interval=every,
        started=context.now(),
        timeout=options.read_given("--timeout", timeout, duration),
    )
    watch = Watch(context.jobs, context.account)
    for each in waiting.jobs:
        context.account(each.region)  # may ask for an MFA code: before anything is drawn
    try:
        _wait(context, waiting, watch)
    except KeyboardInterrupt:
        context.say(f"interrupted; {_go_on(context, waiting.pending)}")
        raise
    if not waiting.failures:  # after a look that failed, another would take as long
        watch.describe(waiting.pending)
    context.show(report([each.job for each in waiting.jobs if each.job]))
    for problem in _problems(context, waiting, watch):
        context.problem(problem)


def _watched(text: str) -> Watched:
    wanted = reference(text)
    if isinstance(wanted, SavedFile):
        raise UsageError(
            f"{wanted.label} is a saved response: it does not change by waiting",
            "give the job's name or ARN",
        )
    return Watched(text, wanted.name, wanted.region)


def _wait(context: Context, waiting: Waiting, watch: Watch) -> None:
    """Looks, tells of changes and sleeps, until every job has ended or time is up."""
    trouble: list[str] = []
    terminal = context.err.terminal
    with board(terminal, lambda: [*_lines(waiting.jobs, context.now()), *trouble]):
        while True:
            problem = watch.look(waiting.pending)
            waiting.failures = waiting.failures + 1 if problem else 0
            if problem and waiting.hopeless:
                raise problem
            if terminal is None:
                for change in waiting.changes():
                    context.say(change)
                if problem and [plain(problem.message)] != trouble:
                    context.warn(f"{problem.message}; still waiting")
            trouble[:] = [plain(problem.message)] if problem else []
            now = context.now()
            if not waiting.pending or now >= waiting.deadline:
                return
            # Jitter is no secret.
            context.sleep(waiting.delay(now, random.random()))  # noqa: S311


def _lines(jobs: Sequence[Watched], now: datetime) -> list[str]:
    """A line a job, in columns: name, status, how long it has run, its benchmarks."""
    rows = [
        (
            plain(each.name),
            plain("gone" if each.gone else each.status or "-"),
            numbers.duration(now - each.created) if each.created and not each.ended else "",
            each.benchmarks.text if each.benchmarks and not each.ended else "",
        )
        for each in jobs
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _problems(context: Context, waiting: Waiting, watch: Watch) -> list[IrctlError]:
    """Why the wait did not end well; what failed comes first, and gives the exit code."""
    problems = []
    for each in waiting.jobs:
        if each.ended and not each.gone and each.status != "COMPLETED":
            for reason in watch.failures(each):
                context.say(f"a benchmark of {each.name} failed: {reason}")
            problems.append(_failed(each, context.shared))
    problems += [
        IrctlError(
            f"{each.name} is gone: it was deleted while irctl waited", code=ExitCode.NO_SUCH_JOB
        )
        for each in waiting.jobs
        if each.gone
    ]
    if waiting.pending:
        waited = numbers.duration(context.now() - waiting.started)
        problems.append(
            IrctlError(
                f"gave up after {waited}: "
                + ", ".join(f"{each.name} is {each.state}" for each in waiting.pending),
                _go_on(context, waiting.pending),
                ExitCode.NOT_FINISHED,
            )
        )
    return problems


def _failed(watched: Watched, shared: Shared) -> IrctlError:
    reason = watched.job.failure_reason if watched.job else None
    where = region(watched.job) if watched.job else None
    option = f" --region {where}" if where else ""
    log = (
        f"read its log: aws logs get-log-events{option} --log-group-name {_LOG_GROUP} "
        f"--log-stream-name {watched.name}/execution"
    )
    return IrctlError(
        f"{watched.name} is {watched.status}{f': {reason}' if reason else ''}",
        f"see its benchmarks: irctl steps {watched.name}{shared.account}" if shared.demo else log,
        ExitCode.JOB_FAILED,
    )


def _go_on(context: Context, pending: Sequence[Watched]) -> str:
    texts = " ".join(each.text for each in pending)
    goes = "the job goes on" if len(pending) == 1 else "the jobs go on"
    return f"{goes}; wait again: irctl wait {texts}{context.shared.account}"
