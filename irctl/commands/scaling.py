"""`irctl scaling`: the autoscaling that AWS recommends for what a job measured."""

from fractions import Fraction
from math import ceil
from typing import Annotated, NamedTuple

import typer

from irctl import choosing, options
from irctl.answers.scaling import report
from irctl.context import Context
from irctl.decisions.caveats import LONGEST_INVOCATION_MS
from irctl.decisions.choice import SERVERLESS, kind
from irctl.decisions.traffic import rate
from irctl.errors import UsageError
from irctl.export import formats
from irctl.export.autoscaling import autoscaling, target_cpu
from irctl.export.deployment import VARIANT, endpoint_name_of, region, resource_name
from irctl.jobs.model import Document, Job
from irctl.jobs.scaling import Scaling
from irctl.sources.reference import SavedFile, reference

_TRAFFIC = "Traffic"
_WRITTEN = "What is written"


@options.command
def run(
    context: Context,
    job: options.Job,
    recommendation: choosing.RecommendationId = None,
    instance_type: choosing.InstanceType = None,
    by: choosing.By = None,
    endpoint: Annotated[
        str | None,
        typer.Option(
            metavar="ENDPOINT",
            help="For an endpoint that the job measured, in place of a recommendation.",
            rich_help_panel="Which recommendation",
        ),
    ] = None,
    min_rate: Annotated[
        str | None,
        typer.Option(
            metavar="RATE",
            help="The least requests to expect, such as 5/s or 300/min.",
            rich_help_panel=_TRAFFIC,
        ),
    ] = None,
    max_rate: Annotated[
        str | None,
        typer.Option(metavar="RATE", help="The most to expect.", rich_help_panel=_TRAFFIC),
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            "--target-cpu",
            metavar="PERCENT",
            help="How much of each core to use before scaling out; 50 by default.",
            rich_help_panel=_TRAFFIC,
        ),
    ] = None,
    tool: Annotated[
        str | None,
        typer.Option(
            "--as",
            metavar="TOOL",
            help=f"Write the scalable target and policies: {', '.join(formats.SCALINGS)}.",
            rich_help_panel=_WRITTEN,
        ),
    ] = None,
    endpoint_name: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="The endpoint to scale; the one that irctl export creates by default.",
            rich_help_panel=_WRITTEN,
        ),
    ] = None,
    variant_name: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Its variant; AllTraffic by default.",
            rich_help_panel=_WRITTEN,
        ),
    ] = None,
) -> None:
    """How should the endpoint scale with its traffic?

    Examples:

      irctl scaling resnet50-default --demo --max-rate 200/s
      irctl scaling resnet50-default --demo --min-rate 5/s --max-rate 200/s
      irctl scaling resnet50-default --demo --max-rate 200/s --as terraform
    """
    formats.check(context.shared.output, tool, tuple(formats.SCALINGS))
    request = _traffic(min_rate, max_rate, target)
    name = options.read_given("--endpoint-name", endpoint_name, resource_name)
    variant = options.read_given("--variant-name", variant_name, resource_name)
    if tool and endpoint and not variant:
        raise UsageError(
            "--as with --endpoint needs its variant: --variant-name NAME",
            f"aws sagemaker describe-endpoint --endpoint-name {endpoint}",
        )
    if endpoint and (recommendation or instance_type or by):
        raise UsageError("--endpoint does not go with --recommendation, --instance-type or --by")
    measured = choosing.job_with_results(context, job)
    what = _endpoint(measured, endpoint) if endpoint else None
    what = what or _recommendation(measured, recommendation, instance_type, by)
    where = _region(job, measured)
    with context.progress("Asking for a scaling recommendation"):
        scaling = context.account(where).scaling(measured.label, {**what.request, **request})
    warnings = _warnings(scaling)
    if tool is None:
        context.show(report(scaling, what.title, warnings))
        return
    described = autoscaling(
        scaling,
        name or endpoint or endpoint_name_of(measured),
        variant or VARIANT,
        f"an endpoint of {what.title}, as job {measured.label} recommends",
        where,
    )
    context.out.write(formats.scaling(tool, described))
    if not described.policies:
        warnings = [*described.notes, *warnings]
    for text in warnings:
        context.warn(text)


class _Asked(NamedTuple):
    """What a scaling recommendation is asked for."""

    title: str
    request: Document


def _per_minute(text: str) -> Fraction:
    return rate(text).per_minute


def _traffic(min_rate: str | None, max_rate: str | None, target: str | None) -> Document:
    least = options.read_given("--min-rate", min_rate, _per_minute)
    most = options.read_given("--max-rate", max_rate, _per_minute)
    if least is not None and most is not None and least > most:
        raise UsageError(f"--min-rate {min_rate} is more than --max-rate {max_rate}")
    share = options.read_given("--target-cpu", target, target_cpu)
    # The API takes whole requests a minute; rounded up, capacity is never short.
    objective = {
        **({} if least is None else {"MinInvocationsPerMinute": ceil(least)}),
        **({} if most is None else {"MaxInvocationsPerMinute": ceil(most)}),
    }
    return {
        **({"ScalingPolicyObjective": objective} if objective else {}),
        **({} if share is None else {"TargetCpuUtilizationPerCore": share}),
    }


def _endpoint(job: Job, name: str) -> _Asked:
    measured = [
        *(each.endpoint_name for each in job.recommendations),
        *(each.endpoint_name for each in job.endpoint_performances),
    ]
    if name not in measured:
        names = ", ".join(each for each in measured if each)
        raise UsageError(
            f"{job.label} measured no endpoint {name!r}",
            f"it measured {names}" if names else "it names none; choose a recommendation",
        )
    return _Asked(f"endpoint {name}", {"EndpointName": name})


def _recommendation(
    job: Job, recommendation: str | None, instance_type: str | None, by: str | None
) -> _Asked:
    if recommendation is None and instance_type is None:
        steady = tuple(each for each in job.recommendations if kind(each) != SERVERLESS)
        if job.recommendations and not steady:
            raise UsageError(f"{job.label} recommends serverless only: it scales by itself")
        job = job._replace(recommendations=steady)
    best = choosing.chosen(job, recommendation, instance_type, by)
    title = best.configuration.title
    if kind(best) == SERVERLESS:
        raise UsageError(f"{title} scales by itself", "choose an instance type: --instance-type")
    if best.id:
        return _Asked(f"{title}, {best.id}", {"RecommendationId": best.id})
    if best.endpoint_name:  # jobs older than recommendation ids
        return _Asked(title, {"EndpointName": best.endpoint_name})
    raise UsageError(f"{title} of {job.label} has neither an id nor an endpoint to ask for")


def _region(text: str, job: Job) -> str | None:
    """Where to ask. A saved response tells only by the ARN in it."""
    known = region(job)
    if isinstance(reference(text), SavedFile) and not (known and job.name):
        raise UsageError(
            f"{job.label} is a saved response without its name and ARN, and only AWS knows "
            "a scaling recommendation",
            "give the job's name: irctl scaling NAME",
        )
    return known


def _warnings(scaling: Scaling) -> list[str]:
    warnings = []
    if scaling.model_latency is not None and scaling.model_latency > LONGEST_INVOCATION_MS:
        warnings.append("the latency looks like microseconds, not milliseconds; shown as it came")
    return warnings
