"""From a response about an AI recommendation or benchmark job to typed values, see `parse`.

The results of a benchmark job, which its response lacks, have the shape of recommendations:
`BenchmarkResults`, one for each concurrency.
"""

from collections import Counter
from collections.abc import Container
from typing import Any, NamedTuple

from irctl.jobs.ai_model import Adapter, Deployment, Log, Setup
from irctl.jobs.kinds import Kind
from irctl.jobs.metrics import CONCURRENCY, possible
from irctl.jobs.model import (
    Configuration,
    Document,
    Job,
    JobSummary,
    Recommendation,
)
from irctl.jobs.performance import figures
from irctl.jobs.readers import (
    List,
    Map,
    Reader,
    Record,
    common,
    moment,
    read,
    read_any,
    read_count,
    read_flag,
    read_text,
    read_time,
)

_ADAPTERS = Record(
    ModelPackageArns=List(Record(AdapterId=read_text, ModelPackageArn=read_text)),
    S3Uris=List(Record(AdapterId=read_text, S3Uri=read_text)),
)
_INSTANCES: dict[str, Reader] = {
    "InstanceType": read_text,
    "InstanceCount": read_count,
    "CopyCountPerInstance": read_count,
}
PERFORMANCE = Record(Metric=read_text, Stat=read_text, Value=read_any, Unit=read_text)
RECOMMENDATION = Record(
    RecommendationDescription=read_text,
    OptimizationDetails=List(Record(OptimizationType=read_text, OptimizationConfig=read_any)),
    ModelDetails=Record(
        ModelPackageArn=read_text,
        InferenceSpecificationName=read_text,
        InstanceDetails=List(Record(**_INSTANCES)),
    ),
    DeploymentConfiguration=Record(
        S3=List(Record(ChannelName=read_text, Uri=read_text)),
        ImageUri=read_text,
        EnvironmentVariables=Map(read_text),
        MinCpuMemoryRequiredInMb=read_count,
        **_INSTANCES,
    ),
    AIBenchmarkJobArn=read_text,
    ExpectedPerformance=List(PERFORMANCE),
    AdapterDetails=_ADAPTERS,
    Concurrency=read_count,
)
_MLFLOW = Record(
    MlflowResourceArn=read_text, MlflowExperimentName=read_text, MlflowRunName=read_text
)
JOB = Record(
    AIRecommendationJobName=read_text,
    AIRecommendationJobArn=read_text,
    AIRecommendationJobStatus=read_text,
    AIBenchmarkJobName=read_text,
    AIBenchmarkJobArn=read_text,
    AIBenchmarkJobStatus=read_text,
    FailureReason=read_text,
    ModelSource=Record(S3=Record(S3Uri=read_text)),
    OutputConfig=Record(
        S3OutputLocation=read_text,
        ModelPackageGroupIdentifier=read_text,
        CloudWatchLogs=List(Record(LogGroupArn=read_text, LogStreamName=read_text)),
        MlflowConfig=_MLFLOW,
    ),
    InferenceSpecification=Record(Framework=read_text),
    AIWorkloadConfigIdentifier=read_text,
    AIWorkloadConfigName=read_text,
    OptimizeModel=read_flag,
    PerformanceTarget=Record(Constraints=List(Record(Metric=read_text))),
    Recommendations=List(RECOMMENDATION),
    BenchmarkResults=List(RECOMMENDATION),
    RoleArn=read_text,
    ComputeSpec=Record(
        InstanceTypes=List(read_text),
        CapacityReservationConfig=Record(
            CapacityReservationPreference=read_text, MlReservationArns=List(read_text)
        ),
    ),
    AdapterSource=_ADAPTERS,
    BenchmarkTarget=Record(
        Endpoint=Record(
            Identifier=read_text,
            TargetContainerHostname=read_text,
            InferenceComponents=List(Record(Identifier=read_text)),
        )
    ),
    NetworkConfig=Record(
        VpcConfig=Record(SecurityGroupIds=List(read_text), Subnets=List(read_text))
    ),
    CreationTime=read_time,
    StartTime=read_time,
    EndTime=read_time,
    Tags=List(Record(Key=read_text, Value=read_text)),
)
"""Members of both kinds, and of an entry of their lists."""


def job(response: object, kind: Kind, label: str) -> Job:
    """Read a DescribeAIRecommendationJob or DescribeAIBenchmarkJob response."""
    document = read(JOB, response)
    shared = common(document, kind)
    name = shared["name"] or label
    rows: list[Document] = document.get(kind.members.rows) or []
    setup = _setup(document)
    return Job(
        kind=kind,
        label=name,
        **shared,
        input_config={},
        stopping_conditions={},
        recommendations=_rows(rows, name, kind),
        endpoint_performances=(),
        document=document,
        start_time=moment(document.get("StartTime")),
        setup=setup,
        conditions=_given(
            {
                "AIWorkloadConfigIdentifier": setup.workload,
                "Framework": setup.framework,
                "Tokenizer": setup.tokenizer,
                "OptimizeModel": setup.optimizes_model,
                "PerformanceTarget": " and ".join(setup.targets) or None,
            }
        ),
    )


def job_summary(entry: object, kind: Kind) -> JobSummary:
    """Read one entry of ListAIRecommendationJobs or ListAIBenchmarkJobs."""
    document = read(JOB, entry)
    return JobSummary(
        kind=kind,
        **common(document, kind),
        model_name=None,
        model_package_version_arn=None,
        sample_payload_url=None,
        document=document,
        workload=document.get("AIWorkloadConfigName"),
    )


def _within(document: Document, *path: str) -> Any:
    """Return what is at a path of members; None where one is missing."""
    value: Any = document
    for name in path:
        value = (value or {}).get(name)
    return value


def _setup(document: Document) -> Setup:
    compute: Document = document.get("ComputeSpec") or {}
    endpoint: Document = _within(document, "BenchmarkTarget", "Endpoint") or {}
    constraints = _within(document, "PerformanceTarget", "Constraints") or ()
    return Setup(
        targets=tuple(c["Metric"] for c in constraints if c.get("Metric")),
        model_uri=_within(document, "ModelSource", "S3", "S3Uri"),
        framework=_within(document, "InferenceSpecification", "Framework"),
        optimizes_model=document.get("OptimizeModel"),
        instance_types=tuple(compute.get("InstanceTypes") or ()),
        uses_reserved_capacity=bool(compute.get("CapacityReservationConfig")),
        workload=_last_segment(document.get("AIWorkloadConfigIdentifier")),
        tokenizer=_tokenizer(document.get("Workload")),
        endpoint=_last_segment(endpoint.get("Identifier")),
        components=tuple(
            _last_segment(component.get("Identifier")) or "?"
            for component in endpoint.get("InferenceComponents") or ()
        ),
        output_uri=_within(document, "OutputConfig", "S3OutputLocation"),
        log=_log(_within(document, "OutputConfig", "CloudWatchLogs") or []),
    )


def _log(logs: list[Document]) -> Log | None:
    for log in logs:
        group, stream = log.get("LogGroupArn"), log.get("LogStreamName")
        if group and stream:
            return Log(group=group.removesuffix(":*").rpartition(":")[2], stream=stream)
    return None


def _tokenizer(workload: object) -> str | None:
    """Return the tokenizer in what AIPerf's results say of how it measured."""
    match workload:
        case {"Tokenizer": str(name)}:
            return name
    return None


def _last_segment(identifier: str | None) -> str | None:
    """Return the name in a name or an ARN."""
    return identifier.rpartition("/")[2] if identifier else identifier


def _rows(entries: list[Document], job_name: str, kind: Kind) -> tuple[Recommendation, ...]:
    names = Counter(
        _within(entry, "ModelDetails", "InferenceSpecificationName") for entry in entries
    )
    # A number would be taken for a position.
    unique = {name for name, count in names.items() if count == 1 and name and not name.isdigit()}
    place = _Place(job_name, kind, unique)
    return tuple(_row(entry, place, position) for position, entry in enumerate(entries))


class _Place(NamedTuple):
    """What a row shares with the others of its job."""

    job_name: str
    kind: Kind
    unique_names: Container[str | None]
    """The names of inference specifications that identify a row."""


def _row(document: Document, place: _Place, position: int) -> Recommendation:
    configuration = _configuration(document)
    name = configuration.inference_specification_name
    performance = figures(document.get("ExpectedPerformance") or ())
    values = dict(performance.values)
    if configuration.concurrency is not None:
        values.setdefault(CONCURRENCY.key, configuration.concurrency)
    return Recommendation(
        job_name=place.job_name,
        position=position,
        id=f"{place.job_name}/{name if name in place.unique_names else position + 1}",
        configuration=configuration,
        metrics=possible(values),
        sent=values,
        endpoint_name=None,
        variant_name=None,
        invocation_start_time=None,
        invocation_end_time=None,
        document=document,
        kind=place.kind,
        deployment=_deployment(document),
        other_figures=performance.others,
    )


def _configuration(document: Document) -> Configuration:
    """Where the instance details of the model disagree, the deployment's are deployed."""
    model: Document = document.get("ModelDetails") or {}
    instances: list[Document] = model.get("InstanceDetails") or [{}]
    chosen = {
        **_given(instances[0]),
        **_given(document.get("DeploymentConfiguration") or {}),
    }
    environment: Document = chosen.get("EnvironmentVariables") or {}
    return Configuration(
        instance_type=chosen.get("InstanceType"),
        initial_instance_count=chosen.get("InstanceCount"),
        environment=tuple(environment.items()),
        inference_specification_name=model.get("InferenceSpecificationName"),
        copies=chosen.get("CopyCountPerInstance"),
        optimizations=tuple(
            detail.get("OptimizationType") or "?"
            for detail in document.get("OptimizationDetails") or ()
        ),
        concurrency=document.get("Concurrency"),
    )


def _given(document: Document) -> Document:
    return {name: value for name, value in document.items() if value is not None}


def _deployment(document: Document) -> Deployment:
    deployed: Document = document.get("DeploymentConfiguration") or {}
    return Deployment(
        description=document.get("RecommendationDescription"),
        image=deployed.get("ImageUri"),
        model_package_arn=_within(document, "ModelDetails", "ModelPackageArn"),
        min_memory_mb=deployed.get("MinCpuMemoryRequiredInMb"),
        adapters=_adapters(document.get("AdapterDetails") or {}),
        benchmark_arn=document.get("AIBenchmarkJobArn"),
    )


def _adapters(details: Document) -> tuple[Adapter, ...]:
    """Return each adapter once, from the two forms in which the response lists them."""
    packages = {
        entry.get("AdapterId"): entry.get("ModelPackageArn")
        for entry in details.get("ModelPackageArns") or ()
    }
    uris = {entry.get("AdapterId"): entry.get("S3Uri") for entry in details.get("S3Uris") or ()}
    return tuple(
        Adapter(id=name or "?", s3_uri=uris.get(name), model_package_arn=packages.get(name))
        for name in dict.fromkeys((*uris, *packages))
    )
