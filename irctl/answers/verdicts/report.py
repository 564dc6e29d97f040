"""What to deploy, for someone who has only the report: in a headline, and why."""

from collections.abc import Sequence
from typing import NamedTuple

from irctl.answers import reasons
from irctl.answers.plan_sentences import task
from irctl.answers.verdicts.plan import availability, change_from_today
from irctl.answers.verdicts.ribbon import Names
from irctl.decisions.limits import Limit
from irctl.decisions.plan import Plan
from irctl.decisions.sizing import (
    Sizing,
)
from irctl.decisions.traffic import Traffic
from irctl.jobs.exact import double
from irctl.output import numbers

_TIMES = "\N{MULTIPLICATION SIGN}"


class Headline(NamedTuple):
    """What to deploy, and what it costs a month; without a price where nothing is feasible."""

    fleet: str
    price: str | None = None

    @property
    def text(self) -> str:
        return self.fleet if self.price is None else f"{self.fleet}, {self.price}"


def headline(plan: Plan | None, names: Names) -> Headline:
    if plan is None or not plan.feasible:
        return Headline("Nothing meets these limits" if plan else "No configuration was measured")
    return Headline(fleet(plan, names), _price(plan))


def _price(plan: Plan) -> str:
    cost = plan.cost_per_month
    return "cost unknown" if cost is None else f"{numbers.usd(cost)} a month"


def fleet(plan: Plan, names: Names) -> str:
    """Return a fleet, such as 7 times `ml.c6i.xlarge`, or `serverless 2048 MB`."""
    name = names[id(plan.recommendation)]
    return name if plan.instances is None else f"{numbers.number(plan.instances)} {_TIMES} {name}"


def conditions(traffic: Traffic | None, sizing: Sizing) -> str:
    """Return what a plan is for: `For 100/s at 50% utilization, latency at most 100 ms`."""
    utilization = f"at {numbers.share(double(sizing.utilization) or 0)} utilization"
    parts = [f"For {traffic.label} {utilization}" if traffic else utilization.capitalize()]
    if sizing.min_instances > 1:
        parts.append(f"at least {sizing.min_instances:,} instances")
    if sizing.survives_zone:
        parts.append("without one of three zones")
    return ", ".join([*parts, *map(condition, sizing.limits)])


def condition(limit: Limit) -> str:
    """Return a limit as a condition: `latency at most 100 ms`."""
    side = "at most" if limit.operator == "<=" else "at least"
    return f"{limit.metric.name} {side} {reasons.bound(limit)}"


def why(plans: Sequence[Plan], names: Names) -> str:
    """Return why the first plan is the answer, or why none is."""
    best = plans[0]
    if not best.feasible:
        misses = "; ".join(reasons.of_plan(best))
        return f"The nearest is {fleet(best, names)}: {misses}."
    feasible = [plan for plan in plans if plan.feasible]
    if len(plans) == 1:
        return "It is the only configuration that was measured."
    if len(feasible) == 1:
        return (
            f"It is the only feasible one of {len(plans):,}; the table says why the others are not."
        )
    first = "cheapest" if best.per_hour is not None else "fastest"
    place = f"It is the {first} of all {len(plans):,} configurations"
    if len(feasible) < len(plans):
        able = f"{len(feasible):,} of {len(plans):,} configurations meet the conditions"
        place = f"{able}, and this is the {first}"
    second = feasible[1]
    cost = second.cost_per_month
    price = "cost unknown" if cost is None else f"at {numbers.usd(cost)}{_more(second, best)}"
    comma = "," if cost is None else ""
    return f"{place}; next is {fleet(second, names)}{comma} {price}."


def _more(plan: Plan, best: Plan) -> str:
    """Return by how much a plan is more expensive than the best: ` (+25%)`."""
    if plan.per_hour is None or not best.per_hour:
        return ""
    more = double(plan.per_hour / best.per_hour - 1)
    return "" if more is None else f" ({numbers.change(more)})"


def until(plan: Plan, names: Names) -> str | None:
    """Return up to which traffic a plan is the cheapest, and what is then."""
    if plan.crossover is None:
        return None
    if plan.crossover.valid_until is None:
        return "It stays the cheapest at any higher traffic."
    rate = numbers.rate(
        double(plan.crossover.valid_until) or 0, of_tokens=plan.traffic.is_of_tokens
    )
    then = plan.crossover.then
    if then is None:
        return f"It is the cheapest up to {rate}; above that, nothing meets the conditions."
    return f"It is the cheapest up to {rate}; above that, {names[id(then)]} is."


def against_today(plan: Plan) -> str | None:
    """Return how much more or less than today a plan costs, where that is known."""
    changes = change_from_today(plan.current, plan.per_hour)
    return f"That is {changes[0]}." if changes else None


def to_do(plan: Plan) -> list[str]:
    """Return what to do or to know before the plan holds."""
    return [*map(task, plan.tasks), *availability(plan)]
