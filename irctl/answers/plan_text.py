"""What people read of plans: tables and notes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from operator import itemgetter

from irctl.answers import reasons
from irctl.answers.plan_sentences import task
from irctl.answers.verdicts.plan import of_break_even, of_current
from irctl.decisions.break_even import BreakEven
from irctl.decisions.current import Current
from irctl.decisions.plan import Autoscaled, HourCost, Plan
from irctl.decisions.traffic import Traffic
from irctl.jobs.exact import double, number
from irctl.jobs.model import Recommendation
from irctl.output import numbers
from irctl.output.fields import JOB_NAME, distinguishing
from irctl.output.report import Block, Entry, Field, Note, Outline, Rows, Table
from irctl.output.titles import without_count

_LEGEND = "* marks the cheapest plan that serves the traffic."
_LEGENDS = "* marks the cheapest fixed fleet and the cheapest autoscaled one."


def tasks(plan: Plan) -> list[str]:
    """Return what to do or to know before a plan holds."""
    return list(map(task, plan.tasks))


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
    current: Current | None = None,
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
        *([Note(of_break_even(even, several=several))] if even else []),
        *([Note(f"Today: {of_current(current)}.")] if current else []),
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
    legend = _LEGENDS if traffics[0].varies else _LEGEND
    if len(traffics) > 1:
        return [_pivot(identity, plans, traffics), Note(f"Monthly cost (instances). {legend}")]
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
        if not plan.feasible:
            return "not feasible"
        cost = marked(plan) or "cost unknown"
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
        title, rest = "No plan is feasible. The nearest misses", rest[: reasons.NEAREST]
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
    title = f"Hour by hour: {without_count(plan.recommendation)}"
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
