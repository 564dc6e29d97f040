"""The words for caveats: a sentence for each kind, without its full stop."""

import json
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import chain
from typing import Any

from irctl.decisions import caveats
from irctl.decisions.benchmarks import MOST_ERRORS
from irctl.decisions.caveats import MISTAKEN, Caveat
from irctl.output import numbers
from irctl.output.text import first_names

_MOST_SIDES = 4
_MOST_APART = 3
"""So many jobs have a warning of the same kind each; for more it is one of all."""


def warnings(about: Iterable[Caveat]) -> list[str]:
    """Return the sentences of caveats, and one for those of the same kind about many jobs."""
    groups: dict[Hashable, list[Caveat]] = {}
    for caveat in about:
        groups.setdefault(_subject(caveat), []).append(caveat)
    return [
        warning(caveat)
        for group in groups.values()
        for caveat in ([_about_all(group)] if len(group) > _MOST_APART else group)
    ]


def _subject(caveat: Caveat) -> Hashable:
    """Return what caveats about several jobs have in common."""
    if not hasattr(caveat, "job"):
        return caveat
    shared = caveat._asdict()
    return type(caveat), *(v for k, v in shared.items() if k != "job" and not _is_list(v))


def _about_all(group: Sequence[Caveat]) -> Caveat:
    """Return one caveat for those of several jobs; its lists have the items of all."""
    members = group[0]._asdict()
    for name, value in members.items():
        if _is_list(value):
            members[name] = tuple(chain.from_iterable(getattr(caveat, name) for caveat in group))
    jobs = list(dict.fromkeys(caveat._asdict()["job"] for caveat in group))
    return type(group[0])(**{**members, "job": f"{len(jobs):,} jobs ({_names(jobs)})"})


def _is_list(value: object) -> bool:
    return type(value) is tuple  # a limit is a tuple with names


def warning(caveat: Caveat) -> str:
    """Return the sentence of a caveat."""
    return _SENTENCES[type(caveat)](caveat)


def _models_differ(caveat: caveats.ModelsDiffer) -> str:
    models = caveat.models
    sides = _sides([f"{name or 'not stated'}: {_names(labels)}" for name, labels in models], "; ")
    if all(name for name, _ in models):
        return f"the jobs are of different models, whose results are not comparable ({sides})"
    return f"the jobs may be of different models, whose results are not comparable (models {sides})"


def _job_types_differ(caveat: caveats.JobTypesDiffer) -> str:
    types = "; ".join(f"{type}: {_names(labels)}" for type, labels in caveat.jobs)
    return (
        "Default and Advanced jobs are not comparable, stop conditions cap an Advanced job's "
        f"load ({types})"
    )


_CONDITIONS = {
    "TrafficPattern": "traffic patterns",
    "StoppingConditions": "stopping conditions",
    "AIWorkloadConfigIdentifier": "workload configurations",
    "Framework": "frameworks",
    "Tokenizer": "tokenizers",
    "OptimizeModel": "settings of OptimizeModel",
    "PerformanceTarget": "performance targets",
}


def _conditions_differ(caveat: caveats.ConditionsDiffer) -> str:
    sides = _sides(list(map(_names, caveat.jobs)), " against ")
    return f"the jobs' {_CONDITIONS[caveat.member]} differ: {sides}"


def _latency_looks_like_microseconds(caveat: caveats.LatencyLooksLikeMicroseconds) -> str:
    return (
        f"{caveat.job}: latency looks like microseconds, not milliseconds "
        f"({_names(caveat.places)}); shown unchanged (rank, compare, plan and check convert it "
        "with --latency-unit us)"
    )


def _latency_read_as_microseconds(caveat: caveats.LatencyReadAsMicroseconds) -> str:
    return f"{caveat.job}: latency converted from microseconds (--latency-unit us)"


def _latency_read_as_milliseconds(caveat: caveats.LatencyReadAsMilliseconds) -> str:
    return (
        f"{caveat.job}: latency is plainly in milliseconds and not converted: a request cannot "
        f"take {numbers.number(caveat.shortest)} us (--latency-unit us)"
    )


def _latency_is_capped(caveat: caveats.LatencyIsCapped) -> str:
    return (
        f"{caveat.job}: every latency equals the stopping threshold, so latency does not "
        "distinguish these recommendations"
    )


def _cost_is_inconsistent(caveat: caveats.CostIsInconsistent) -> str:
    return (
        f"{caveat.job}: CostPerInference is not CostPerHour / (MaxInvocations x 60) for "
        f"{_names(caveat.configurations)}"
    )


def _has_no_recommendations(caveat: caveats.HasNoRecommendations) -> str:
    return f"{caveat.job}: no recommendations; see the benchmarks with irctl steps"


def _price_is_zero(caveat: caveats.PriceIsZero) -> str:
    return (
        f"{caveat.job}: the price of {_names(caveat.configurations)} is $0, so nothing is cheaper; "
        "give it with --price TYPE=USD"
    )


def _cores_differ(caveat: caveats.CoresDiffer) -> str:
    return (
        "cpu is a sum over cores, 100% for each, and sizes differ in their number of cores "
        f"({_names(caveat.instance_types)}): the same cpu is not the same load"
    )


def _limit_looks_like_per_million(caveat: caveats.LimitLooksLikePerMillion) -> str:
    bound = float(caveat.limit.bound)
    return (
        f"the limit of ${bound:g} is for one inference, over {MISTAKEN:,} times the highest cost "
        f"here; write a cost per million as {bound:g}/1M"
    )


def _limit_excludes_best(caveat: caveats.LimitExcludesBest) -> str:
    name = caveat.limit.metric.name
    given, better, other = _AGAINST_BEST[caveat.limit.operator]
    return (
        f"{given} {name} excludes the best: a {better} {name} is better; {other} {name} excludes "
        "the others"
    )


_AGAINST_BEST = {"<=": ("--max", "higher", "--min"), ">=": ("--min", "lower", "--max")}
"""The option of a limit by its operator, which values it excludes, and the other option."""


def _values_cannot_be(caveat: caveats.ValuesCannotBe) -> str:
    job, metric, values = caveat
    shown = [f"{numbers.quantity(value, metric.unit)} for {title}" for title, value in values]
    return (
        f"{job}: {metric.name} cannot be {metric.above} or below ({_names(shown)}); treated as "
        "missing"
    )


def _figures_are_left_out(caveat: caveats.FiguresAreLeftOut) -> str:
    shown = [
        f"{figure.metric} {figure.statistic or ''}".rstrip()
        + f" {json.dumps(figure.value)[:40]} of {title}: {figure.reason.value}"
        for title, figure in caveat.figures
    ]
    return f"{caveat.job}: figures left out ({_names(shown)})"


def _values_are_missing(caveat: caveats.ValuesAreMissing) -> str:
    number, name = caveat.number, caveat.metric.name
    who = "1 recommendation" if number == 1 else f"{number} recommendations"
    has = "has" if number == 1 else "have"
    return f"{who} of {caveat.total} {has} no {name}: ranked last"


def _order_is_of_service(caveat: caveats.OrderIsOfService) -> str:
    names = " and ".join(metric.name for metric in caveat.targets)
    return (
        f"not every recommendation has a {names}, which the job was to optimize: they are in the "
        "service's order"
    )


def _difference_is_noise(caveat: caveats.DifferenceIsNoise) -> str:
    return (
        f"ranks 1 and 2 differ by {caveat.difference:.1%} in {caveat.metric.name}, within "
        f"run-to-run noise ({float(caveat.noise):.0%})"
    )


def _serverless_is_mixed(caveat: caveats.ServerlessIsMixed) -> str:
    return (
        "serverless and real time are ranked together by "
        f"{' and '.join(metric.name for metric in caveat.metrics)}: a real-time cost is at full "
        "load only, and serverless throughput is that of its tested concurrency; "
        "--traffic RATE compares costs at one load"
    )


def _prices_are_missing(caveat: caveats.PricesAreMissing) -> str:
    types = caveat.instance_types
    return (
        f"no price of {_names(types)} is known, so costs are missing; give one with "
        f"--price {types[0]}=USD or --prices FILE"
    )


def _prices_are_unused(caveat: caveats.PricesAreUnused) -> str:
    types = caveat.instance_types
    shown = [f"{name} (did you mean {near}?)" if near else name for name, near in types]
    return f"--price: no recommendation is on {_names(shown)}"


def _price_is_not_listed(caveat: caveats.PriceIsNotListed) -> str:
    where = f"for {caveat.instance_type} in {caveat.region}"
    if not caveat.number:
        return f"AWS's Price List has no hosting price in US dollars {where}"
    return f"AWS's Price List has {numbers.number(caveat.number)} hosting prices {where}, not one"


def _price_list_is_refused(caveat: caveats.PriceListIsRefused) -> str:
    return f"no prices from AWS: {caveat.message}; allow pricing:GetProducts for this identity"


def _instances_are_unknown(caveat: caveats.InstancesAreUnknown) -> str:
    return (
        f"{caveat.job}: the instances of the endpoint are not stated, so costs are missing; give "
        "them with --benchmarked-on TYPE:COUNT"
    )


def _capacity_is_reserved(caveat: caveats.CapacityIsReserved) -> str:
    return (
        f"{caveat.job}: measured on reserved capacity, to which on-demand prices do not apply; "
        "give yours with --price TYPE=USD"
    )


def _requests_failed(caveat: caveats.RequestsFailed) -> str:
    shown = [f"{rate:.3g}% for {title}" for title, rate in caveat.rows]
    return (
        f"{caveat.job}: more than {MOST_ERRORS}% of the requests failed ({_names(shown)}), "
        "which percentiles leave out"
    )


def _gate_was_failed(caveat: caveats.GateWasFailed) -> str:
    rate = "" if caveat.error_rate is None else f" ({caveat.error_rate:.3g}% errors)"
    return f"{caveat.job}: failed the validity gate{rate}; the results are used all the same"


def _results_are_older(caveat: caveats.ResultsAreOlder) -> str:
    return f"{caveat.job}: {caveat.uri} is older than the job: are its results of another one?"


def _runs_are_incomplete(caveat: caveats.RunsAreIncomplete) -> str:
    failed = numbers.number(caveat.failed_runs)
    parts = [
        f"not measured to the end: {_names(caveat.rows)}" if caveat.rows else "",
        f"failed runs, without results: {failed}" if caveat.failed_runs else "",
    ]
    return f"{caveat.job}: {'; '.join(filter(None, parts))}"


def _search_is_open(caveat: caveats.SearchIsOpen) -> str:
    if caveat.highest is None:
        return f"{caveat.job}: no concurrency that was tried met the SLA of the search"
    highest = numbers.number(caveat.highest)
    return f"{caveat.job}: the search was interrupted; more than {highest} may meet the SLA too"


def _several_match(caveat: caveats.SeveralMatch) -> str:
    return (
        f"{caveat.job}: {caveat.number} recommendations match as {caveat.configuration}; the "
        f"best by {caveat.by.name} represents them, the others are listed separately"
    )


def _concurrencies_differ(caveat: caveats.ConcurrenciesDiffer) -> str:
    shown = [
        f"{title} at {numbers.number(own)} against {numbers.number(other or 0)}"
        for title, own, other in caveat.rows
    ]
    return f"latency and throughput are compared at different concurrencies ({_names(shown)})"


def _counts_differ(caveat: caveats.CountsDiffer) -> str:
    pairs = [" with ".join(titles) for titles in caveat.configurations]
    return f"--match instance-type pairs different instance counts: {_names(pairs)}"


def _several_endpoints(caveat: caveats.SeveralEndpoints) -> str:
    return (
        f"{caveat.job}: {caveat.number} existing endpoints were measured; compared with the first"
    )


def _no_endpoint(caveat: caveats.NoEndpoint) -> str:
    return f"{caveat.job}: no existing endpoint was measured, so there is nothing to compare with"


def _several_baselines(caveat: caveats.SeveralBaselines) -> str:
    return (
        f"{caveat.number} recommendations match {caveat.wanted}: compared with the best by "
        f"{caveat.by.name}; --baseline also takes a recommendation's id"
    )


def _sides(sides: Sequence[str], between: str) -> str:
    """Return the first of the groups that differ, and how many they are if there are more."""
    more = len(sides) - _MOST_SIDES
    return between.join(sides[:_MOST_SIDES]) + (f"; and {more:,} more" if more > 0 else "")


def _names(labels: Sequence[str]) -> str:
    return first_names(list(dict.fromkeys(labels)))


_SENTENCES: dict[type[Caveat], Callable[[Any], str]] = {
    caveats.ModelsDiffer: _models_differ,
    caveats.JobTypesDiffer: _job_types_differ,
    caveats.ConditionsDiffer: _conditions_differ,
    caveats.LatencyLooksLikeMicroseconds: _latency_looks_like_microseconds,
    caveats.LatencyReadAsMicroseconds: _latency_read_as_microseconds,
    caveats.LatencyReadAsMilliseconds: _latency_read_as_milliseconds,
    caveats.LatencyIsCapped: _latency_is_capped,
    caveats.HasNoRecommendations: _has_no_recommendations,
    caveats.PriceIsZero: _price_is_zero,
    caveats.CoresDiffer: _cores_differ,
    caveats.CostIsInconsistent: _cost_is_inconsistent,
    caveats.LimitLooksLikePerMillion: _limit_looks_like_per_million,
    caveats.LimitExcludesBest: _limit_excludes_best,
    caveats.ValuesCannotBe: _values_cannot_be,
    caveats.FiguresAreLeftOut: _figures_are_left_out,
    caveats.ValuesAreMissing: _values_are_missing,
    caveats.OrderIsOfService: _order_is_of_service,
    caveats.DifferenceIsNoise: _difference_is_noise,
    caveats.ServerlessIsMixed: _serverless_is_mixed,
    caveats.PricesAreMissing: _prices_are_missing,
    caveats.PricesAreUnused: _prices_are_unused,
    caveats.PriceIsNotListed: _price_is_not_listed,
    caveats.PriceListIsRefused: _price_list_is_refused,
    caveats.InstancesAreUnknown: _instances_are_unknown,
    caveats.CapacityIsReserved: _capacity_is_reserved,
    caveats.RequestsFailed: _requests_failed,
    caveats.GateWasFailed: _gate_was_failed,
    caveats.ResultsAreOlder: _results_are_older,
    caveats.RunsAreIncomplete: _runs_are_incomplete,
    caveats.SearchIsOpen: _search_is_open,
    caveats.SeveralMatch: _several_match,
    caveats.ConcurrenciesDiffer: _concurrencies_differ,
    caveats.CountsDiffer: _counts_differ,
    caveats.SeveralEndpoints: _several_endpoints,
    caveats.NoEndpoint: _no_endpoint,
    caveats.SeveralBaselines: _several_baselines,
}
