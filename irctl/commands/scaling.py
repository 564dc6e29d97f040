"""`irctl scaling`: the autoscaling that AWS recommends for a job."""

from collections.abc import Sequence

from irctl import options
from irctl.answers.scaling import report, warnings
from irctl.context import Context
from irctl.decisions import scaling as wanted
from irctl.errors import UsageError
from irctl.export import formats
from irctl.export.autoscaling import autoscaling
from irctl.export.deployment import VARIANT, endpoint_name_of
from irctl.jobs.metrics import Metric
from irctl.jobs.model import Document, Job
from irctl.jobs.scaling import Scaling
from irctl.options import autoscaling as autoscaling_options
from irctl.options import choice, metrics, resources
from irctl.output.formats import NAMELESS
from irctl.sources.reference import SavedFile, reference


@options.command_printing(NAMELESS, has_any_suffix=True)
def run(
    context: Context,
    job: options.Job,
    recommendation: choice.RecommendationId = None,
    instance_type: choice.InstanceType = None,
    by: metrics.By = None,
    endpoint: autoscaling_options.Endpoint = None,
    min_rate: autoscaling_options.MinRate = None,
    max_rate: autoscaling_options.MaxRate = None,
    target_cpu: autoscaling_options.TargetCpu = None,
    tool: resources.ScalingTool = None,
    endpoint_name: resources.EndpointName = None,
    variant_name: resources.VariantName = None,
    tags: resources.TargetTags = None,
) -> None:
    """Show the autoscaling that AWS recommends, or write it for a tool.

    Examples:

      irctl scaling resnet50-default --demo --max-rate 200/s
      irctl scaling resnet50-default --demo --min-rate 5/s --max-rate 200/s
      irctl scaling resnet50-default --demo --max-rate 200/s --as terraform
    """
    _check_tool(context, tool, has_tags=bool(tags))
    if endpoint:
        _check_endpoint_options(recommendation, instance_type, by)
    request = wanted.objective(min_rate, max_rate)
    if target_cpu is not None:
        request["TargetCpuUtilizationPerCore"] = target_cpu
    fetched = context.result(job)
    _check_scales(fetched)
    if endpoint:
        subject = wanted.endpoint(fetched, endpoint)
    else:
        subject = _recommendation(fetched, recommendation, instance_type, by)
    scaling = fetched_scaling(context, job, fetched, {**subject.request, **request})
    if tool is None:
        context.show(report(scaling, subject.title, warnings(scaling)))
        return
    described = autoscaling(
        scaling,
        endpoint=endpoint_name or endpoint_name_of(fetched),
        variant=variant_name or VARIANT,
        title=f"an endpoint of {subject.title}, as recommended by job {fetched.label}",
        region=fetched.region,
    ).tagged(dict(tags or ()))
    context.out.write(formats.scaling(tool, described))
    notes = () if described.policies else described.notes
    for warning in (*notes, *warnings(scaling)):
        context.messages.warn(warning)


def _check_tool(context: Context, tool: str | None, *, has_tags: bool) -> None:
    """Raise UsageError for output options that do not go with --as, or need it."""
    formats.check(context.shared.output, tool, tuple(formats.SCALINGS))
    if tool and (context.shared.columns or not context.shared.headers):
        raise UsageError("--as writes no table and cannot be combined with --columns, --no-headers")
    if has_tags and tool is None:
        raise UsageError("--tag needs --as TOOL: tags are on the scalable target that it writes")


def _check_scales(job: Job) -> None:
    """Raise UsageError for a job of a kind that AWS recommends no scaling for."""
    if job.kind.no_scaling:
        raise UsageError(
            f"{job.label} is {job.kind.title}: {job.kind.no_scaling}",
            "scale by the load instead: irctl plan shows the instances for a traffic",
        )


def _recommendation(
    job: Job, recommendation: str | None, instance_type: str | None, by: Sequence[Metric] | None
) -> wanted.Subject:
    """Return the recommendation to scale: not a serverless one, unless it is asked for."""
    is_any = recommendation is None and instance_type is None
    candidates = wanted.without_serverless(job) if is_any else job
    return wanted.recommendation(job, choice.chosen(candidates, recommendation, instance_type, by))


def _check_endpoint_options(*others: object) -> None:
    if any(others):
        raise UsageError(
            "--endpoint cannot be combined with --recommendation, --instance-type or --by"
        )


def fetched_scaling(context: Context, text: str, job: Job, request: Document) -> Scaling:
    """Fetch AWS's scaling recommendation for a job, which may be a saved response.

    Raise IrctlError, also for a saved one without its name and ARN, which has the region.
    """
    is_saved = isinstance(reference(text), SavedFile)
    if is_saved and not (job.region and job.name):
        raise UsageError(
            f"{job.label} is a saved response without a name and an ARN, and only AWS has "
            "scaling recommendations",
            "give the name of the job in place of the file",
        )
    with context.progress("Fetching the scaling recommendation"):
        in_aws = context.jobs.in_aws(job) if is_saved else job
        return context.accounts.of(in_aws).scaling(in_aws.name or job.label, request)
