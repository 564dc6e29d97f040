"""What to know about jobs that are read together."""

from collections.abc import Container, Hashable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from irctl.decisions.caveats import (
    MISTAKEN,
    Caveat,
    ConditionsDiffer,
    CoresDiffer,
    JobTypesDiffer,
    LimitExcludesBest,
    LimitLooksLikePerMillion,
    ModelsDiffer,
)
from irctl.decisions.plausibility import about_values
from irctl.jobs.metrics import COST_PER_INFERENCE, CPU, Metric, Number
from irctl.jobs.model import Job

if TYPE_CHECKING:
    from irctl.decisions.limits import Limit


def about_jobs(jobs: Iterable[Job], limits: Iterable["Limit"] = ()) -> list[Caveat]:
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
        or (isinstance(caveat, ConditionsDiffer) and caveat.member in _LOADS)
    ]


_LOADS = ("TrafficPattern", "AIWorkloadConfigIdentifier", "Tokenizer")
"""The conditions that make a load another one."""


class JobReview:
    """Looks at jobs one after the other; none is kept."""

    def __init__(self, limits: Iterable["Limit"] = (), metrics: Container[Metric] = ()) -> None:
        """Review jobs that are held against limits, or ranked by metrics."""
        self.count = 0
        self._limits = list(limits)
        self._cost_limits = [
            limit
            for limit in self._limits
            if (limit.metric.key, limit.operator) == (COST_PER_INFERENCE.key, "<=")
            and not limit.is_change
        ]
        self._judges_cpu = CPU in metrics or any(
            limit.metric == CPU and not limit.is_change for limit in self._limits
        )
        self._by_size: dict[str, str] = {}
        """An instance type of each size, where cpu is judged."""
        self._highest_cost: Number = 0
        self._models: dict[str | None, list[str]] = {}
        self._types: dict[str | None, list[str]] = {}
        self._conditions: dict[str, dict[str | None, dict[Hashable, list[str]]]] = {}
        """The names of jobs by condition, by the type of the jobs and by its value: the types
        differ in these anyway."""
        self._about_values: list[Caveat] = []

    def add(self, job: Job) -> None:
        self.count += 1
        model = job.model
        if model or job.kind.states_model:
            self._models.setdefault(model, []).append(job.label)
        self._types.setdefault(job.type, []).append(job.label)
        for member, value in job.conditions.items():
            groups = self._conditions.setdefault(member, {}).setdefault(job.type, {})
            groups.setdefault(_frozen(value), []).append(job.label)
        self._about_values += about_values(job)
        if self._judges_cpu:
            types = (r.configuration.instance_type or "" for r in job.recommendations)
            self._by_size |= {name.rpartition(".")[2]: name for name in types if name}
        if self._cost_limits:
            costs = COST_PER_INFERENCE.known(r.metrics for r in job.recommendations)
            self._highest_cost = max([self._highest_cost, *costs])

    def _about_models(self) -> list[Caveat]:
        unknown = tuple(self._models.get(None, ()))
        stated = {model: tuple(jobs) for model, jobs in self._models.items() if model is not None}
        if len(stated) + len(unknown) < 2:
            return []
        models = [*zip(_short_names(stated), stated.values(), strict=True), (None, unknown)]
        return [ModelsDiffer(tuple((name, jobs) for name, jobs in models if jobs))]

    def caveats(self) -> list[Caveat]:
        return [
            *self._about_models(),
            *self._about_conditions(),
            *self._about_values,
            *self._about_cores(),
            *self._about_limits(),
        ]

    def _about_cores(self) -> list[Caveat]:
        types = tuple(self._by_size.values())
        return [CoresDiffer(types)] if len(types) > 1 else []

    def _about_conditions(self) -> Iterator[Caveat]:
        types = tuple((type, tuple(jobs)) for type, jobs in self._types.items() if type)
        if len(types) > 1:
            yield JobTypesDiffer(types)
        for member, by_type in self._conditions.items():
            for groups in by_type.values():
                if len(groups) > 1:
                    yield ConditionsDiffer(member, tuple(map(tuple, groups.values())))

    def _about_limits(self) -> Iterator[Caveat]:
        for limit in self._cost_limits:
            if limit.bound > MISTAKEN * self._highest_cost > 0:
                yield LimitLooksLikePerMillion(limit)
        yield from map(LimitExcludesBest, filter(excludes_best, self._limits))


def _short_names(models: Iterable[str]) -> list[str]:
    """Return the last part of each ARN, or the whole ARNs where that is ambiguous."""
    whole = list(models)
    short = [model.rpartition("/")[2] for model in whole]
    return short if len(set(short)) == len(short) else whole


def excludes_best(limit: "Limit") -> bool:
    """Whether a limit excludes better values and accepts worse ones."""
    metric = limit.metric
    towards = ">=" if metric.higher_is_better else "<="
    return metric.marks_best and not limit.is_change and limit.operator != towards


def _frozen(value: Any) -> Hashable:
    """Return a document in a form that can be compared and grouped by."""
    if isinstance(value, dict):
        return frozenset((key, _frozen(item)) for key, item in value.items())
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
