"""What `irctl export` deploys, or why it deploys nothing, in a sentence."""

from irctl.answers.verdicts.check import failures, nearest_miss
from irctl.answers.verdicts.plan import per_month
from irctl.decisions.gate import Gate
from irctl.decisions.plan import Plan
from irctl.jobs.model import Recommendation
from irctl.output import numbers


def of_nothing_selected(result: Gate) -> str:
    """Say why no recommendation can be deployed, and name the nearest."""
    nearest = result.nearest
    if nearest is None:
        return "no recommendation to deploy"
    why = nearest_miss(nearest, None)
    if result.requires_all:
        return failures(result, why)
    return f"no recommendation can be deployed; the nearest is {why}"


def of_deployed(plan: Plan | None, deployed: Recommendation) -> str | None:
    """Say what is deployed for the traffic, and what the plan costs; None without traffic."""
    if plan is None:
        return None
    text = f"deploys {deployed.configuration.title} of {deployed.job_name} for {plan.traffic.label}"
    configuration = deployed.configuration
    if plan.instances not in (None, configuration.initial_instance_count):
        return f"{text}; the plan has {plan.instances} instances"
    parts = [text, per_month(plan.cost_per_month)]
    if configuration.serverless and configuration.is_serverless:
        parts.insert(1, f"concurrency {configuration.serverless.max_concurrency}")
    if plan.expected_utilization is not None:
        parts.append(f"{numbers.share(plan.expected_utilization)} utilized")
    return ", ".join(parts)
