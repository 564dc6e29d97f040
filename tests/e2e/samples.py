"""Sample jobs as the API describes them, and recorded ones."""

import math
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from .server import AI_BENCHMARK, AI_RECOMMENDATION, AiKind, Document

ACCOUNT = "111122223333"
REGION = "us-east-2"
CREATED = datetime(2026, 3, 8, 23, 40, 9, 593000, tzinfo=timezone.utc)

_RECORDED = Path(__file__).parents[3] / "shared" / "recorded"
RECORDED = sorted(_RECORDED.glob("*.json"))
"""Real responses next to the repository; empty elsewhere."""


def arn(name: str, region: str = REGION) -> str:
    return f"arn:aws:sagemaker:{region}:{ACCOUNT}:inference-recommendations-job/{name}"


def recommendation(
    instance_type: str = "ml.c5.xlarge",
    cost_per_hour: float = 0.23800000548362732,
    max_invocations: int = 791,
    latency: int = 100,
    **members: Any,
) -> Document:
    """A real-time recommendation whose cost per inference follows from the others."""
    return {
        "RecommendationId": f"sample/{max_invocations:08}",
        "Metrics": {
            "CostPerHour": cost_per_hour,
            "CostPerInference": cost_per_hour / (max_invocations * 60),
            "MaxInvocations": max_invocations,
            "ModelLatency": latency,
            "CpuUtilization": 101.6,
            "MemoryUtilization": math.nan,
        },
        "EndpointConfiguration": {
            "EndpointName": f"sm-epc-{instance_type}",
            "VariantName": "AllTraffic",
            "InstanceType": instance_type,
            "InitialInstanceCount": 1,
        },
        "ModelConfiguration": {
            "InferenceSpecificationName": "onnx",
            "EnvironmentParameters": [
                {"Key": "OMP_NUM_THREADS", "ValueType": "String", "Value": "4"}
            ],
        },
        "InvocationStartTime": CREATED + timedelta(minutes=5),
        "InvocationEndTime": CREATED + timedelta(minutes=9),
        **members,
    }


def serverless(memory: int = 2048) -> Document:
    """A serverless recommendation, without a cost per hour and with missing numbers."""
    return {
        "Metrics": {
            "CostPerInference": 4.0e-06,
            "MaxInvocations": 120,
            "ModelLatency": 310,
            "CpuUtilization": math.nan,
            "MemoryUtilization": math.nan,
            "ModelSetupTime": 4500000,
        },
        "EndpointConfiguration": {
            "EndpointName": "sm-epc-serverless",
            "VariantName": "AllTraffic",
            "ServerlessConfig": {
                "MemorySizeInMB": memory,
                "MaxConcurrency": 1,
                "ProvisionedConcurrency": 1,
            },
        },
        "ModelConfiguration": {"EnvironmentParameters": []},
    }


def job(name: str = "resnet50", **members: Any) -> Document:
    """A finished job with two instance types and a serverless one. None removes a member."""
    document = {
        "JobName": name,
        "JobDescription": "Which instance for ResNet-50? Größer ist nicht besser",
        "JobType": "Default",
        "JobArn": arn(name),
        "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/service-role/Recommender",
        "Status": "COMPLETED",
        "CreationTime": CREATED,
        "CompletionTime": CREATED + timedelta(minutes=42),
        "LastModifiedTime": CREATED + timedelta(minutes=42, microseconds=1),
        "InputConfig": {
            "ModelPackageVersionArn": f"arn:aws:sagemaker:{REGION}:{ACCOUNT}:model-package/m/1",
            "ModelName": "resnet50-model",
            "JobDurationInSeconds": 7200,
            "TrafficPattern": {
                "TrafficType": "PHASES",
                "Phases": [{"InitialNumberOfUsers": 1, "SpawnRate": 2, "DurationInSeconds": 120}],
            },
            "ContainerConfig": {
                "Framework": "TENSORFLOW",
                "PayloadConfig": {
                    "SamplePayloadUrl": "s3://samples/resnet50/payload.tar.gz",
                    "SupportedContentTypes": ["application/json"],
                },
            },
        },
        "StoppingConditions": {
            "MaxInvocations": 1000,
            "ModelLatencyThresholds": [{"Percentile": "P95", "ValueInMilliseconds": 500}],
        },
        "InferenceRecommendations": [
            recommendation(),
            recommendation("ml.g4dn.xlarge", 0.7360000014305115, 4822, 75),
            serverless(),
        ],
        "EndpointPerformances": [
            {
                "Metrics": {"MaxInvocations": 400, "ModelLatency": 171},
                "EndpointInfo": {"EndpointName": "endpoint-in-production"},
            }
        ],
        **members,
    }
    return {key: value for key, value in document.items() if value is not None}


def ai_arn(kind: AiKind, name: str, region: str = REGION) -> str:
    resource = "ai-benchmark-job" if kind is AI_BENCHMARK else "ai-recommendation-job"
    return f"arn:aws:sagemaker:{region}:{ACCOUNT}:{resource}/{name}"


def _ai_job(kind: AiKind, name: str, status: str, members: Document) -> Document:
    document = {
        f"{kind.prefix}Name": name,
        f"{kind.prefix}Arn": ai_arn(kind, name),
        f"{kind.prefix}Status": status,
        "AIWorkloadConfigIdentifier": "chat-512-256",
        "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/Recommender",
        "CreationTime": CREATED,
        "StartTime": CREATED + timedelta(minutes=1),
        "EndTime": CREATED + timedelta(hours=3),
        "OutputConfig": {"S3OutputLocation": f"s3://results/{name}/"},
        **members,
    }
    return {key: value for key, value in document.items() if value is not None}


def ai_recommendation_job(
    name: str = "llama", status: str = "Completed", **members: Any
) -> Document:
    """A job with two recommendations for throughput. None removes a member."""
    return _ai_job(
        AI_RECOMMENDATION,
        name,
        status,
        {
            "ModelSource": {"S3": {"S3Uri": "s3://models/llama/"}},
            "PerformanceTarget": {"Constraints": [{"Metric": "throughput"}]},
            "Recommendations": [
                ai_recommendation("ml.g6e.2xlarge", "fast", 1210.5),
                ai_recommendation("ml.g6.12xlarge", "cheap", 940.25),
            ],
            **members,
        },
    )


def ai_recommendation(instance_type: str, specification: str, tokens_per_s: float) -> Document:
    """A recommendation for a language model, with its figures as text."""

    def figure(metric: str, statistic: str, value: object, unit: str) -> Document:
        return {"Metric": metric, "Stat": statistic, "Value": str(value), "Unit": unit}

    return {
        "ModelDetails": {"InferenceSpecificationName": specification},
        "DeploymentConfiguration": {
            "InstanceType": instance_type,
            "InstanceCount": 1,
            "CopyCountPerInstance": 2,
            "EnvironmentVariables": {"SM_VLLM_MAX_NUM_SEQS": "64"},
        },
        "ExpectedPerformance": [
            figure("OutputTokenThroughput", "avg", tokens_per_s, "Tokens/Second"),
            figure("RequestThroughput", "avg", tokens_per_s / 250, "Requests/Second"),
            figure("TimeToFirstToken", "p50", 201.4, "Milliseconds"),
            figure("TimeToFirstToken", "p90", 377.9, "Milliseconds"),
        ],
    }


def ai_benchmark_job(name: str = "chat", status: str = "Completed", **members: Any) -> Document:
    """A benchmark of an endpoint, whose figures are not in the response."""
    return _ai_job(
        AI_BENCHMARK,
        name,
        status,
        {
            "BenchmarkTarget": {"Endpoint": {"Identifier": "llama-prod"}},
            **members,
        },
    )


def failed(name: str = "bert-failed") -> Document:
    return job(
        name,
        Status="FAILED",
        FailureReason="INVALID_INPUT: the container returned status 500",
        InferenceRecommendations=None,
        EndpointPerformances=None,
    )


def in_progress(name: str = "llama-running") -> Document:
    return job(
        name,
        Status="IN_PROGRESS",
        CompletionTime=None,
        InferenceRecommendations=None,
        EndpointPerformances=None,
    )


def step(job_name: str, number: int, status: str = "COMPLETED") -> Document:
    """The benchmark of one instance type."""
    made = recommendation(f"ml.c5.{number}xlarge", 0.2 * number, 500 * number)
    benchmark: Document = {
        name: made[name] for name in ("EndpointConfiguration", "ModelConfiguration")
    }
    if status == "COMPLETED":
        benchmark["Metrics"] = made["Metrics"]
        benchmark["EndpointMetrics"] = {"MaxInvocations": 490 * number, "ModelLatency": 99}
    else:
        benchmark["FailureReason"] = f"benchmark {number} ran out of memory"
    return {
        "StepType": "BENCHMARK",
        "JobName": job_name,
        "Status": status,
        "InferenceBenchmark": benchmark,
    }
