"""What a plan comes down to, in a sentence for each traffic."""

from collections.abc import Sequence
from fractions import Fraction

from irctl.answers import reasons
from irctl.answers.plan_sentences import task
from irctl.decisions.break_even import BreakEven
from irctl.decisions.current import Current
from irctl.decisions.plan import Autoscaled, Plan
from irctl.decisions.prices import Fleet
from irctl.decisions.traffic import Traffic
from irctl.jobs.exact import double
from irctl.jobs.metrics import CONCURRENCY
from irctl.jobs.model import Recommendation
from irctl.output import numbers
from irctl.output.titles import without_count


def of_plans(plans: Sequence[Plan]) -> list[str]:
    """Return what to deploy for each traffic."""
    traffics = dict.fromkeys(plan.traffic for plan in plans)
    return [_of_traffic(t, [plan for plan in plans if plan.traffic == t]) for t in traffics]


def _of_traffic(traffic: Traffic, plans: Sequence[Plan]) -> str:
    best = plans[0]
    if not best.feasible:
        why = "; ".join(reasons.of_plan(best))
        return f"nothing is feasible at {traffic.label}; the nearest is {_plan(best)}: {why}"
    first = "cheapest" if best.per_hour is not None else "feasible"
    parts = [f"{first} at {traffic.label}: {_plan(best)}, {per_month(best.cost_per_month)}"]
    if best.expected_utilization is not None:
        parts[0] += f", {numbers.share(best.expected_utilization)} utilized"
    parts += change_from_today(best.current, best.per_hour)
    parts += load(best.recommendation)
    parts += availability(best)
    parts += _until(best)
    parts += map(task, best.tasks)
    parts += [
        f"autoscaled: {_fleet(plan, _mean(fleet))}, "
        f"{'' if traffic.hours else 'at least '}{per_month(fleet.cost_per_month)}"
        + "".join(f" ({change})" for change in change_from_today(plan.current, fleet.per_hour))
        for plan in plans
        if (fleet := plan.autoscaled) and fleet.cheapest
    ]
    return "; ".join(parts)


def availability(plan: Plan) -> list[str]:
    """Return the price of surviving the loss of a zone, or that nothing is survived."""
    if plan.instances == 1:
        return ["1 instance has no redundancy (plan for it with --survive-az)"]
    if plan.per_hour_without_spare is None:
        return []
    plain = plan.cost_per_month_without_spare
    return [f"survives the loss of a zone ({per_month(plain)} without)"]


def change_from_today(current: Current | None, per_hour: Fraction | None) -> list[str]:
    """Return how much more or less than today a month costs, where that is known."""
    change = current.change_per_month(per_hour) if current else None
    if current is None or change is None:
        return []
    share = current.relative_change(per_hour)
    percent = "" if share is None else f" ({numbers.share(abs(share))})"
    name = name_of_today(current)
    if change == 0:
        return [f"as much as {name}"]
    return [f"{per_month(abs(change))}{percent} {'more' if change > 0 else 'less'} than {name}"]


def name_of_today(current: Current) -> str:
    return "today" if current.fleet is None else f"today's {_of_fleet(current.fleet)}"


def of_current(current: Current) -> str:
    """Return the fleet of today and what it costs."""
    cost = per_month(current.cost_per_month)
    return f"{_of_fleet(current.fleet)}, {cost}" if current.fleet else cost


def _of_fleet(fleet: Fleet) -> str:
    return f"{numbers.number(fleet.instances)} x {fleet.instance_type}"


def load(recommendation: Recommendation) -> list[str]:
    """Return at which load the latency of a language model holds."""
    concurrency = CONCURRENCY.of(recommendation.metrics)
    if concurrency is None:
        return []
    return [f"latency holds at the measured concurrency of {numbers.number(concurrency)} only"]


def _until(plan: Plan) -> list[str]:
    """Return up to which traffic a plan is the cheapest, and what is then."""
    if plan.crossover is None or plan.crossover.valid_until is None:
        return []
    then = plan.crossover.then
    name = "nothing is feasible" if then is None else without_count(then)
    if then is not None and then.job_name != plan.recommendation.job_name:
        name += f" of {then.job_name}"
    until = numbers.rate(
        double(plan.crossover.valid_until) or 0, of_tokens=plan.traffic.is_of_tokens
    )
    return [f"cheapest up to {until}, then {name}"]


def _plan(plan: Plan) -> str:
    count = "" if plan.instances is None else numbers.number(plan.instances)
    return f"{_fleet(plan, count)} of {plan.recommendation.job_name}"


def _fleet(plan: Plan, count: str) -> str:
    title = without_count(plan.recommendation)
    return f"{count} x {title}" if count else title


def _mean(fleet: Autoscaled) -> str:
    mean = double(fleet.instances)
    return "" if mean is None else f"on average {mean:,.3g}"


def per_month(cost: float | None) -> str:
    """Return a cost, `$2,000/month`."""
    return "cost unknown" if cost is None else f"{numbers.usd(cost)}/month"


def of_break_even(even: BreakEven, *, several: bool) -> str:
    """Return from which rate on real-time is as cheap as serverless, with `several` jobs of which.

    The two are of one model, but may be of two jobs.
    """

    def of_job(recommendation: Recommendation) -> str:
        return f" of {recommendation.job_name}" if several else ""

    text = numbers.rate(double(even.per_minute) or 0)
    return (
        f"Break-even: from {text} on, real-time on {without_count(even.real_time)}"
        f"{of_job(even.real_time)} is as cheap as {even.serverless.configuration.title}"
        f"{of_job(even.serverless)}."
    )
