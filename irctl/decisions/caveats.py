"""Reasons to distrust numbers, as values.

`answers.sentences` has the words for each.
"""

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from irctl.jobs.metrics import Metric, Number

if TYPE_CHECKING:
    from irctl.decisions.limits import Limit
    from irctl.jobs.ai_model import OtherFigure

MISTAKEN = 1000
"""How many times the highest cost a limit on it is before it looks like one for a million."""

Labels = tuple[str, ...]
"""The names of some jobs."""


class _OfJob(NamedTuple):
    job: str


class _OfConfigurations(NamedTuple):
    job: str
    configurations: Labels


class _OfLimit(NamedTuple):
    limit: "Limit"


class ModelsDiffer(NamedTuple):
    """Jobs of different models, or of models that are not stated, are read together."""

    models: tuple[tuple[str | None, Labels], ...]
    """The names of the jobs, by their model; None where it is not stated."""


class JobTypesDiffer(NamedTuple):
    """Default jobs are ranked with Advanced ones, whose stop conditions cap the load."""

    jobs: tuple[tuple[str, Labels], ...]
    """The names of the jobs, by their type."""


class ConditionsDiffer(NamedTuple):
    """Jobs of one type have different traffic patterns or stopping conditions."""

    member: str
    """The API's member that differs: TrafficPattern or StoppingConditions."""
    jobs: tuple[Labels, ...]


class LatencyLooksLikeMicroseconds(NamedTuple):
    job: str
    places: Labels
    """Configurations, and existing endpoints."""


class LatencyReadAsMicroseconds(_OfJob):
    """The latency of a job was converted from microseconds, as the user stated."""


class LatencyReadAsMilliseconds(NamedTuple):
    """The latency of a job was not converted: it is plainly in milliseconds."""

    job: str
    shortest: Number


class CostIsInconsistent(_OfConfigurations):
    """CostPerInference is not CostPerHour / (MaxInvocations x 60)."""


class HasNoRecommendations(_OfJob):
    """A job completed without a recommendation."""


class PriceIsZero(_OfConfigurations):
    """Configurations that cost nothing, so that nothing is cheaper."""


class CoresDiffer(NamedTuple):
    """CpuUtilization, summed over cores, is judged across sizes with different numbers of them."""

    instance_types: Labels


class LatencyIsCapped(_OfJob):
    """Every latency is the stopping threshold."""


class LimitLooksLikePerMillion(_OfLimit):
    """A limit on the cost of one inference is far above any cost."""


class LimitExcludesBest(_OfLimit):
    """A limit is against the metric's direction: it excludes the better values."""


class ValuesCannotBe(NamedTuple):
    """A job has values that nothing measures, such as a latency of 0: they are missing."""

    job: str
    metric: Metric
    values: tuple[tuple[str, Number], ...]
    """The values, each after its configuration or existing endpoint."""


class FiguresAreLeftOut(NamedTuple):
    """Entries of ExpectedPerformance are no numbers, or given twice."""

    job: str
    figures: "tuple[tuple[str, OtherFigure], ...]"
    """The entries, each after its configuration."""


class ValuesAreMissing(NamedTuple):
    """Recommendations without a value rank last."""

    metric: Metric
    number: int
    total: int


class OrderIsOfService(NamedTuple):
    """The recommendations of a job are not ranked by its target: some have no value for it."""

    targets: tuple[Metric, ...]


class DifferenceIsNoise(NamedTuple):
    """The difference between ranks 1 and 2 is within run-to-run noise."""

    metric: Metric
    difference: float
    noise: Fraction


class ServerlessIsMixed(NamedTuple):
    """Serverless and real time are ranked by values that hold at different loads."""

    metrics: tuple[Metric, ...]


class PricesAreMissing(NamedTuple):
    """Instance types whose costs are missing, since no price is known."""

    instance_types: tuple[str, ...]


class PricesAreUnused(NamedTuple):
    """Prices of instance types that no recommendation has."""

    instance_types: tuple[tuple[str, str], ...]
    """Each with the one that it probably means, or "" without."""


class PriceIsNotListed(NamedTuple):
    """AWS's Price List does not have exactly one price of an instance type."""

    instance_type: str
    region: str
    number: int


class PriceListIsRefused(NamedTuple):
    """This identity may not ask for prices."""

    message: str


class InstancesAreUnknown(_OfJob):
    """A benchmark job does not state the instances of its endpoint, so costs are missing."""


class CapacityIsReserved(_OfJob):
    """A job ran on reserved capacity, to which on-demand prices do not apply."""


class RequestsFailed(NamedTuple):
    """So many requests failed that percentiles, which leave them out, look too good."""

    job: str
    rows: tuple[tuple[str, Number], ...]
    """Each configuration, and the percentage of its requests."""


class GateWasFailed(NamedTuple):
    """The results of a job that failed its validity gate are used, as the user allows."""

    job: str
    error_rate: Number | None
    """In percent."""


class ResultsAreOlder(NamedTuple):
    """Results in S3 were written before the job was created, so they are another job's."""

    job: str
    uri: str


class RunsAreIncomplete(NamedTuple):
    """A benchmark did not send all of its requests, or some of its runs failed."""

    job: str
    rows: Labels
    """The configurations that were not measured to the end."""
    failed_runs: Number
    """The number of those that have no figures at all."""


class SearchIsOpen(NamedTuple):
    """A search for the highest concurrency was interrupted, or none met the SLA."""

    job: str
    highest: Number | None
    """The highest that met the SLA; None for none."""


class SeveralMatch(NamedTuple):
    """Several recommendations of a job are the same configuration."""

    job: str
    configuration: str
    number: int
    by: Metric


class ConcurrenciesDiffer(NamedTuple):
    """Recommendations are compared with what was measured at another concurrency."""

    rows: tuple[tuple[str, Number, Number | None], ...]
    """Each configuration, its concurrency and that of its baseline."""


class CountsDiffer(NamedTuple):
    """Configurations that were paired by instance type have different instance counts."""

    configurations: tuple[Labels, ...]
    """Those of each pair."""


class SeveralEndpoints(NamedTuple):
    """A job measured several existing endpoints; the first is the baseline."""

    job: str
    number: int


class NoEndpoint(_OfJob):
    """A job measured no existing endpoint to compare with."""


class SeveralBaselines(NamedTuple):
    """Several recommendations fit --baseline; the best is the baseline."""

    wanted: str
    number: int
    by: Metric


Caveat = (
    ModelsDiffer
    | JobTypesDiffer
    | ConditionsDiffer
    | LatencyLooksLikeMicroseconds
    | LatencyReadAsMicroseconds
    | LatencyReadAsMilliseconds
    | CostIsInconsistent
    | HasNoRecommendations
    | PriceIsZero
    | CoresDiffer
    | LatencyIsCapped
    | LimitLooksLikePerMillion
    | LimitExcludesBest
    | ValuesCannotBe
    | FiguresAreLeftOut
    | ValuesAreMissing
    | OrderIsOfService
    | DifferenceIsNoise
    | ServerlessIsMixed
    | PricesAreMissing
    | PricesAreUnused
    | PriceIsNotListed
    | PriceListIsRefused
    | InstancesAreUnknown
    | CapacityIsReserved
    | RequestsFailed
    | GateWasFailed
    | ResultsAreOlder
    | RunsAreIncomplete
    | SearchIsOpen
    | SeveralMatch
    | ConcurrenciesDiffer
    | CountsDiffer
    | SeveralEndpoints
    | NoEndpoint
    | SeveralBaselines
)
