"""`irctl check`: a gate for CI."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

import typer

from irctl import options
from irctl.answers.check import report, verdict
from irctl.choosing import job_with_results
from irctl.context import Context
from irctl.decisions import capacity, caveats, compare, gate, traffic
from irctl.decisions import policy as policies
from irctl.decisions.baseline import baseline, named
from irctl.decisions.capacity import PLAN_METRICS, Sizing
from irctl.decisions.choice import ChoiceError, fitting
from irctl.decisions.compare import Baseline
from irctl.decisions.gate import Candidate
from irctl.decisions.policy import Policy
from irctl.errors import ExitCode, UsageError
from irctl.jobs.metrics import COST_PER_INFERENCE, METRICS
from irctl.jobs.model import Job, Recommendation
from irctl.output import sentences
from irctl.output.formats import FINDINGS_FORMATS, FORMATS

_CONSTRAINTS = "Constraints"
_SCOPE = "Which recommendations have to meet them (any one of all by default)"
_PLANS = ", ".join(each.with_unit for each in PLAN_METRICS)


@options.command_printing((*FORMATS, *FINDINGS_FORMATS))
def run(
    context: Context,
    jobs: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="JOB...", help=options.JOB_HELP, show_default=False, callback=options.once
        ),
    ] = None,
    maximum: Annotated[
        list[str],
        typer.Option(
            "--max",
            metavar="METRIC=VALUE",
            help=f"At most this; repeatable. {sentences.limits_help(METRICS)} "
            f"With --traffic also {_PLANS}.",
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
        typer.Option(
            metavar="ID",
            help="Only the one with this id, or its last part.",
            rich_help_panel=_SCOPE,
        ),
    ] = None,
    instance_type: Annotated[
        str | None,
        typer.Option(
            metavar="TYPE", help="Only those of this type, or serverless.", rich_help_panel=_SCOPE
        ),
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
            limits=_limits(maximum, minimum, max_regression),
            baseline=against,
            match=options.read_given("--match", how, compare.match),
            traffic=options.read_given("--traffic", rate, traffic.rate),
            utilization=options.read_given("--utilization", utilization, capacity.utilization),
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
        raise UsageError("missing JOB", f"{options.JOB_HELP} See irctl check --help")
    found = list(context.results(jobs))
    base, candidates, warnings = _candidates(context, wanted, jobs, found)
    result = gate.judge(candidates, wanted.limits, wanted.every or False)
    passed = result.passed and not context.exit_code
    said = verdict(result, passed, base, context.left_out)
    if not passed:  # before anything is printed: a closed pipe must not let it pass
        context.exit_code = context.exit_code or ExitCode.GATE
    context.show(report(result, passed, said, wanted, base, warnings, context.left_out))
    context.verdict(said)


def _limits(maxima: list[str], minima: list[str], regressions: list[str]) -> tuple[gate.Limit, ...]:
    changes = options.read_all("--max-regression", regressions, gate.regressions)
    return (
        *options.read_all("--max", maxima, lambda text: gate.limit(text, "<=")),
        *options.read_all("--min", minima, lambda text: gate.limit(text, ">=")),
        *(each for some in changes for each in some),
    )


def _from_file(path: str | None) -> Policy:
    """Raises IrctlError."""
    if path is None:
        return Policy()
    return options.read(path, options.read_text(path), policies.from_toml)


def _candidates(
    context: Context, wanted: Policy, jobs: Sequence[str], found: Sequence[Job]
) -> tuple[Baseline | None, list[Candidate], list[str]]:
    """The recommendations in the policy's scope with their plans and baselines; the
    baseline; and warnings. Raises IrctlError."""
    base, compared = None, list(found)
    if wanted.baseline is not None and found:
        there = named(jobs, found)
        how = wanted.match or "exact"
        base, job = baseline(
            wanted.baseline, there, how, COST_PER_INFERENCE, partial(job_with_results, context)
        )
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
        for job, each in _in_scope(context, wanted, found)
    ]
    return (
        base,
        candidates,
        [*caveats.about_jobs(compared, wanted.on_metrics), *(base.warnings if base else ())],
    )


def _in_scope(
    context: Context, wanted: Policy, found: Sequence[Job]
) -> list[tuple[Job, Recommendation]]:
    try:
        return fitting(found, wanted.recommendation, wanted.instance_type)
    except ChoiceError as problem:
        if context.exit_code:  # a job that could not be had may be the one that has it
            return []
        raise UsageError(str(problem), problem.hint) from None
