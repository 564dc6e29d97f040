"""What an AI job was to do, and what it recommends to deploy; None where it says nothing."""

from enum import Enum
from typing import Any, NamedTuple

from irctl.jobs.metrics import Number


class Log(NamedTuple):
    """A log in CloudWatch."""

    group: str
    stream: str


class Setup(NamedTuple):
    """What an AI job was to do, and on what. An inference job has an input configuration."""

    targets: tuple[str, ...] = ()
    """What a recommendation job was to optimize: `throughput`, `ttft-ms` or `cost`."""
    model_uri: str | None = None
    framework: str | None = None
    optimizes_model: bool | None = None
    instance_types: tuple[str, ...] = ()
    uses_reserved_capacity: bool = False
    workload: str | None = None
    """The name of the workload configuration, without the rest of an ARN."""
    tokenizer: str | None = None
    endpoint: str | None = None
    """What a benchmark job sent its requests to."""
    components: tuple[str, ...] = ()
    """The inference components of the endpoint, where not all."""
    output_uri: str | None = None
    """Where in S3 its results are."""
    log: Log | None = None


class Adapter(NamedTuple):
    """A LoRA adapter that is served with the base model."""

    id: str
    s3_uri: str | None
    model_package_arn: str | None


class Deployment(NamedTuple):
    """What an AI recommendation deploys, beyond its configuration."""

    description: str | None = None
    image: str | None = None
    model_package_arn: str | None = None
    channels: tuple[tuple[str, str], ...] = ()
    """Where in S3 the model and what was made of it are, each by its name."""
    min_memory_mb: Number | None = None
    """MiB that a copy of the model needs."""
    adapters: tuple[Adapter, ...] = ()
    benchmark_arn: str | None = None
    """The benchmark job behind its figures."""


class LeftOut(Enum):
    """Why an entry of ExpectedPerformance is not among the values of a row."""

    METRIC = "unknown metric"
    STATISTIC = "unknown statistic"
    UNIT = "unknown unit"
    VALUE = "not a number"
    REPEATED = "given twice"


class OtherFigure(NamedTuple):
    """An entry of ExpectedPerformance that is shown and not ranked."""

    metric: str | None
    statistic: str | None
    value: Any
    unit: str | None
    reason: LeftOut
