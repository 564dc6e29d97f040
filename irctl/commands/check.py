"""`irctl check`: a gate for CI."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, Any

import typer

from irctl import options
from irctl.context import Context
from irctl.core import capacity, caveats, compare, gate, traffic
from irctl.core import policy as policies
from irctl.core.capacity import PLAN_METRICS, Sizing
from irctl.core.compare import Baseline
from irctl.core.exact import double, number
from irctl.core.gate import Candidate, Gate, Judged, Limit, Standing
from irctl.core.job import Document, Job, Number, Recommendation
from irctl.core.metrics import COST_PER_INFERENCE
from irctl.core.policy import Policy
from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.output import numbers, sentences
from irctl.output.fields import JOB_NAME, telling_apart
from irctl.output.formats import FINDINGS_FORMATS
from irctl.output.report import Block, Field, Finding, Note, Report, Table, Tone
from irctl.sources import texts
from irctl.sources.baseline import baseline, named

_CONSTRAINTS = "Constraints"
_SCOPE = "Which recommendations have to meet them (any one of all by default)"
_PLANS = ", ".join(each.name for each in PLAN_METRICS)


@options.command_with(FINDINGS_FORMATS)
def run(
    context: Context,
    jobs: Annotated[
        list[str] | None,
        typer.Argument(metavar="JOB...", help=options.JOB_HELP, show_default=False),
    ] = None,
    maximum: Annotated[
        list[str],
        typer.Option(
            "--max",
            metavar="METRIC=VALUE",
            help=f"At most this; repeatable. With --traffic also {_PLANS}.",
            rich_help_panel=_CONSTRAINTS,
        ),
    ] = [],  # noqa: B006 - Typer reads the default, nobody changes it
    minimum: Annotated[
        list[str],
        typer.Option(
            "--min",
            metavar="METRIC=VALUE",
            help="At least this; repeatable.",
            rich_help_panel=_CONSTRAINTS,
        ),
    ] = [],  # noqa: B006
    max_regression: Annotated[
        list[str],
        typer.Option(
            metavar="METRIC=SHARE",
            help="No worse than the --baseline by more than this: latency=10%,cost=5%.",
            rich_help_panel=_CONSTRAINTS,
        ),
    ] = [],  # noqa: B006
    against: Annotated[
        str | None,
        typer.Option(
            "--baseline",
            metavar="JOB",
            help="A job or a saved response; `endpoint`, what an existing endpoint measured in "
            "the same job; or an instance type or a recommendation's id.",
            rich_help_panel=_CONSTRAINTS,
        ),
    ] = None,
    how: Annotated[
        str | None,
        typer.Option(
            "--match",
            metavar="HOW",
            help="How to find the same configuration in the baseline: exact or instance-type.",
            rich_help_panel=_CONSTRAINTS,
        ),
    ] = None,
    rate: Annotated[
        str | None,
        typer.Option(
            "--traffic",
            metavar="RATE",
            help="Gate on the plan for this: 200/s, 12k/min, 5M/day.",
            rich_help_panel=_CONSTRAINTS,
        ),
    ] = None,
    utilization: Annotated[
        str | None,
        typer.Option(metavar="SHARE", help="As in plan; 50%.", rich_help_panel=_CONSTRAINTS),
    ] = None,
    min_instances: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="As in plan; 1.", rich_help_panel=_CONSTRAINTS),
    ] = None,
    every: Annotated[
        bool | None,
        typer.Option("--all/--any", help="Every one, or any one.", rich_help_panel=_SCOPE),
    ] = None,
    recommendation: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only this one.", rich_help_panel=_SCOPE),
    ] = None,
    instance_type: Annotated[
        str | None,
        typer.Option(metavar="TYPE", help="Only those of this type.", rich_help_panel=_SCOPE),
    ] = None,
    policy: Annotated[
        str | None,
        typer.Option(
            metavar="FILE",
            help="Constraints and scope from a TOML file; options add to it and replace.",
        ),
    ] = None,
    print_policy: Annotated[
        bool, typer.Option("--print-policy", help="Print such a file of the options, and end.")
    ] = False,
) -> None:
    """Is there a recommendation that is good enough? Exit 0 if so, 10 if not.

    Examples:

      irctl check resnet50-default --demo --max latency=100 --min throughput=600
      irctl check resnet50-default --demo --traffic 100/s --max monthly-cost=2000
      irctl check resnet50-default-v2 --demo --baseline resnet50-default --max-regression cost=5%
    """
    wanted = policies.merged(
        _from_file(policy),
        Policy(
            limits=(
                *options.read_all("--max", maximum, lambda text: gate.limit(text, "<=")),
                *options.read_all("--min", minimum, lambda text: gate.limit(text, ">=")),
                *(
                    each
                    for some in options.read_all(
                        "--max-regression", max_regression, gate.regressions
                    )
                    for each in some
                ),
            ),
            baseline=against,
            match=options.read("--match", how, compare.match),
            traffic=options.read("--traffic", rate, traffic.rate),
            utilization=options.read("--utilization", utilization, capacity.utilization),
            min_instances=min_instances,
            every=every,
            recommendation=recommendation,
            instance_type=instance_type,
        ),
    )
    complaint = policies.complaint(wanted)
    if complaint:
        raise UsageError(complaint, "see the examples of irctl check --help")
    if print_policy:
        context.out.write(policies.to_toml(wanted))
        return
    if not jobs:
        raise UsageError("missing JOB", "see irctl check --help")
    found = list(context.results(jobs))
    base, candidates, warnings = _candidates(context, wanted, jobs, found)
    result = gate.judge(candidates, wanted.limits, wanted.every or False)
    passed = result.passed and not context.exit_code
    said = verdict(result, passed, base, context.left_out)
    if not passed:  # before anything is printed: a closed pipe must not let it pass
        context.exit_code = context.exit_code or ExitCode.GATE
    context.show(report(result, passed, said, wanted, base, warnings, context.left_out))
    context.verdict(said)


def _from_file(path: str | None) -> Policy:
    """Raises IrctlError."""
    if path is None:
        return Policy()
    text = texts.read(path)
    return options.read(path, text, policies.from_toml) or Policy()


def _candidates(
    context: Context, wanted: Policy, jobs: Sequence[str], found: Sequence[Job]
) -> tuple[Baseline | None, list[Candidate], list[str]]:
    """The recommendations in the policy's scope with their plans and baselines; the
    baseline; and warnings. Raises IrctlError."""
    base, compared = None, list(found)
    if wanted.baseline is not None and found:
        there = named(jobs, found)
        how = wanted.match or "exact"
        base, job = baseline(wanted.baseline, there, how, COST_PER_INFERENCE, context.jobs.one)
        if job is not None and not any(each is job.job for each in found):
            compared = [job.job, *found]
    sizing = Sizing(wanted.utilization or Sizing().utilization, wanted.min_instances or 1)
    load = traffic.constant(wanted.traffic) if wanted.traffic else None
    candidates = [
        Candidate(
            each,
            capacity.plan(each, load, sizing) if load else None,
            base.partner(job, each) if base else None,
        )
        for job in found
        for each in job.recommendations
        if wanted.recommendation in (None, each.id)
        and wanted.instance_type in (None, each.configuration.instance_type)
    ]
    there_are = [each for job in found for each in job.recommendations]
    if not candidates and there_are and not context.exit_code:
        raise _none_such(wanted, there_are)
    return base, candidates, [*caveats.about_jobs(compared), *(base.warnings if base else ())]


def _none_such(wanted: Policy, there_are: Sequence[Recommendation]) -> IrctlError:
    if wanted.recommendation is not None:
        valid = [each.id for each in there_are]
        message = f"no recommendation has the id {wanted.recommendation}"
    else:
        valid = [each.configuration.instance_type for each in there_are]
        message = f"no recommendation is for {wanted.instance_type}"
    names = ", ".join(dict.fromkeys(filter(None, valid)))
    return UsageError(message, f"there are {names}" if names else None)


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
        "Scope": "All" if result.every else "Any",
        **({"Baseline": base.name} if base else {}),
        **({"RequestsPerMinute": number(wanted.traffic.per_minute)} if wanted.traffic else {}),
        "Constraints": [_constraint(each) for each in result.standings],
        "Recommendations": [_recommendation(each, base) for each in result.judged],
        "Verdict": said,
        "Warnings": [*warnings, *left_out],
    }
    shown = [(each, result.every) for each in result.standings]
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
            *(_finding(each, result.every) for each in result.standings),
            Finding("gate", passed, said),
        ],
    )


def _constraint(each: Standing) -> Document:
    limit = each.limit
    return {
        "Metric": limit.quantity.metric.api_name,
        "Kind": limit.quantity.kind,
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
    planned = {m.api_name: getattr(plan, m.attribute) for m in PLAN_METRICS} if plan else None
    return {
        "JobName": each.candidate.recommendation.job_name,
        **each.candidate.recommendation.document,
        **({"Plan": planned} if planned else {}),
        "Passed": each.passed,
        "Reasons": reasons(each, base),
    }


def reasons(each: Judged, base: Baseline | None) -> list[str]:
    """Why a recommendation does not pass, in sentences."""
    missed = [
        _missed(limit, each.candidate, base)
        for limit in each.missed
        if not (limit.quantity.kind == "Plan" and each.problems)
    ]
    return [*each.problems, *dict.fromkeys(missed)]


def _missed(limit: Limit, candidate: Candidate, base: Baseline | None) -> str:
    measured, value = limit.quantity.metric, limit.quantity.of(candidate)
    if limit.quantity.kind != "Regression":
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
        if result.every:
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
    if result.every:
        failed = count - len(winners)
        return f"gate not met: {failed} of {count} recommendations fail, as {_name(nearest)}: {why}"
    together = all(each.passed for each in result.standings)
    what = "no recommendation meets all constraints together" if together else "a constraint fails"
    return f"gate not met: {what}; the nearest is {_name(nearest)}: {why}"


def _name(each: Judged) -> str:
    recommendation = each.candidate.recommendation
    return f"{recommendation.configuration.title} of {recommendation.job_name}"


def _judged_blocks(judged: Sequence[Judged], base: Baseline | None) -> list[Block]:
    if not judged:
        return []
    there = [each.candidate.recommendation for each in judged]
    telling = telling_apart([each.configuration for each in there])
    who: list[Field[Recommendation]] = [each.on(lambda r: r.configuration) for each in telling]
    if len({each.job_name for each in there}) > 1:
        who = [*who, JOB_NAME]
    why: Field[Judged] = Field(
        "reasons", "Reasons", lambda each: "; ".join(reasons(each, base)) or None, keep=1
    )
    fields = [*(each.on(lambda j: j.candidate.recommendation) for each in who), _PASSED, why]
    return [Table(fields, [judged], details="distinguishing")]


def _finding(each: Standing, every: bool) -> Finding:
    value = _shown_value((each, every))
    which = "worst" if every else "best"
    distance = _distance((each, every))
    text = f"wanted {_wanted(each.limit)}, {which} {value}"
    return Finding(_title(each.limit), each.passed, f"{text} ({distance})" if distance else text)


def _title(limit: Limit) -> str:
    name = limit.quantity.metric.name
    return f"change of {name}" if limit.quantity.kind == "Regression" else name


def _wanted(limit: Limit) -> str:
    return f"{limit.operator} {_show(limit, _bound(limit))}"


def _show(limit: Limit, value: Number) -> str:
    if limit.quantity.kind == "Regression":
        return f"{value * 100:+,.3g} %"
    return numbers.metric(value, limit.quantity.metric.unit)


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
    unit = "points" if row[0].limit.quantity.kind == "Regression" else "%"
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
