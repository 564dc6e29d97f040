"""Jobs to wait for: as much of a response as tells how far they are."""

from typing import Any

from tests.e2e.server import Document

CREATED = 1_795_170_000  # 2026-11-20 09:40 UTC


def job(name: str, status: str = "IN_PROGRESS", **members: Any) -> Document:
    return {
        "JobName": name,
        "JobArn": f"arn:aws:sagemaker:us-east-2:111122223333:inference-recommendations-job/{name}",
        "JobType": "Default",
        "Status": status,
        "CreationTime": CREATED,
        "LastModifiedTime": CREATED,
        "InputConfig": {"JobDurationInSeconds": 7200},
        **members,
    }


def step(name: str, status: str, reason: str | None = None) -> Document:
    return {
        "JobName": name,
        "StepType": "BENCHMARK",
        "Status": status,
        "InferenceBenchmark": {
            "EndpointConfiguration": {"InstanceType": "ml.c5.large", "InitialInstanceCount": 1},
            "ModelConfiguration": {},
            **({"FailureReason": reason} if reason else {}),
        },
    }
