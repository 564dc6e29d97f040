"""A day: traffic hour by hour, the fleet that follows it, and what that saves."""

from collections.abc import Sequence
from typing import NamedTuple

from irctl.decisions.plan import HourCost, Plan
from irctl.decisions.plan_metrics import HOURS_PER_MONTH
from irctl.decisions.sizing import Sizing, rate_of_one
from irctl.output import numbers


class Day(NamedTuple):
    """What the picture shows, for any sheet: one plan, hour by hour."""

    plan: Plan
    usable: float | None
    """Requests a minute of one instance; None for serverless."""
    sizing: Sizing

    @property
    def hours(self) -> Sequence[HourCost]:
        return self.plan.hours

    def carried(self, instances: int | None) -> float | None:
        """Return how many requests a minute a fleet carries."""
        if self.usable is None or instances is None:
            return None
        return self.sizing.carrying(instances) * self.usable


def day(plans: Sequence[Plan], sizing: Sizing) -> Day | None:
    """Return the plan to show: the cheapest that follows the traffic; None without hours."""
    feasible = [plan for plan in plans if plan.feasible and plan.hours]
    if not feasible:
        return None
    following = (plan for plan in feasible if plan.autoscaled and plan.autoscaled.cheapest)
    best = next(following, feasible[0])
    return Day(best, _usable(best, sizing), sizing)


def _usable(plan: Plan, sizing: Sizing) -> float | None:
    one = rate_of_one(plan.recommendation)
    if plan.instances is None or one is None:
        return None
    return float(one * sizing.utilization)


def saving(shown: Day) -> str:
    fixed = sum(hour.fixed for hour in shown.hours) / len(shown.hours) * HOURS_PER_MONTH
    following = sum(hour.autoscaled for hour in shown.hours) / len(shown.hours) * HOURS_PER_MONTH
    if shown.usable is None:
        return f"billed by request, {numbers.usd(float(following))} a month"
    saved, whole = numbers.usd(float(fixed - following)), numbers.usd(float(fixed))
    return f"following the traffic saves {saved} of {whole} a month"
