"""A scaling recommendation, and the Application Auto Scaling requests that carry it out.

Sources: GetScalingConfigurationRecommendation in SageMaker's API reference;
RegisterScalableTarget and PutScalingPolicy in Application Auto Scaling's, which has
cool-downs in seconds; "Automatic scaling of models" in SageMaker's developer guide for
the resource id and the dimensions of an endpoint's metrics.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from irctl.export.deployment import Variable
from irctl.jobs.model import Document, Number
from irctl.jobs.scaling import Scaling, ScalingPolicy

DIMENSION = "sagemaker:variant:DesiredInstanceCount"


def target_cpu(text: str) -> int:
    """Percent of each core, whole as the API takes it: `50`, `50%`. Raises ValueError."""
    match = re.fullmatch(r"(\d{1,3}) ?%?", text.strip(), re.ASCII)
    if match is None or not 1 <= int(match[1]) <= 100:
        raise ValueError(f"expected a whole number of percent from 1 to 100, got {text!r}")
    return int(match[1])


class Autoscaling(NamedTuple):
    """What is asked of Application Auto Scaling; a leaf may be a Variable."""

    title: str
    region: str | None
    target: Document
    policies: tuple[Document, ...]
    notes: tuple[str, ...]

    @property
    def variables(self) -> list[Variable]:
        return [value for value in self.target.values() if isinstance(value, Variable)]


def autoscaling(
    scaling: Scaling, endpoint: str, variant: str, title: str, region: str | None
) -> Autoscaling:
    """The requests for a variant of an endpoint."""
    resource = {
        "ServiceNamespace": "sagemaker",
        "ResourceId": f"endpoint/{endpoint}/variant/{variant}",
        "ScalableDimension": DIMENSION,
    }
    target: Document = {
        **resource,
        "MinCapacity": _known(scaling.min_capacity, "min_capacity", "the fewest instances"),
        "MaxCapacity": _known(scaling.max_capacity, "max_capacity", "the most instances"),
    }
    usable = [each for each in scaling.policies if each.target is not None]
    policies = tuple(
        {
            "PolicyName": f"{endpoint}-{variant}-{each.metric}",
            **resource,
            "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": {
                "TargetValue": each.target,
                **_specification(each, endpoint, variant),
                **_cooldowns(scaling),
            },
        }
        for each in usable
    )
    return Autoscaling(title, region, target, policies, tuple(_notes(scaling, usable)))


def _known(value: Number | None, name: str, meaning: str) -> Number | Variable:
    return Variable(name, f"{meaning} of the endpoint", True) if value is None else value


def _specification(policy: ScalingPolicy, endpoint: str, variant: str) -> Document:
    if policy.predefined:
        return {"PredefinedMetricSpecification": {"PredefinedMetricType": policy.predefined}}
    told = {
        "MetricName": policy.metric_name,
        "Namespace": policy.namespace,
        "Dimensions": [
            {"Name": "EndpointName", "Value": endpoint},
            {"Name": "VariantName", "Value": variant},
        ],
        "Statistic": policy.statistic,
    }
    return {"CustomizedMetricSpecification": {k: v for k, v in told.items() if v is not None}}


def _cooldowns(scaling: Scaling) -> Document:
    told = {
        "ScaleInCooldown": scaling.scale_in_cooldown,
        "ScaleOutCooldown": scaling.scale_out_cooldown,
    }
    return {name: value for name, value in told.items() if value is not None}


def _notes(scaling: Scaling, usable: Sequence[ScalingPolicy]) -> list[str]:
    if not usable:
        return ["the recommendation has no policy with a target: only the capacity is set"]
    if any(not each.predefined for each in usable):
        return [
            "the recommendation leaves out the dimensions of CloudWatch's metrics; they are "
            "those of the endpoint and its variant"
        ]
    return []
