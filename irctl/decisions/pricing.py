"""Jobs at the prices that the user states, in place of those that jobs report.

A job is priced once, where a command reads it; every decision after that only sees values.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

from irctl.decisions.caveats import (
    CapacityIsReserved,
    Caveat,
    InstancesAreUnknown,
    PricesAreMissing,
    PricesAreUnused,
)
from irctl.decisions.current import Current
from irctl.decisions.prices import OF_JOB, OF_OPTION, AppliedPrice, Fleet, Price, Terms
from irctl.jobs.exact import double, exact, shortest_single
from irctl.jobs.kinds import AI_BENCHMARK, INFERENCE
from irctl.jobs.metrics import (
    COST_PER_HOUR,
    COST_PER_INFERENCE,
    COST_PER_MILLION_TOKENS,
    COST_PER_THOUSAND_REQUESTS,
    REQUEST_THROUGHPUT,
    THROUGHPUT,
    TOKEN_THROUGHPUT,
    Metric,
    Values,
)
from irctl.jobs.model import Configuration, Job, Recommendation, recommendations_of
from irctl.near_misses import closest


class Pricer:
    """Prices the recommendations of jobs on the terms given."""

    def __init__(self, terms: Terms):
        self.terms = terms
        self._are_as_reported = not terms.are_given
        self._applied: dict[AppliedPrice, None] = {}
        self._without: dict[str, None] = {}
        self._about_jobs: dict[tuple[type[Caveat], Caveat], Caveat] = {}
        """By their class too: named tuples of two classes are equal if their values are."""
        self._listed: dict[tuple[str, str | None], Price] = {}
        """By instance type and the region of the job."""

    def read(self, job: Job) -> Job:
        """Return the job with costs on these terms; its document stays as it is."""
        self._note(job)
        if job.kind is AI_BENCHMARK:
            job = self._on_instances(job)
        if self._are_as_reported and job.kind is INFERENCE:
            self._without |= dict.fromkeys(_without_cost(job))
            return job
        self._look_up({r.configuration.instance_type for r in job.recommendations}, job.region)
        return _with(job, tuple([self._priced(r, job) for r in job.recommendations]))

    def _note(self, job: Job) -> None:
        """Note what makes prices of the job missing or wrong."""
        if job.setup.uses_reserved_capacity:
            self._add(CapacityIsReserved(job.label))
        if job.kind is AI_BENCHMARK and job.recommendations and self.terms.benchmarked_on is None:
            self._add(InstancesAreUnknown(job.label))

    def _add(self, caveat: Caveat) -> None:
        self._about_jobs[type(caveat), caveat] = caveat

    def _on_instances(self, job: Job) -> Job:
        """Return a benchmark job with the instances that the user states, if it has none."""
        fleet = self.terms.benchmarked_on
        if fleet is None or any(r.configuration.instance_type for r in job.recommendations):
            return job
        stated = {"instance_type": fleet.instance_type, "initial_instance_count": fleet.instances}
        return job._replace(
            recommendations=tuple(
                r._replace(configuration=Configuration(**r.configuration._asdict() | stated))
                for r in job.recommendations
            )
        )

    @property
    def applied(self) -> Sequence[AppliedPrice]:
        """The prices that were used, where terms are given."""
        return tuple(self._applied)

    @property
    def caveats(self) -> list[Caveat]:
        missing, unused = tuple(self._without), self._unused()
        return [
            *self._about_jobs.values(),
            *([PricesAreMissing(missing)] if missing else []),
            *([PricesAreUnused(unused)] if unused else []),
        ]

    def _unused(self) -> tuple[tuple[str, str], ...]:
        """Return the types of stated prices that were not used, and what each may mean."""
        used = {applied.instance_type for applied in self._applied}
        return tuple(
            (instance_type, closest(instance_type, used | self._without.keys()))
            for instance_type, price in self.terms.prices.items()
            if price.source == OF_OPTION and instance_type not in used
        )

    def _look_up(self, instance_types: Iterable[str | None], region: str | None) -> None:
        """Look up the prices of types that are not stated, and note which have none."""
        unknown = {name for name in instance_types if name and name not in self.terms.prices}
        if self.terms.look_up is None or not unknown:
            return
        for instance_type, answer in self.terms.look_up(unknown, region).items():
            if isinstance(answer, Price):
                self._listed[instance_type, region] = answer
            else:
                self._add(answer)

    def _priced(self, recommendation: Recommendation, job: Job) -> Recommendation:
        instance_type = recommendation.configuration.instance_type
        if instance_type is None:
            return recommendation
        price = self._price_of(instance_type, job.region, [recommendation])
        if price is None:
            self._without[instance_type] = None
            return _repriced(recommendation, None)
        applied = AppliedPrice(instance_type, price, self.terms.discount)
        self._applied[applied] = None
        if job.kind is INFERENCE and price.source == OF_JOB and not self.terms.discount:
            return recommendation
        return _repriced(recommendation, applied.per_hour)

    def current(self, today: Fleet | Fraction | None, jobs: Sequence[Job]) -> Current | None:
        """Return the fleet of today at these terms, else at the price that the jobs report.

        The jobs have been read. Where only its cost is known, that is US dollars an hour.
        """
        if today is None:
            return None
        if isinstance(today, Fraction):
            return Current(None, today)
        price = self._price_of_fleet(today, jobs)
        if price is None:
            self._without[today.instance_type] = None
            return Current(today, None)
        applied = AppliedPrice(today.instance_type, price, self.terms.discount)
        self._applied[applied] = None
        return Current(today, applied.per_hour * today.instances)

    def _price_of_fleet(self, fleet: Fleet, jobs: Sequence[Job]) -> Price | None:
        known = (a.price for a in self._applied if a.instance_type == fleet.instance_type)
        region = next((job.region for job in jobs if job.region), None)
        alike = [
            recommendation
            for recommendation in recommendations_of(jobs)
            if recommendation.configuration.instance_type == fleet.instance_type
        ]
        price = next(known, None)
        if price is None:
            self._look_up([fleet.instance_type], region)
            price = self._price_of(fleet.instance_type, region, alike)
        return price

    def _price_of(
        self, instance_type: str, region: str | None, alike: Iterable[Recommendation]
    ) -> Price | None:
        """Return the price on these terms before the discount, else that of recommendations.

        Where prices are looked up, those that jobs report don't count.
        """
        stated = self.terms.prices.get(instance_type) or self._listed.get((instance_type, region))
        if stated is not None or self.terms.look_up is not None:
            return stated
        return next(filter(None, map(reported, alike)), None)


def _without_cost(job: Job) -> list[str]:
    """Return the instance types for which the job reports no cost."""
    key = COST_PER_HOUR.key
    without = [r.configuration for r in job.recommendations if key not in r.metrics]
    return [configuration.instance_type for configuration in without if configuration.instance_type]


def _with(job: Job, recommendations: tuple[Recommendation, ...]) -> Job:
    """Return the job itself where all its recommendations are."""
    if all(new is old for new, old in zip(recommendations, job.recommendations, strict=True)):
        return job
    return job._replace(recommendations=recommendations)


def reported(recommendation: Recommendation) -> Price | None:
    """Return the price of one instance that the job reports.

    CostPerHour is that of all instances, as a 32-bit float of a list price.
    """
    cost = shortest_single(COST_PER_HOUR.of(recommendation.metrics))
    if cost is None or cost < 0:
        return None
    return Price(exact(cost) / instances_of(recommendation.configuration), OF_JOB)


def instances_of(configuration: Configuration) -> Fraction:
    """Return the number of instances that were measured; an absent one is 1."""
    count = configuration.initial_instance_count
    return exact(count) if count is not None and count > 0 else Fraction(1)


class _CostOfLoad(NamedTuple):
    """What a unit of work costs at the measured load: dollars an hour x factor / rate."""

    metric: Metric
    rate: Metric
    factor: Fraction

    def at(self, per_hour: Fraction | None, values: Values) -> float | None:
        """Return US dollars for what an hour costs; None without a rate above 0."""
        rate = self.rate.of(values)
        if per_hour is None or rate is None or rate <= 0:
            return None
        return double(per_hour * self.factor / exact(rate))


# CostPerInference = CostPerHour / (MaxInvocations x 60) holds in all recorded responses. The
# dollars of an hour over the output tokens of an hour are the cost that peers compute
# (inference-perf, FMBench); all throughputs are those of the whole deployment.
_COSTS_OF_LOAD = (
    _CostOfLoad(COST_PER_INFERENCE, THROUGHPUT, Fraction(1, 60)),
    _CostOfLoad(COST_PER_MILLION_TOKENS, TOKEN_THROUGHPUT, Fraction(10**6, 3600)),
    _CostOfLoad(COST_PER_THOUSAND_REQUESTS, REQUEST_THROUGHPUT, Fraction(10**3, 3600)),
)
COSTS: tuple[Metric, ...] = (COST_PER_HOUR, *(cost.metric for cost in _COSTS_OF_LOAD))
"""The metrics that follow from the prices of instances."""


def _repriced(recommendation: Recommendation, price: Fraction | None) -> Recommendation:
    """Return a recommendation whose instances cost `price` US dollars an hour each.

    Without a price its costs are missing.
    """
    instances = instances_of(recommendation.configuration)
    per_hour = None if price is None else price * instances
    sent, metrics = recommendation.sent, recommendation.metrics
    repriced = with_costs(metrics, per_hour)
    return recommendation._replace(
        metrics=repriced, sent=repriced if sent is metrics else with_costs(sent, per_hour)
    )


def with_costs(values: Values, per_hour: Fraction | None) -> Values:
    """Return values whose costs follow from those of an hour of all instances, in US dollars.

    The cost of a unit of work is missing where its rate is missing, or not above 0.
    """
    costs = {cost.metric.key: cost.at(per_hour, values) for cost in _COSTS_OF_LOAD}
    priced = {**values, COST_PER_HOUR.key: double(per_hour), **costs}
    return {key: value for key, value in priced.items() if value is not None}
