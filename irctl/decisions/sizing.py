"""How a fleet is sized: what one instance carries and costs, and how many run for a rate."""

from collections.abc import Iterator
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from irctl.decisions.limits import Limit
from irctl.decisions.linear import Line
from irctl.jobs.exact import exact
from irctl.jobs.metrics import (
    COST_PER_HOUR,
    COST_PER_INFERENCE,
    REQUEST_THROUGHPUT,
    THROUGHPUT,
    TOKEN_THROUGHPUT,
    Metric,
    Number,
)
from irctl.jobs.model import Recommendation

MOST_INSTANCES = 10**6
"""More than any account has; a larger fleet comes from a nonsensical throughput."""

SERVERLESS_MAX_CONCURRENCY = 200
"""The most a serverless endpoint may be configured for (ServerlessConfig.MaxConcurrency,
AWS's API reference)."""


class Fleets(NamedTuple):
    """Fleets by an index, in which their sizes are linear."""

    indices: range
    below: Line
    """How many instances are sure to carry the traffic of the next smaller fleet; 0 without."""
    carrying: Line
    """How many of this one are."""
    running: Line
    """How many instances run."""


class Sizing(NamedTuple):
    """How a fleet is sized."""

    utilization: Fraction = Fraction(1, 2)
    """The share of its measured throughput that an instance carries, or of its concurrency that
    serverless uses, above 0 to 1."""
    min_instances: int = 1
    limits: tuple[Limit, ...] = ()
    """A plan that breaks one is not feasible. Those on costs are on the plan's, see on_plan."""
    survives_zone: bool = False
    """Whether the other instances carry the traffic without one of three zones."""
    multiple: int = 1
    """Of which number of instances a fleet is a multiple."""
    of_tokens: bool = False
    """Whether rates are of output tokens, not of requests."""

    def of(self, recommendation: Recommendation) -> "Sizing":
        """Return how a fleet of a recommendation is sized.

        A language model is deployed on the instances that were measured together, or several
        times on as many.
        """
        return self._replace(multiple=_multiple(recommendation))

    def fleet(self, carrying: int) -> int:
        """Return how many instances run where so many have to carry the traffic.

        To survive the loss of a zone, the fewest n of at least two with n - ceil(n / 3) of them
        in the other zones: as n - ceil(n / 3) is floor(2 n / 3), that is ceil(3 / 2 of them).
        """
        return self._whole(max(self._with_spare(carrying), self._smallest))

    def carrying(self, most: int) -> int:
        """Return how many of a fleet of at most so many instances are sure to carry the traffic."""
        fleet = most // self.multiple * self.multiple
        return fleet - ceil(Fraction(fleet, 3)) if self.survives_zone else fleet

    def fleets(self, most: int) -> Iterator[Fleets]:
        """Yield all fleets of at most so many instances."""
        smallest = self._whole(self._smallest)
        carrying = Line(0, self.carrying(smallest))
        yield Fleets(range(smallest <= most), Line(0, 0), carrying, Line(0, smallest))
        period = self.multiple * (3 if self.survives_zone else 1)
        growth = self.carrying(period)
        for first in range(
            smallest + self.multiple, smallest + self.multiple + period, self.multiple
        ):
            yield Fleets(
                indices=range(max(most - first, -1) // period + 1),
                below=Line(growth, self.carrying(first - self.multiple)),
                carrying=Line(growth, self.carrying(first)),
                running=Line(period, first),
            )

    @property
    def _smallest(self) -> int:
        return max(self.min_instances, 2 if self.survives_zone else 1)

    def _whole(self, instances: int) -> int:
        """Return the smallest multiple of at least so many instances."""
        return -(-instances // self.multiple) * self.multiple

    def _with_spare(self, carrying: int) -> int:
        return -(-3 * carrying // 2) if self.survives_zone else carrying

    @property
    def limits_on_measured(self) -> list[Limit]:
        return [limit for limit in self.limits if not limit.metric.is_of_plan]

    @property
    def limits_on_plan(self) -> list[Limit]:
        return [limit for limit in self.limits if limit.metric.is_of_plan]


def instances_needed(rate: Fraction, rate_of_one: Fraction, sizing: Sizing) -> int:
    """Return how many instances run for a rate; rates are in requests per minute.

    ceil(rate / (rate_of_one x utilization)) of them carry it.
    """
    return sizing.fleet(ceil(rate / (rate_of_one * sizing.utilization)))


class _Throughput(NamedTuple):
    """A metric of what an endpoint serves, and how many a minute one of its unit is."""

    metric: Metric
    per_minute: int


_REQUESTS = _Throughput(THROUGHPUT, 1)
_REQUESTS_OF_LANGUAGE = _Throughput(REQUEST_THROUGHPUT, 60)
_TOKENS = _Throughput(TOKEN_THROUGHPUT, 60)


def _throughput(recommendation: Recommendation, *, of_tokens: bool) -> _Throughput:
    if of_tokens:
        return _TOKENS
    return _REQUESTS_OF_LANGUAGE if recommendation.is_of_language_model else _REQUESTS


def throughput_of(recommendation: Recommendation, *, of_tokens: bool = False) -> Metric:
    """Return the metric that says how much traffic a recommendation serves."""
    return _throughput(recommendation, of_tokens=of_tokens).metric


def rate_of_one(recommendation: Recommendation, *, of_tokens: bool = False) -> Fraction | None:
    """Return the requests per minute of one instance, or of a serverless concurrency of one.

    Or its output tokens per minute. The API states the throughput and the price for the whole
    endpoint. An absent count is 1. None without a throughput above 0.
    """
    metric, per_minute = _throughput(recommendation, of_tokens=of_tokens)
    throughput = metric.of(recommendation.metrics)
    if throughput is None or throughput <= 0:
        return None
    configuration = recommendation.configuration
    if configuration.is_serverless:
        serverless = configuration.serverless
        return exact(throughput) / _at_least_one(serverless and serverless.max_concurrency)
    instances = _at_least_one(configuration.initial_instance_count)
    return exact(throughput) * per_minute / instances


def _multiple(recommendation: Recommendation) -> int:
    if not recommendation.is_of_language_model:
        return 1
    return ceil(_at_least_one(recommendation.configuration.initial_instance_count))


def price_of_one(recommendation: Recommendation) -> Fraction | None:
    """Return the US dollars an hour of one instance; None without a CostPerHour from 0 on."""
    cost = COST_PER_HOUR.of(recommendation.metrics)
    if cost is None or cost < 0:
        return None
    return exact(cost) / _at_least_one(recommendation.configuration.initial_instance_count)


def price_of_request(recommendation: Recommendation) -> Fraction | None:
    """Return the US dollars of one inference; None without a CostPerInference from 0 on."""
    cost = COST_PER_INFERENCE.of(recommendation.metrics)
    return None if cost is None or cost < 0 else exact(cost)


def slowness(recommendation: Recommendation) -> Number:
    """Return what decides between equal costs: how long a request takes; infinite if unknown."""
    return recommendation.kind.latency.badness_in(recommendation.metrics)


def _at_least_one(count: Number | None) -> Fraction:
    return exact(count) if count is not None and count > 0 else Fraction(1)
