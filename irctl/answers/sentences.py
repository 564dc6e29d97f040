"""The words for what decisions return: caveats, problems and tasks of a plan."""

from collections.abc import Sequence

from irctl.decisions import caveats
from irctl.decisions.caveats import MISTAKEN, Caveat
from irctl.decisions.gate import (
    ConditionsOfBaselineDiffer,
    NoRecommendations,
    NothingFits,
    NothingPaired,
    Obstacle,
)
from irctl.decisions.plan import (
    CostTooLarge,
    MissingValue,
    Problem,
    ProvisionedIsExtra,
    RaiseMaxConcurrency,
    Task,
    TooManyInstances,
    TooMuchConcurrency,
)
from irctl.decisions.sizing import MOST_INSTANCES, SERVERLESS_MAX_CONCURRENCY
from irctl.output import numbers
from irctl.output.text import first_names

_CONDITIONS = {
    "TrafficPattern": "traffic patterns",
    "StoppingConditions": "stopping conditions",
}


def warnings(about: Sequence[Caveat]) -> list[str]:
    return [warning(caveat) for caveat in about]


def warning(caveat: Caveat) -> str:
    """Return a caveat as a sentence without its full stop."""
    match caveat:
        case caveats.SeveralMatch() | caveats.SeveralBaselines():
            return _about_pairing(caveat)
        case caveats.SeveralEndpoints() | caveats.NoEndpoint():
            return _about_endpoints(caveat)
        case caveats.ValuesAreMissing() | caveats.DifferenceIsNoise():
            return _about_ranking(caveat)
        case caveats.ServerlessIsMixed(metrics):
            return (
                f"serverless and real time are ranked together by "
                f"{' and '.join(metric.name for metric in metrics)}: a real-time cost is at full "
                "load only, and serverless throughput is that of its tested concurrency; irctl "
                "plan --traffic RATE compares them"
            )
        case caveats.ModelsDiffer(models):
            return _about_models(models)
        case caveats.JobTypesDiffer() | caveats.ConditionsDiffer():
            return _about_conditions(caveat)
        case (
            caveats.LatencyLooksLikeMicroseconds()
            | caveats.LatencyReadAsMicroseconds()
            | caveats.LatencyReadAsMilliseconds()
            | caveats.LatencyIsCapped()
        ):
            return _about_latency(caveat)
        case caveats.CostIsInconsistent(job, configurations):
            return (
                f"{job}: CostPerInference is not CostPerHour / (MaxInvocations x 60) "
                f"for {_names(configurations)}"
            )
        case caveats.ValuesCannotBe(job, metric, values):
            shown = [f"{numbers.quantity(v, metric.unit)} for {title}" for title, v in values]
            return (
                f"{job}: {metric.name} cannot be {metric.above} or below ({_names(shown)}); "
                f"treated as missing"
            )
        case caveats.LimitLooksLikePerMillion() | caveats.LimitExcludesBest():
            return _about_limit(caveat)
        case (
            caveats.PricesAreMissing()
            | caveats.PricesAreUnused()
            | caveats.InstancesAreUnknown()
            | caveats.CapacityIsReserved()
        ):
            return _about_prices(caveat)


def _about_latency(
    caveat: caveats.LatencyLooksLikeMicroseconds
    | caveats.LatencyReadAsMicroseconds
    | caveats.LatencyReadAsMilliseconds
    | caveats.LatencyIsCapped,
) -> str:
    match caveat:
        case caveats.LatencyLooksLikeMicroseconds(job, places):
            return (
                f"{job}: latency looks like microseconds, not milliseconds "
                f"({_names(places)}); shown unchanged (rank, compare, plan and check convert it "
                f"with --latency-unit us)"
            )
        case caveats.LatencyReadAsMicroseconds(job):
            return f"{job}: latency converted from microseconds (--latency-unit us)"
        case caveats.LatencyReadAsMilliseconds(job, shortest):
            return (
                f"{job}: latency is plainly in milliseconds and not converted: a request cannot "
                f"take {numbers.number(shortest)} us (--latency-unit us)"
            )
        case caveats.LatencyIsCapped(job):
            return (
                f"{job}: every latency equals the stopping threshold, so latency does not "
                f"distinguish these recommendations"
            )


def _about_prices(
    caveat: caveats.PricesAreMissing
    | caveats.PricesAreUnused
    | caveats.InstancesAreUnknown
    | caveats.CapacityIsReserved,
) -> str:
    match caveat:
        case caveats.PricesAreMissing(types):
            return (
                f"no price of {_names(types)} is known, so costs are missing; give one with "
                f"--price {types[0]}=USD or --prices FILE"
            )
        case caveats.PricesAreUnused(types):
            shown = [f"{name} (did you mean {near}?)" if near else name for name, near in types]
            return f"--price: no recommendation is on {_names(shown)}"
        case caveats.InstancesAreUnknown(job):
            return (
                f"{job} does not state the instances of its endpoint, so costs are missing; give "
                "them with --benchmarked-on TYPE:COUNT"
            )
        case caveats.CapacityIsReserved(job):
            return (
                f"{job} ran on reserved capacity, to which on-demand prices do not apply; give "
                "yours with --price TYPE=USD"
            )


def _about_limit(caveat: caveats.LimitLooksLikePerMillion | caveats.LimitExcludesBest) -> str:
    match caveat:
        case caveats.LimitLooksLikePerMillion(limit):
            bound = float(limit.bound)
            return (
                f"the limit of ${bound:g} is for one inference, over {MISTAKEN:,} times the "
                f"highest cost here; write a cost per million as {bound:g}/1M"
            )
        case caveats.LimitExcludesBest(limit):
            name, is_max = limit.metric.name, limit.operator == "<="
            given, other = ("--max", "--min") if is_max else ("--min", "--max")
            better = "higher" if is_max else "lower"
            return (
                f"{given} {name} excludes the best: a {better} {name} is better; "
                f"{other} {name} excludes the others"
            )


def _about_pairing(caveat: caveats.SeveralMatch | caveats.SeveralBaselines) -> str:
    match caveat:
        case caveats.SeveralMatch(job, configuration, count, by):
            return (
                f"{job}: {count} recommendations match as {configuration}; the best by "
                f"{by.name} represents them, the others are listed separately"
            )
        case caveats.SeveralBaselines(wanted, count, by):
            return (
                f"{count} recommendations match {wanted}: compared with the best by "
                f"{by.name}; --baseline also takes a recommendation's id"
            )


def _about_endpoints(caveat: caveats.SeveralEndpoints | caveats.NoEndpoint) -> str:
    match caveat:
        case caveats.SeveralEndpoints(job, count):
            return f"{job}: {count} existing endpoints were measured; compared with the first"
        case caveats.NoEndpoint(job):
            return f"{job} measured no existing endpoint: nothing to compare it with"


def _about_ranking(caveat: caveats.ValuesAreMissing | caveats.DifferenceIsNoise) -> str:
    match caveat:
        case caveats.ValuesAreMissing(metric, count, total):
            who = "1 recommendation" if count == 1 else f"{count} recommendations"
            has = "has" if count == 1 else "have"
            return f"{who} of {total} {has} no {metric.name}: ranked last"
        case caveats.DifferenceIsNoise(metric, difference, noise):
            return (
                f"ranks 1 and 2 differ by {difference:.1%} in {metric.name}, within "
                f"run-to-run noise ({float(noise):.0%})"
            )


def _about_models(models: Sequence[tuple[str | None, Sequence[str]]]) -> str:
    sides = "; ".join(f"{name or 'not stated'}: {_names(labels)}" for name, labels in models)
    if all(name for name, _ in models):
        return f"the jobs are of different models, whose results are not comparable ({sides})"
    return f"the jobs may be of different models, whose results are not comparable (models {sides})"


def _about_conditions(caveat: caveats.JobTypesDiffer | caveats.ConditionsDiffer) -> str:
    match caveat:
        case caveats.JobTypesDiffer(jobs):
            types = "; ".join(f"{type}: {_names(labels)}" for type, labels in jobs)
            return (
                "Default and Advanced jobs are not comparable, stop conditions cap an "
                f"Advanced job's load ({types})"
            )
        case caveats.ConditionsDiffer(member, groups):
            sides = " against ".join(map(_names, groups))
            return f"the jobs' {_CONDITIONS[member]} differ: {sides}"


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
        case CostTooLarge():
            return "its cost is too large to compute"


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


def obstacle(of_gate: Obstacle) -> str:
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


def _names(labels: Sequence[str]) -> str:
    return first_names(list(dict.fromkeys(labels)))
