"""Reasons to distrust numbers, as values; nothing here changes a number.

`answers.sentences` has the words for each.
"""

from collections.abc import Callable, Hashable, Iterable
from fractions import Fraction
from typing import Any, NamedTuple

from irctl.decisions.change import Noise
from irctl.decisions.limits import Limit
from irctl.decisions.ranking import Ranking
from irctl.jobs.metrics import (
    COST_PER_HOUR,
    COST_PER_INFERENCE,
    LATENCY,
    METRICS,
    THROUGHPUT,
    Metric,
    Number,
    Values,
)
from irctl.jobs.model import EndpointPerformance, Job, Recommendation

LONGEST_INVOCATION_MS = 60_000
"""SageMaker ends a real-time invocation after 60 seconds (InvokeEndpoint, AWS's API
reference), so no measured latency in milliseconds can be longer."""

MISTAKEN = 1000
"""How many times the highest cost a limit on it is before it looks like one for a million."""

Labels = tuple[str, ...]
"""The names of some jobs."""


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


class LatencyReadAsMicroseconds(NamedTuple):
    """The latency of a job was converted from microseconds, as the user stated."""

    job: str


class LatencyReadAsMilliseconds(NamedTuple):
    """The latency of a job was not converted: it is plainly in milliseconds."""

    job: str
    shortest: Number


class CostIsInconsistent(NamedTuple):
    """CostPerInference is not CostPerHour / (MaxInvocations x 60)."""

    job: str
    configurations: Labels


class LatencyIsCapped(NamedTuple):
    """Every latency is the stopping threshold."""

    job: str


class LimitLooksLikePerMillion(NamedTuple):
    """A limit on the cost of one inference is far above any cost."""

    limit: Limit


class LimitExcludesBest(NamedTuple):
    """A limit is against the metric's direction: it excludes the better values."""

    limit: Limit


class ValuesCannotBe(NamedTuple):
    """A job has values that nothing measures, such as a latency of 0: they are missing."""

    job: str
    metric: Metric
    values: tuple[tuple[str, Number], ...]
    """The values, each after its configuration or existing endpoint."""


class ValuesAreMissing(NamedTuple):
    """Recommendations without a value rank last."""

    metric: Metric
    number: int
    total: int


class DifferenceIsNoise(NamedTuple):
    """The difference between ranks 1 and 2 is within run-to-run noise."""

    metric: Metric
    difference: float
    noise: Fraction


class SeveralMatch(NamedTuple):
    """Several recommendations of a job are the same configuration."""

    job: str
    configuration: str
    number: int
    by: Metric


class SeveralEndpoints(NamedTuple):
    """A job measured several existing endpoints; the first is the baseline."""

    job: str
    number: int


class NoEndpoint(NamedTuple):
    """A job measured no existing endpoint to compare with."""

    job: str


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
    | LatencyIsCapped
    | LimitLooksLikePerMillion
    | LimitExcludesBest
    | ValuesCannotBe
    | ValuesAreMissing
    | DifferenceIsNoise
    | SeveralMatch
    | SeveralEndpoints
    | NoEndpoint
    | SeveralBaselines
)


def about_jobs(jobs: Iterable[Job], limits: Iterable[Limit] = ()) -> list[Caveat]:
    """Return the caveats about jobs that are read together, or held against limits."""
    review = JobReview(limits)
    for job in jobs:
        review.add(job)
    return review.caveats()


def conditions(baseline: Job, jobs: Iterable[Job]) -> list[Caveat]:
    """Return why changes from a baseline don't show what changed in the model.

    The types of the jobs or their traffic patterns differ.
    """
    return [
        caveat
        for job in jobs
        for caveat in about_jobs([baseline, job])
        if isinstance(caveat, JobTypesDiffer)
        or (isinstance(caveat, ConditionsDiffer) and caveat.member == "TrafficPattern")
    ]


class JobReview:
    """Looks at jobs one after the other; none is kept."""

    def __init__(self, limits: Iterable[Limit] = ()) -> None:
        self.count = 0
        self._limits = list(limits)
        self._cost_limits = [
            limit
            for limit in self._limits
            if (limit.metric.key, limit.operator) == (COST_PER_INFERENCE.key, "<=")
            and not limit.is_change
        ]
        self._highest_cost: Number = 0
        self._models: dict[str | None, list[str]] = {}
        self._types: dict[str | None, list[str]] = {}
        self._conditions: dict[tuple[str, str | None], dict[Hashable, list[str]]] = {}
        """The names of jobs by condition, by its value, of jobs of one type: the types
        differ in these anyway."""
        self._about_values: list[Caveat] = []

    def add(self, job: Job) -> None:
        self.count += 1
        self._models.setdefault(job.model, []).append(job.label)
        self._types.setdefault(job.type, []).append(job.label)
        # A job that states none used the service's defaults: a difference too.
        for member, value in (
            ("TrafficPattern", job.input_config.get("TrafficPattern")),
            ("StoppingConditions", job.stopping_conditions),
        ):
            groups = self._conditions.setdefault((member, job.type), {})
            groups.setdefault(_frozen(value), []).append(job.label)
        self._about_values += _about_values(job)
        if self._cost_limits:
            costs = (COST_PER_INFERENCE.of(r.metrics) or 0 for r in job.recommendations)
            self._highest_cost = max([self._highest_cost, *costs])

    def _about_models(self) -> list[Caveat]:
        stated = [model for model in self._models if model is not None]
        unknown = self._models.get(None, [])
        if len(stated) + len(unknown) < 2:
            return []
        names = [*_short_names(stated), *([None] if unknown else [])]
        labels = [*(self._models[model] for model in stated), *([unknown] if unknown else [])]
        return [ModelsDiffer(tuple(zip(names, map(tuple, labels), strict=True)))]

    def caveats(self) -> list[Caveat]:
        types = tuple((type, tuple(jobs)) for type, jobs in self._types.items() if type)
        conditions = sorted(
            ((member, groups) for (member, _), groups in self._conditions.items()),
            key=lambda condition: condition[0] != "TrafficPattern",
        )
        return [
            *self._about_models(),
            *([JobTypesDiffer(types)] if len(types) > 1 else []),
            *(
                ConditionsDiffer(member, tuple(map(tuple, groups.values())))
                for member, groups in conditions
                if len(groups) > 1
            ),
            *self._about_values,
            *(
                LimitLooksLikePerMillion(limit)
                for limit in self._cost_limits
                if limit.bound > MISTAKEN * self._highest_cost > 0
            ),
            *(LimitExcludesBest(limit) for limit in self._limits if excludes_best(limit)),
        ]


def _short_names(models: Iterable[str]) -> list[str]:
    """Return the last part of each ARN, or the whole ARNs where that is ambiguous."""
    whole = list(models)
    short = [model.rpartition("/")[2] for model in whole]
    return short if len(set(short)) == len(short) else whole


def about_ranking(ranking: Ranking) -> list[Caveat]:
    """Return the caveats about taking the first of a ranking for the best."""
    caveats: list[Caveat] = [
        ValuesAreMissing(metric, count, ranking.total)
        for metric, count in ranking.missing.items()
        if count
    ]
    metric = ranking.criteria.by[0]
    values = [metric.of(ranked.recommendation.metrics) for ranked in ranking.ranked[:2]]
    known = [value for value in values if value is not None]
    if len(known) == 2 and not ranking.criteria.weights:
        difference = relative_difference(*known)
        noise = Noise().of(metric)
        if difference is not None and 0 < difference < noise:
            caveats.append(DifferenceIsNoise(metric, difference, noise))
    return caveats


def excludes_best(limit: Limit) -> bool:
    """Whether a limit excludes better values and accepts worse ones."""
    metric = limit.metric
    towards = ">=" if metric.higher_is_better else "<="
    return metric.marks_best and not limit.is_change and limit.operator != towards


def relative_difference(a: Number, b: Number) -> float | None:
    """Return |a - b| as a fraction of the smaller; None when that is 0 or the signs differ."""
    low, high = sorted((abs(a), abs(b)))
    if low == 0 or (a < 0) != (b < 0):
        return None
    return high / low - 1


def cost_breaks_identity(values: Values) -> bool:
    """Whether CostPerInference is not CostPerHour / (MaxInvocations x 60).

    Full-precision recordings agree to 1e-7; a cost written with few digits is allowed
    half a unit of its last one.
    """
    stated = COST_PER_INFERENCE.of(values)
    hourly = COST_PER_HOUR.of(values)
    rate = THROUGHPUT.of(values)
    if stated is None or hourly is None or rate is None or rate <= 0:
        return False
    expected = hourly / rate / 60
    if abs(stated - expected) <= 1e-3 * abs(expected):
        return False
    from decimal import Decimal  # rarely needed, and slow to import

    exponent = Decimal(repr(stated)).as_tuple().exponent
    half_a_digit = 0.5 * 10.0**exponent if isinstance(exponent, int) else 0.0
    return abs(stated - expected) > half_a_digit * 1.001


def _latency_thresholds(job: Job) -> list[Number]:
    return [
        value
        for threshold in job.stopping_conditions.get("ModelLatencyThresholds") or ()
        if (value := threshold.get("ValueInMilliseconds")) is not None and value > 0
    ]


def slow_places(job: Job) -> list[str]:
    """Return the configurations and endpoints whose latency looks like microseconds."""
    longest = min([LONGEST_INVOCATION_MS, *(100 * limit for limit in _latency_thresholds(job))])

    def is_slow(values: Values) -> bool:
        latency = LATENCY.of(values)
        return latency is not None and latency > longest

    return [
        *(r.configuration.title for r in job.recommendations if is_slow(r.metrics)),
        *(endpoint.title for endpoint in job.endpoint_performances if is_slow(endpoint.metrics)),
    ]


def _about_values(job: Job) -> list[Caveat]:
    def titles(is_meant: Callable[[Recommendation], bool]) -> list[str]:
        return [r.configuration.title for r in job.recommendations if is_meant(r)]

    slow, thresholds = slow_places(job), _latency_thresholds(job)
    inconsistent = titles(
        lambda r: r.configuration.serverless is None and cost_breaks_identity(r.metrics)
    )
    capped = titles(lambda r: LATENCY.of(r.metrics) in thresholds)
    return [
        *_impossible(job),
        *([LatencyLooksLikeMicroseconds(job.label, tuple(slow))] if slow else []),
        *([CostIsInconsistent(job.label, tuple(inconsistent))] if inconsistent else []),
        *([LatencyIsCapped(job.label)] if len(job.recommendations) == len(capped) > 1 else []),
    ]


def _impossible(job: Job) -> list[Caveat]:
    """Return a caveat for each metric with values that cannot be."""
    by_metric: dict[Metric, list[tuple[str, Number]]] = {}
    measured: list[tuple[str, Recommendation | EndpointPerformance]] = [
        *((r.configuration.title, r) for r in job.recommendations if r.sent is not r.metrics),
        *((e.title, e) for e in job.endpoint_performances if e.sent is not e.metrics),
    ]
    for title, item in measured:
        for metric in METRICS:
            value = metric.of(item.sent)
            if value is not None and metric.of(item.metrics) is None:
                by_metric.setdefault(metric, []).append((title, value))
    return [ValuesCannotBe(job.label, metric, tuple(some)) for metric, some in by_metric.items()]


def _frozen(value: Any) -> Hashable:
    """Return a document in a form that can be compared and grouped by."""
    if isinstance(value, dict):
        return frozenset((key, _frozen(item)) for key, item in value.items())
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
