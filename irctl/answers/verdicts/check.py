"""What a gate comes down to, in a sentence."""

from collections.abc import Sequence

from irctl.answers import reasons
from irctl.answers.plan_sentences import task
from irctl.answers.sentences import warning
from irctl.answers.verdicts.plan import availability
from irctl.decisions.gate import (
    ConditionsOfBaselineDiffer,
    Gate,
    Judged,
    NoRecommendations,
    NothingFits,
    NothingPaired,
    Obstacle,
)
from irctl.decisions.partners import Baseline
from irctl.output.text import first_names


def of_gate(result: Gate, base: Baseline | None, *, passed: bool, left_out: Sequence[str]) -> str:
    """Say whether the gate is met, and by which recommendations or why not.

    `left_out` are the jobs that could not be fetched.
    """
    if passed:
        return f"gate met: by {_winners(result)}{_not_compared(result)}"
    if result.obstacles:
        why = "; ".join(dict.fromkeys(map(_obstacle, result.obstacles)))
        return f"gate not met: {why}"
    if result.passed:
        return f"gate not met: a job could not be judged ({first_names(left_out, most=1)})"
    nearest = result.nearest
    if nearest is None:
        return "gate not met: no recommendation to judge"
    why = nearest_miss(nearest, base)
    if result.requires_all:
        return f"gate not met: {failures(result, why)}"
    if all(standing.passed for standing in result.standings):
        return (
            f"gate not met: no recommendation meets all constraints together; the nearest is {why}"
        )
    return f"gate not met: a constraint fails; the nearest is {why}"


def _obstacle(of_gate: Obstacle) -> str:
    """Return why a gate is not met whatever the values are."""
    match of_gate:
        case NoRecommendations(job):
            return f"{job} has no recommendation to judge"
        case NothingFits(message, hint):
            return f"{message} ({hint})" if hint else message
        case NothingPaired():
            return "no recommendation has a configuration of the baseline"
        case ConditionsOfBaselineDiffer(caveat):
            return f"{warning(caveat)}; to compare all the same, give --allow-different-conditions"


def nearest_miss(nearest: Judged, base: Baseline | None) -> str:
    """Name a recommendation that failed, and why it did."""
    return f"{_judged(nearest)}: {'; '.join(reasons.of_judged(nearest, base))}"


def failures(result: Gate, why: str) -> str:
    """Return how many of the recommendations fail, where every one has to pass."""
    failed = sum(not judged.passed for judged in result.judged)
    return f"{failed} of {len(result.judged)} recommendations fail, such as {why}"


def _not_compared(result: Gate) -> str:
    return f"; {len(result.not_compared)} not compared" if result.not_compared else ""


def _winners(result: Gate) -> str:
    number = len(result.judged)
    if result.scope == "Paired" and number == 1:
        return "the only recommendation that pairs with the baseline"
    if result.scope == "Paired":
        return f"all {number} recommendations that pair with the baseline"
    if result.requires_all and number > 1:
        return f"all {number} recommendations"
    return first_names([_judged(judged) for judged in result.judged if judged.passed])


def _judged(judged: Judged) -> str:
    recommendation, plan = judged.candidate.recommendation, judged.candidate.plan
    name = f"{recommendation.configuration.title} of {recommendation.job_name}"
    tasks = [*availability(plan), *map(task, plan.tasks)] if plan and judged.passed else []
    return f"{name} ({'; '.join(tasks)})" if tasks else name
