"""What `irctl plan` answers."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final

from irctl.answers import sentences as words
from irctl.answers.sentences import problem, task
from irctl.decisions import capacity, caveats
from irctl.decisions.break_even import BreakEven
from irctl.decisions.capacity import HOURS_PER_MONTH, Autoscaled, Plan, Sizing
from irctl.decisions.traffic import Traffic
from irctl.jobs.exact import double, number
from irctl.jobs.model import Document, Job, Recommendation
from irctl.output import numbers, sentences
from irctl.output.fields import (
    IDENTITY_FIELDS,
    JOB_NAME,
    METRIC_FIELDS,
    RECOMMENDATION_FIELDS,
    telling_apart,
)
from irctl.output.report import Block, Entry, Field, Note, Outline, Report, Table, Tone


def report(
    jobs: Sequence[Job],
    plans: Sequence[Plan],
    even: BreakEven | None,
    sizing: Sizing,
    left_out: Sequence[str],
    several: bool,
) -> Report:
    warnings = words.warnings(caveats.about_jobs(jobs, sizing.limits))
    assumptions = _assumptions(plans, sizing)
    hours = plans[0].traffic.hours if plans else ()
    document: Document = {
        "Utilization": double(sizing.utilization),
        "MinInstances": sizing.min_instances,
        "HoursPerMonth": HOURS_PER_MONTH,
        **(
            {
                "TrafficProfile": [
                    {"Hour": each.label, "RequestsPerMinute": number(each.per_minute)}
                    for each in hours
                ]
            }
            if hours
            else {}
        ),
        "Plans": [_plan(each) for each in plans],
        "BreakEven": _even(even),
        "Assumptions": [f"{each.label}: {each.value}" for each in assumptions],
        "Warnings": [*warnings, *left_out],
    }
    blocks = [
        *_blocks(plans, several),
        *([Note(_told(even))] if even else []),
        Outline("Assumptions", [each._replace(sentence=True) for each in assumptions]),
    ]
    return Report(
        document=lambda: document,
        records=[document["Plans"]],
        table=Table.of(_CSV, plans),
        blocks=blocks if plans else [Note("no recommendations")],
        warnings=warnings,
    )


def _plan(each: Plan) -> Document:
    varying: Document = {}
    if each.traffic.varies:
        varying["AverageRequestsPerMinute"] = number(each.traffic.average)
        varying["Autoscaled"] = _autoscaled(each)
    if each.traffic.hours:
        varying["Hours"] = [
            {
                "Hour": hour.label,
                "RequestsPerMinute": number(hour.per_minute),
                "FixedCost": double(hour.fixed),
                "AutoscaledInstanceCount": hour.instances,
                "AutoscaledCost": double(hour.autoscaled),
            }
            for hour in each.hours
        ]
    return {
        "RequestsPerMinute": number(each.traffic.peak),
        "JobName": each.recommendation.job_name,
        "InstanceCount": each.instances,
        "MaxConcurrency": each.max_concurrency,
        "CostPerHour": each.cost_per_hour,
        "CostPerMonth": each.cost_per_month,
        "CostPerMillionRequests": each.cost_per_million,
        "ExpectedUtilization": each.expected_utilization,
        **varying,
        "Feasible": each.feasible,
        "Reasons": reasons(each),
        "Notes": notes(each),
        "Cheapest": each.cheapest,
        "Recommendation": each.recommendation.document,
    }


def _autoscaled(each: Plan) -> Document | None:
    fleet = each.autoscaled
    if fleet is None:
        return None
    return {
        "InstanceCount": None if fleet.instances is None else number(fleet.instances),
        "MaxInstanceCount": fleet.max_instances,
        "CostPerHour": fleet.cost_per_hour,
        "CostPerMonth": fleet.cost_per_month,
        "Cheapest": fleet.cheapest,
    }


def _even(even: BreakEven | None) -> Document | None:
    if even is None:
        return None
    return {
        "RequestsPerMinute": number(even.per_minute),
        "Serverless": even.serverless.id or even.serverless.configuration.title,
        "RealTime": even.real_time.id or _type(even.real_time),
    }


def notes(each: Plan) -> list[str]:
    """Return what to do or to know before the plan holds."""
    return [task(one) for one in each.tasks]


def reasons(each: Plan) -> list[str]:
    """Why a plan is not feasible."""
    missed = [
        sentences.missed(limit.metric, limit.operator, value, float(limit.bound))
        for limit, value in each.misses
    ]
    return [*map(problem, each.problems), *missed]


def verdicts(plans: Sequence[Plan]) -> list[str]:
    """For each traffic, what to deploy, in a sentence."""
    found = []
    for load in dict.fromkeys(each.traffic for each in plans):
        there = [each for each in plans if each.traffic == load]
        best = there[0]
        if not best.feasible:
            why = "; ".join(reasons(best))
            found.append(
                f"nothing is feasible at {load.label}; the nearest is {_name(best)}: {why}"
            )
            continue
        text = f"cheapest at {load.label}: {_name(best)}, {_month(best.cost_per_month)}"
        if best.utilization is not None:
            text += f", {_percent(best.expected_utilization or 0)} utilized"
        for note in notes(best):
            text += f"; {note}"
        follower = next((p for p in there if p.autoscaled and p.autoscaled.cheapest), None)
        if follower and follower.autoscaled:
            name = _fleet(follower, _mean(follower))
            text += f"; autoscaled: {name}, {_month(follower.autoscaled.cost_per_month)}"
        found.append(text)
    return found


def _told(even: BreakEven) -> str:
    rate = numbers.number(double(even.per_minute) or 0)
    if even.per_minute.denominator != 1:
        rate = f"{double(even.per_minute) or 0:,.1f}"
    return (
        f"Break-even: at {rate} requests a minute real-time on {_type(even.real_time)} gets as "
        f"cheap as {even.serverless.configuration.title}."
    )


def _assumptions(plans: Sequence[Plan], sizing: Sizing) -> list[Entry]:
    load = plans[0].traffic if plans else None
    share = _percent(double(sizing.utilization) or 0)
    entries = [
        Entry("Utilization", f"an instance carries {share} of its measured throughput"),
        Entry("Instances", f"at least {sizing.min_instances}; n carry n times what one carries"),
        Entry("Prices", "as the job reported them, for one instance by the hour"),
        Entry("Month", f"{HOURS_PER_MONTH} hours"),
    ]
    if any(each.recommendation.configuration.is_serverless for each in plans):
        entries.append(
            Entry("Serverless", "paid by the request; concurrency in proportion, no headroom")
        )
    if load and load.varies:
        how = "hour" if load.hours else "average"
        entries += [
            Entry("Fixed fleet", "sized for the peak, all the time"),
            Entry("Autoscaled", f"as many instances as the {how} needs, at once"),
        ]
    if load and load.hours:
        entries.append(Entry("Profile", "repeats; a bare number is requests a minute"))
    return entries


def _blocks(plans: Sequence[Plan], several: bool) -> list[Block]:
    loads = list(dict.fromkeys(each.traffic for each in plans))
    there = [each.recommendation for each in plans if each.traffic == plans[0].traffic]
    telling = telling_apart([each.configuration for each in there])
    who = [
        *([replace(JOB_NAME, keep=0)] if several else []),
        *(each.on(lambda r: r.configuration) for each in telling),
    ]
    blocks: list[Block] = []
    feasible = [each for each in plans if each.feasible]
    if feasible:
        table = _pivot(who, plans, loads) if len(loads) > 1 else _single(who, feasible)
        blocks.append(table)
        legend = _LEGENDS if loads[0].varies else _LEGEND
        blocks.append(Note(legend if len(loads) == 1 else f"{_CELL} {legend}"))
    left = [each for each in plans if not each.feasible]
    if left:
        title = "Not feasible" if feasible else "Nothing is feasible. The nearest misses"
        shown = left if feasible else left[: sentences.NEAREST]
        blocks.append(_told_of_each(title, who, shown, lambda p: "; ".join(reasons(p))))
    to_do = [each for each in feasible if each.tasks]
    if to_do:
        blocks.append(_told_of_each("To do", who, to_do, lambda p: "; ".join(notes(p))))
    return blocks + [_hourly(each) for each in feasible if each.hours and _is_best(each)]


def _told_of_each(
    title: str,
    who: Sequence[Field[Recommendation]],
    plans: Sequence[Plan],
    tell: Callable[[Plan], str],
) -> Outline:
    def label(each: Plan) -> str:
        texts = [field.text(each.recommendation) for field in who]
        return ", ".join([each.traffic.label, *(text for text in texts if text != numbers.NOTHING)])

    return Outline(title, [Entry(label(each), tell(each), sentence=True) for each in plans])


def _is_best(each: Plan) -> bool:
    return each.cheapest or bool(each.autoscaled and each.autoscaled.cheapest)


def _single(who: Sequence[Field[Recommendation]], plans: Sequence[Plan]) -> Table[Any]:
    sized = _FOLLOWED if plans[0].traffic.varies else _SIZED
    fields = [*(each.on(_recommendation) for each in who), *sized]
    return Table(fields, [plans], details=_DETAILS, who=len(who))


def _pivot(
    who: Sequence[Field[Recommendation]], plans: Sequence[Plan], loads: Sequence[Traffic]
) -> Table[Any]:
    """A row for each recommendation, a column for each rate."""
    rows: dict[int, list[Plan]] = {}
    for each in plans:
        rows.setdefault(id(each.recommendation), []).append(each)

    def column(index: int) -> Field[list[Plan]]:
        return Field(
            f"rate_{index}", loads[index].label, lambda row: row[index], _cell, True, 0, tone=_tone
        )

    return Table(
        [
            *(each.on(lambda row: row[0].recommendation) for each in who),
            *map(column, range(len(loads))),
        ],
        [list(rows.values())],
        details=_DETAILS,
        who=len(who),
    )


def _cell(each: Plan) -> str:
    if not each.feasible or each.cost_per_month is None:
        return "not feasible"
    fleet = "" if each.instances is None else f" ({each.instances:,})"
    return f"{_marked(each)}{fleet}"


def _marked(each: Plan | Autoscaled) -> str:
    cost = numbers.usd(each.cost_per_month or 0)
    return f"* {cost}" if each.cheapest else cost


def _tone(each: Plan | Autoscaled | None) -> Tone | None:
    if isinstance(each, Plan) and not each.feasible:
        return "dim"
    return "good" if each and each.cheapest else None


def _hourly(each: Plan) -> Block:
    return Table.of(_HOUR, each.hours, f"Hour by hour: {_type(each.recommendation)}")


def _recommendation(each: Plan) -> Recommendation:
    return each.recommendation


def _type(recommendation: Recommendation) -> str:
    """The configuration without the count it was tested with."""
    configuration = recommendation.configuration
    return configuration._replace(initial_instance_count=None).title


def _name(each: Plan) -> str:
    job = each.recommendation.job_name
    fleet = "" if each.instances is None else numbers.number(each.instances)
    return f"{_fleet(each, fleet)} of {job}"


def _fleet(each: Plan, count: str) -> str:
    return f"{count} x {_type(each.recommendation)}" if count else _type(each.recommendation)


def _mean(each: Plan) -> str:
    mean = double(each.autoscaled.instances) if each.autoscaled else None
    return "" if mean is None else f"on average {mean:,.3g}"


def _month(cost: float | None) -> str:
    return "cost unknown" if cost is None else f"{numbers.usd(cost)} a month"


def _percent(share: float) -> str:
    return f"{share * 100:,.3g} %"


def _money(key: str, heading: str, get: Callable[[Plan], Any], keep: int) -> Field[Plan]:
    return Field(key, heading, get, numbers.usd, True, keep)


_DETAILS: Final = "distinguishing"
_LEGEND = "* is the cheapest that serves the traffic."
_LEGENDS = "* is the cheapest that serves the traffic, as a fixed fleet and autoscaled."
_CELL = "Cost a month (instances)."

_INSTANCES: Field[Plan] = Field(
    "instances", "Instances", lambda p: p.instances, numbers.number, True, keep=0
)
_CONCURRENCY: Field[Plan] = Field(
    "max_concurrency", "Concurrency", lambda p: p.max_concurrency, numbers.number, True, keep=1
)
_UTILIZATION: Field[Plan] = Field(
    "expected_utilization", "Utilization", lambda p: p.expected_utilization, _percent, True, keep=3
)
_HOURLY = _money("cost_per_hour_usd", "Cost/hour", lambda p: p.cost_per_hour, 3)
_MONTHLY = _money("cost_per_month_usd", "Cost/month", lambda p: p.cost_per_month, 0)
_MILLION = replace(
    _money("cost_per_million_requests_usd", "Cost/1M", lambda p: p.cost_per_million, 2),
    show=lambda value: numbers.usd(value, digits=3),  # as rank tells it: cents, from $1 on
)
_MEAN: Field[Plan] = Field(
    "autoscaled_instances",
    "Average instances",
    lambda p: double(p.autoscaled.instances) if p.autoscaled else None,
    lambda value: f"{value:,.3g}",
    True,
    keep=2,
)
_FOLLOWING = _money(
    "autoscaled_cost_per_month_usd",
    "Autoscaled",
    lambda p: p.autoscaled.cost_per_month if p.autoscaled else None,
    0,
)
_REASONS: Field[Plan] = Field("reasons", "Reasons", lambda p: "; ".join(reasons(p)) or None, keep=1)
_NOTES: Field[Plan] = Field("notes", "To do", lambda p: "; ".join(notes(p)) or None, keep=3)
_LATENCY = replace(
    next(each for each in METRIC_FIELDS if each.key == "model_latency_ms"), keep=2
).on(lambda p: p.recommendation.metrics)
_MARKED: Field[Plan] = Field(
    "cost_per_month_usd", "Cost/month", lambda p: p, _marked, True, 0, tone=_tone
)
_MARKED_FIXED = replace(_MARKED, heading="Fixed/month")
_MARKED_AUTOSCALED: Field[Plan] = Field(
    "autoscaled_cost_per_month_usd",
    "Autoscaled/month",
    lambda p: p.autoscaled if p.autoscaled and p.autoscaled.cost_per_month is not None else None,
    _marked,
    True,
    0,
    tone=_tone,
)
_SIZED: tuple[Field[Plan], ...] = (
    _LATENCY,
    _INSTANCES,
    _CONCURRENCY,
    _UTILIZATION,
    _HOURLY,
    _MILLION,
    _MARKED,
)
_FOLLOWED: tuple[Field[Plan], ...] = (
    _LATENCY,
    _INSTANCES,
    _CONCURRENCY,
    _UTILIZATION,
    _MARKED_FIXED,
    _MEAN,
    _MARKED_AUTOSCALED,
)
_CSV: tuple[Field[Plan], ...] = (
    Field("requests_per_minute", "Traffic", lambda p: number(p.traffic.peak)),
    Field("average_requests_per_minute", "Average", lambda p: number(p.traffic.average)),
    JOB_NAME.on(_recommendation),
    _INSTANCES,
    _CONCURRENCY,
    _HOURLY,
    _MONTHLY,
    _MILLION,
    _UTILIZATION,
    _MEAN,
    _money(
        "autoscaled_cost_per_hour_usd",
        "Autoscaled/hour",
        lambda p: p.autoscaled.cost_per_hour if p.autoscaled else None,
        1,
    ),
    _FOLLOWING,
    Field("feasible", "Feasible", lambda p: p.feasible),
    _REASONS,
    _NOTES,
    Field("cheapest", "Cheapest", lambda p: p.cheapest),
    *(each.on(_recommendation) for each in (*RECOMMENDATION_FIELDS, *IDENTITY_FIELDS)),
)
# A name stands once: what the plan sized is not what the job measured.
_CSV = tuple(
    Field(f"measured_{each.key}", each.heading, each.get)
    if each.key in {other.key for other in _CSV[:index]}
    else each
    for index, each in enumerate(_CSV)
)
_HOUR: tuple[Field[capacity.HourCost], ...] = (
    Field("hour", "Hour", lambda h: h.label, keep=0),
    Field(
        "requests_per_minute",
        "Requests",
        lambda h: number(h.per_minute),
        lambda value: f"{numbers.number(value)} /min",
        True,
        keep=0,
    ),
    Field("fixed_usd", "Fixed", lambda h: double(h.fixed), numbers.usd, True, keep=0),
    Field("instances", "Instances", lambda h: h.instances, numbers.number, True, keep=1),
    Field("autoscaled_usd", "Autoscaled", lambda h: double(h.autoscaled), numbers.usd, True, 0),
)
