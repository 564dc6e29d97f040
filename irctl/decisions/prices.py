"""What instances cost: prices that the user states, in place of those that jobs report.

A job is repriced once, where a command reads it; every decision after that only sees values.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from irctl.decisions import quantities
from irctl.decisions.caveats import Caveat, PricesAreMissing, PricesAreUnused
from irctl.jobs.exact import double, exact, shortest_single
from irctl.jobs.metrics import COST_PER_HOUR, COST_PER_INFERENCE, THROUGHPUT, Metric, Values
from irctl.jobs.model import Configuration, Job, Recommendation
from irctl.near_misses import closest

OF_OPTION = "--price"
"""The source of a price on the command line."""
OF_JOB = "job"
"""The source of a price that a job reports."""


class Price(NamedTuple):
    """What one instance costs."""

    per_hour: Fraction
    """US dollars."""
    source: str
    date: str | None = None
    """When the source published it, in ISO 8601."""


class Terms(NamedTuple):
    """The prices that apply in place of the jobs', and what is taken off them."""

    prices: Mapping[str, Price] = MappingProxyType({})
    """By instance type."""
    discount: Fraction = Fraction(0)
    """A share of every instance's price, from 0 to below 1."""
    look_up: Callable[[str, str | None], Price | None] | None = None
    """Finds the price of an instance type in the region of a job; None without one."""

    @property
    def are_given(self) -> bool:
        """Whether they differ from what the jobs report."""
        return self != Terms()


class AppliedPrice(NamedTuple):
    """A price by which recommendations were judged."""

    instance_type: str
    price: Price
    discount: Fraction

    @property
    def per_hour(self) -> Fraction:
        """US dollars for one instance, the discount taken off."""
        return self.price.per_hour * (1 - self.discount)


class Pricer:
    """Prices the recommendations of jobs on the terms given."""

    def __init__(self, terms: Terms):
        self.terms = terms
        self._applied: dict[AppliedPrice, None] = {}
        self._without: dict[str, None] = {}

    def read(self, job: Job) -> Job:
        """Return the job with costs on these terms; its document stays as it is."""
        priced = tuple([self._priced(r, job.region) for r in job.recommendations])
        if all(new is old for new, old in zip(priced, job.recommendations, strict=True)):
            return job
        return job._replace(recommendations=priced)

    @property
    def applied(self) -> Sequence[AppliedPrice]:
        """The prices that were used, where terms are given."""
        return tuple(self._applied)

    @property
    def caveats(self) -> list[Caveat]:
        caveats: list[Caveat] = []
        if self._without:
            caveats.append(PricesAreMissing(tuple(self._without)))
        used = {applied.instance_type for applied in self._applied}
        unused = tuple(
            (instance_type, closest(instance_type, used | self._without.keys()))
            for instance_type, price in self.terms.prices.items()
            if price.source == OF_OPTION and instance_type not in used
        )
        return [*caveats, PricesAreUnused(unused)] if unused else caveats

    def _priced(self, recommendation: Recommendation, region: str | None) -> Recommendation:
        instance_type = recommendation.configuration.instance_type
        if instance_type is None:
            return recommendation
        if not self.terms.are_given:
            self._note_missing(recommendation, instance_type)
            return recommendation
        price = self.price_of(instance_type, region) or reported(recommendation)
        if price is None:
            self._without[instance_type] = None
            return recommendation
        applied = AppliedPrice(instance_type, price, self.terms.discount)
        self._applied[applied] = None
        if price.source == OF_JOB and not self.terms.discount:
            return recommendation
        return _repriced(recommendation, applied.per_hour)

    def price_of(self, instance_type: str, region: str | None) -> Price | None:
        """Return the price on these terms, before the discount; None where they have none."""
        price = self.terms.prices.get(instance_type)
        if price is None and self.terms.look_up is not None:
            return self.terms.look_up(instance_type, region)
        return price

    def _note_missing(self, recommendation: Recommendation, instance_type: str) -> None:
        if COST_PER_HOUR.key not in recommendation.metrics:
            self._without[instance_type] = None


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


# CostPerInference = CostPerHour / (MaxInvocations x 60): facts.md, the recorded responses.
_COSTS_OF_LOAD = (_CostOfLoad(COST_PER_INFERENCE, THROUGHPUT, Fraction(1, 60)),)
COSTS: tuple[Metric, ...] = (COST_PER_HOUR, *(cost.metric for cost in _COSTS_OF_LOAD))
"""The metrics that follow from the prices of instances."""


def _repriced(recommendation: Recommendation, price: Fraction) -> Recommendation:
    """Return a recommendation whose instances cost `price` US dollars an hour each."""
    per_hour = price * instances_of(recommendation.configuration)
    sent, metrics = recommendation.sent, recommendation.metrics
    repriced = with_costs(metrics, per_hour)
    return recommendation._replace(
        metrics=repriced, sent=repriced if sent is metrics else with_costs(sent, per_hour)
    )


def with_costs(values: Values, per_hour: Fraction) -> Values:
    """Return values whose costs follow from those of an hour of all instances, in US dollars.

    The cost of a unit of work is missing where its rate is missing, or not above 0.
    """
    costs = {COST_PER_HOUR.key: double(per_hour)}
    for metric, of_rate, factor in _COSTS_OF_LOAD:
        rate = of_rate.of(values)
        is_known = rate is not None and rate > 0
        costs[metric.key] = double(per_hour * factor / exact(rate)) if rate and is_known else None
    return {key: value for key, value in {**values, **costs}.items() if value is not None}


class StatedPrice(NamedTuple):
    """A price on the command line."""

    instance_type: str
    per_hour: Fraction
    """US dollars."""


def price(text: str) -> StatedPrice:
    """Read `TYPE=USD`. Raise ValueError."""
    instance_type, equals, amount = text.partition("=")
    if not equals or not instance_type.strip():
        raise ValueError(f"expected TYPE=USD, such as ml.c5.xlarge=0.204, got {text!r}")
    return StatedPrice(instance_type.strip(), dollars_per_hour(amount))


def dollars_per_hour(text: str) -> Fraction:
    """Read a price an hour from 0 on, `8.344`, `$8.344` or `8.344/h`. Raise ValueError."""
    amount = quantities.value(text, COST_PER_HOUR)
    if amount < 0:
        raise ValueError(f"expected a price from $0 on, got {text!r}")
    return exact(amount)


def discount(text: str) -> Fraction:
    """Read a share from 0 to below 1. Raise ValueError."""
    share = quantities.share(text)
    if share >= 1:
        raise ValueError(f"expected a discount below 100%, such as 27%, got {text!r}")
    return share
