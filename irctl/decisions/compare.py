"""Configurations side by side: in several jobs, against an endpoint, or within one job."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from math import inf, log
from operator import attrgetter
from typing import Literal, NamedTuple

from irctl.decisions.caveats import (
    Caveat,
    ConcurrenciesDiffer,
    CountsDiffer,
    NoEndpoint,
    SeveralBaselines,
    SeveralEndpoints,
    SeveralMatch,
)
from irctl.decisions.change import Change, Noise, changes
from irctl.decisions.choice import fits
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.metrics import CONCURRENCY, METRICS, Metric, Number, Values
from irctl.jobs.model import (
    Configuration,
    EndpointPerformance,
    Job,
    Recommendation,
    recommendations_of,
)

Match = Literal["exact", "instance-type"]
MATCHES: tuple[Match, ...] = ("exact", "instance-type")


class Baseline(NamedTuple):
    """The side of a comparison that everything else is compared with."""

    kind: Literal["Job", "Endpoint", "Recommendation"]
    name: str
    partner: Callable[[Job, Recommendation], Values | None]
    """The values that a recommendation of a job is compared with; None without."""
    recommendations: tuple[Recommendation, ...] = ()
    """Those that are the baseline themselves."""
    caveats: tuple[Caveat, ...] = ()
    is_same_configuration: bool = True
    """Whether a partner in another job is the same configuration."""


class Row(NamedTuple):
    """One configuration as one job measured it."""

    job: str
    """The job's key: its name, or a name that tells it from another of the same name."""
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
    """The job's key."""
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


def match(text: str) -> Match:
    """Read a way of matching. Raise ValueError, which lists the valid ones."""
    for valid in MATCHES:
        if valid == text:
            return valid
    raise ValueError(f"expected {' or '.join(MATCHES)}, got {text!r}")


def key(configuration: Configuration, match: Match, kind: Kind = INFERENCE) -> Hashable:
    """Return what recommendations of the same configuration have in common.

    Exact: what the kind of job is paired by. Of inference jobs, instance type and count,
    serverless settings, environment as a set, inference specification, and whether the model was
    compiled; of AI jobs, instance type and count, copies, optimizations, and the concurrency of a
    benchmark. By instance type: that, or the memory of serverless.
    """
    serverless = configuration.serverless
    if match == "instance-type":
        known = configuration.instance_type or (serverless and serverless.memory_size_mb)
        return known or configuration.concurrency
    return tuple(_PARTS.get(name, _as_it_is(name))(configuration) for name in kind.paired_by)


def _as_it_is(name: str) -> Callable[[Configuration], Hashable]:
    return attrgetter(name)


_PARTS: Mapping[str, Callable[[Configuration], Hashable]] = {
    "initial_instance_count": lambda c: None if c.serverless else c.initial_instance_count or 1,
    "environment": lambda c: frozenset(c.environment),
    # Compilation itself counts: the name of its job differs in every run.
    "compilation_job_name": lambda c: c.compilation_job_name is not None,
    "copies": lambda c: c.copies or 1,
    "optimizations": lambda c: frozenset(c.optimizations),
}
"""What is compared in place of a field, where it is not the field itself."""


def best_first(recommendations: Iterable[Recommendation], by: Metric) -> list[Recommendation]:
    """Sort by one metric, a missing value last; ties as `rank` breaks them."""
    return sorted(recommendations, key=lambda r: _order(r.metrics, by, r.kind))


def _order(values: Values, by: Metric, kind: Kind) -> tuple[Number, ...]:
    """Return what orders values by a metric and those that break its ties; less is better."""
    return tuple(metric.badness_in(values) for metric in dict.fromkeys((by, *kind.ties)))


def of_job(job: Job, name: str, how: Match, by: Metric) -> Baseline:
    """Compare with the same configuration in another job; of several the best.

    A recommendation is compared with a benchmark at the concurrency next to its own.
    """
    groups = _grouped(job.recommendations, how, by)
    levels = [r for r in job.recommendations if r.configuration.concurrency is not None]

    def partner(_: Job, recommendation: Recommendation) -> Values | None:
        same = groups.get(_key(recommendation, how))
        if same:
            return same[0].metrics
        is_level = recommendation.configuration.concurrency is not None
        return None if is_level else _nearest(levels, recommendation)

    return Baseline(
        "Job",
        name,
        partner,
        recommendations=tuple(same[0] for same in groups.values()),
        caveats=tuple(_ambiguities(groups, name, by)),
        is_same_configuration=not levels,
    )


def _nearest(levels: Sequence[Recommendation], recommendation: Recommendation) -> Values | None:
    """Return the values at the concurrency next to that of a recommendation, by their ratio.

    Where its own is unknown, those at the only level.
    """
    own = CONCURRENCY.of(recommendation.metrics)
    if own is None:
        return levels[0].metrics if len(levels) == 1 else None
    known = [(CONCURRENCY.of(level.metrics) or 0, level) for level in levels]
    ratios = [
        (abs(log(concurrency / own)), level) for concurrency, level in known if concurrency > 0
    ]
    return min(ratios, key=lambda ratio: ratio[0])[1].metrics if ratios else None


def of_endpoint(jobs: Sequence[Job]) -> Baseline:
    """Compare with the existing endpoint that each job measured.

    Raise ValueError when no job did.
    """
    names = [
        f"endpoint {endpoint.endpoint_name}"
        for job in jobs
        for endpoint in job.endpoint_performances
    ]
    if not names:
        raise ValueError("no job measured an existing endpoint")
    return Baseline(
        "Endpoint",
        ", ".join(dict.fromkeys(names)),
        lambda job, _: job.endpoint_performances[0].metrics if job.endpoint_performances else None,
        caveats=tuple(
            SeveralEndpoints(job.label, len(job.endpoint_performances))
            if job.endpoint_performances
            else NoEndpoint(job.label)
            for job in jobs
            if len(job.endpoint_performances) != 1
        ),
    )


def of_recommendation(wanted: str, jobs: Sequence[Job], by: Metric) -> Baseline | None:
    """Compare with the recommendation of this id, or the best of this instance type."""
    recommendations = recommendations_of(jobs)
    fitting = [r for r in recommendations if fits(r, wanted)]
    fitting = fitting or [r for r in recommendations if fits(r, None, wanted)]
    if not fitting:
        return None
    caveats = [SeveralBaselines(wanted, len(fitting), by)] if len(fitting) > 1 else []
    return the_one(best_first(fitting, by)[0], caveats)


def the_one(recommendation: Recommendation, caveats: Sequence[Caveat] = ()) -> Baseline:
    """Compare all others with one recommendation."""
    return Baseline(
        "Recommendation",
        f"{recommendation.configuration.title} of {recommendation.job_name}",
        lambda *_: recommendation.metrics,
        recommendations=(recommendation,),
        caveats=tuple(caveats),
    )


def compare(
    jobs: Mapping[str, Job], baseline: Baseline, how: Match, by: Metric, noise: Noise
) -> Comparison:
    """Compare every recommendation of the jobs, by their keys, with its baseline.

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
        by_job = {name: _grouped(job.recommendations, how, by) for name, job in jobs.items()}
        groups, only_in = _across(by_job, rows)
        caveats = [
            caveat
            for name, same in by_job.items()
            if name != baseline.name
            for caveat in _ambiguities(same, name, by)
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
    first = min(known, key=lambda existing: _order(existing.endpoint.metrics, by, INFERENCE))
    if best is None:
        return first
    own = _order(first.endpoint.metrics, by, INFERENCE)
    return first if own <= _order(best.recommendation.metrics, by, INFERENCE) else None


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


_Same = Mapping[Hashable, Sequence[Recommendation]]
"""Recommendations of one job by their configuration, the best of each first."""


def _across(
    by_job: Mapping[str, _Same], rows: _Rows
) -> tuple[list[Group], dict[str, tuple[Configuration, ...]]]:
    """Return groups of the same configuration in several jobs, and those of one job only."""
    by_key: dict[Hashable, dict[str, Sequence[Recommendation]]] = {}
    for name, same in by_job.items():
        for shared, recommendations in same.items():
            by_key.setdefault(shared, {})[name] = recommendations
    groups: list[Group] = []
    alone: dict[str, list[Configuration]] = {}
    for of_jobs in by_key.values():
        firsts = tuple(rows.row(name, some[0]) for name, some in of_jobs.items())
        configuration = firsts[0].recommendation.configuration
        groups.append(Group(configuration, firsts))
        groups += [
            Group(recommendation.configuration, (rows.row(name, recommendation),))
            for name, some in of_jobs.items()
            for recommendation in some[1:]
        ]
        if len(of_jobs) == 1:
            alone.setdefault(firsts[0].job, []).append(configuration)
    groups.sort(key=lambda group: min(_row_order(row, rows.by) for row in group.rows))
    return groups, {name: tuple(alone[name]) for name in by_job if name in alone}


def _row_order(row: Row, by: Metric) -> tuple[Number, ...]:
    return _order(row.recommendation.metrics, by, row.recommendation.kind)


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


def _grouped(
    recommendations: Iterable[Recommendation], how: Match, by: Metric
) -> dict[Hashable, list[Recommendation]]:
    groups: dict[Hashable, list[Recommendation]] = {}
    for recommendation in best_first(recommendations, by):
        groups.setdefault(_key(recommendation, how), []).append(recommendation)
    return groups


def _key(recommendation: Recommendation, how: Match) -> Hashable:
    return key(recommendation.configuration, how, recommendation.kind)


def _ambiguities(groups: _Same, name: str, by: Metric) -> list[Caveat]:
    return [
        SeveralMatch(name, same[0].configuration.title, len(same), by)
        for same in groups.values()
        if len(same) > 1
    ]


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
