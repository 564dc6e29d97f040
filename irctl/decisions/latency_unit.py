"""Jobs whose latency is in microseconds, read in milliseconds."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal, NamedTuple, TypeVar

from irctl.decisions.caveats import (
    Caveat,
    LatencyReadAsMicroseconds,
    LatencyReadAsMilliseconds,
)
from irctl.decisions.plausibility import slow_places
from irctl.jobs.exact import exact, number
from irctl.jobs.metrics import LATENCY, Values
from irctl.jobs.model import EndpointPerformance, Job, Recommendation

_Measured = TypeVar("_Measured", Recommendation, EndpointPerformance)
LatencyUnit = Literal["ms", "us"]
UNITS: tuple[LatencyUnit, ...] = ("ms", "us")

SHORTEST_US = 1000
"""A latency below one millisecond is implausible: the API counts whole milliseconds, and
network and container of a request take longer."""


def latency_unit(text: str) -> LatencyUnit:
    """Read a unit. Raise ValueError, which lists the valid ones."""
    for unit in UNITS:
        if unit == text.strip().lower():
            return unit
    raise ValueError(f"expected {' or '.join(UNITS)}, got {text!r}")


class Reading(NamedTuple):
    """The unit in which the latency of a job was read."""

    job_name: str
    unit: LatencyUnit


class LatencyReader:
    """Reads the latency of jobs in a unit that the user states.

    In microseconds it converts every job, but not one that is plainly in milliseconds: no
    latency looks like microseconds, and one of them would be shorter than a millisecond.
    """

    def __init__(self, unit: LatencyUnit | None):
        self._unit = unit
        self.readings: list[Reading] = []
        """Of every job, where the unit is not the API's."""
        self.caveats: list[Caveat] = []

    def read_all(self, jobs: Iterable[Job]) -> Iterator[Job]:
        return map(self.read, jobs)

    def read(self, job: Job) -> Job:
        """Return the job with its latency in milliseconds; its document stays as it is."""
        if self._unit != "us":
            return job
        latencies = LATENCY.known(item.metrics for item in job.measured)
        if not latencies:
            return job
        if not slow_places(job) and min(latencies) < SHORTEST_US:
            self._note(job, "ms", LatencyReadAsMilliseconds(job.label, min(latencies)))
            return job
        self._note(job, "us", LatencyReadAsMicroseconds(job.label))
        return _converted(job)

    def _note(self, job: Job, unit: LatencyUnit, caveat: Caveat) -> None:
        self.readings.append(Reading(job.label, unit))
        self.caveats.append(caveat)


def _converted(job: Job) -> Job:
    return job._replace(
        recommendations=tuple(map(_with_latency_converted, job.recommendations)),
        endpoint_performances=tuple(map(_with_latency_converted, job.endpoint_performances)),
    )


def _with_latency_converted(item: _Measured) -> _Measured:
    return item._replace(metrics=_in_milliseconds(item.metrics), sent=_in_milliseconds(item.sent))


def _in_milliseconds(values: Values) -> Values:
    latency = LATENCY.of(values)
    if latency is None:
        return values
    milliseconds = number(exact(latency) / Fraction(1000))
    return {**values, LATENCY.key: milliseconds or 0}
