"""One recommendation of a job: by its id, its instance type, or the best by some metrics."""

from collections.abc import Sequence

from irctl.decisions.ranking import Criteria, rank
from irctl.jobs.metrics import Metric
from irctl.jobs.model import Job, Recommendation

SERVERLESS = "serverless"
"""What stands for the instance type of a serverless recommendation."""


class ChoiceError(ValueError):
    """Nothing fits what was asked for; `hint` lists what there is."""

    def __init__(self, message: str, hint: str):
        super().__init__(message)
        self.hint = hint


def kind(recommendation: Recommendation) -> str:
    """The instance type, or "serverless"; empty where the response says neither."""
    configuration = recommendation.configuration
    return configuration.instance_type or (SERVERLESS if configuration.serverless else "")


def short_id(recommendation_id: str) -> str:
    """The part of `<job>/<8 characters>` that tells a job's recommendations apart."""
    return recommendation_id.rpartition("/")[2]


def fits(
    each: Recommendation, recommendation_id: str | None = None, instance_type: str | None = None
) -> bool:
    """Whether a recommendation has this id (whole, or its last part), or is of this instance
    type; any does where neither is asked for."""
    if recommendation_id is not None:
        return each.id is not None and recommendation_id in (each.id, short_id(each.id))
    return instance_type in (None, kind(each))


def fitting(
    jobs: Sequence[Job], recommendation_id: str | None = None, instance_type: str | None = None
) -> list[tuple[Job, Recommendation]]:
    """The recommendations that fit, each with its job; none where the jobs have none.

    Raises ChoiceError.
    """
    there = [(job, each) for job in jobs for each in job.recommendations]
    found = [(job, each) for job, each in there if fits(each, recommendation_id, instance_type)]
    if found or not there:
        return found
    of = jobs[0].label if len(jobs) == 1 else f"the {len(jobs)} jobs"
    if recommendation_id is not None:
        valid = ", ".join(each.id for _, each in there if each.id)
        raise ChoiceError(
            f"no recommendation of {of} has the id {recommendation_id!r}",
            f"the ids are {valid}" if valid else "there are no ids; choose by the instance type",
        )
    valid = ", ".join(dict.fromkeys(filter(None, (kind(each) for _, each in there))))
    raise ChoiceError(
        f"no recommendation of {of} is for {instance_type}",
        f"the instance types are {valid}" if valid else "none names its instance type",
    )


def choose(
    job: Job,
    by: Sequence[Metric] = (),
    recommendation_id: str | None = None,
    instance_type: str | None = None,
) -> Recommendation:
    """The recommendation with this id; else the best of this instance type, or of all, by
    the metrics: cost per inference when none is given. The job has recommendations.

    Raises ChoiceError.
    """
    candidates = [each for _, each in fitting([job], recommendation_id, instance_type)]
    criteria = Criteria(by=tuple(by)) if by else Criteria()
    best = rank(candidates, criteria).ranked[0].recommendation
    if by and criteria.by[0].of(best.metrics) is None:
        raise ChoiceError(
            f"no recommendation of {job.label} has {criteria.by[0].name}",
            "choose by another metric, or with --recommendation or --instance-type",
        )
    return best
