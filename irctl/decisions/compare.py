"""Configurations side by side: in several jobs, against an endpoint, or within one job."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from irctl.decisions.change import Change, changes
from irctl.decisions.choice import fits
from irctl.jobs.metrics import Metric
from irctl.jobs.model import Configuration, Job, Metrics, Number, Recommendation

Match = Literal["exact", "instance-type"]
MATCHES: tuple[Match, ...] = ("exact", "instance-type")


class Baseline(NamedTuple):
    """What everything else is compared with."""

    kind: Literal["Job", "Endpoint", "Recommendation"]
    name: str
    partner: Callable[[Job, Recommendation], Metrics | None]
    """What a recommendation of a job is compared with; None where there is nothing."""
    recommendations: tuple[Recommendation, ...] = ()
    """Those that are the baseline themselves."""
    warnings: tuple[str, ...] = ()


class Row(NamedTuple):
    """One configuration as one job measured it."""

    job: str
    """The job's key: its name, or what tells it from another of the same name."""
    recommendation: Recommendation
    changes: Mapping[Metric, Change]
    relative: float | None
    """How many times worse than the best of all rows, by the metric that decides: 1 is
    best. None where that can't be told."""
    is_baseline: bool


class Group(NamedTuple):
    """The rows of one configuration, at most one a job."""

    configuration: Configuration
    rows: tuple[Row, ...]


class Comparison(NamedTuple):
    baseline: Baseline
    by: Metric
    groups: tuple[Group, ...]
    """Best first."""
    only_in: Mapping[str, tuple[Configuration, ...]]
    """By job, the configurations that no other job has; empty for a single job."""
    best: Row | None
    warnings: tuple[str, ...]


def match(text: str) -> Match:
    """Raises ValueError, which lists the valid ones."""
    for each in MATCHES:
        if each == text:
            return each
    raise ValueError(f"expected {' or '.join(MATCHES)}, got {text!r}")


def key(configuration: Configuration, match: Match) -> Hashable:
    """What two recommendations have in common that are the same configuration.

    Exact: instance type and count, serverless settings, environment as a set, inference
    specification, and whether the model was compiled. Compilation itself counts, not the
    CompilationJobName, which is another one in every run. A count that is absent is 1.
    By instance type: that, or the memory of serverless.
    """
    serverless = configuration.serverless
    if match == "instance-type":
        return configuration.instance_type or (serverless and serverless.memory_size_mb)
    return (
        configuration.instance_type,
        None if serverless else configuration.initial_instance_count or 1,
        serverless,
        frozenset(configuration.environment),
        configuration.inference_specification_name,
        configuration.compilation_job_name is not None,
    )


def best_first(recommendations: Iterable[Recommendation], by: Metric) -> list[Recommendation]:
    """By one metric, a missing value last; ties in the order given."""
    return sorted(recommendations, key=lambda each: _badness(each, by))


def _badness(recommendation: Recommendation, by: Metric) -> Number:
    value = by.of(recommendation.metrics)
    return float("inf") if value is None else by.badness(value)


def of_job(job: Job, name: str, how: Match, by: Metric) -> Baseline:
    """The same configuration in another job; of several the best."""
    groups = _grouped(job.recommendations, how, by)
    return Baseline(
        "Job",
        name,
        lambda _, each: (
            found[0].metrics if (found := groups.get(key(each.configuration, how))) else None
        ),
        tuple(some[0] for some in groups.values()),
        tuple(_ambiguities(groups, name, by)),
    )


def of_endpoint(jobs: Sequence[Job]) -> Baseline:
    """The existing endpoint that each job measured beside its recommendations.

    Raises ValueError when no job did.
    """
    names = [f"endpoint {each.endpoint_name}" for job in jobs for each in job.endpoint_performances]
    if not names:
        raise ValueError("no job measured an existing endpoint")
    warnings = [
        f"{job.label}: {len(job.endpoint_performances)} existing endpoints were measured; "
        f"compared with the first"
        if job.endpoint_performances
        else f"{job.label} measured no existing endpoint: nothing to compare it with"
        for job in jobs
        if len(job.endpoint_performances) != 1
    ]
    return Baseline(
        "Endpoint",
        ", ".join(dict.fromkeys(names)),
        lambda job, _: job.endpoint_performances[0].metrics if job.endpoint_performances else None,
        (),
        tuple(warnings),
    )


def of_recommendation(wanted: str, jobs: Sequence[Job], by: Metric) -> Baseline | None:
    """The recommendation with this id, or the best of this instance type; None without."""
    there = [each for job in jobs for each in job.recommendations]
    found = [each for each in there if fits(each, wanted)]
    found = found or [each for each in there if fits(each, None, wanted)]
    if not found:
        return None
    warnings = (
        [
            f"{wanted} stands {len(found)} times among the recommendations: compared with the "
            f"best by {by.name}; --baseline also takes a recommendation's id"
        ]
        if len(found) > 1
        else []
    )
    return the_one(best_first(found, by)[0], warnings)


def the_one(recommendation: Recommendation, warnings: Sequence[str] = ()) -> Baseline:
    """One recommendation, for all others."""
    return Baseline(
        "Recommendation",
        f"{recommendation.configuration.title} of {recommendation.job_name}",
        lambda *_: recommendation.metrics,
        (recommendation,),
        tuple(warnings),
    )


def compare(
    jobs: Mapping[str, Job], baseline: Baseline, how: Match, by: Metric, threshold: Fraction
) -> Comparison:
    """Every recommendation of the jobs, by their keys, against its baseline. Across jobs
    the same configuration makes one group. A second one of a job that looks the same
    follows in a group of its own, so that none is dropped."""
    warnings = list(baseline.warnings)
    are_baseline = {id(each) for each in baseline.recommendations}
    best_value = min(
        (_badness(each, by) for job in jobs.values() for each in job.recommendations),
        default=float("inf"),
    )

    def row(name: str, each: Recommendation) -> Row:
        partner = baseline.partner(jobs[name], each)
        changed = changes(each.metrics, partner, threshold)
        own = baseline.kind != "Job" or name == baseline.name
        is_baseline = own and id(each) in are_baseline
        return Row(name, each, changed, _times(by, each, best_value), is_baseline)

    if len(jobs) == 1:
        ((name, job),) = jobs.items()
        ordered = best_first(job.recommendations, by)
        groups = [Group(each.configuration, (row(name, each),)) for each in ordered]
        only_in: dict[str, tuple[Configuration, ...]] = {}
    else:
        by_key: dict[Hashable, dict[str, list[Recommendation]]] = {}
        for name, job in jobs.items():
            found = _grouped(job.recommendations, how, by)
            for shared, some in found.items():
                by_key.setdefault(shared, {})[name] = some
            if name != baseline.name:
                warnings += _ambiguities(found, name, by)
        groups, alone = [], dict[str, list[Configuration]]()
        for lists in by_key.values():
            rows = [row(name, some[0]) for name, some in lists.items()]
            groups.append(Group(rows[0].recommendation.configuration, tuple(rows)))
            groups += [
                Group(each.configuration, (row(name, each),))
                for name, some in lists.items()
                for each in some[1:]
            ]
            if len(lists) == 1:
                alone.setdefault(rows[0].job, []).append(rows[0].recommendation.configuration)
        groups.sort(key=lambda group: min(_badness(each.recommendation, by) for each in group.rows))
        only_in = {name: tuple(alone[name]) for name in jobs if name in alone}
    rows = [each for group in groups for each in group.rows]
    with_value = [each for each in rows if by.of(each.recommendation.metrics) is not None]
    best = min(with_value, key=lambda each: _badness(each.recommendation, by), default=None)
    return Comparison(baseline, by, tuple(groups), only_in, best, tuple(warnings))


def _times(by: Metric, recommendation: Recommendation, best: Number) -> float | None:
    """value / best where lower is better, best / value where higher is."""
    value = by.of(recommendation.metrics)
    best = by.badness(best)
    if value is None or value <= 0 or best <= 0:
        return None
    times = best / value if by.higher_is_better else value / best
    return times if times < float("inf") else None


def _grouped(
    recommendations: Iterable[Recommendation], how: Match, by: Metric
) -> dict[Hashable, list[Recommendation]]:
    groups: dict[Hashable, list[Recommendation]] = {}
    for each in best_first(recommendations, by):
        groups.setdefault(key(each.configuration, how), []).append(each)
    return groups


def _ambiguities(
    groups: Mapping[Hashable, Sequence[Recommendation]], name: str, by: Metric
) -> list[str]:
    return [
        f"{name}: {len(some)} recommendations match as {some[0].configuration.title}; the "
        f"best by {by.name} stands for them, the others are listed by themselves"
        for some in groups.values()
        if len(some) > 1
    ]


def conditions(job: Job) -> list[str]:
    """Under what a job's numbers hold, in a few words each."""
    traffic = job.input_config.get("TrafficPattern") or {}
    stops = job.stopping_conditions
    found = [f"{job.type} job" if job.type else ""]
    if traffic.get("TrafficType"):
        found.append(f"traffic in {str(traffic['TrafficType']).lower()}")
    if stops.get("MaxInvocations") is not None:
        found.append(f"stopped at {stops['MaxInvocations']} requests a minute")
    for each in stops.get("ModelLatencyThresholds") or ():
        if each and each.get("ValueInMilliseconds") is not None:
            percentile = each.get("Percentile") or "latency"
            found.append(f"stopped at {percentile} {each['ValueInMilliseconds']} ms")
    return list(filter(None, found))
