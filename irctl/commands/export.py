"""`irctl export`: the script, template or configuration that deploys a recommendation."""

from collections.abc import Sequence
from typing import NamedTuple

from irctl import options
from irctl.answers import sentences
from irctl.answers.export import report, variables_to_set, with_cost
from irctl.answers.scaling import warnings as scaling_warnings
from irctl.answers.verdicts import export as verdict
from irctl.commands.scaling import fetched_scaling
from irctl.context import Context
from irctl.decisions import review
from irctl.decisions import scaling as wanted_scaling
from irctl.decisions.approval import Approval
from irctl.decisions.policy import Policy, inconsistency, merged, planned
from irctl.decisions.prices import AppliedPrice, Terms
from irctl.decisions.reading import Reader
from irctl.decisions.selection import Selection, resized, select, select_approved
from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.export import formats
from irctl.export.autoscaling import autoscaling
from irctl.export.deployment import Deployment, ResourceNames, deployment, scaled, tagged
from irctl.export.update import check_tool, updating
from irctl.jobs.metrics import Metric
from irctl.jobs.model import Job
from irctl.options import autoscaling as scaling
from irctl.options import choice, gate, limits, metrics, prices, resources, traffic


@options.command_printing(("table", "json", "jsonl", "text"), has_any_suffix=True)
def run(
    context: Context,
    job: options.Job,
    tool: resources.DeploymentTool = None,
    recommendation: choice.RecommendationId = None,
    instance_type: choice.InstanceType = None,
    by: metrics.By = None,
    maximum: limits.PlanMax = None,
    minimum: limits.PlanMin = None,
    policy: gate.PolicyFile = None,
    latency_unit: metrics.Unit = None,
    terms: prices.Prices = prices.OF_JOBS,
    rate: traffic.OneRate = None,
    utilization: traffic.Utilization = None,
    min_instances: traffic.MinInstances = None,
    instance_count: resources.InstanceCount = None,
    max_concurrency: resources.MaxConcurrency = None,
    model_name: resources.ModelName = None,
    endpoint_config_name: resources.EndpointConfigName = None,
    endpoint_name: resources.EndpointName = None,
    variant_name: resources.VariantName = None,
    tags: resources.Tags = None,
    update: resources.Update = False,
    autoscale: scaling.Autoscale = False,
    min_capacity: scaling.MinCapacity = None,
    max_capacity: scaling.MaxCapacity = None,
) -> None:
    """Write a script, template or configuration that deploys a recommendation.

    irctl writes it and runs nothing. Values that the job does not contain become
    variables for you to set. With --json, the requests are printed as data.

    With --traffic, it deploys the cheapest plan; with --max, --min or --policy, only a
    recommendation that meets the limits. It exits 10 if none does. JOB may also be the
    output of irctl check --json: what passed is deployed.

    Examples:

      irctl export resnet50-default --demo --as terraform
      irctl export resnet50-default --demo --traffic 200/s --max latency=100
      irctl export resnet50-default --demo --traffic 200/s --autoscale --min-capacity 2
      irctl check resnet50-default --demo --max latency=100 --json | irctl export -
    """
    formats.check(context.shared.output, tool, tuple(formats.DEPLOYMENTS))
    capacity = _Capacity(min_capacity, max_capacity)
    if update:
        check_tool(tool or formats.DEFAULT)
    if not autoscale:
        _check_unset(capacity)
    given = Policy(
        limits=limits.together(maximum, minimum),
        traffic=rate,
        utilization=utilization,
        min_instances=min_instances,
        latency_unit=latency_unit,
        recommendation=recommendation,
        instance_type=instance_type,
    )
    wanted = _valid(planned(merged(policy or Policy(), given)))
    choice.check_exclusive(wanted.recommendation, wanted.instance_type, by)
    names = ResourceNames(
        model=model_name,
        endpoint_config=endpoint_config_name,
        endpoint=endpoint_name,
        variant=variant_name,
    )
    source = context.result_or_approval(job)
    if isinstance(source, Approval):
        selection, about = _approved(source, wanted, by or (), terms), list[str]()
        applied: Sequence[AppliedPrice] = ()
    else:
        reader = context.reader(wanted.latency_unit, terms)
        selection, about = _decide(source, wanted, by or (), reader)
        applied = reader.prices
    deployed = resized(
        selection.recommendation,
        instance_count or selection.instances,
        max_concurrency or selection.max_concurrency,
    )
    described = deployment(selection.job, deployed, names, traffic=selection.traffic)
    described = with_cost(described, deployed, applied)
    if autoscale:
        described, more = _scaled(context, job, selection, described, capacity)
        about += more
    described = tagged(described, dict(tags or ()))
    described = updating(described) if update else described
    warnings = [*described.notes, *variables_to_set(described), *about]
    if context.shared.output != "table":
        context.show(report(deployed, described, warnings))
        return
    context.out.write(formats.deployment(tool or formats.DEFAULT, described))
    _say(context, warnings, verdict.of_deployed(selection.plan, deployed))


def _say(context: Context, warnings: Sequence[str], deployed: str | None) -> None:
    for warning in warnings:
        context.messages.warn(warning)
    if deployed:
        context.messages.say(deployed)


def _approved(approval: Approval, policy: Policy, by: Sequence[Metric], terms: Terms) -> Selection:
    """Return the best of what passed a gate. Raise UsageError for options that it decided by."""
    decisive = policy._replace(recommendation=None, instance_type=None)
    if decisive != Policy() or terms.are_given:
        raise UsageError(
            "the output of irctl check is decided: --traffic, --utilization, --min-instances, "
            "--max, --min, --policy, --latency-unit and prices do not apply to it",
            "give them to irctl check",
        )
    return select_approved(approval, policy.recommendation, policy.instance_type, by)


class _Capacity(NamedTuple):
    """Numbers of instances that replace the recommended ones."""

    lowest: int | None = None
    highest: int | None = None


def _check_unset(capacity: _Capacity) -> None:
    if capacity != _Capacity():
        raise UsageError("--min-capacity and --max-capacity need --autoscale")


def _scaled(
    context: Context, text: str, selection: Selection, described: Deployment, capacity: _Capacity
) -> tuple[Deployment, list[str]]:
    """Return a deployment with what scales it, and warnings. Raise IrctlError."""
    if described.components:
        raise UsageError("--autoscale does not scale inference components")
    job = selection.job
    subject = wanted_scaling.recommendation(job, selection.recommendation)
    objective = wanted_scaling.objective(None, selection.rate)
    recommended = fetched_scaling(context, text, job, {**subject.request, **objective})
    adapted = wanted_scaling.with_capacity(recommended, *capacity)
    autoscaling_of_it = autoscaling(
        adapted,
        endpoint=described.endpoint["EndpointName"],
        variant=described.endpoint_config["ProductionVariants"][0]["VariantName"],
        title=subject.title,
        region=job.region,
    )
    return scaled(described, autoscaling_of_it), scaling_warnings(adapted)


def _valid(policy: Policy) -> Policy:
    if policy.baseline is not None or policy.has_regression:
        raise UsageError(
            "the policy compares with a baseline, which export does not",
            "export what passes it: irctl check JOB --policy FILE --json | irctl export -",
        )
    problem = inconsistency(policy)
    if problem:
        raise UsageError(problem)
    return policy


def _decide(
    job: Job, policy: Policy, by: Sequence[Metric], reader: Reader
) -> tuple[Selection, list[str]]:
    """Return what to deploy, and warnings if that is decided by more than its rank."""
    if job.kind.no_export:
        raise UsageError(
            f"{job.label} is {job.kind.title}: {job.kind.no_export}",
            "export a recommendation of an AI recommendation job",
        )
    fetched = reader.read(job)
    choice.check_has_any(fetched)
    selection = select(fetched, policy, by)
    if not isinstance(selection, Selection):
        raise IrctlError(verdict.of_nothing_selected(selection), code=ExitCode.GATE)
    is_decided = bool(policy.limits) or policy.traffic is not None
    about = review.about_jobs([fetched], policy.limits) if is_decided else []
    is_read = is_decided or reader.has_prices or policy.latency_unit is not None
    return selection, sentences.warnings([*(reader.caveats if is_read else ()), *about])
