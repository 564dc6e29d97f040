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


def _at(document: Document, *path: str) -> Any:
    """Return what is at a path of members; None where one is missing."""
    value: Any = document
    for name in path:
        value = (value or {}).get(name)
    return value


def _texts(entries: list[Document] | None, member: str) -> tuple[str, ...]:
    """Return a member of each entry that has it."""
    return tuple(entry[member] for entry in entries or () if entry.get(member))


def _pairs(entries: list[Document] | None, name: str, value: str) -> dict[str, str]:
    """Return a member of each entry by another, of those that have both."""
    complete = [entry for entry in entries or () if entry.get(name) and entry.get(value)]
    return {entry[name]: entry[value] for entry in complete}


def _setup(document: Document) -> Setup:
    endpoint = ("BenchmarkTarget", "Endpoint")
    components = _texts(_at(document, *endpoint, "InferenceComponents"), "Identifier")
    logs = _pairs(_at(document, "OutputConfig", "CloudWatchLogs"), "LogGroupArn", "LogStreamName")
    return Setup(
        targets=_texts(_at(document, "PerformanceTarget", "Constraints"), "Metric"),
        model_uri=_at(document, "ModelSource", "S3", "S3Uri"),
        framework=_at(document, "InferenceSpecification", "Framework"),
        optimizes_model=document.get("OptimizeModel"),
        instance_types=tuple(_at(document, "ComputeSpec", "InstanceTypes") or ()),
        uses_reserved_capacity=bool(_at(document, "ComputeSpec", "CapacityReservationConfig")),
        workload=_last_segment(document.get("AIWorkloadConfigIdentifier")),
        tokenizer=_tokenizer(document.get("Workload")),
        endpoint=_last_segment(_at(document, *endpoint, "Identifier")),
        components=tuple(map(_name_in, components)),
        output_uri=_at(document, "OutputConfig", "S3OutputLocation"),
        log=next((_log(arn, stream) for arn, stream in logs.items()), None),
    )


def _log(group_arn: str, stream: str) -> Log:
    return Log(group=group_arn.removesuffix(":*").rpartition(":")[2], stream=stream)


def _tokenizer(workload: object) -> str | None:
    """Return the tokenizer in what AIPerf's results say of how it measured."""
    match workload:
        case {"Tokenizer": str(name)}:
            return name
    return None


def _last_segment(identifier: str | None) -> str | None:
    return identifier and _name_in(identifier)


def _name_in(identifier: str) -> str:
    """Return the name in a name or an ARN."""
    return identifier.rpartition("/")[2]


def _rows(entries: list[Document], job_name: str, kind: Kind) -> tuple[Recommendation, ...]:
    place = _Place(job_name, kind, _unique_names(entries))
    return tuple(_row(entry, place, position) for position, entry in enumerate(entries))


def _unique_names(entries: list[Document]) -> set[str]:
    """Return the names of inference specifications that identify a row.

    A number would be taken for a position.
    """
    names = _texts([entry.get("ModelDetails") or {} for entry in entries], _SPECIFICATION)
    return {name for name, count in Counter(names).items() if count == 1 and not name.isdigit()}


_SPECIFICATION = "InferenceSpecificationName"


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
    details: list[Document] = _at(document, "ModelDetails", "InstanceDetails") or []
    chosen: Document = {}
    for part in (*details[:1], document.get("DeploymentConfiguration") or {}):
        chosen |= _given(part)
    return Configuration(
        instance_type=chosen.get("InstanceType"),
        initial_instance_count=chosen.get("InstanceCount"),
        environment=tuple((chosen.get("EnvironmentVariables") or {}).items()),
        inference_specification_name=_at(document, "ModelDetails", _SPECIFICATION),
        copies=chosen.get("CopyCountPerInstance"),
        optimizations=_texts(document.get("OptimizationDetails"), "OptimizationType"),
        concurrency=document.get("Concurrency"),
    )


def _given(document: Document) -> Document:
    return {name: value for name, value in document.items() if value is not None}


def _deployment(document: Document) -> Deployment:
    deployed = "DeploymentConfiguration"
    return Deployment(
        description=document.get("RecommendationDescription"),
        image=_at(document, deployed, "ImageUri"),
        model_package_arn=_at(document, "ModelDetails", "ModelPackageArn"),
        channels=tuple(_pairs(_at(document, deployed, "S3"), "ChannelName", "Uri").items()),
        min_memory_mb=_at(document, deployed, "MinCpuMemoryRequiredInMb"),
        adapters=_adapters(document.get("AdapterDetails") or {}),
        benchmark_arn=document.get("AIBenchmarkJobArn"),
    )


def _adapters(details: Document) -> tuple[Adapter, ...]:
    """Return each adapter once, from the two forms in which the response lists them."""
    packages = _pairs(details.get("ModelPackageArns"), "AdapterId", "ModelPackageArn")
    uris = _pairs(details.get("S3Uris"), "AdapterId", "S3Uri")
    return tuple(
        Adapter(id=name, s3_uri=uris.get(name), model_package_arn=packages.get(name))
        for name in dict.fromkeys((*uris, *packages))
    )
