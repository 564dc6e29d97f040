"""`irctl export`: the script, template or configuration that deploys a recommendation."""

from irctl import options
from irctl.answers.export import report, variables_to_set
from irctl.context import Context
from irctl.export import formats
from irctl.export.deployment import ResourceNames, deployment
from irctl.options import choice, metrics, resources


@options.command_printing(("table", "json", "jsonl", "text"))
def run(
    context: Context,
    job: options.Job,
    tool: resources.DeploymentTool = None,
    recommendation: choice.RecommendationId = None,
    instance_type: choice.InstanceType = None,
    by: metrics.By = None,
    model_name: resources.ModelName = None,
    endpoint_config_name: resources.EndpointConfigName = None,
    endpoint_name: resources.EndpointName = None,
    variant_name: resources.VariantName = None,
) -> None:
    """Write a script, template or configuration that deploys a recommendation.

    irctl writes it and runs nothing. Values that the job does not contain become
    variables for you to set. With --json, the requests are printed as data.

    Examples:

      irctl export resnet50-default --demo --as terraform
      irctl export resnet50-default --demo --by latency --as cloudformation
      irctl export bert-serverless --demo --instance-type serverless --as python
    """
    formats.check(context.shared.output, tool, tuple(formats.DEPLOYMENTS))
    names = ResourceNames(
        model=model_name,
        endpoint_config=endpoint_config_name,
        endpoint=endpoint_name,
        variant=variant_name,
    )
    fetched = context.result(job)
    best = choice.chosen(fetched, recommendation, instance_type, by)
    described = deployment(fetched, best, names)
    warnings = [*described.notes, *variables_to_set(described)]
    if context.shared.output != "table":
        context.show(report(best, described, warnings))
        return
    context.out.write(formats.deployment(tool or formats.DEFAULT, described))
    for warning in warnings:
        context.messages.warn(warning)
