"""A plan: one recommendation sized for some traffic, and why it may not serve it."""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from irctl.decisions.current import Current
from irctl.decisions.limits import Miss
from irctl.decisions.plan_metrics import (
    HOURS_PER_MONTH,
    INSTANCES,
    MONTHLY_COST,
)
from irctl.decisions.traffic import Traffic
from irctl.decisions.work import work
from irctl.jobs.exact import double
from irctl.jobs.metrics import (
    COST_PER_HOUR,
    Key,
    Metric,
    Number,
    Values,
)
from irctl.jobs.model import Recommendation


class MissingValue(NamedTuple):
    """A figure that a plan needs is missing, or not above 0."""

    metric: Metric
    value: Number | None


class TooManyInstances(NamedTuple):
    """It takes more than MOST_INSTANCES."""


class TooMuchConcurrency(NamedTuple):
    """It takes more than serverless can be configured for."""

    needed: int | None
    """None beyond MOST_INSTANCES."""


class CostTooLarge(NamedTuple):
    """The monthly cost is beyond a double's range."""


class ServesLess(NamedTuple):
    """Its benchmark keeps the limits at a higher concurrency too."""

    than: Recommendation


Problem = MissingValue | TooManyInstances | TooMuchConcurrency | CostTooLarge | ServesLess
"""Why a configuration cannot serve the traffic."""


class RaiseMaxConcurrency(NamedTuple):
    """The plan holds once MaxConcurrency is raised."""

    configured: Number
    needed: int


class ProvisionedIsExtra(NamedTuple):
    """ProvisionedConcurrency is billed by the hour on top of the plan."""

    provisioned: Number


Task = RaiseMaxConcurrency | ProvisionedIsExtra
"""Something to do or to know before the plan holds."""


class HourCost(NamedTuple):
    """One hour of a traffic profile; costs in US dollars."""

    label: str
    per_minute: Fraction
    instances: int | None
    """Of the autoscaled fleet; None for serverless."""
    fixed: Fraction
    autoscaled: Fraction


class Autoscaled(NamedTuple):
    """A fleet that follows the traffic."""

    instances: Fraction | None
    """On average over the hours; None for serverless."""
    max_instances: int | None
    per_hour: Fraction
    """US dollars an hour, on average."""
    cheapest: bool = False

    @property
    def cost_per_hour(self) -> float | None:
        return double(self.per_hour)

    @property
    def cost_per_month(self) -> float | None:
        return double(self.per_hour * HOURS_PER_MONTH)


class Crossover(NamedTuple):
    """Up to which traffic a plan is the cheapest, and the cheapest one above it."""

    valid_until: Fraction | None
    """Requests a minute; None where it holds up to the largest fleet."""
    then: Recommendation | None
    """None where nothing is feasible above it."""


class Plan(NamedTuple):
    """One recommendation sized for some traffic."""

    recommendation: Recommendation
    traffic: Traffic
    instances: int | None = None
    """Of the fixed fleet, sized for the peak; None for serverless and where it is unknown."""
    max_concurrency: int | None = None
    """The concurrency that serverless needs at the peak, at the planned utilization."""
    utilization: Fraction | None = None
    """Of the fleet's measured throughput, at the peak; None for serverless."""
    per_hour: Fraction | None = None
    """US dollars an hour: of the fixed fleet, or of serverless for the average traffic."""
    autoscaled: Autoscaled | None = None
    hours: tuple[HourCost, ...] = ()
    problems: tuple[Problem, ...] = ()
    misses: tuple[Miss, ...] = ()
    """The limits it breaks."""
    tasks: tuple[Task, ...] = ()
    distance: float = 0.0
    """How far it is from feasible, each shortfall as a fraction of its limit; infinite
    where something is missing."""
    cheapest: bool = False
    to_next_instance: Fraction | None = None
    """How many requests a minute more the fixed fleet carries; None for serverless."""
    per_hour_without_spare: Fraction | None = None
    """US dollars an hour of a fleet that does not survive the loss of a zone, if this one does."""
    crossover: Crossover | None = None
    """Of the cheapest plan for steady traffic; None where it is unknown."""
    current: Current | None = None
    """The fleet of today, where the user states it."""

    @property
    def feasible(self) -> bool:
        return not self.problems and not self.misses

    @property
    def cost_per_hour(self) -> float | None:
        return double(self.per_hour)

    @property
    def cost_per_month(self) -> float | None:
        return None if self.per_hour is None else double(self.per_hour * HOURS_PER_MONTH)

    @property
    def change_per_month(self) -> float | None:
        """US dollars that a month costs more than today; None where that is unknown."""
        return self.current.change_per_month(self.per_hour) if self.current else None

    @property
    def cost_per_month_without_spare(self) -> float | None:
        per_hour = self.per_hour_without_spare
        return None if per_hour is None else double(per_hour * HOURS_PER_MONTH)

    @property
    def _costs_of_work(self) -> dict[Key, float]:
        average = self.traffic.average
        if self.per_hour is None or not average:
            return {}
        multiples = work(self.recommendation, of_tokens=self.traffic.is_of_tokens)
        costs = {
            key: double(self.per_hour * multiple / average) for key, multiple in multiples.items()
        }
        return {key: cost for key, cost in costs.items() if cost is not None}

    @property
    def expected_utilization(self) -> float | None:
        return double(self.utilization)

    @property
    def values(self) -> Values:
        """The figures of PLAN_METRICS, and the costs that a plan has in place of the job's."""
        figures = (
            (COST_PER_HOUR, self.cost_per_hour),
            (MONTHLY_COST, self.cost_per_month),
            (INSTANCES, self.instances),
        )
        known = {metric.key: value for metric, value in figures if value is not None}
        return {**known, **self._costs_of_work}


def against(current: Current | None, plans: Iterable[Plan]) -> list[Plan]:
    """Return plans that are compared with the fleet of today, if that is known."""
    return [plan._replace(current=current) for plan in plans]
