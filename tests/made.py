"""Jobs of plain values, parsed from a response."""

from typing import Any

from irctl.jobs import parse
from irctl.jobs.metrics import Values
from irctl.jobs.model import Job, Recommendation


def real_time(
    instance_type: str = "ml.x",
    cost: float | None = 1.0,
    rate: float | None = 100,
    latency: float | None = 10,
    count: int | None = 1,
    per_inference: float | None = None,
    **more: Any,
) -> dict[str, Any]:
    """Return an entry of InferenceRecommendations; None omits a member."""
    return {
        "Metrics": _present(
            CostPerHour=cost,
            CostPerInference=per_inference,
            MaxInvocations=rate,
            ModelLatency=latency,
        ),
        "EndpointConfiguration": _present(InstanceType=instance_type, InitialInstanceCount=count),
        **more,
    }


def serverless(
    per_inference: float | None = 1e-5,
    rate: float | None = 60,
    concurrency: int | None = 1,
    memory: int = 2048,
    latency: float | None = 10,
    provisioned: int | None = None,
) -> dict[str, Any]:
    return {
        "Metrics": _present(
            CostPerInference=per_inference, MaxInvocations=rate, ModelLatency=latency
        ),
        "EndpointConfiguration": {
            "ServerlessConfig": _present(
                MemorySizeInMB=memory,
                MaxConcurrency=concurrency,
                ProvisionedConcurrency=provisioned,
            )
        },
    }


def values(**amounts: float | None) -> Values:
    """Values by the names of metrics: `values(latency=5, cost_per_hour=0.5)`."""
    return {
        (name.replace("_", "-"), None): amount
        for name, amount in amounts.items()
        if amount is not None
    }


def environment(**variables: str) -> dict[str, Any]:
    """Return keyword arguments for real_time()."""
    entries = [{"Key": k, "ValueType": "string", "Value": v} for k, v in variables.items()]
    return {"ModelConfiguration": {"EnvironmentParameters": entries}}


def response(*entries: dict[str, Any], name: str = "made-up", **more: Any) -> dict[str, Any]:
    return {
        "JobName": name,
        "JobType": "Default",
        "Status": "COMPLETED",
        "InferenceRecommendations": list(entries),
        **more,
    }


def job(*entries: dict[str, Any], name: str = "made-up", **more: Any) -> Job:
    return parse.job(response(*entries, name=name, **more))


def one(entry: dict[str, Any]) -> Recommendation:
    return job(entry).recommendations[0]


def _present(**members: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value is not None}
