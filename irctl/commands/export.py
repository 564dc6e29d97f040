"""`irctl export`: the script, template or configuration that deploys a recommendation."""

from irctl import options
from irctl.answers import sentences, verdicts
from irctl.answers.export import report, variables_to_set
from irctl.context import Context
from irctl.decisions import review
from irctl.decisions.latency_unit import LatencyReader
from irctl.decisions.policy import Policy, inconsistency, merged, planned
from irctl.decisions.selection import Selection, resized, select
from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.export import formats
from irctl.export.deployment import ResourceNames, deployment
from irctl.jobs.model import Job
from irctl.options import choice, gate, limits, metrics, resources, traffic


@options.command_printing(("table", "json", "jsonl", "text"))
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
    rate: traffic.OneRate = None,
    utilization: traffic.Utilization = None,
    min_instances: traffic.MinInstances = None,
    instance_count: resources.InstanceCount = None,
    max_concurrency: resources.MaxConcurrency = None,
    model_name: resources.ModelName = None,
    endpoint_config_name: resources.EndpointConfigName = None,
    endpoint_name: resources.EndpointName = None,
    variant_name: resources.VariantName = None,
) -> None:
    """Write a script, template or configuration that deploys a recommendation.

    irctl writes it and runs nothing. Values that the job does not contain become
    variables for you to set. With --json, the requests are printed as data.

    With --traffic, it deploys the cheapest plan; with --max, --min or --policy, only a
    recommendation that meets the limits. It exits 10 if none does.

    Examples:

      irctl export resnet50-default --demo --as terraform
      irctl export resnet50-default --demo --traffic 200/s --max latency=100
      irctl export bert-serverless --demo --instance-type serverless --as python
    """
    formats.check(context.shared.output, tool, tuple(formats.DEPLOYMENTS))
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
    reader = LatencyReader(wanted.latency_unit)
    fetched = reader.read(context.result(job))
    choice.check_has_any(fetched)
    selection = select(fetched, wanted, by or ())
    if not isinstance(selection, Selection):
        raise IrctlError(verdicts.of_nothing_selected(selection), code=ExitCode.GATE)
    deployed = resized(
        selection.recommendation,
        instance_count or selection.instances,
        max_concurrency or selection.max_concurrency,
    )
    described = deployment(fetched, deployed, names, traffic=wanted.traffic)
    warnings = [
        *described.notes,
        *variables_to_set(described),
        *_caveats(fetched, wanted, reader),
    ]
    if context.shared.output != "table":
        context.show(report(deployed, described, warnings))
        return
    context.out.write(formats.deployment(tool or formats.DEFAULT, described))
    for warning in warnings:
        context.messages.warn(warning)
    if selection.plan:
        context.messages.say(verdicts.of_deployed(selection.plan, deployed))


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


def _caveats(job: Job, policy: Policy, reader: LatencyReader) -> list[str]:
    """Return what may make the decision wrong; without a decision, nothing."""
    is_decided = bool(policy.limits) or policy.traffic is not None
    about = review.about_jobs([job], policy.limits) if is_decided else []
    return sentences.warnings([*reader.caveats, *about])
