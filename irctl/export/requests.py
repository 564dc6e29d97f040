"""Requests to Application Auto Scaling as JSON, for other programs."""

from irctl.export.autoscaling import Autoscaling
from irctl.export.values import Variable
from irctl.output.json import dumps


def scaling(described: Autoscaling) -> str:
    target = {
        name: None if isinstance(value, Variable) else value
        for name, value in described.target.items()
    }
    requests = {"RegisterScalableTarget": target, "PutScalingPolicy": list(described.policies)}
    return dumps(requests, indent=2)
