"""The keys of several jobs, and the baseline that --baseline names."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from irctl.decisions import partners
from irctl.decisions.choice import ChoiceError
from irctl.decisions.partners import Baseline, Match
from irctl.jobs.metrics import Metric
from irctl.jobs.model import Job, recommendations_of

ENDPOINT = "endpoint"


class NamedJob(NamedTuple):
    """A job, and its name among others."""

    key: str
    """Different from that of any other job of the command."""
    text: str | None
    """The JOB of the command line, where that is one job."""
    job: Job


def named(texts: Sequence[str], jobs: Sequence[Job]) -> list[NamedJob]:
    """Name jobs: those of one name by their JOB, such as a path, several of a file by number."""
    own: list[str | None] = [*texts] if len(texts) == len(jobs) else [None] * len(jobs)
    times = Counter(job.label for job in jobs)
    by_key: dict[str, NamedJob] = {}
    for number, (text, job) in enumerate(zip(own, jobs, strict=True), 1):
        key = job.label if times[job.label] == 1 else text or f"{job.label} ({number})"
        if key in by_key:
            key = f"{key} ({number})"
        by_key[key] = NamedJob(key, text, job)
    return list(by_key.values())


def baseline(
    text: str, jobs: Sequence[NamedJob], how: Match, by: Metric, fetch: Callable[[str], Job]
) -> tuple[Baseline, NamedJob | None]:
    """Return the baseline that a text names, and the job where it is a whole one.

    `endpoint`, one of the jobs, one of their recommendations by its id or instance type,
    else a job to fetch, with its results. Raise ChoiceError, and what `fetch` raises.
    """
    plain_jobs = [named_job.job for named_job in jobs]
    if text == ENDPOINT:
        try:
            return partners.of_endpoint(plain_jobs), None
        except ValueError as error:
            raise ChoiceError(f"--baseline endpoint: {error}", _valid(plain_jobs)) from None
    match = next((n for n in jobs if text in (n.key, n.text, n.job.label)), None)
    if match is None:
        recommendation = partners.of_recommendation(text, plain_jobs, by)
        if recommendation is not None:
            return recommendation, None
        match = _fetched(text, jobs, fetch)
    return partners.of_job(match.job, match.key, how, by), match


def _fetched(text: str, jobs: Sequence[NamedJob], fetch: Callable[[str], Job]) -> NamedJob:
    if text.startswith("ml."):
        valid = _valid(named_job.job for named_job in jobs)
        raise ChoiceError(f"--baseline: no recommendation is for {text}", valid)
    if text == "-":
        raise ChoiceError(
            "--baseline -: standard input is read only once", "name one of its jobs instead"
        )
    job = fetch(text)
    is_taken = any(named_job.key == job.label for named_job in jobs)
    return NamedJob(text if is_taken else job.label, text, job)


def _valid(jobs: Iterable[Job]) -> str:
    recommendations = recommendations_of(jobs)
    types = dict.fromkeys(filter(None, (r.configuration.hosting for r in recommendations)))
    ids = [recommendation.id for recommendation in recommendations if recommendation.id]
    return f"a baseline is a JOB, or one of {', '.join([*types, *ids])}"
