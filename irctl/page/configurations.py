"""The table of all configurations: what each costs for the traffic, and what was measured."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from irctl.answers import plan as plan_answer
from irctl.answers import reasons
from irctl.answers.plan_sentences import task
from irctl.answers.report import BoardAnswer, Question
from irctl.decisions.plan import Plan
from irctl.jobs.metrics import CONCURRENCY, COST_PER_THOUSAND_REQUESTS, Metric
from irctl.jobs.model import Recommendation
from irctl.output import numbers
from irctl.output.fields import ENVIRONMENT, metric_field
from irctl.output.report import Field, columns
from irctl.page.blocks import scrolling
from irctl.page.markup import Html, join, tag

MOST_ROWS = 100
_MOST_OF_ENVIRONMENT = 600
"""Characters of the environment of a configuration; the API has all."""
_BAR = 100
"""The width of a bar, in its own units."""

_COLUMNS_OF_PLAN = (
    "instances",
    "max_concurrency",
    "expected_utilization",
    "cost_per_million_requests_usd",
    "cost_per_million_output_tokens_usd",
)
_MEASURED_LEFT_OUT = frozenset({COST_PER_THOUSAND_REQUESTS})
"""So that the table fits a page: a reader gets it from the costs that are shown."""


class Shown(NamedTuple):
    """The rows of the table, and the columns that they need."""

    plans: Sequence[Plan]
    of_plan: Mapping[str, Field[Plan]]
    measured: Mapping[str, Field[Any]]


def shown(answer: BoardAnswer, question: Question) -> Shown:
    """Choose the rows: those that can be the best plan, then the next best."""
    rows = _rows(answer)
    of_plan = [
        field for field in plan_answer.fields_of(question.kind) if field.column in _COLUMNS_OF_PLAN
    ]
    is_serverless = any(plan.recommendation.configuration.is_serverless for plan in rows)
    fields = {field.column: field for field in of_plan}
    if not is_serverless:
        del fields["max_concurrency"]
    named = {CONCURRENCY} if any(_is_of_sweep(plan) for plan in rows) else {}
    measured = {
        metric_field(metric): key
        for metric, key in measured_metrics(question).items()
        if metric not in named
    }
    known = columns(list(measured), [plan.recommendation.sent for plan in rows])
    return Shown(rows, fields, {measured[field]: field for field in known})


def _is_of_sweep(plan: Plan) -> bool:
    """Whether the name of its configuration has the concurrency."""
    return plan.recommendation.configuration.concurrency is not None


def measured_metrics(question: Question) -> dict[Metric, str]:
    """Return what a column shows of what was measured, and the key of the column.

    Each metric at its usual statistic and at those with a limit, for a table that fits a page.
    """
    limited = [limit.metric for limit in question.sizing.limits_on_measured]
    shown = {*question.kind.metrics, question.latency, *limited} - _MEASURED_LEFT_OUT
    in_order = dict.fromkeys((*question.kind.columns, question.latency, *limited))
    return {
        metric: _key(metric_field(metric).column)
        for metric in in_order
        if metric in shown and (metric.is_tabled or metric not in question.kind.metrics)
    }


def _key(column: str) -> str:
    """Return another key than that of a column of the plan."""
    return f"measured_{column}" if column in _COLUMNS_OF_PLAN else column


def _rows(answer: BoardAnswer) -> list[Plan]:
    """Return the plans for the first traffic, of those that can be the best before others."""
    able = set(map(id, answer.contenders))
    plans = answer.plans_of(answer.plans[0].traffic) if answer.plans else []
    first = sorted(plans, key=lambda plan: id(plan.recommendation) not in able)[:MOST_ROWS]
    kept = {id(plan.recommendation) for plan in first}
    return [plan for plan in plans if id(plan.recommendation) in kept]


def section(answer: BoardAnswer, rows: Shown, label: str, *, has_traffic: bool) -> Html:
    """Return the table, what it leaves out, and the environment of each row."""
    return join(
        _left_out(answer, rows),
        scrolling(_table(answer, rows, has_traffic=has_traffic), label),
        _environments(answer, [plan.recommendation for plan in rows.plans]),
    )


def _left_out(answer: BoardAnswer, rows: Shown) -> Html | None:
    total = len(answer.recommendations)
    if total <= len(rows.plans):
        return None
    return tag(
        "p",
        f"{len(rows.plans):,} of {total:,} configurations: those that are the cheapest at "
        "some traffic and limits, then the cheapest at the traffic above. Each of the others costs "
        "more, serves less and answers no faster than one of these; irctl plan -o csv lists them.",
        class_="sub",
    )


def _table(answer: BoardAnswer, rows: Shown, *, has_traffic: bool) -> Html:
    highest = max((plan.cost_per_month or 0 for plan in rows.plans if plan.feasible), default=0)
    plans = rows.plans if has_traffic else list(map(_of_no_traffic, rows.plans))
    body = [_row(answer, rows, plan, highest) for plan in plans]
    head = tag("thead", *_head(rows, has_traffic=has_traffic))
    return tag("table", head, tag("tbody", *body), class_="configurations")


def _of_no_traffic(plan: Plan) -> Plan:
    """Return a plan of the smallest fleet: none is the cheapest, and no request is billed."""
    is_serverless = plan.recommendation.configuration.is_serverless
    return plan._replace(
        traffic=plan.traffic._replace(average=Fraction(0)),
        utilization=None,
        per_hour=None if is_serverless else plan.per_hour,
        cheapest=False,
    )


def _head(rows: Shown, *, has_traffic: bool) -> Iterator[Html]:
    """Yield the headings of the groups of columns, and those of the columns."""
    of_plan = [
        ("bill", "Cost/month"),
        ("why", "Verdict"),
        *((name, field.heading) for name, field in rows.of_plan.items()),
    ]
    of_traffic = "At this traffic" if has_traffic else "Smallest fleet"
    yield tag(
        "tr",
        tag("td"),
        _group(of_traffic, len(of_plan)),
        _group("Measured at full load", len(rows.measured)),
        class_="groups",
    )
    yield tag(
        "tr",
        _heading("name", "Configuration"),
        *(_heading(key, heading) for key, heading in of_plan),
        *(_heading(key, field.heading) for key, field in rows.measured.items()),
    )


def _group(text: str, columns: int) -> Html:
    return tag("th", text, scope="colgroup", colspan=str(columns))


def _heading(key: str, text: str) -> Html:
    return tag("th", text, scope="col", data_key=key)


def _row(answer: BoardAnswer, rows: Shown, plan: Plan, highest: float) -> Html:
    recommendation = plan.recommendation
    name = answer.names[id(recommendation)]
    kind = "best" if plan.cheapest else None if plan.feasible else "no"
    return tag(
        "tr",
        tag("th", name, _job(answer, recommendation), scope="row"),
        tag("td", _bill(plan), _bar(plan, highest), class_="bill"),
        tag("td", verdict(plan), class_="why"),
        *(tag("td", field.text(plan)) for field in rows.of_plan.values()),
        *(tag("td", field.text(recommendation.sent)) for field in rows.measured.values()),
        class_=kind,
    )


def _job(answer: BoardAnswer, recommendation: Recommendation) -> Html | None:
    name, job = answer.names[id(recommendation)], recommendation.job_name
    is_named = len(answer.board.jobs) < 2 or name.endswith(job)
    return None if is_named else tag("small", f" {job}")


def verdict(plan: Plan) -> str:
    """Return what a plan comes down to, in a cell."""
    if not plan.feasible:
        return "; ".join(reasons.of_plan(plan))
    return "; ".join(["cheapest" if plan.cheapest else "feasible", *map(task, plan.tasks)])


def _bill(plan: Plan) -> Html:
    cost = plan.cost_per_month
    return tag("span", numbers.NOTHING if cost is None else numbers.usd(cost))


def _bar(plan: Plan, highest: float) -> Html:
    share = min((plan.cost_per_month or 0) / highest, 1) if highest else 0
    rect = tag("rect", width=f"{share * _BAR:.1f}", height="10")
    return tag(
        "svg", rect, class_="bar", width="80", height="6", viewBox=f"0 0 {_BAR} 10",
        preserveAspectRatio="none", aria_hidden="true",
    )  # fmt: skip


def _environments(answer: BoardAnswer, recommendations: Sequence[Recommendation]) -> Html | None:
    """Return the environment variables, once for those that share them."""
    names: dict[str, list[str]] = {}
    for recommendation in recommendations:
        text = ENVIRONMENT.text(recommendation.configuration)
        names.setdefault(text, []).append(answer.names[id(recommendation)])
    if set(names) <= {numbers.NOTHING}:
        return None
    entries = [
        join(tag("dt", ", ".join(alike)), tag("dd", _cut(text))) for text, alike in names.items()
    ]
    return tag("details", tag("summary", "Environment variables"), tag("dl", *entries))


def _cut(text: str) -> str:
    if len(text) <= _MOST_OF_ENVIRONMENT:
        return text
    return f"{text[:_MOST_OF_ENVIRONMENT]}… (cut; irctl describe prints it whole)"
