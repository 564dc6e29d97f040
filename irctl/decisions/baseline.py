"""The baseline that --baseline names."""

from collections.abc import Callable, Iterable, Sequence

from irctl.decisions import partners
from irctl.decisions.choice import ChoiceError
from irctl.decisions.partners import Baseline, Match
from irctl.jobs.metrics import Metric
from irctl.jobs.model import Job, recommendations_of

ENDPOINT = "endpoint"


def baseline(
    text: str, jobs: Sequence[Job], how: Match, by: Metric, fetch: Callable[[str], Job]
) -> tuple[Baseline, Job | None]:
    """Return the baseline that a text names, and the job where it is a whole one.

    `endpoint`, one of the jobs, one of their recommendations by its id or instance type,
    else a job to fetch, with its results. Raise ChoiceError, and what `fetch` raises.
    """
    if text == ENDPOINT:
        try:
            return partners.of_endpoint(jobs), None
        except ValueError as error:
            raise ChoiceError(f"--baseline endpoint: {error}", _valid(jobs)) from None
    match = next((job for job in jobs if text in _names(job)), None)
    if match is None:
        recommendation = partners.of_recommendation(text, jobs, by)
        if recommendation is not None:
            return recommendation, None
        match = _fetched(text, jobs, fetch)
    return partners.of_job(match, how, by), match


def _names(job: Job) -> tuple[str | None, ...]:
    """Return what a job can be called, by the JOB of a command line too."""
    return job.label, job.name, job.arn, job.argument


def _fetched(text: str, jobs: Sequence[Job], fetch: Callable[[str], Job]) -> Job:
    if text.startswith("ml."):
        raise ChoiceError(f"--baseline: no recommendation is for {text}", _valid(jobs))
    if text == "-":
        raise ChoiceError(
            "--baseline -: standard input is read only once", "name one of its jobs instead"
        )
    return fetch(text)


def _valid(jobs: Iterable[Job]) -> str:
    recommendations = recommendations_of(jobs)
    types = dict.fromkeys(filter(None, (r.configuration.hosting for r in recommendations)))
    ids = [recommendation.id for recommendation in recommendations if recommendation.id]
    return f"a baseline is a JOB, or one of {', '.join([*types, *ids])}"
