"""From a response about an inference job to typed values, see `parse`."""

from irctl.jobs import shapes
from irctl.jobs.kinds import Kind
from irctl.jobs.metrics import METRICS, Number, Values, possible
from irctl.jobs.model import (
    Configuration,
    Document,
    EndpointPerformance,
    Job,
    JobSummary,
    Recommendation,
    Serverless,
    Step,
)
from irctl.jobs.readers import common, moment, read
from irctl.jobs.shapes import JOB as JOB
from irctl.jobs.shapes import RECOMMENDATION as RECOMMENDATION


def job(response: object, kind: Kind, label: str) -> Job:
    """Read a DescribeInferenceRecommendationsJob response."""
    document = read(shapes.JOB, response)
    name = document.get("JobName")
    input_config: Document = document.get("InputConfig") or {}
    stopping_conditions: Document = document.get("StoppingConditions") or {}
    return Job(
        kind=kind,
        label=name or label,
        **common(document, kind),
        input_config=input_config,
        stopping_conditions=stopping_conditions,
        # A job that states none used the service's defaults: a difference too.
        conditions={
            "TrafficPattern": input_config.get("TrafficPattern"),
            "StoppingConditions": stopping_conditions,
        },
        recommendations=_recommendations(document, name or label),
        endpoint_performances=tuple(
            _endpoint_performance(item) for item in document.get("EndpointPerformances") or ()
        ),
        document=document,
    )


def job_summary(entry: object, kind: Kind) -> JobSummary:
    """Read one entry of ListInferenceRecommendationsJobs."""
    document = read(shapes.SUMMARY, entry)
    return JobSummary(
        kind=kind,
        **common(document, kind),
        model_name=document.get("ModelName"),
        model_package_version_arn=document.get("ModelPackageVersionArn"),
        sample_payload_url=document.get("SamplePayloadUrl"),
        document=document,
    )


def step(entry: object, position: int = 0) -> Step:
    """Read one entry of ListInferenceRecommendationsJobSteps."""
    document = read(shapes.STEP, entry)
    benchmark: Document = document.get("InferenceBenchmark") or {}
    job_name = document.get("JobName")
    return Step(
        job_name=job_name,
        type=document.get("StepType"),
        status=document.get("Status"),
        benchmark=_recommendation(benchmark, job_name or "", position),
        endpoint_metrics=_metrics(benchmark.get("EndpointMetrics")),
        failure_reason=benchmark.get("FailureReason"),
        document=document,
    )


def _recommendations(document: Document, job_name: str) -> tuple[Recommendation, ...]:
    rows: list[Document] = document.get("InferenceRecommendations") or []
    return tuple([_recommendation(row, job_name, position) for position, row in enumerate(rows)])


def _recommendation(document: Document, job_name: str, position: int) -> Recommendation:
    # Positional: keywords would double the time for a hundred thousand.
    get = document.get
    endpoint: Document = get("EndpointConfiguration") or {}
    model: Document = get("ModelConfiguration") or {}
    sent = _metrics(get("Metrics"))
    start, end = get("InvocationStartTime"), get("InvocationEndTime")
    configuration = Configuration(
        endpoint.get("InstanceType"),
        endpoint.get("InitialInstanceCount"),
        _serverless(endpoint.get("ServerlessConfig")),
        _environment(model.get("EnvironmentParameters")),
        model.get("InferenceSpecificationName"),
        model.get("CompilationJobName"),
    )
    return Recommendation(
        job_name,
        position,
        get("RecommendationId"),
        configuration,
        possible(sent),
        sent,
        endpoint.get("EndpointName"),
        endpoint.get("VariantName"),
        start and moment(start),
        end and moment(end),
        document,
    )


def _environment(parameters: list[Document] | None) -> tuple[tuple[str, str | None], ...]:
    if not parameters:
        return ()
    return tuple([(pair.get("Key") or "", pair.get("Value")) for pair in parameters])


def _serverless(document: Document | None) -> Serverless | None:
    if not document:
        return None
    return Serverless(
        memory_size_mb=_either(document, "MemorySizeInMB", "MemorySizeInMb"),
        max_concurrency=document.get("MaxConcurrency"),
        provisioned_concurrency=document.get("ProvisionedConcurrency"),
    )


def _endpoint_performance(document: Document) -> EndpointPerformance:
    endpoint = document.get("EndpointInfo") or document.get("EndpointConfiguration") or {}
    sent = _metrics(document.get("Metrics"))
    return EndpointPerformance(
        endpoint_name=endpoint.get("EndpointName"),
        metrics=possible(sent),
        sent=sent,
        document=document,
    )


_KEYS = {metric.member: metric.key for metric in METRICS}
_OTHER_MEMBERS = tuple((name, metric.key) for metric in METRICS for name in metric.other_members)


def _metrics(document: Document | None) -> Values:
    if not document:
        return {}
    key_of = _KEYS.get
    values = {
        key: value
        for member, value in document.items()
        if value is not None and (key := key_of(member))
    }
    for member, key in _OTHER_MEMBERS:
        if member in document and key not in values and document[member] is not None:
            values[key] = document[member]
    return values


def _either(document: Document, name: str, alias: str) -> Number | None:
    value: Number | None = document.get(name)
    return document.get(alias) if value is None else value
