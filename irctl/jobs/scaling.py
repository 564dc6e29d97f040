"""A GetScalingConfigurationRecommendation response, as typed values."""

from typing import NamedTuple

from irctl.jobs import shapes
from irctl.jobs.metrics import Number
from irctl.jobs.model import Document
from irctl.jobs.readers import read


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


def parse(response: object) -> Scaling:
    """Read a GetScalingConfigurationRecommendation response. Raise ParseError."""
    document = read(shapes.SCALING, response)
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
