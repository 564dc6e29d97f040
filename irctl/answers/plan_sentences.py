"""The words for why a plan is not feasible, and for what to do before it holds."""

from irctl.decisions.plan import (
    CostTooLarge,
    MissingValue,
    Problem,
    ProvisionedIsExtra,
    RaiseMaxConcurrency,
    ServesLess,
    Task,
    TooManyInstances,
    TooMuchConcurrency,
)
from irctl.decisions.sizing import MOST_INSTANCES, SERVERLESS_MAX_CONCURRENCY
from irctl.jobs.model import Recommendation


def problem(of_plan: Problem) -> str:
    """Return why a configuration cannot serve the traffic."""
    match of_plan:
        case MissingValue(metric, value):
            return f"{metric.name} is {'missing' if value is None else value}"
        case TooManyInstances():
            return f"it needs more than {MOST_INSTANCES:,} instances"
        case TooMuchConcurrency(None):
            return f"it needs a concurrency of more than {MOST_INSTANCES:,}"
        case TooMuchConcurrency(needed):
            return (
                f"it needs a concurrency of {needed:,}, and serverless is limited to "
                f"{SERVERLESS_MAX_CONCURRENCY}"
            )
        case ServesLess(than):
            return serves_less(than)
        case CostTooLarge():
            return "its cost is too large to compute"


def serves_less(than: Recommendation) -> str:
    """Return why the lower concurrencies of a benchmark are not planned with."""
    return f"concurrency {than.configuration.concurrency} keeps the limits and serves more"


def task(of_plan: Task) -> str:
    """Return what to do or to know before a plan holds."""
    match of_plan:
        case RaiseMaxConcurrency(configured, needed):
            return f"raise MaxConcurrency from {configured} to {needed}"
        case ProvisionedIsExtra(provisioned):
            return (
                f"ProvisionedConcurrency {provisioned} is billed separately, by the hour, and "
                f"is not included"
            )
