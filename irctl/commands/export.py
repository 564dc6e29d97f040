"""`irctl export`: what deploys a recommendation."""

from typing import Annotated

import typer

from irctl import choosing, options
from irctl.answers.export import must_be_set, report
from irctl.context import Context
from irctl.export import formats
from irctl.export.deployment import Names, deployment, resource_name

_NAMES = "Names"


def _name(flag: str, help: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(
        flag, metavar="NAME", help=help, rich_help_panel=_NAMES
    )
    return option


@options.command_printing(("table", "json", "jsonl"))
def run(
    context: Context,
    job: options.Job,
    tool: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="TOOL",
            help=f"One of {', '.join(formats.DEPLOYMENTS)}; aws-cli by default. "
            "With --json: the requests as data.",
        ),
    ] = None,
    recommendation: choosing.RecommendationId = None,
    instance_type: choosing.InstanceType = None,
    by: choosing.By = None,
    model_name: Annotated[str | None, _name("--model-name", "Of the new model.")] = None,
    endpoint_config_name: Annotated[
        str | None, _name("--endpoint-config-name", "Of the new endpoint configuration.")
    ] = None,
    endpoint_name: Annotated[
        str | None, _name("--endpoint-name", "Of the new endpoint; the job's name by default.")
    ] = None,
    variant_name: Annotated[
        str | None, _name("--variant-name", "Of its variant; AllTraffic by default.")
    ] = None,
) -> None:
    """What deploys a recommendation: a script, a template or a configuration?

    irctl writes it and runs nothing. What the job does not say is declared as
    a variable for you to set.

    Examples:

      irctl export resnet50-default --demo --as terraform
      irctl export resnet50-default --demo --by latency --as cloudformation
      irctl export bert-serverless --demo --instance-type serverless --as python
    """
    formats.check(context.shared.output, tool, tuple(formats.DEPLOYMENTS))
    names = Names(
        *(
            options.read_given(option, text, resource_name)
            for option, text in (
                ("--model-name", model_name),
                ("--endpoint-config-name", endpoint_config_name),
                ("--endpoint-name", endpoint_name),
                ("--variant-name", variant_name),
            )
        )
    )
    found = choosing.job_with_results(context, job)
    best = choosing.chosen(found, recommendation, instance_type, by)
    described = deployment(found, best, names)
    notes = [*described.notes, *must_be_set(described)]
    if context.shared.output in ("json", "jsonl"):
        context.show(report(best, described, notes))
        return
    context.out.write(formats.deployment(tool or "aws-cli", described))
    for note in notes:
        context.warn(note)
