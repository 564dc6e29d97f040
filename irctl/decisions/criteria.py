"""What a command line asks for, in the terms of the kind of job that it is asked of."""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from irctl.decisions.limits import Limit, limit_on
from irctl.decisions.quantities import Rate
from irctl.decisions.ranking import Criteria
from irctl.errors import UsageError
from irctl.jobs.kinds import Kind
from irctl.jobs.metrics import COST_PER_HOUR, COST_PER_INFERENCE, Metric, Unit
from irctl.jobs.model import Job


class Wish(NamedTuple):
    """How somebody wants recommendations ranked; what is empty is left to the kind of job."""

    by: tuple[Metric, ...] = ()
    weights: Mapping[Metric, float] = MappingProxyType({})
    """Normalised to sum 1."""
    limits: tuple[Limit, ...] = ()
    pareto: bool = False
    traffic: Rate | None = None
    """At which costs are compared; it is what ranks language models where nobody says."""

    def of(self, job: Job) -> Criteria:
        """Return what ranks a job, and others of its kind.

        Raise UsageError for a metric of another kind.
        """
        kind = job.kind
        weights = {metric_of(kind, metric): share for metric, share in self.weights.items()}
        named = tuple(metric_of(kind, metric) for metric in self.by) or tuple(weights)
        chosen = named or self._of_traffic(kind)
        default = default_criteria(job)
        return default._replace(
            by=chosen or default.by,
            weights=weights,
            limits=limits_of(kind, self.limits),
            pareto=self.pareto,
            pareto_metrics=chosen if len(chosen) > 1 else default.pareto_metrics,
            unmet_targets=() if chosen else default.unmet_targets,
            traffic=self.traffic,
        )

    def _of_traffic(self, kind: Kind) -> tuple[Metric, ...]:
        ranks_by_cost = self.traffic is None or COST_PER_INFERENCE in kind.order
        return () if ranks_by_cost else (COST_PER_HOUR,)


def default_criteria(job: Job) -> Criteria:
    """Return what ranks a job where nobody says: its own target, else what its kind is ranked by.

    It is the order of the service where a recommendation has no value for the target.
    """
    kind = job.kind
    values = [recommendation.metrics for recommendation in job.recommendations]
    targets = _targets(job)
    unmet = tuple(metric for metric in targets if len(metric.known(values)) < len(values))
    further = tuple(metric for metric in kind.pareto_if_known if metric.known(values))
    return Criteria(
        by=() if unmet else targets or kind.order,
        pareto_metrics=(*kind.pareto, *further),
        ties=kind.ties,
        unmet_targets=unmet,
    )


def _targets(job: Job) -> tuple[Metric, ...]:
    known = job.kind.targets
    return tuple(known[name] for name in job.setup.targets if name in known)


def default_metric(job: Job) -> Metric:
    """Return the one metric that a job is judged by where nobody says."""
    return (*default_criteria(job).by, *job.kind.pareto)[0]


def metric_of(kind: Kind, metric: Metric) -> Metric:
    """Return the metric of a kind that a name means. Raise UsageError where it has none."""
    if metric.is_of_plan or any(own.measure == metric.measure for own in kind.metrics):
        return metric
    for own in kind.metrics:
        if metric.measure in own.aliases:
            return own
    raise UsageError(
        f"{kind.title} has no {metric.name}",
        f"its metrics are {', '.join(own.measure for own in kind.metrics)}",
    )


def latency_of(kind: Kind, limits: Iterable[Limit]) -> Metric:
    """Return the latency that limits are on: the first, else what they are on most often."""
    return next((limit.metric for limit in limits if is_on_a_latency(limit)), kind.target)


def is_on_a_latency(limit: Limit) -> bool:
    """Whether it is the highest latency to accept."""
    unit, operator = limit.metric.unit, limit.operator
    return unit is Unit.MILLISECONDS and operator == "<=" and not limit.is_change


def limits_of(kind: Kind, limits: Sequence[Limit]) -> tuple[Limit, ...]:
    """Return limits on the metrics of a kind. Raise UsageError, as `metric_of` does."""
    return tuple(_limit_of(kind, limit) for limit in limits)


def _limit_of(kind: Kind, limit: Limit) -> Limit:
    own = metric_of(kind, limit.metric)
    if own is limit.metric or limit.is_change:
        return limit._replace(metric=own)
    return limit_on(own.name, limit.text, limit.operator, kind.metrics)
