"""The Application Auto Scaling requests that carry out a scaling recommendation.

Sources: GetScalingConfigurationRecommendation in SageMaker's API reference;
RegisterScalableTarget and PutScalingPolicy in that of Application Auto Scaling, where
cool-downs are in seconds; "Automatic scaling of models" in SageMaker's developer guide for the
resource ID and the dimensions of an endpoint's metrics.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from irctl.export.values import Variable
from irctl.jobs.metrics import Number
from irctl.jobs.model import Document
from irctl.jobs.scaling import Scaling, ScalingPolicy

DIMENSION = "sagemaker:variant:DesiredInstanceCount"


class Autoscaling(NamedTuple):
    """The requests to Application Auto Scaling; any value may be a Variable."""

    title: str
    region: str | None
    target: Document
    policies: tuple[Document, ...]
    notes: tuple[str, ...]

    def tagged(self, tags: Mapping[str, str]) -> "Autoscaling":
        """Add tags to the scalable target; policies take none."""
        return self._replace(target=self.target | {"Tags": dict(tags)}) if tags else self

    @property
    def variables(self) -> list[Variable]:
        return [value for value in self.target.values() if isinstance(value, Variable)]


def autoscaling(
    scaling: Scaling, endpoint: str, variant: str, title: str, region: str | None
) -> Autoscaling:
    """Return the requests for a variant of an endpoint."""
    resource = {
        "ServiceNamespace": "sagemaker",
        "ResourceId": f"endpoint/{endpoint}/variant/{variant}",
        "ScalableDimension": DIMENSION,
    }
    target: Document = {
        **resource,
        "MinCapacity": _known(scaling.min_capacity, "min_capacity", "lowest"),
        "MaxCapacity": _known(scaling.max_capacity, "max_capacity", "highest"),
    }
    usable = [policy for policy in scaling.policies if policy.target is not None]
    policies = tuple(
        {
            "PolicyName": f"{endpoint}-{variant}-{policy.metric}",
            **resource,
            "PolicyType": "TargetTrackingScaling",
            "TargetTrackingScalingPolicyConfiguration": {
                "TargetValue": _in_single_digits(policy.target),
                **_specification(policy, endpoint, variant),
                **_cooldowns(scaling),
            },
        }
        for policy in usable
    )
    return Autoscaling(
        title=title, region=region, target=target, policies=policies, notes=tuple(_notes(usable))
    )


def _known(value: Number | None, name: str, which: str) -> Number | Variable:
    description = f"the {which} number of instances of the endpoint"
    return Variable(name, description, is_number=True) if value is None else value


def _in_single_digits(target: Number | None) -> Number | None:
    """Return a target without digits that a 32-bit float, from which the API computes it, lacks."""
    if not isinstance(target, float) or target.is_integer():
        return target
    return float(f"{target:.7g}")


def _specification(policy: ScalingPolicy, endpoint: str, variant: str) -> Document:
    if policy.predefined:
        return {"PredefinedMetricSpecification": {"PredefinedMetricType": policy.predefined}}
    specification = {
        "MetricName": policy.metric_name,
        "Namespace": policy.namespace,
        "Dimensions": [
            {"Name": "EndpointName", "Value": endpoint},
            {"Name": "VariantName", "Value": variant},
        ],
        "Statistic": policy.statistic,
    }
    return {
        "CustomizedMetricSpecification": {k: v for k, v in specification.items() if v is not None}
    }


def _cooldowns(scaling: Scaling) -> Document:
    cooldowns = {
        "ScaleInCooldown": scaling.scale_in_cooldown,
        "ScaleOutCooldown": scaling.scale_out_cooldown,
    }
    return {name: value for name, value in cooldowns.items() if value is not None}


def _notes(usable: Sequence[ScalingPolicy]) -> list[str]:
    if not usable:
        return ["the recommendation has no policy with a target: only the capacity is set"]
    if any(not policy.predefined for policy in usable):
        return [
            "the recommendation does not contain the dimensions of CloudWatch metrics; those of "
            "the endpoint and its variant are used"
        ]
    return []
