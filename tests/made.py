"""Jobs of plain values, parsed from a response."""

from typing import Any

from irctl.jobs import parse
from irctl.jobs.metrics import Values
from irctl.jobs.model import Document, Job, Recommendation


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


def figure(
    metric: str, value: Any, statistic: str | None = None, unit: str | None = None
) -> Document:
    """Make an entry of ExpectedPerformance."""
    entry = {"Metric": metric, "Stat": statistic, "Value": value, "Unit": unit}
    return {name: given for name, given in entry.items() if given is not None or name == "Value"}


def language_row(instance_type: str = "ml.g6e.2xlarge", **members: Any) -> Document:
    """Make a recommendation of an AI recommendation job."""
    deployment = {"InstanceType": instance_type, "InstanceCount": 1, "CopyCountPerInstance": 1}
    return {"DeploymentConfiguration": deployment, **members}


def recommendation_job(*rows: Document, name: str = "chat", **members: Any) -> Document:
    """Make a DescribeAIRecommendationJob response."""
    return {
        "AIRecommendationJobName": name,
        "AIRecommendationJobStatus": "Completed",
        "Recommendations": list(rows),
        **members,
    }


def benchmark_job(*rows: Document, name: str = "bench", **members: Any) -> Document:
    """Make a DescribeAIBenchmarkJob response, joined with its results."""
    return {
        "AIBenchmarkJobName": name,
        "AIBenchmarkJobStatus": "Completed",
        **({"BenchmarkResults": list(rows)} if rows else {}),
        **members,
    }
