"""`irctl check`: a gate for CI."""

from collections.abc import Sequence
from typing import Annotated, NamedTuple

from irctl import options
from irctl.answers import sentences
from irctl.answers.check import report
from irctl.answers.readings import with_readings
from irctl.context import Context
from irctl.decisions import review
from irctl.decisions.baseline import baseline
from irctl.decisions.caveats import Caveat
from irctl.decisions.choice import ChoiceError, fitting
from irctl.decisions.compare import concurrencies
from irctl.decisions.criteria import default_metric, limits_of
from irctl.decisions.gate import (
    Candidate,
    ConditionsOfBaselineDiffer,
    NoRecommendations,
    NothingFits,
    Obstacle,
    Scope,
    judge,
)
from irctl.decisions.partners import Baseline
from irctl.decisions.policy import Policy, complaint, merged, planned
from irctl.decisions.reading import Reader
from irctl.decisions.together import check_comparable
from irctl.errors import ExitCode, UsageError
from irctl.jobs.metrics import CONCURRENCY
from irctl.jobs.model import Job, Recommendation
from irctl.options import benchmarks, choice, comparison, gate, limits, metrics, prices, traffic
from irctl.options.shared import JOB_HELP, job_argument
from irctl.output.formats import FINDINGS_FORMATS, FORMATS

Jobs = Annotated[list[str] | None, job_argument("JOB...")]  # none needed with --print-policy


@options.command_printing((*FORMATS, *FINDINGS_FORMATS), has_any_suffix=True)
def run(
    context: Context,
    jobs: Jobs = None,
    maximum: limits.PlanMax = None,
    minimum: limits.PlanMin = None,
    max_regression: limits.MaxRegression = None,
    against: comparison.Baseline = None,
    match: comparison.Pairing = None,
    rate: traffic.OneRate = None,
    utilization: traffic.Utilization = None,
    min_instances: traffic.MinInstances = None,
    survive_az: traffic.SurviveAz = False,
    latency_unit: metrics.Unit = None,
    terms: prices.Prices = prices.OF_JOBS,
    every: gate.All = None,
    allow_different_conditions: gate.AllowDifferentConditions = None,
    recommendation: choice.RecommendationId = None,
    instance_type: choice.InstanceType = None,
    policy: gate.PolicyFile = None,
    print_policy: gate.PrintPolicy = False,
    usable: benchmarks.Benchmarks = benchmarks.NONE,
    all_jobs: options.AllJobsOfCheck = False,
) -> None:
    """Check that a recommendation meets limits, for CI. Exits 0 if so, 10 if not.

    Examples:

      irctl check resnet50-default --demo --max latency=100 --min throughput=600
      irctl check resnet50-default --demo --traffic 100/s --max monthly-cost=2000
      irctl check resnet50-default-v2 --demo --baseline resnet50-default --max-regression cost=5%
    """
    context.benchmarks = usable
    given = Policy(
        limits=limits.together(maximum, minimum, max_regression),
        baseline=against,
        match=match,
        traffic=rate,
        utilization=utilization,
        min_instances=min_instances,
        survives_zone=survive_az or None,
        latency_unit=latency_unit,
        requires_all=every,
        allows_different_conditions=allow_different_conditions or None,
        recommendation=recommendation,
        instance_type=instance_type,
    )
    wanted = _valid(planned(merged(policy or Policy(), given)))
    if print_policy:
        from irctl.decisions.policy_file import to_toml

        context.out.write(to_toml(wanted))
        return
    if not jobs:
        raise UsageError("missing JOB", f"{JOB_HELP} See irctl check --help")
    reader = context.reader(wanted.latency_unit, terms)
    fetched = list(reader.read_all(context.results(jobs, are_all_wanted=all_jobs)))
    if fetched:
        wanted = wanted._replace(limits=limits_of(fetched[0].kind, wanted.limits))
    evidence = _evidence(context, reader, wanted, fetched)
    result = judge(
        evidence.candidates, wanted.limits, scope=evidence.scope, obstacles=evidence.obstacles
    )
    passed = result.passed and not context.exit_code
    if not passed:  # set before anything is printed: a closed pipe must not pass the gate
        context.exit_code = context.exit_code or ExitCode.GATE
    answer = report(
        result,
        wanted,
        evidence.baseline,
        jobs=fetched,
        passed=passed,
        warnings=evidence.warnings,
        left_out=context.left_out,
    )
    context.show(with_readings(answer, reader))


def _valid(policy: Policy) -> Policy:
    problem = complaint(policy)
    if problem:
        raise UsageError(problem, "see the examples in irctl check --help")
    return policy


class _Evidence(NamedTuple):
    """The basis of a gate's judgement."""

    candidates: list[Candidate]
    scope: Scope
    obstacles: list[Obstacle]
    baseline: Baseline | None
    warnings: list[str]


def _evidence(context: Context, reader: Reader, policy: Policy, jobs: Sequence[Job]) -> _Evidence:
    """Collect the recommendations that may be judged, with their plans and baselines."""
    base, baseline_job = _baseline(context, reader, policy, jobs)
    scope = policy.scope(base and base.kind)
    selected, nothing_fits = _selected(context, policy, jobs)
    candidates = [
        Candidate(
            recommendation,
            plan=policy.plan(recommendation),
            baseline=base.partner(job, recommendation) if base else None,
        )
        for job, recommendation in selected
    ]
    compared = _compared(jobs, baseline_job)
    pairs = [(c.recommendation, CONCURRENCY.of(c.baseline or {})) for c in candidates]
    caveats = [
        *reader.caveats,
        *review.about_jobs(compared, policy.limits),
        *(base.caveats if base else ()),
        *concurrencies(pairs),
    ]
    obstacles = [*_obstacles(policy, scope, jobs, baseline_job), *nothing_fits]
    return _Evidence(candidates, scope, obstacles, base, sentences.warnings(caveats))


def _baseline(
    context: Context, reader: Reader, policy: Policy, jobs: Sequence[Job]
) -> tuple[Baseline | None, Job | None]:
    """Return what to compare with, and the job that it is of, unless it is of the same."""
    if policy.baseline is None or not jobs:
        return None, None
    return baseline(
        policy.baseline,
        jobs,
        policy.match or "exact",
        default_metric(jobs[0]),
        lambda text: reader.read(context.result(text)),
    )


def _compared(jobs: Sequence[Job], baseline_job: Job | None) -> list[Job]:
    """Return the jobs whose values are held against each other."""
    if baseline_job is None or any(job is baseline_job for job in jobs):
        return list(jobs)
    compared = [baseline_job, *jobs]
    check_comparable(compared)
    return compared


def _selected(
    context: Context, policy: Policy, jobs: Sequence[Job]
) -> tuple[list[tuple[Job, Recommendation]], list[Obstacle]]:
    """Return the recommendations that the policy selects, or why it selects none."""
    try:
        return fitting(jobs, policy.recommendation, policy.instance_type), []
    except ChoiceError as error:
        # It may be in a job that could not be fetched.
        return [], [] if context.exit_code else [NothingFits(error.message, error.hint)]


def _obstacles(
    policy: Policy, scope: Scope, jobs: Sequence[Job], baseline_job: Job | None
) -> list[Obstacle]:
    """Return why the gate is not met whatever was measured."""
    differences: list[Caveat] = []
    if baseline_job is not None and not policy.allows_different_conditions:
        differences = review.conditions(baseline_job, jobs)
    empty = [job.label for job in jobs if not job.recommendations and scope != "Any"]
    return [*map(ConditionsOfBaselineDiffer, differences), *map(NoRecommendations, empty)]
