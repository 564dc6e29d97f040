"""What people read of plans: tables, notes and verdicts."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import itemgetter

from irctl.answers import reasons
from irctl.answers.sentences import task
from irctl.decisions.break_even import BreakEven
from irctl.decisions.capacity import (
    HOURS_PER_MONTH,
    Autoscaled,
    HourCost,
    Plan,
    Sizing,
)
from irctl.decisions.traffic import Traffic
from irctl.jobs.exact import double, number
from irctl.jobs.model import Recommendation
from irctl.output import numbers
from irctl.output.fields import JOB_NAME, distinguishing
from irctl.output.report import Block, Entry, Field, Note, Outline, Rows, Table

_LEGEND = "* is the cheapest that serves the traffic"


def verdicts(plans: Sequence[Plan]) -> list[str]:
    """Return what to deploy for each traffic."""
    traffics = dict.fromkeys(plan.traffic for plan in plans)
    return [_verdict(t, [plan for plan in plans if plan.traffic == t]) for t in traffics]


def _verdict(traffic: Traffic, plans: Sequence[Plan]) -> str:
    best = plans[0]
    if not best.feasible:
        why = "; ".join(reasons.of_plan(best))
        return f"nothing is feasible at {traffic.label}; the nearest is {_name(best)}: {why}"
    parts = [f"cheapest at {traffic.label}: {_name(best)}, {_month(best.cost_per_month)}"]
    if best.expected_utilization is not None:
        parts[0] += f", {numbers.share(best.expected_utilization)} utilized"
    parts += tasks(best)
    parts += [
        f"autoscaled: {_fleet(plan, _mean(fleet))}, {_month(fleet.cost_per_month)}"
        for plan in plans
        if (fleet := plan.autoscaled) and fleet.cheapest
    ]
    return "; ".join(parts)


def _name(plan: Plan) -> str:
    count = "" if plan.instances is None else numbers.number(plan.instances)
    return f"{_fleet(plan, count)} of {plan.recommendation.job_name}"


def _fleet(plan: Plan, count: str) -> str:
    title = configuration(plan.recommendation)
    return f"{count} x {title}" if count else title


def configuration(recommendation: Recommendation) -> str:
    """Return the title of a configuration without the count it was tested with."""
    return recommendation.configuration._replace(initial_instance_count=None).title


def _mean(fleet: Autoscaled) -> str:
    mean = double(fleet.instances)
    return "" if mean is None else f"on average {mean:,.3g}"


def _month(cost: float | None) -> str:
    return "cost unknown" if cost is None else f"{numbers.usd(cost)}/month"


def tasks(plan: Plan) -> list[str]:
    """Return what to do or to know before a plan holds."""
    return [task(one) for one in plan.tasks]


def break_even(even: BreakEven) -> str:
    """Return from which rate on real-time is as cheap as serverless."""
    rate = double(even.per_minute) or 0
    text = f"{rate:,.1f}" if even.per_minute.denominator != 1 else numbers.number(rate)
    return (
        f"Break-even: from {text}/min on, real-time on {configuration(even.real_time)} is as "
        f"cheap as {even.serverless.configuration.title}."
    )


def assumptions(plans: Sequence[Plan], sizing: Sizing) -> list[Entry]:
    """Return what the plans assume, one sentence each."""
    share = numbers.share(double(sizing.utilization) or 0)
    texts = {
        "Utilization": f"an instance carries {share} of its measured throughput",
        "Instances": f"at least {sizing.min_instances}; n instances carry n times the load of one",
        "Prices": "as the job reported them, for one instance by the hour",
        "Month": f"{HOURS_PER_MONTH} hours",
    }
    if any(plan.recommendation.configuration.is_serverless for plan in plans):
        texts["Serverless"] = "paid by the request; concurrency in proportion, no headroom"
    traffic = plans[0].traffic if plans else None
    if traffic and traffic.varies:
        texts["Fixed fleet"] = "sized for the peak, all the time"
        load = "hour" if traffic.hours else "average"
        texts["Autoscaled"] = f"as many instances as the {load} needs, without delay"
    if traffic and traffic.hours:
        texts["Profile"] = "repeats; a bare number is requests a minute"
    return [Entry(label, text, sentence=True) for label, text in texts.items()]


def marked(plan: Plan | Autoscaled | None) -> str | None:
    """Return a monthly cost, with a star for the cheapest."""
    if plan is None or plan.cost_per_month is None:
        return None
    cost = numbers.usd(plan.cost_per_month)
    return f"* {cost}" if plan.cheapest else cost


def blocks(
    plans: Sequence[Plan],
    fields: Sequence[Field[Plan]],
    even: BreakEven | None,
    assumed: Sequence[Entry],
    *,
    several: bool,
) -> list[Block]:
    """Return what people read of the plans, whose `fields` are columns of a single traffic."""
    if not plans:
        return [Note("no recommendations")]
    identity = _identity(plans, several=several)
    feasible = [plan for plan in plans if plan.feasible]
    return [
        *(_tables(identity, plans, fields) if feasible else []),
        *_not_feasible(identity, plans),
        *_outline("To do", identity, feasible, lambda plan: "; ".join(tasks(plan))),
        *(_hour_by_hour(plan) for plan in feasible if plan.hours and _is_best(plan)),
        *([Note(break_even(even))] if even else []),
        Outline("Assumptions", assumed),
    ]


def _identity(plans: Sequence[Plan], *, several: bool) -> list[Field[Recommendation]]:
    """Return the fields that identify a recommendation."""
    alike = [plan.recommendation for plan in plans if plan.traffic == plans[0].traffic]
    telling = distinguishing([recommendation.configuration for recommendation in alike])
    return [
        *([replace(JOB_NAME, keep=0)] if several else []),
        *(field.on(lambda r: r.configuration) for field in telling),
    ]


def _tables(
    identity: Sequence[Field[Recommendation]], plans: Sequence[Plan], fields: Sequence[Field[Plan]]
) -> list[Block]:
    traffics = list(dict.fromkeys(plan.traffic for plan in plans))
    legend = f"{_LEGEND}, as a fixed fleet and autoscaled." if traffics[0].varies else f"{_LEGEND}."
    if len(traffics) > 1:
        return [_pivot(identity, plans, traffics), Note(f"Cost a month (instances). {legend}")]
    rows = Rows(
        [*(field.on(lambda plan: plan.recommendation) for field in identity), *fields],
        [[plan for plan in plans if plan.feasible]],
    )
    return [Table(rows=rows, details="distinguishing", who=len(identity)), Note(legend)]


def _pivot(
    identity: Sequence[Field[Recommendation]], plans: Sequence[Plan], traffics: Sequence[Traffic]
) -> Table[list[Plan]]:
    """Return a row for each recommendation, and a column for each rate."""
    rows: dict[int, list[Plan]] = {}
    for plan in plans:
        rows.setdefault(id(plan.recommendation), []).append(plan)
    fields: list[Field[list[Plan]]] = [
        *(field.on(lambda row: row[0].recommendation) for field in identity),
        *(_of_rate(traffic).on(itemgetter(index)) for index, traffic in enumerate(traffics)),
    ]
    table = Rows(fields, [list(rows.values())])
    return Table(rows=table, details="distinguishing", who=len(identity))


def _of_rate(traffic: Traffic) -> Field[Plan]:
    def cell(plan: Plan) -> str:
        cost = marked(plan) if plan.feasible else None
        if cost is None:
            return "not feasible"
        return cost if plan.instances is None else f"{cost} ({plan.instances:,})"

    return Field(
        get=lambda plan: plan.cost_per_month,
        heading=traffic.label,
        cell=cell,
        numeric=True,
        keep=0,
        tone=lambda plan: "good" if plan.cheapest else None if plan.feasible else "dim",
    )


def _not_feasible(identity: Sequence[Field[Recommendation]], plans: Sequence[Plan]) -> list[Block]:
    rest = [plan for plan in plans if not plan.feasible]
    title = "Not feasible"
    if len(rest) == len(plans):
        title, rest = "Nothing is feasible. The nearest misses", rest[: reasons.NEAREST]
    return _outline(title, identity, rest, lambda plan: "; ".join(reasons.of_plan(plan)))


def _outline(
    title: str,
    identity: Sequence[Field[Recommendation]],
    plans: Sequence[Plan],
    text: Callable[[Plan], str],
) -> list[Block]:
    """Return a sentence for each plan that has one."""

    def label(plan: Plan) -> str:
        cells = [field.text(plan.recommendation) for field in identity]
        return ", ".join([plan.traffic.label, *(c for c in cells if c != numbers.NOTHING)])

    entries = [Entry(label(plan), text(plan), sentence=True) for plan in plans if text(plan)]
    return [Outline(title, entries)] if entries else []


def _is_best(plan: Plan) -> bool:
    return plan.cheapest or bool(plan.autoscaled and plan.autoscaled.cheapest)


def _hour_by_hour(plan: Plan) -> Table[HourCost]:
    title = f"Hour by hour: {configuration(plan.recommendation)}"
    return Table(rows=Rows(_HOUR_FIELDS, [plan.hours]), title=title)


_HOUR_FIELDS: tuple[Field[HourCost], ...] = (
    Field(get=lambda hour: hour.label, heading="Hour", keep=0),
    Field(
        get=lambda hour: number(hour.per_minute),
        heading="Requests",
        show=lambda rate: numbers.with_unit(rate, "/min"),
        numeric=True,
        keep=0,
    ),
    Field(
        get=lambda hour: double(hour.fixed),
        heading="Fixed",
        show=numbers.usd,
        numeric=True,
        keep=0,
    ),
    Field(get=lambda hour: hour.instances, heading="Instances", show=numbers.number, numeric=True),
    Field(
        get=lambda hour: double(hour.autoscaled),
        heading="Autoscaled",
        show=numbers.usd,
        numeric=True,
        keep=0,
    ),
)
