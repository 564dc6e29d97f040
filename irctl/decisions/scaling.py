"""Which scaling recommendation to request, for what and for which traffic."""

from math import ceil
from typing import NamedTuple

from irctl.decisions.quantities import Rate
from irctl.errors import UsageError
from irctl.jobs.model import Document, Job, Recommendation
from irctl.jobs.scaling import Scaling


class Subject(NamedTuple):
    """What is to be scaled."""

    title: str
    request: Document
    """The members of the request that identify it."""


def endpoint(job: Job, name: str) -> Subject:
    """Return the endpoint of a recommendation. Raise UsageError for any other.

    Source: GetScalingConfigurationRecommendation in SageMaker's API reference: "This name should
    come from one of the recommendations returned by the job".
    """
    benchmarked = [recommendation.endpoint_name for recommendation in job.recommendations]
    if name not in benchmarked:
        names = ", ".join(filter(None, benchmarked))
        hint = f"it benchmarked {names}" if names else "choose a recommendation"
        if any(name == existing.endpoint_name for existing in job.endpoint_performances):
            raise UsageError(
                f"{name} is an existing endpoint, and AWS recommends scaling only for the "
                f"recommendations of {job.label}",
                hint,
            )
        raise UsageError(f"{job.label} benchmarked no endpoint {name!r}", hint)
    return Subject(f"endpoint {name}", {"EndpointName": name})


def recommendation(job: Job, chosen: Recommendation) -> Subject:
    """Return a recommendation of the job. Raise UsageError if it cannot be scaled."""
    title = chosen.configuration.title
    if chosen.configuration.is_serverless:
        raise UsageError(f"{title} scales by itself", "choose an instance type: --instance-type")
    if chosen.id:
        return Subject(f"{title}, {chosen.id}", {"RecommendationId": chosen.id})
    if chosen.endpoint_name:  # jobs older than recommendation IDs
        return Subject(title, {"EndpointName": chosen.endpoint_name})
    raise UsageError(f"{title} of {job.label} has neither an ID nor an endpoint name")


def without_serverless(job: Job) -> Job:
    """Leave out serverless recommendations. Raise UsageError if the job has no others."""
    scalable = tuple(r for r in job.recommendations if not r.configuration.is_serverless)
    if job.recommendations and not scalable:
        raise UsageError(f"{job.label} recommends only serverless, which scales by itself")
    return job._replace(recommendations=scalable)


def with_capacity(scaling: Scaling, lowest: int | None, highest: int | None) -> Scaling:
    """Return a scaling with other numbers of instances, where given. Raise UsageError."""
    changed = scaling._replace(
        min_capacity=lowest or scaling.min_capacity, max_capacity=highest or scaling.max_capacity
    )
    low, high = changed.min_capacity, changed.max_capacity
    if low is not None and high is not None and low > high:
        raise UsageError(
            f"a lowest capacity of {low} is above the highest, {high}",
            "set both: --min-capacity N --max-capacity N",
        )
    return changed


def objective(min_rate: Rate | None, max_rate: Rate | None) -> Document:
    """Return the part of the request that states the traffic. Raise UsageError."""
    if min_rate and max_rate and min_rate.per_minute > max_rate.per_minute:
        raise UsageError(f"--min-rate {min_rate.text} is more than --max-rate {max_rate.text}")
    # The API takes whole requests per minute; rounded up, capacity is never short.
    rates = {"MinInvocationsPerMinute": min_rate, "MaxInvocationsPerMinute": max_rate}
    given = {member: ceil(rate.per_minute) for member, rate in rates.items() if rate}
    return {"ScalingPolicyObjective": given} if given else {}
