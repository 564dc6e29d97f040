"""The kinds of jobs, and what tells them apart."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from irctl.jobs.metrics import (
    COST_PER_HOUR,
    COST_PER_INFERENCE,
    COST_PER_MILLION_TOKENS,
    ITL,
    LANGUAGE_METRICS,
    LATENCY,
    METRICS,
    REQUEST_LATENCY,
    THROUGHPUT,
    TOKEN_THROUGHPUT,
    TTFT,
    Metric,
)


class Members(NamedTuple):
    """The names that a kind's responses give to what every job has; empty for none."""

    name: str
    arn: str
    status: str
    completion_time: str
    rows: str
    """The list of configurations that were measured."""
    type: str = ""
    description: str = ""
    last_modified_time: str = ""


class Kind(NamedTuple):
    """A kind of job, such as those of DescribeInferenceRecommendationsJob."""

    name: str
    resource: str
    """The resource type in its ARNs."""
    members: Members
    jobs: str
    """The member of its List operation's response that holds the jobs."""
    list_command: str
    """Its List operation as a command of the AWS CLI."""
    listed: tuple[str, ...]
    """The members of a job in that operation's response."""
    title: str
    """A name for messages, with its article."""
    reader: str
    """The module with `job(response, kind, label)` and `job_summary(entry, kind)`."""
    metrics: tuple[Metric, ...]
    """What its configurations are compared by, in the order of columns."""
    order: tuple[Metric, ...]
    """What ranks its configurations where nobody says; empty for the order of the service."""
    ties: tuple[Metric, ...]
    """What decides between equals."""
    pareto: tuple[Metric, ...]
    """The axes of the Pareto front where nobody says."""
    latency: Metric
    """How long a request takes, which decides between equal costs."""
    target: Metric
    """The latency that a limit is on most often."""
    pareto_if_known: tuple[Metric, ...] = ()
    """Further axes, where a configuration has a value."""
    targets: Mapping[str, Metric] = MappingProxyType({})
    """What a job can be told to optimize, which then ranks its configurations."""
    setup: tuple[str, ...] = ()
    """Members that say what a job was to do, and on what."""
    usual: tuple[Metric, ...] = ()
    """Those that a sentence names, of many that differ."""
    paired_by: tuple[str, ...] = ()
    """The fields of a Configuration that are the same in the same configuration."""
    rows: str = "Recommendations"
    """A heading for the configurations of a job."""
    no_rows: str = "the job made no recommendations"
    """What to read in place of them."""
    label: str = ""
    """What it is called where the kinds of jobs are not obvious."""
    log_group: str = ""
    """The group in CloudWatch with a log for each job."""
    no_export: str = ""
    """Why nothing can be deployed of a job; empty if something can."""
    no_scaling: str = ""
    """Why AWS recommends no scaling for a job; empty if it may."""
    has_steps: bool = False
    """Whether the service lists the benchmarks of a job."""
    states_model: bool = True
    """Whether a job that names no model leaves it open, rather than having none to name."""
    is_ranked: bool = False
    """Whether the service returns the configurations in its own order of merit."""

    def is_comparable_with(self, other: "Kind") -> bool:
        """Whether both are measured by the same metrics."""
        return self.metrics is other.metrics

    @property
    def columns(self) -> tuple[Metric, ...]:
        """Its metrics at every statistic that has a column."""
        return tuple(column for metric in self.metrics for column in metric.at_columns)

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def plural(self) -> str:
        """A name for messages about several jobs."""
        return f"{self.title.partition(' ')[2]}s"

    @property
    def signs(self) -> frozenset[str]:
        """Members by any of which a document is known to be of this kind."""
        members = self.members
        return frozenset({members.name, members.arn, members.status, members.rows})


INFERENCE = Kind(
    name="inference",
    resource="inference-recommendations-job",
    members=Members(
        name="JobName",
        arn="JobArn",
        status="Status",
        completion_time="CompletionTime",
        rows="InferenceRecommendations",
        type="JobType",
        description="JobDescription",
        last_modified_time="LastModifiedTime",
    ),
    jobs="InferenceRecommendationsJobs",
    list_command="list-inference-recommendations-jobs",
    listed=(
        "JobName",
        "JobDescription",
        "JobType",
        "JobArn",
        "Status",
        "CreationTime",
        "CompletionTime",
        "RoleArn",
        "LastModifiedTime",
        "FailureReason",
        "ModelName",
        "ModelPackageVersionArn",
        "SamplePayloadUrl",
    ),
    title="an inference recommendations job",
    reader="irctl.jobs.parse_inference",
    metrics=METRICS,
    order=(COST_PER_INFERENCE,),
    ties=(COST_PER_INFERENCE, LATENCY),
    pareto=(COST_PER_INFERENCE, LATENCY),
    latency=LATENCY,
    target=LATENCY,
    usual=(COST_PER_INFERENCE, LATENCY, THROUGHPUT),
    paired_by=(
        "instance_type",
        "initial_instance_count",
        "serverless",
        "environment",
        "inference_specification_name",
        "compilation_job_name",
    ),
    log_group="/aws/sagemaker/InferenceRecommendationsJobs",
    has_steps=True,
)
_NO_SCALING = "GetScalingConfigurationRecommendation knows only inference recommendations jobs"
_SETUP = (
    "PerformanceTarget",
    "ModelSource",
    "InferenceSpecification",
    "OptimizeModel",
    "ComputeSpec",
    "AdapterSource",
    "BenchmarkTarget",
    "AIWorkloadConfigIdentifier",
    "NetworkConfig",
    "OutputConfig",
    "Tags",
)
_USUAL = (TOKEN_THROUGHPUT, TTFT, ITL, COST_PER_MILLION_TOKENS)
# A concurrency distinguishes the rows of a benchmark; a recommendation has none of its own.
_PAIRED_BY = ("instance_type", "initial_instance_count", "copies", "optimizations", "concurrency")
AI_RECOMMENDATION = Kind(
    name="ai-recommendation",
    resource="ai-recommendation-job",
    members=Members(
        name="AIRecommendationJobName",
        arn="AIRecommendationJobArn",
        status="AIRecommendationJobStatus",
        completion_time="EndTime",
        rows="Recommendations",
    ),
    jobs="AIRecommendationJobs",
    list_command="list-ai-recommendation-jobs",
    listed=(
        "AIRecommendationJobName",
        "AIRecommendationJobArn",
        "AIRecommendationJobStatus",
        "CreationTime",
        "EndTime",
    ),
    title="an AI recommendation job",
    reader="irctl.jobs.parse_ai",
    metrics=LANGUAGE_METRICS,
    order=(),
    ties=(),
    pareto=(TOKEN_THROUGHPUT, TTFT),
    latency=REQUEST_LATENCY,
    target=TTFT,
    pareto_if_known=(COST_PER_MILLION_TOKENS,),
    setup=_SETUP,
    usual=_USUAL,
    paired_by=_PAIRED_BY,
    no_scaling=_NO_SCALING,
    targets=MappingProxyType(
        {"throughput": TOKEN_THROUGHPUT, "ttft-ms": TTFT, "cost": COST_PER_HOUR}
    ),
    label="AI recommendation",
    is_ranked=True,
)
AI_BENCHMARK = Kind(
    name="ai-benchmark",
    resource="ai-benchmark-job",
    members=Members(
        name="AIBenchmarkJobName",
        arn="AIBenchmarkJobArn",
        status="AIBenchmarkJobStatus",
        completion_time="EndTime",
        rows="BenchmarkResults",
    ),
    jobs="AIBenchmarkJobs",
    list_command="list-ai-benchmark-jobs",
    listed=(
        "AIBenchmarkJobName",
        "AIBenchmarkJobArn",
        "AIBenchmarkJobStatus",
        "CreationTime",
        "EndTime",
        "AIWorkloadConfigName",
    ),
    title="an AI benchmark job",
    reader="irctl.jobs.parse_ai",
    metrics=LANGUAGE_METRICS,
    order=(TOKEN_THROUGHPUT,),
    ties=(),
    pareto=(TOKEN_THROUGHPUT, TTFT),
    latency=REQUEST_LATENCY,
    target=TTFT,
    pareto_if_known=(COST_PER_MILLION_TOKENS,),
    setup=_SETUP,
    usual=_USUAL,
    paired_by=_PAIRED_BY,
    no_scaling=_NO_SCALING,
    no_export="it measured an endpoint that exists already, and recommends nothing",
    rows="Results",
    no_rows="its results were not read",
    label="AI benchmark",
    states_model=False,
)
KINDS = (INFERENCE, AI_RECOMMENDATION, AI_BENCHMARK)
_SIGNS = tuple((kind, kind.signs) for kind in KINDS[1:])


def kind(name: str) -> Kind:
    """Find a kind by its name, in any case. Raise ValueError, which lists the valid ones."""
    for candidate in KINDS:
        if candidate.name == name.strip().lower():
            return candidate
    names = [candidate.name for candidate in KINDS]
    raise ValueError(f"expected {', '.join(names[:-1])} or {names[-1]}, got {name!r}")


def kind_of(document: object) -> Kind:
    """Return the kind of job that a document describes, by its members.

    It is the first of `KINDS` for a document with members of none.
    """
    if isinstance(document, dict):
        for candidate, signs in _SIGNS:
            if not signs.isdisjoint(document):
                return candidate
    return INFERENCE
