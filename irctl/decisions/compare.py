"""Configurations side by side: in several jobs, against an endpoint, or within one job."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from math import inf
from typing import NamedTuple

from irctl.decisions.caveats import (
    Caveat,
    ConcurrenciesDiffer,
    CountsDiffer,
)
from irctl.decisions.change import Change, Noise, changes
from irctl.decisions.partners import Baseline, Match, Same, ambiguities, best_first, grouped, order
from irctl.jobs.kinds import INFERENCE
from irctl.jobs.metrics import CONCURRENCY, METRICS, Metric, Number, Values
from irctl.jobs.model import (
    Configuration,
    EndpointPerformance,
    Job,
    Recommendation,
    recommendations_of,
)


class Row(NamedTuple):
    """One configuration as one job measured it."""

    job: str
    """The job's label."""
    recommendation: Recommendation
    changes: Mapping[Metric, Change]
    relative: float | None
    """How many times worse than the best of all rows, by the metric that decides: 1 is
    best. None where it cannot be computed."""
    is_baseline: bool


class Group(NamedTuple):
    """The rows of one configuration, at most one for each job."""

    configuration: Configuration
    rows: tuple[Row, ...]


class Existing(NamedTuple):
    """The existing endpoint that a job measured."""

    job: str
    """The job's label."""
    endpoint: EndpointPerformance
    relative: float | None
    """As that of a row."""


class Comparison(NamedTuple):
    baseline: Baseline
    by: Metric
    groups: tuple[Group, ...]
    """Best first."""
    only_in: Mapping[str, tuple[Configuration, ...]]
    """By job, the configurations that no other job has; empty for a single job."""
    best: Row | None
    """None where none has a value, or an existing endpoint is the best."""
    caveats: tuple[Caveat, ...]
    metrics: tuple[Metric, ...] = METRICS
    """Those that are compared."""
    usual: tuple[Metric, ...] = INFERENCE.usual
    """Those that a sentence names."""
    endpoints: tuple[Existing, ...] = ()
    """The existing endpoints that are the baseline, one for each job that measured any."""
    best_endpoint: Existing | None = None
    """The one that nothing beats."""


def compare(
    jobs: Mapping[str, Job], baseline: Baseline, how: Match, by: Metric, noise: Noise
) -> Comparison:
    """Compare every recommendation of the jobs, by their labels, with its baseline.

    Across jobs the same configuration makes one group. A second one of a job that looks
    alike follows in a group of its own, so that none is dropped.
    """
    metrics, usual = _compared(jobs.values(), by)
    rows = _Rows(jobs, baseline, by, noise, metrics)
    if len(jobs) == 1:
        ((name, job),) = jobs.items()
        groups = [
            Group(recommendation.configuration, (rows.row(name, recommendation),))
            for recommendation in best_first(job.recommendations, by)
        ]
        only_in: dict[str, tuple[Configuration, ...]] = {}
        caveats: list[Caveat] = []
    else:
        by_job = {name: grouped(job.recommendations, how, by) for name, job in jobs.items()}
        groups, only_in = _across(by_job, rows)
        caveats = [
            caveat
            for name, same in by_job.items()
            if name != baseline.name
            for caveat in ambiguities(same, name, by)
        ]
    best = _best(groups, by)
    endpoints = rows.endpoints()
    unbeaten = _unbeaten(endpoints, best, by)
    return Comparison(
        baseline=baseline,
        by=by,
        groups=tuple(groups),
        only_in=only_in if baseline.is_same_configuration else {},
        best=None if unbeaten else best,
        caveats=(*baseline.caveats, *caveats, *_loads(groups), *_counts(groups)),
        metrics=metrics,
        usual=usual,
        endpoints=endpoints,
        best_endpoint=unbeaten,
    )


def _unbeaten(endpoints: Sequence[Existing], best: Row | None, by: Metric) -> Existing | None:
    """Return the best endpoint, if no recommendation is better; it needs no change."""
    known = [existing for existing in endpoints if by.of(existing.endpoint.metrics) is not None]
    if not known:
        return None
    first = min(known, key=lambda existing: order(existing.endpoint.metrics, by, INFERENCE))
    if best is None:
        return first
    own = order(first.endpoint.metrics, by, INFERENCE)
    return first if own <= order(best.recommendation.metrics, by, INFERENCE) else None


def _counts(groups: Iterable[Group]) -> Iterator[Caveat]:
    """Yield a caveat about configurations that were paired whatever their instance counts."""
    pairs = []
    for group in groups:
        counts = {
            row.recommendation.configuration.initial_instance_count or 1 for row in group.rows
        }
        if len(counts) > 1:
            pairs.append(tuple(f"{row.recommendation.title} of {row.job}" for row in group.rows))
    if pairs:
        yield CountsDiffer(tuple(pairs))


def _compared(jobs: Iterable[Job], by: Metric) -> tuple[tuple[Metric, ...], tuple[Metric, ...]]:
    """Return the metrics to compare jobs of one kind by, and those that a sentence names.

    Statistics that are not a metric's usual one are compared where any of the jobs has them.
    """
    compared = list(jobs)
    kind = compared[0].kind if compared else INFERENCE
    values = [recommendation.metrics for recommendation in recommendations_of(compared)]
    usual = set(kind.metrics)
    metrics = [metric for metric in kind.columns if metric in usual or metric.known(values)]
    return tuple(dict.fromkeys((*metrics, by))), kind.usual


def _loads(groups: Iterable[Group]) -> Iterator[Caveat]:
    """Yield a caveat about rows that are compared at different concurrencies."""
    changes = [
        (row.recommendation, row.changes[CONCURRENCY].baseline)
        for group in groups
        for row in group.rows
        if CONCURRENCY in row.changes
    ]
    yield from concurrencies(changes)


def concurrencies(pairs: Iterable[tuple[Recommendation, Number | None]]) -> Iterator[Caveat]:
    """Yield a caveat about recommendations whose baselines have another concurrency."""
    known = [(r.title, CONCURRENCY.of(r.metrics), baseline) for r, baseline in pairs]
    differing = tuple(
        (title, own, baseline)
        for title, own, baseline in known
        if own is not None and baseline not in (None, own)
    )
    if differing:
        yield ConcurrenciesDiffer(differing)


class _Rows:
    """Makes the rows of a comparison."""

    def __init__(
        self,
        jobs: Mapping[str, Job],
        baseline: Baseline,
        by: Metric,
        noise: Noise,
        metrics: Sequence[Metric],
    ):
        self._metrics = metrics
        self._jobs = jobs
        self._baseline = baseline
        self.by = by
        self._noise = noise
        self._are_baseline = {id(recommendation) for recommendation in baseline.recommendations}
        values = [r.metrics for r in recommendations_of(jobs.values())]
        self._endpoints = [
            (name, endpoint)
            for name, job in jobs.items()
            for endpoint in job.endpoint_performances[:1]
            if baseline.kind == "Endpoint"
        ]
        values += [endpoint.metrics for _, endpoint in self._endpoints]
        self._best = min((by.badness_in(measured) for measured in values), default=inf)

    def endpoints(self) -> tuple[Existing, ...]:
        """Return the existing endpoints that are the baseline."""
        return tuple(
            Existing(name, endpoint, _times(self.by, endpoint.metrics, self._best))
            for name, endpoint in self._endpoints
        )

    def row(self, name: str, recommendation: Recommendation) -> Row:
        baseline = self._baseline
        partner = baseline.partner(self._jobs[name], recommendation)
        is_own = baseline.kind != "Job" or name == baseline.name
        return Row(
            job=name,
            recommendation=recommendation,
            changes=changes(recommendation.metrics, partner, self._noise, self._metrics),
            relative=_times(self.by, recommendation.metrics, self._best),
            is_baseline=is_own and id(recommendation) in self._are_baseline,
        )


def _across(
    by_job: Mapping[str, Same], rows: _Rows
) -> tuple[list[Group], dict[str, tuple[Configuration, ...]]]:
    """Return groups of the same configuration in several jobs, and those of one job only."""
    by_key: dict[Hashable, dict[str, Sequence[Recommendation]]] = {}
    for name, same in by_job.items():
        for shared, recommendations in same.items():
            by_key.setdefault(shared, {})[name] = recommendations
    groups: list[Group] = []
    alone: dict[str, list[Configuration]] = {name: [] for name in by_job}
    for of_jobs in by_key.values():
        group, *others = _groups(of_jobs, rows)
        groups += [group, *others]
        if len(of_jobs) == 1:
            alone[group.rows[0].job].append(group.configuration)
    places = {name: place for place, name in enumerate(by_job)}

    def place(row: Row) -> tuple[tuple[Number, ...], int, int]:
        return _row_order(row, rows.by), places[row.job], row.recommendation.position

    groups.sort(key=lambda group: min(map(place, group.rows)))
    return groups, {name: tuple(of_job) for name, of_job in alone.items() if of_job}


def _groups(of_jobs: Mapping[str, Sequence[Recommendation]], rows: _Rows) -> Iterator[Group]:
    """Yield the first of each job together, then each other that looks alike by itself."""
    firsts = tuple(rows.row(name, alike[0]) for name, alike in of_jobs.items())
    yield Group(firsts[0].recommendation.configuration, firsts)
    for name, alike in of_jobs.items():
        for recommendation in alike[1:]:
            yield Group(recommendation.configuration, (rows.row(name, recommendation),))


def _row_order(row: Row, by: Metric) -> tuple[Number, ...]:
    return order(row.recommendation.metrics, by, row.recommendation.kind)


def _best(groups: Sequence[Group], by: Metric) -> Row | None:
    rows = [row for group in groups for row in group.rows]
    best = min(rows, key=lambda row: _row_order(row, by), default=None)
    return None if best is None or by.of(best.recommendation.metrics) is None else best


def _times(by: Metric, values: Values, best: Number) -> float | None:
    """Return value / best where lower is better, best / value where higher is."""
    value = by.of(values)
    best = by.badness(best)
    if value is None or value <= 0 or best <= 0:
        return None
    times = best / value if by.higher_is_better else value / best
    return times if times < inf else None


def conditions(job: Job) -> list[str]:
    """Return the conditions under which a job's numbers hold, in a few words each."""
    traffic = job.input_config.get("TrafficPattern") or {}
    stops = job.stopping_conditions
    phrases = [f"{job.type} job" if job.type else ""]
    if traffic.get("TrafficType"):
        phrases.append(f"traffic in {str(traffic['TrafficType']).lower()}")
    if stops.get("MaxInvocations") is not None:
        phrases.append(f"stopped at {stops['MaxInvocations']} requests a minute")
    for threshold in stops.get("ModelLatencyThresholds") or ():
        if threshold.get("ValueInMilliseconds") is not None:
            percentile = threshold.get("Percentile") or "latency"
            phrases.append(f"stopped at {percentile} {threshold['ValueInMilliseconds']} ms")
    return list(filter(None, phrases))
