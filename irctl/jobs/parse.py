"""From an API response to a Job: forgiving of absence, exact about nonsense."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from irctl.jobs import shapes
from irctl.jobs.model import (
    STATUSES,
    Configuration,
    Document,
    EndpointPerformance,
    Job,
    JobSummary,
    Metrics,
    Number,
    Recommendation,
    Serverless,
    Step,
)
from irctl.jobs.scaling import Scaling, ScalingPolicy
from irctl.jobs.shapes import ParseError as ParseError


def job(response: object, label: str = "") -> Job:
    """A DescribeInferenceRecommendationsJob response as a Job.

    `label` is what to call it if it has no JobName. Raises ParseError.
    """
    document = _read(shapes.JOB, response)
    name = document.get("JobName")
    return Job(
        label=name or label,
        name=name,
        arn=document.get("JobArn"),
        type=document.get("JobType"),
        status=document.get("Status"),
        description=document.get("JobDescription"),
        role_arn=document.get("RoleArn"),
        creation_time=_moment(document.get("CreationTime")),
        completion_time=_moment(document.get("CompletionTime")),
        last_modified_time=_moment(document.get("LastModifiedTime")),
        failure_reason=document.get("FailureReason"),
        input_config=document.get("InputConfig") or {},
        stopping_conditions=document.get("StoppingConditions") or {},
        recommendations=tuple(
            _recommendation(item, name or label, position)
            for position, item in enumerate(document.get("InferenceRecommendations") or ())
        ),
        endpoint_performances=tuple(
            _endpoint_performance(item) for item in document.get("EndpointPerformances") or ()
        ),
        document=document,
    )


def job_summary(entry: object) -> JobSummary:
    """One entry of ListInferenceRecommendationsJobs. Raises ParseError."""
    document = _read(shapes.SUMMARY, entry)
    return JobSummary(
        name=document.get("JobName"),
        arn=document.get("JobArn"),
        type=document.get("JobType"),
        status=document.get("Status"),
        description=document.get("JobDescription"),
        role_arn=document.get("RoleArn"),
        creation_time=_moment(document.get("CreationTime")),
        completion_time=_moment(document.get("CompletionTime")),
        last_modified_time=_moment(document.get("LastModifiedTime")),
        failure_reason=document.get("FailureReason"),
        model_name=document.get("ModelName"),
        model_package_version_arn=document.get("ModelPackageVersionArn"),
        sample_payload_url=document.get("SamplePayloadUrl"),
        document=document,
    )


def step(entry: object, position: int = 0) -> Step:
    """One entry of ListInferenceRecommendationsJobSteps. Raises ParseError."""
    document = _read(shapes.STEP, entry)
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


def scaling(response: object) -> Scaling:
    """A GetScalingConfigurationRecommendation response. Raises ParseError."""
    document = _read(shapes.SCALING, response)
    objective: Document = document.get("ScalingPolicyObjective") or {}
    metric: Document = document.get("Metric") or {}
    dynamic: Document = document.get("DynamicScalingConfiguration") or {}
    return Scaling(
        job_name=document.get("InferenceRecommendationsJobName"),
        recommendation_id=document.get("RecommendationId"),
        endpoint_name=document.get("EndpointName"),
        target_cpu=document.get("TargetCpuUtilizationPerCore"),
        min_invocations=objective.get("MinInvocationsPerMinute"),
        max_invocations=objective.get("MaxInvocationsPerMinute"),
        invocations_per_instance=metric.get("InvocationsPerInstance"),
        model_latency=metric.get("ModelLatency"),
        min_capacity=dynamic.get("MinCapacity"),
        max_capacity=dynamic.get("MaxCapacity"),
        scale_in_cooldown=dynamic.get("ScaleInCooldown"),
        scale_out_cooldown=dynamic.get("ScaleOutCooldown"),
        policies=tuple(map(_policy, dynamic.get("ScalingPolicies") or ())),
        document=document,
    )


def _policy(entry: Document) -> ScalingPolicy:
    tracking = entry.get("TargetTracking") or {}
    metric = tracking.get("MetricSpecification") or {}
    customized = metric.get("Customized") or {}
    return ScalingPolicy(
        predefined=(metric.get("Predefined") or {}).get("PredefinedMetricType"),
        metric_name=customized.get("MetricName"),
        namespace=customized.get("Namespace"),
        statistic=customized.get("Statistic"),
        target=tracking.get("TargetValue"),
    )


def what_it_is(document: object) -> str | None:
    """What a document is instead of a job, in a few words; None if it is a job."""
    match document:
        case {"InferenceRecommendations": _} | {"JobType": _, "JobArn": _}:
            return None  # whatever else is in it
        case {"InferenceRecommendationsJobs": _}:
            return "a list of jobs (list-inference-recommendations-jobs), not one job's results"
        case {"Steps": _}:
            return "a list of a job's steps (list-inference-recommendations-job-steps)"
        case {"StepType": _} | {"InferenceBenchmark": _}:
            return "one step of a job (list-inference-recommendations-job-steps)"
        case {"By": _, "Recommendations": _} | {"Rank": _, "OnParetoFront": _}:
            return "the output of irctl rank"
        case {"Plans": _}:
            return "the output of irctl plan"
        case {"Configurations": _, "Baseline": _}:
            return "the output of irctl compare"
        case {"Passed": _, "Constraints": _}:
            return "the output of irctl check"
        case {"DynamicScalingConfiguration": _}:
            return "a scaling recommendation (get-scaling-configuration-recommendation)"
        case {"Error": {"Code": code}} | {"__type": code} | {"code": code, "message": _}:
            return f"an AWS error ({code[:60] if isinstance(code, str) else shapes.brief(code)})"
        case {"ProductionVariants": _}:
            return "a description of an endpoint or its configuration"
        case {"JobArn": _} | {"JobName": _} | {"JobType": _}:
            return None
        case {"Status": status} if status in STATUSES:
            return None
        case {"Metrics": _, "EndpointConfiguration": _}:
            return "one recommendation, without the job around it"
        case {}:
            names = ", ".join(str(key) for key in document)[:60]
            return f"an object with the members {names}" if names else "an empty object"
        case list():
            return "a list" if document else "an empty list"
    return f"{shapes.brief(document)}, not an object"


def _read(shape: shapes.Record, response: object) -> Document:
    if isinstance(response, dict) and "ResponseMetadata" in response:
        response = {k: v for k, v in response.items() if k != "ResponseMetadata"}
    document = shape(response)
    if document is None:
        raise ParseError("an object", response)
    return document


def _moment(iso: str | None) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


def _recommendation(document: Document, job_name: str, position: int) -> Recommendation:
    # Without the members' names, which would double the time for a hundred thousand.
    get = document.get
    endpoint: Document = get("EndpointConfiguration") or {}
    model: Document = get("ModelConfiguration") or {}
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
        _metrics(get("Metrics")),
        endpoint.get("EndpointName"),
        endpoint.get("VariantName"),
        start and _moment(start),
        end and _moment(end),
        document,
    )


def _environment(parameters: list[Document] | None) -> tuple[tuple[str, str], ...]:
    if not parameters:
        return ()
    return tuple([(each.get("Key") or "", each.get("Value") or "") for each in parameters])


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
    return EndpointPerformance(
        endpoint_name=endpoint.get("EndpointName"),
        metrics=_metrics(document.get("Metrics")),
        document=document,
    )


_NOTHING = Metrics()


def _metrics(document: Document | None) -> Metrics:
    if not document:
        return _NOTHING
    get = document.get
    return Metrics(
        get("CostPerHour"),
        get("CostPerInference"),
        _either(document, "MaxInvocations", "MaximumInvocations"),
        get("ModelLatency"),
        get("CpuUtilization"),
        get("MemoryUtilization"),
        get("ModelSetupTime"),
    )


def _either(document: Document, name: str, alias: str) -> Number | None:
    value: Number | None = document.get(name)
    return document.get(alias) if value is None else value


def unknown_members(item: Job | Recommendation | EndpointPerformance | Step) -> Document:
    """What the response holds beyond the shape irctl reads, by place: new members of
    the API, or of AWS's older documentation, also those that say again, and otherwise,
    what a known member says. Of a job, only those at the top: the parts below have their
    own."""
    match item:
        case Job():
            return {k: v for k, v in item.document.items() if k not in shapes.JOB.members}
        case Recommendation():
            return dict(_unknown(shapes.RECOMMENDATION, item.document, ""))
        case EndpointPerformance():
            return dict(_unknown(shapes.ENDPOINT_PERFORMANCE, item.document, ""))
        case Step():
            return dict(_unknown(shapes.STEP, item.document, ""))


# The other names of members, and the names that come before them.
_ALIASES = {
    "MaximumInvocations": "MaxInvocations",
    "MemorySizeInMb": "MemorySizeInMB",
    "EndpointConfiguration": "EndpointInfo",
}


def _is_outdone(key: str, value: Any, document: Document) -> bool:
    """Whether a member is read under another name, which says something else."""
    read = document.get(_ALIASES.get(key, key))
    return value is not None and read is not None and read != value


def _unknown(shape: shapes.Record, document: Document, place: str) -> Iterator[tuple[str, Any]]:
    for key, value in document.items():
        reader = shape.members.get(key)
        if reader is None or _is_outdone(key, value, document):
            yield place + key, value
        elif isinstance(reader, shapes.Record) and value is not None:
            yield from _unknown(reader, value, f"{place}{key}.")
        elif isinstance(reader, shapes.List) and isinstance(reader.item, shapes.Record):
            for index, item in enumerate(value or ()):
                yield from _unknown(reader.item, item, f"{place}{key}[{index}].")
