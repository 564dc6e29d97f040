"""What a JOB is called beside others, and what --baseline refers to."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from irctl.decisions import compare
from irctl.decisions.choice import kind
from irctl.decisions.compare import Baseline, Match
from irctl.errors import UsageError
from irctl.jobs.metrics import Metric
from irctl.jobs.model import Job

ENDPOINT = "endpoint"


class Named(NamedTuple):
    """A job, and what it is called."""

    key: str
    """Unlike that of any other job of the command."""
    text: str | None
    """The JOB of the command line, where that is one job."""
    job: Job


def named(texts: Sequence[str], jobs: Sequence[Job]) -> list[Named]:
    """Jobs under their names; those of the same name under their JOB, as a file's path, and
    several of one file by number."""
    own: list[str | None] = [*texts] if len(texts) == len(jobs) else [None] * len(jobs)
    times = Counter(job.label for job in jobs)
    found: dict[str, Named] = {}
    for number, (text, job) in enumerate(zip(own, jobs, strict=True), 1):
        key = job.label if times[job.label] == 1 else text or f"{job.label} ({number})"
        if key in found:
            key = f"{key} ({number})"
        found[key] = Named(key, text, job)
    return list(found.values())


def baseline(
    text: str, there: Sequence[Named], how: Match, by: Metric, fetch: Callable[[str], Job]
) -> tuple[Baseline, Named | None]:
    """A baseline by what it is called: `endpoint`, one of the jobs, a recommendation of
    theirs by its id or instance type, else a job that is fetched, with its results. With
    it the job, where it is a whole one. Raises IrctlError."""
    jobs = [each.job for each in there]
    if text == ENDPOINT:
        try:
            return compare.of_endpoint(jobs), None
        except ValueError as error:
            raise UsageError(f"--baseline endpoint: {error}", _valid(jobs)) from None
    found = next((n for n in there if text in (n.key, n.text, n.job.label)), None)
    if found is None:
        one = compare.of_recommendation(text, jobs, by)
        if one is not None:
            return one, None
        if text.startswith("ml."):
            raise UsageError(f"--baseline: no recommendation is for {text}", _valid(jobs))
        if text == "-":
            raise UsageError(
                "--baseline -: standard input was read already", "name one of its jobs"
            )
        job = fetch(text)
        taken = any(each.key == job.label for each in there)
        found = Named(text if taken else job.label, text, job)
    return compare.of_job(found.job, found.key, how, by), found


def _valid(jobs: Iterable[Job]) -> str:
    there = [each for job in jobs for each in job.recommendations]
    types = dict.fromkeys(filter(None, map(kind, there)))
    ids = [each.id for each in there if each.id]
    return f"a baseline is a JOB, or one of {', '.join([*types, *ids])}"
