"""What a recommendation is compared with: its like in another job, an endpoint, or one given."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from math import log
from operator import attrgetter
from typing import Literal, NamedTuple

from irctl.decisions.caveats import (
    Caveat,
    NoEndpoint,
    SeveralBaselines,
    SeveralEndpoints,
    SeveralMatch,
)
from irctl.decisions.choice import fits
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.metrics import CONCURRENCY, Metric, Number, Values
from irctl.jobs.model import Configuration, Job, Recommendation, recommendations_of

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
    return sorted(recommendations, key=lambda r: order(r.metrics, by, r.kind))


def order(values: Values, by: Metric, kind: Kind) -> tuple[Number, ...]:
    """Return what orders values by a metric and those that break its ties; less is better."""
    return tuple(metric.badness_in(values) for metric in dict.fromkeys((by, *kind.ties)))


def of_job(job: Job, how: Match, by: Metric) -> Baseline:
    """Compare with the same configuration in another job; of several the best.

    A recommendation is compared with a benchmark at the concurrency next to its own.
    """
    groups = grouped(job.recommendations, how, by)
    levels = [r for r in job.recommendations if r.configuration.concurrency is not None]

    def partner(_: Job, recommendation: Recommendation) -> Values | None:
        same = groups.get(key_of(recommendation, how))
        if same:
            return same[0].metrics
        is_level = recommendation.configuration.concurrency is not None
        return None if is_level else _nearest(levels, recommendation)

    return Baseline(
        "Job",
        job.label,
        partner,
        recommendations=tuple(same[0] for same in groups.values()),
        caveats=tuple(ambiguities(groups, job.label, by)),
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


Same = Mapping[Hashable, Sequence[Recommendation]]
"""Recommendations of one job by their configuration, the best of each first."""


def grouped(
    recommendations: Iterable[Recommendation], how: Match, by: Metric
) -> dict[Hashable, list[Recommendation]]:
    groups: dict[Hashable, list[Recommendation]] = {}
    for recommendation in best_first(recommendations, by):
        groups.setdefault(key_of(recommendation, how), []).append(recommendation)
    return groups


def key_of(recommendation: Recommendation, how: Match) -> Hashable:
    return key(recommendation.configuration, how, recommendation.kind)


def ambiguities(groups: Same, name: str, by: Metric) -> list[Caveat]:
    return [
        SeveralMatch(name, same[0].configuration.title, len(same), by)
        for same in groups.values()
        if len(same) > 1
    ]
