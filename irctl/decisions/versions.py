"""How the best configuration of a model moved over the versions of its model package group."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from irctl.decisions.change import Change, Noise, changes
from irctl.errors import UsageError
from irctl.jobs.metrics import Metric, Values
from irctl.jobs.model import Job, Recommendation
from irctl.jobs.model_package import ModelPackage
from irctl.jobs.versions import Version


class Gap(Enum):
    """Why a version has no best configuration."""

    NO_JOB = "no completed job"
    NOT_READ = "its job could not be used"
    NO_RESULTS = "its job has no recommendations"
    EXCLUDED = "no recommendation is within the limits"


class VersionJob(NamedTuple):
    """A version, and the ARN of the latest job about it that completed; None without one."""

    version: Version
    job_arn: str | None


def job_about(text: str, group: ModelPackage, versions: Iterable[VersionJob]) -> str:
    """Return the ARN of the job about the version that `GROUP/VERSION` names; other text as it is.

    Raise UsageError, with the versions to choose from, if no completed job is about it.
    """
    name, _, number = text.rpartition("/")
    if name.lower() != group.name.lower() or not number.isdecimal():
        return text
    arns = {str(version.number): arn for version, arn in versions if arn}
    if number not in arns:
        valid = ", ".join(f"{group.name}/{known}" for known in arns)
        raise UsageError(f"no completed job is about {text}", f"choose one of {valid}")
    return arns[number]


class VersionResult(NamedTuple):
    """The best configuration of a version, and its changes against earlier versions."""

    version: Version
    job: Job | None
    best: Recommendation | None
    gap: Gap | None
    """None where there is a best configuration."""
    since_previous: Mapping[Metric, Change]
    """Against the previous version that has a best configuration."""
    since_first: Mapping[Metric, Change]
    """Against the first version that has one."""

    @property
    def values(self) -> Values:
        """What was measured of the best configuration; empty without one."""
        return self.best.metrics if self.best else {}


def over_versions(
    versions: Iterable[VersionJob],
    jobs: Sequence[Job],
    best_of: Callable[[Job], Recommendation | None],
    metrics: Sequence[Metric],
    noise: Noise,
) -> list[VersionResult]:
    """Return the result of each version, in their order.

    `jobs` are those that could be used; `best_of` returns the best recommendation of one.
    """
    by_arn = {job.arn: job for job in jobs}
    first: Values | None = None
    previous: Values | None = None
    results = []
    for version, arn in versions:
        job = by_arn.get(arn) if arn else None
        best = best_of(job) if job else None
        values = best.metrics if best else {}
        result = VersionResult(
            version=version,
            job=job,
            best=best,
            gap=_gap(arn, job, best),
            since_previous=changes(values, previous, noise, metrics),
            since_first=changes(values, first, noise, metrics),
        )
        results.append(result)
        if best:
            first, previous = first or values, values
    return results


def _gap(arn: str | None, job: Job | None, best: Recommendation | None) -> Gap | None:
    if arn is None:
        return Gap.NO_JOB
    if job is None:
        return Gap.NOT_READ
    if best is None:
        return Gap.EXCLUDED if job.recommendations else Gap.NO_RESULTS
    return None
