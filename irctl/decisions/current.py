"""The fleet of today, against which a plan changes what a month costs."""

from fractions import Fraction
from typing import NamedTuple

from irctl.decisions import quantities
from irctl.decisions.plan_metrics import HOURS_PER_MONTH, MONTHLY_COST
from irctl.decisions.prices import Fleet
from irctl.jobs.exact import double, exact, nearly
from irctl.jobs.metrics import COST_PER_HOUR


class Current(NamedTuple):
    """What is paid today."""

    fleet: Fleet | None
    """None where only its cost is stated."""
    per_hour: Fraction | None
    """US dollars for all instances; None where no price is known."""

    @property
    def cost_per_hour(self) -> float | None:
        return double(self.per_hour)

    @property
    def cost_per_month(self) -> float | None:
        return None if self.per_hour is None else double(self.per_hour * HOURS_PER_MONTH)

    def change_per_month(self, per_hour: Fraction | None) -> float | None:
        """Return how many US dollars more a month costs at so many an hour; None if unknown.

        What the jobs' 32-bit prices don't tell apart is no change.
        """
        if self.per_hour is None or per_hour is None:
            return None
        if nearly(per_hour, self.per_hour):
            return 0.0
        return double((per_hour - self.per_hour) * HOURS_PER_MONTH)

    def relative_change(self, per_hour: Fraction | None) -> float | None:
        """Return the change as a share of today's cost; None if that is unknown or 0."""
        if not self.per_hour or per_hour is None:
            return None
        return double(per_hour / self.per_hour - 1)


def bill(text: str) -> Fraction:
    """Read what a fleet costs, `2300/month` or `$3.15/h`, as US dollars an hour.

    Raise ValueError, which says what was expected.
    """
    bare = text.strip().lower()
    for metric, hours in ((MONTHLY_COST, HOURS_PER_MONTH), (COST_PER_HOUR, 1)):
        if not bare.endswith(metric.unit.value.removeprefix("usd")):
            continue
        cost = quantities.value(bare, metric)
        if cost >= 0:
            return exact(cost) / hours
    raise ValueError(f"expected a cost with its time, such as 2300/month or 3.15/h, got {text!r}")
