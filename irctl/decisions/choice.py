"""One recommendation of a job: by its id, its instance type, or the best by some metrics."""

from collections.abc import Sequence

from irctl.decisions.criteria import Wish
from irctl.decisions.ranking import rank
from irctl.errors import UsageError
from irctl.jobs.metrics import Metric
from irctl.jobs.model import Job, Recommendation, recommendations_of


class ChoiceError(UsageError):
    """No recommendation fits the request; the hint lists the valid choices."""


def short_id(recommendation_id: str) -> str:
    """Return the part of `<job>/<8 characters>` that differs within a job."""
    return recommendation_id.rpartition("/")[2]


def fits(
    recommendation: Recommendation,
    recommendation_id: str | None = None,
    instance_type: str | None = None,
) -> bool:
    """Whether a recommendation has this id (whole, or its last part) or instance type.

    Any fits where neither is asked for.
    """
    if recommendation_id is not None:
        return recommendation_id in recommendation.ids
    return instance_type in (None, recommendation.configuration.hosting)


def fitting(
    jobs: Sequence[Job], recommendation_id: str | None = None, instance_type: str | None = None
) -> list[tuple[Job, Recommendation]]:
    """Return the recommendations that fit, each with its job; none where the jobs have none.

    Raise ChoiceError.
    """
    matches = [
        (job, recommendation)
        for job in jobs
        for recommendation in job.recommendations
        if fits(recommendation, recommendation_id, instance_type)
    ]
    if not matches and any(job.recommendations for job in jobs):
        raise _no_fit(jobs, recommendation_id, instance_type)
    return matches


def _no_fit(
    jobs: Sequence[Job], recommendation_id: str | None, instance_type: str | None
) -> ChoiceError:
    candidates = recommendations_of(jobs)
    where = jobs[0].label if len(jobs) == 1 else f"the {len(jobs)} jobs"
    if recommendation_id is not None:
        valid = ", ".join(candidate.id for candidate in candidates if candidate.id)
        return ChoiceError(
            f"no recommendation of {where} has the id {recommendation_id!r}",
            f"the ids are {valid}" if valid else "they have no ids; choose by --instance-type",
        )
    types = dict.fromkeys(candidate.configuration.hosting for candidate in candidates)
    valid = ", ".join(filter(None, types))
    return ChoiceError(
        f"no recommendation of {where} is for {instance_type}",
        f"the instance types are {valid}" if valid else "none names its instance type",
    )


def choose(
    job: Job,
    by: Sequence[Metric] = (),
    recommendation_id: str | None = None,
    instance_type: str | None = None,
) -> Recommendation:
    """Choose the recommendation with this id, else the best of this instance type, or of all.

    The metrics decide which is best: cost per inference when none is given. The job has
    recommendations. Raise ChoiceError.
    """
    candidates = [r for _, r in fitting([job], recommendation_id, instance_type)]
    criteria = Wish(by=tuple(by)).of(job)
    best = rank(candidates, criteria).ranked[0].recommendation
    if by and criteria.by[0].of(best.metrics) is None:
        raise ChoiceError(
            f"no recommendation of {job.label} has {criteria.by[0].name}",
            "choose by another metric, or with --recommendation or --instance-type",
        )
    return best
