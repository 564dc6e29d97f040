"""What a result comes down to, in a sentence each."""

from collections.abc import Mapping, Sequence

from irctl.answers import reasons
from irctl.answers.sentences import obstacle, task
from irctl.decisions.break_even import BreakEven
from irctl.decisions.capacity import Autoscaled, Plan
from irctl.decisions.change import Change, Noise, changes
from irctl.decisions.compare import Baseline, Comparison, Row, best_first, conditions
from irctl.decisions.gate import Gate, Judged
from irctl.decisions.traffic import Traffic
from irctl.jobs.exact import double
from irctl.jobs.metrics import COST_PER_INFERENCE, LATENCY, THROUGHPUT, Metric
from irctl.jobs.model import Job, Recommendation
from irctl.output import numbers

_MOST_NAMES = 3


def of_plans(plans: Sequence[Plan]) -> list[str]:
    """Return what to deploy for each traffic."""
    traffics = dict.fromkeys(plan.traffic for plan in plans)
    return [_of_traffic(t, [plan for plan in plans if plan.traffic == t]) for t in traffics]


def _of_traffic(traffic: Traffic, plans: Sequence[Plan]) -> str:
    best = plans[0]
    if not best.feasible:
        why = "; ".join(reasons.of_plan(best))
        return f"nothing is feasible at {traffic.label}; the nearest is {_plan(best)}: {why}"
    parts = [f"cheapest at {traffic.label}: {_plan(best)}, {_per_month(best.cost_per_month)}"]
    if best.expected_utilization is not None:
        parts[0] += f", {numbers.share(best.expected_utilization)} utilized"
    parts += _availability(best)
    parts += _until(best)
    parts += map(task, best.tasks)
    parts += [
        f"autoscaled: {_fleet(plan, _mean(fleet))}, "
        f"{'' if traffic.hours else 'at least '}{_per_month(fleet.cost_per_month)}"
        for plan in plans
        if (fleet := plan.autoscaled) and fleet.cheapest
    ]
    return "; ".join(parts)


def _availability(plan: Plan) -> list[str]:
    """Return the price of surviving the loss of a zone, or that nothing is survived."""
    if plan.instances == 1:
        return ["1 instance has no redundancy (--survive-az plans some)"]
    if plan.per_hour_without_spare is None:
        return []
    plain = plan.cost_per_month_without_spare
    return [f"survives the loss of a zone ({_per_month(plain)} without)"]


def _until(plan: Plan) -> list[str]:
    """Return up to which traffic a plan is the cheapest, and what is then."""
    if plan.crossover is None or plan.crossover.valid_until is None:
        return []
    then = plan.crossover.then
    name = "nothing is feasible" if then is None else without_count(then)
    if then is not None and then.job_name != plan.recommendation.job_name:
        name += f" of {then.job_name}"
    return [f"cheapest up to {numbers.rate(double(plan.crossover.valid_until) or 0)}, then {name}"]


def _plan(plan: Plan) -> str:
    count = "" if plan.instances is None else numbers.number(plan.instances)
    return f"{_fleet(plan, count)} of {plan.recommendation.job_name}"


def _fleet(plan: Plan, count: str) -> str:
    title = without_count(plan.recommendation)
    return f"{count} x {title}" if count else title


def without_count(recommendation: Recommendation) -> str:
    """Return the title of a configuration without the count it was tested with."""
    return recommendation.configuration._replace(initial_instance_count=None).title


def _mean(fleet: Autoscaled) -> str:
    mean = double(fleet.instances)
    return "" if mean is None else f"on average {mean:,.3g}"


def _per_month(cost: float | None) -> str:
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


def of_gate(result: Gate, base: Baseline | None, *, passed: bool, left_out: Sequence[str]) -> str:
    """Say whether the gate is met, and by which recommendations or why not.

    `left_out` are the jobs that could not be fetched.
    """
    if passed:
        return f"gate met: by {_winners(result)}{_not_compared(result)}"
    if result.obstacles:
        why = "; ".join(dict.fromkeys(map(obstacle, result.obstacles)))
        return f"gate not met: {why}"
    if result.passed:
        more = f" and {len(left_out) - 1} more" if len(left_out) > 1 else ""
        return f"gate not met: a job could not be judged ({left_out[0]}{more})"
    nearest = result.nearest
    if nearest is None:
        return "gate not met: no recommendation to judge"
    why = f"{_judged(nearest)}: {'; '.join(reasons.of_judged(nearest, base))}"
    if result.requires_all:
        failed = sum(not judged.passed for judged in result.judged)
        total = len(result.judged)
        return f"gate not met: {failed} of {total} recommendations fail, such as {why}"
    if all(standing.passed for standing in result.standings):
        return (
            f"gate not met: no recommendation meets all constraints together; the nearest is {why}"
        )
    return f"gate not met: a constraint fails; the nearest is {why}"


def of_nothing_selected(result: Gate) -> str:
    """Say why no recommendation can be deployed, and name the nearest."""
    nearest = result.nearest
    if nearest is None:
        return "no recommendation to deploy"
    why = f"{_judged(nearest)}: {'; '.join(reasons.of_judged(nearest, None))}"
    if result.requires_all:
        failed = sum(not judged.passed for judged in result.judged)
        return f"{failed} of {len(result.judged)} recommendations fail, such as {why}"
    return f"no recommendation can be deployed; the nearest is {why}"


def of_deployed(plan: Plan, deployed: Recommendation) -> str:
    """Say what is deployed for the traffic, and what the plan costs."""
    text = f"deploys {deployed.configuration.title} of {deployed.job_name} for {plan.traffic.label}"
    configuration = deployed.configuration
    if plan.instances not in (None, configuration.initial_instance_count):
        return f"{text}; the plan has {plan.instances} instances"
    parts = [text, _per_month(plan.cost_per_month)]
    if configuration.serverless and configuration.is_serverless:
        parts.insert(1, f"concurrency {configuration.serverless.max_concurrency}")
    if plan.expected_utilization is not None:
        parts.append(f"{numbers.share(plan.expected_utilization)} utilized")
    return ", ".join(parts)


def _not_compared(result: Gate) -> str:
    return f"; {len(result.not_compared)} not compared" if result.not_compared else ""


def _winners(result: Gate) -> str:
    if result.scope == "Paired":
        return f"all {len(result.judged)} recommendations that pair with the baseline"
    if result.requires_all:
        return f"all {len(result.judged)} recommendations"
    names = [_judged(judged) for judged in result.judged if judged.passed]
    more = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {more} more" if more > 0 else "")


def _judged(judged: Judged) -> str:
    recommendation, plan = judged.candidate.recommendation, judged.candidate.plan
    name = f"{recommendation.configuration.title} of {recommendation.job_name}"
    tasks = [*_availability(plan), *map(task, plan.tasks)] if plan and judged.passed else []
    return f"{name} ({'; '.join(tasks)})" if tasks else name


def of_comparison(result: Comparison, jobs: Mapping[str, Job], noise: Noise) -> str:
    """Name the best configuration, its changes against the baseline, and the conditions."""
    best, by = result.best, result.by
    if not result.groups:
        return "no recommendation to compare"
    if best is None:
        return f"no configuration has a {by.name}; choose another --by"
    job = jobs[best.job]
    name = best.recommendation.configuration.title
    name += f" of {best.job}" if len(jobs) > 1 else ""
    value = numbers.quantity(best.changes[by].value or 0, by.unit)
    against = _against_baseline(result, best, job, noise)
    held = f" ({', '.join(conditions(job))})" if conditions(job) else ""
    return f"{name} is best by {by.name} ({value}){against}{held}{_counts(result, len(jobs))}"


def _counts(result: Comparison, number_of_jobs: int) -> str:
    """Count what got better and worse in the metric that decides, and name the worst."""
    rows = [row for group in result.groups for row in group.rows if not row.is_baseline]
    metric = next(
        (
            metric
            for metric in (result.by, COST_PER_INFERENCE, LATENCY, THROUGHPUT)
            if any(row.changes[metric].change is not None for row in rows)
        ),
        None,
    )
    if metric is None:
        return ""
    short = min((metric.name, *metric.aliases), key=len)
    better = sum(row.changes[metric].better is True for row in rows)
    worse = [row for row in rows if row.changes[metric].better is False]
    if not worse:
        return f"; {better} better, none worse in {short}"
    worst = max(worse, key=lambda row: metric.badness(row.changes[metric].change or 0))
    name = worst.recommendation.configuration.title
    name += f" of {worst.job}" if number_of_jobs > 2 else ""
    return f"; {better} better, {len(worse)} worse: {name} {change(worst.changes[metric])} {short}"


def _against_baseline(result: Comparison, best: Row, job: Job, noise: Noise) -> str:
    base = result.baseline
    if best.is_baseline:
        return "; it is the baseline, and nothing beats it"
    if base.partner(job, best.recommendation) is not None:
        partner = "the same configuration in " if base.kind == "Job" else ""
        return f"; against {partner}{base.name}: {_changes(best.changes)}"
    if not base.recommendations:
        return ""
    other = best_first(base.recommendations, result.by)[0]
    changed = changes(best.recommendation.metrics, other.metrics, noise)
    return (
        f"; {base.name} did not test it; against its best, {other.configuration.title}: "
        f"{_changes(changed)}"
    )


def _changes(changed: Mapping[Metric, Change]) -> str:
    parts = [
        f"{metric.name} {change(changed[metric])}"
        for metric in (COST_PER_INFERENCE, LATENCY, THROUGHPUT)
        if changed[metric].change is not None
    ]
    return ", ".join(parts) or "no metric in common"


def change(change: Change) -> str:
    """Return a change in short: `+22%`, `~` within the noise, `n/a` where it is unknown."""
    if change.change is None:
        return "n/a"
    return "~" if change.better is None else numbers.change(change.change)
