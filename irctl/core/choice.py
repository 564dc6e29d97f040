"""One recommendation of a job: by its id, its instance type, or the best by some metrics."""

from collections.abc import Sequence

from irctl.core.job import Job, Recommendation
from irctl.core.metrics import Metric
from irctl.core.ranking import Criteria, rank

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


def choose(
    job: Job,
    by: Sequence[Metric] = (),
    recommendation_id: str | None = None,
    instance_type: str | None = None,
) -> Recommendation:
    """The recommendation with this id (whole, or its last part); else the best of this
    instance type, or of all, by the metrics: cost per inference when none is given.

    Raises ChoiceError.
    """
    if not job.recommendations:
        raise ChoiceError(
            f"{job.label} made no recommendation", "look at its benchmarks: irctl steps JOB"
        )
    if recommendation_id is not None:
        return _with_id(job, recommendation_id)
    candidates = job.recommendations
    if instance_type is not None:
        candidates = tuple(each for each in candidates if kind(each) == instance_type)
        if not candidates:
            kinds = ", ".join(dict.fromkeys(kind(each) for each in job.recommendations)).strip(", ")
            raise ChoiceError(
                f"no recommendation of {job.label} is for {instance_type}",
                f"the instance types are {kinds}" if kinds else "this job names none",
            )
    criteria = Criteria(by=tuple(by)) if by else Criteria()
    best = rank(candidates, criteria).ranked[0].recommendation
    if by and criteria.by[0].of(best.metrics) is None:
        raise ChoiceError(
            f"no recommendation of {job.label} has {criteria.by[0].name}",
            "choose by another metric, or with --recommendation or --instance-type",
        )
    return best


def _with_id(job: Job, wanted: str) -> Recommendation:
    for each in job.recommendations:
        if each.id is not None and wanted in (each.id, short_id(each.id)):
            return each
    ids = [each.id for each in job.recommendations if each.id]
    raise ChoiceError(
        f"{job.label} has no recommendation {wanted!r}",
        f"the recommendations are {', '.join(ids)}"
        if ids
        else "this job is older than recommendation ids; choose with --instance-type or --by",
    )
