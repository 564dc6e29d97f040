"""What GetScalingConfigurationRecommendation responds for a job of the demo account."""

import math

from irctl.jobs.model import Document
from irctl.sources.demo.requests import AwsError, invalid

_DEFAULT_TARGET = 50
"""Percent of the measured throughput, unless TargetCpuUtilizationPerCore is given."""


def response(job: Document, request: Document) -> Document:
    """Scaling for the recommendation or endpoint that a request names. Raise AwsError.

    Enough instances for the traffic at the target share of the throughput measured on one;
    the CPU policy keeps each at the same share of the CPU utilization measured.
    """
    recommendation = _recommendation(job, request)
    metrics = recommendation["Metrics"]
    count = recommendation["EndpointConfiguration"]["InitialInstanceCount"]
    invocations: int = metrics["MaxInvocations"] // count
    target: int = request.get("TargetCpuUtilizationPerCore", _DEFAULT_TARGET)
    objective = request.get("ScalingPolicyObjective", {})
    least = objective.get("MinInvocationsPerMinute", 0)
    most = objective.get("MaxInvocationsPerMinute", max(least, metrics["MaxInvocations"]))
    if not 0 <= least <= most:
        raise invalid(objective, "ScalingPolicyObjective", "have 0 <= minimum <= maximum")

    def instances(rate: int) -> int:
        return max(1, math.ceil(rate * 100 / (invocations * target)))

    return {
        **request,
        "TargetCpuUtilizationPerCore": target,
        "Metric": {
            "InvocationsPerInstance": invocations,
            "ModelLatency": metrics["ModelLatency"],
        },
        "DynamicScalingConfiguration": {
            "MinCapacity": instances(least),
            "MaxCapacity": instances(most),
            "ScaleInCooldown": 300,
            "ScaleOutCooldown": 300,
            "ScalingPolicies": _policies(invocations, metrics["CpuUtilization"], target),
        },
    }


def _recommendation(job: Document, request: Document) -> Document:
    names = request.get("RecommendationId"), request.get("EndpointName")
    if names.count(None) != 1:
        raise AwsError("ValidationException", "Specify either RecommendationId or EndpointName.")
    if job["Status"] != "COMPLETED":
        raise AwsError("ValidationException", f"Job {job['JobName']} is {job['Status']}.")
    for recommendation in job["InferenceRecommendations"]:
        endpoint = recommendation["EndpointConfiguration"]
        ids = (recommendation["RecommendationId"], None), (None, endpoint["EndpointName"])
        if names in ids:
            if "ServerlessConfig" in endpoint:
                raise AwsError("ValidationException", "A serverless endpoint scales by itself.")
            return dict(recommendation)
    raise AwsError(
        "ValidationException",
        f"{names[0] or names[1]} is not a recommendation of job {job['JobName']}.",
    )


def _policies(invocations: int, cpu: float | str, target: int) -> list[Document]:
    by_invocations = {
        "Predefined": {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"}
    }
    policies = [_policy(by_invocations, invocations * target / 100)]
    if not isinstance(cpu, str):  # "NaN" if it was not measured
        by_cpu = {
            "MetricName": "CPUUtilization",
            "Namespace": "/aws/sagemaker/Endpoints",
            "Statistic": "Average",
        }
        policies.append(_policy({"Customized": by_cpu}, cpu * target / 100))
    return policies


def _policy(metric: Document, target: float) -> Document:
    return {"TargetTracking": {"MetricSpecification": metric, "TargetValue": target}}
