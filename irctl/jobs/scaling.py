"""A GetScalingConfigurationRecommendation response, as typed values."""

from typing import NamedTuple

from irctl.jobs.metrics import Number
from irctl.jobs.model import Document


class ScalingPolicy(NamedTuple):
    """A metric that is held at a target by adding and removing instances."""

    predefined: str | None
    """The metric's name where Application Auto Scaling knows it itself."""
    metric_name: str | None
    namespace: str | None
    statistic: str | None
    target: Number | None

    @property
    def metric(self) -> str:
        return self.predefined or self.metric_name or "?"


class Scaling(NamedTuple):
    """A GetScalingConfigurationRecommendation response."""

    job_name: str | None
    recommendation_id: str | None
    endpoint_name: str | None
    target_cpu: Number | None
    """Percent of each core."""
    min_invocations: Number | None
    """Expected requests a minute, as asked."""
    max_invocations: Number | None
    invocations_per_instance: Number | None
    """Requests a minute that one instance was measured to serve."""
    model_latency: Number | None
    """As in a job's metrics: milliseconds."""
    min_capacity: Number | None
    max_capacity: Number | None
    scale_in_cooldown: Number | None
    """Seconds."""
    scale_out_cooldown: Number | None
    policies: tuple[ScalingPolicy, ...]
    document: Document
