"""A described job as other operations would answer about it: as its list, or that of its steps."""

from irctl.jobs.model import Job, JobSummary, Recommendation, Step


def summary(job: Job) -> JobSummary:
    """Return a job as its List operation would list it."""
    container = job.input_config.get("ContainerConfig") or {}
    payload = container.get("PayloadConfig") or {}
    added = {
        "ModelName": job.input_config.get("ModelName"),
        "ModelPackageVersionArn": job.input_config.get("ModelPackageVersionArn"),
        "SamplePayloadUrl": payload.get("SamplePayloadUrl"),
        "AIWorkloadConfigName": job.setup.workload,
    }
    listed = {**job.document, **added}
    members = {name: listed.get(name) for name in job.kind.listed}
    return JobSummary(
        kind=job.kind,
        name=job.label,
        arn=job.arn,
        type=job.type,
        status=job.status,
        description=job.description,
        role_arn=job.role_arn,
        creation_time=job.creation_time,
        completion_time=job.completion_time,
        last_modified_time=job.last_modified_time,
        failure_reason=job.failure_reason,
        model_name=added["ModelName"],
        model_package_version_arn=added["ModelPackageVersionArn"],
        sample_payload_url=added["SamplePayloadUrl"],
        document={name: value for name, value in members.items() if value is not None},
        workload=job.setup.workload,
        source=job.source,
    )


def steps_of(job: Job) -> list[Step]:
    """Return the benchmarks that became recommendations, as steps.

    Only AWS knows of those that failed.
    """
    return [_step_of(recommendation, job.name) for recommendation in job.recommendations]


def _step_of(recommendation: Recommendation, job_name: str | None) -> Step:
    document = recommendation.document
    benchmark = {name: document[name] for name in _BENCHMARK_MEMBERS if name in document}
    step = {"StepType": "BENCHMARK", "JobName": job_name, "Status": "COMPLETED"}
    return Step(
        job_name=recommendation.job_name,
        type="BENCHMARK",
        status="COMPLETED",
        benchmark=recommendation,
        endpoint_metrics={},
        failure_reason=None,
        document={**step, "InferenceBenchmark": benchmark},
    )


_BENCHMARK_MEMBERS = (
    "Metrics",
    "EndpointConfiguration",
    "ModelConfiguration",
    "InvocationStartTime",
    "InvocationEndTime",
)
