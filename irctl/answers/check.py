"""What `irctl check` answers."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from irctl.answers.sentences import problem, task
from irctl.decisions.capacity import PLAN_METRICS
from irctl.decisions.compare import Baseline
from irctl.decisions.gate import Candidate, Gate, Judged, Standing
from irctl.decisions.limits import Limit
from irctl.decisions.policy import Policy
from irctl.jobs.exact import double, number
from irctl.jobs.metrics import Number
from irctl.jobs.model import Document, Recommendation
from irctl.output import numbers, sentences
from irctl.output.fields import JOB_NAME, telling_apart
from irctl.output.report import Block, Field, Finding, Note, Report, Table, Tone


def report(
    result: Gate,
    passed: bool,
    said: str,
    wanted: Policy,
    base: Baseline | None,
    warnings: Sequence[str],
    left_out: Sequence[str],
) -> Report:
    document: Document = {
        "Passed": passed,
        "Scope": "All" if result.requires_all else "Any",
        **({"Baseline": base.name} if base else {}),
        **({"RequestsPerMinute": number(wanted.traffic.per_minute)} if wanted.traffic else {}),
        "Constraints": [_constraint(each) for each in result.standings],
        "Recommendations": [_recommendation(each, base) for each in result.judged],
        "Verdict": said,
        "Warnings": [*warnings, *left_out],
    }
    shown = [(each, result.requires_all) for each in result.standings]
    return Report(
        document=lambda: document,
        records=[document["Recommendations"]],
        table=Table.of(_CSV, result.standings),
        blocks=[
            Table.of(_TABLE, shown),
            *_judged_blocks(result.judged, base),
            *([Note("No recommendation was judged.", "bad")] if not result.judged else []),
        ],
        warnings=warnings,
        findings=[
            *(_finding(each, result.requires_all) for each in result.standings),
            Finding("gate", passed, said),
        ],
    )


def _constraint(each: Standing) -> Document:
    limit = each.limit
    return {
        "Metric": limit.metric.api_name,
        "Kind": limit.kind,
        "Operator": limit.operator,
        "Wanted": _bound(limit),
        "Best": each.best,
        "Worst": each.worst,
        "Distance": None if each.best is None else limit.room(each.best),
        "Passed": each.passed,
    }


def _bound(limit: Limit) -> Number:
    return double(Fraction(limit.bound)) or 0.0


def _recommendation(each: Judged, base: Baseline | None) -> Document:
    plan = each.candidate.plan
    planned: Document | None = None
    if plan:
        planned = {m.api_name: m.of(plan.values) for m in PLAN_METRICS} | {
            "Notes": [task(one) for one in plan.tasks]
        }
    return {
        **each.candidate.recommendation.document,
        "JobName": each.candidate.recommendation.job_name,
        **({"Plan": planned} if planned else {}),
        "Passed": each.passed,
        "Reasons": reasons(each, base),
    }


def reasons(each: Judged, base: Baseline | None) -> list[str]:
    """Why a recommendation does not pass, in sentences."""
    missed = [
        _missed(limit, each.candidate, base)
        for limit in each.missed
        if not (limit.kind == "Plan" and each.problems)
    ]
    return [*map(problem, each.problems), *dict.fromkeys(missed)]


def _missed(limit: Limit, candidate: Candidate, base: Baseline | None) -> str:
    measured, value = limit.metric, candidate.value(limit)
    if limit.kind != "Regression":
        return sentences.missed(measured, limit.operator, value, float(limit.bound))
    name = base.name if base else "the baseline"
    if value is not None:
        side = "above" if limit.operator == "<=" else "below"
        return (
            f"{measured.name} changed by {_show(limit, value)}, {side} "
            f"{_show(limit, _bound(limit))}"
        )
    if measured.of(candidate.recommendation.metrics) is None:
        return f"{measured.name} is missing"
    if candidate.baseline is None:
        return f"{name} has no such configuration to compare with"
    return f"{name} has no {measured.name} to compare with"


def verdict(result: Gate, passed: bool, base: Baseline | None, left_out: Sequence[str]) -> str:
    """Whether the gate is met, and by whom or why not."""
    winners = [each for each in result.judged if each.passed]
    count = len(result.judged)
    if passed:
        if result.requires_all:
            return f"gate met: by all {count} recommendations"
        names = ", ".join(_name(each) for each in winners[:3])
        more = f" and {len(winners) - 3} more" if len(winners) > 3 else ""
        return f"gate met: by {names}{more}"
    if result.passed:
        more = f" and {len(left_out) - 1} more" if len(left_out) > 1 else ""
        return f"gate not met: what could not be had was not judged ({left_out[0]}{more})"
    nearest = result.nearest
    if nearest is None:
        return "gate not met: there is no recommendation to judge"
    why = "; ".join(reasons(nearest, base))
    if result.requires_all:
        failed = count - len(winners)
        return f"gate not met: {failed} of {count} recommendations fail, as {_name(nearest)}: {why}"
    together = all(each.passed for each in result.standings)
    what = "no recommendation meets all constraints together" if together else "a constraint fails"
    return f"gate not met: {what}; the nearest is {_name(nearest)}: {why}"


def _name(each: Judged) -> str:
    recommendation = each.candidate.recommendation
    to_do = _to_do(each) if each.passed else None
    name = f"{recommendation.configuration.title} of {recommendation.job_name}"
    return f"{name} ({to_do})" if to_do else name


def _to_do(each: Judged) -> str | None:
    """What has to be done before its plan holds."""
    plan = each.candidate.plan
    return "; ".join(task(one) for one in plan.tasks) or None if plan else None


def _judged_blocks(judged: Sequence[Judged], base: Baseline | None) -> list[Block]:
    if not judged:
        return []
    there = [each.candidate.recommendation for each in judged]
    telling = telling_apart([each.configuration for each in there])
    who: list[Field[Recommendation]] = [each.on(lambda r: r.configuration) for each in telling]
    if len({each.job_name for each in there}) > 1:
        who = [*who, JOB_NAME]
    why: Field[Judged] = Field(
        "reasons",
        "Reasons",
        lambda each: "; ".join(reasons(each, base)) or None,
        keep=1,
        sentence=True,
    )
    fields = [
        *(each.on(lambda j: j.candidate.recommendation) for each in who),
        _PASSED,
        why,
        _NOTES,
    ]
    return [Table(fields, [judged], details="distinguishing")]


def _finding(each: Standing, every: bool) -> Finding:
    value = _shown_value((each, every))
    which = "worst" if every else "best"
    distance = _distance((each, every))
    text = f"wanted {_wanted(each.limit)}, {which} {value}"
    return Finding(_title(each.limit), each.passed, f"{text} ({distance})" if distance else text)


def _title(limit: Limit) -> str:
    name = limit.metric.name
    return f"change of {name}" if limit.kind == "Regression" else name


def _wanted(limit: Limit) -> str:
    return f"{limit.operator} {_show(limit, _bound(limit))}"


def _show(limit: Limit, value: Number) -> str:
    if limit.kind == "Regression":
        return f"{value * 100:+,.3g} %"
    return numbers.metric(value, limit.metric.unit)


_Shown = tuple[Standing, bool]


def _value(row: _Shown) -> Number | None:
    """The best value, or the worst where every one has to pass."""
    standing, every = row
    return standing.worst if every else standing.best


def _shown_value(row: _Shown) -> str:
    value = _value(row)
    return "missing" if value is None else _show(row[0].limit, value)


def _distance(row: _Shown) -> str | None:
    value = _value(row)
    room = None if value is None else row[0].limit.room(value)
    if room is None:
        return None
    unit = "points" if row[0].limit.kind == "Regression" else "%"
    percent = abs(room) * 100
    amount = f"{percent:,.0f}" if percent >= 100 else f"{percent:.3g}"
    return f"{amount} {unit} {'inside' if row[0].passed else 'beyond'}"


def _told(passed: bool) -> str:
    return "met" if passed else "not met"


def _tone(passed: bool) -> Tone:
    return "good" if passed else "bad"


_PASSED: Field[Any] = Field(
    "passed", "Verdict", lambda each: each.passed, _told, keep=0, tone=_tone
)
_NOTES: Field[Judged] = Field("notes", "To do", _to_do, keep=1)
_TABLE: tuple[Field[_Shown], ...] = (
    Field("constraint", "Constraint", lambda row: _title(row[0].limit), keep=0),
    Field("wanted", "Wanted", lambda row: _wanted(row[0].limit), keep=0),
    Field("best", "Best value", lambda row: None if row[1] else _shown_value(row), keep=0),
    Field("worst", "Worst value", lambda row: _shown_value(row) if row[1] else None, keep=0),
    Field("distance", "Distance", _distance, keep=1),
    _PASSED.on(lambda row: row[0]),
)


def _column(member: str) -> Field[Standing]:
    return Field(member.lower(), member, lambda each: _constraint(each)[member])


_CSV = tuple(
    map(
        _column,
        ("Metric", "Kind", "Operator", "Wanted", "Best", "Worst", "Distance", "Passed"),
    )
)
