"""SageMaker on loopback, whose jobs a test changes as time goes by."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Document = dict[str, Any]
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


class SageMaker:
    def __init__(self, url: str):
        self.url = url
        self.jobs: dict[str, Document] = {}
        self.steps: dict[str, list[Document]] = {}
        self.asked: list[str] = []
        """The operations that were called, in their order."""
        self.refused: dict[str, tuple[int, str]] = {}
        """Operation -> the status and error code with which each call fails."""

    def add(self, *jobs: Document) -> None:
        self.jobs.update({each["JobName"]: each for each in jobs})

    def answer(self, operation: str, request: Document) -> tuple[int, Document]:
        self.asked.append(operation)
        if operation in self.refused:
            status, code = self.refused[operation]
            return status, {"__type": code, "message": "as the test wants it"}
        if operation == "ListInferenceRecommendationsJobs":
            return 200, {"InferenceRecommendationsJobs": list(self.jobs.values())}
        name = request["JobName"]
        if name not in self.jobs:
            return 400, {"__type": "ResourceNotFound", "message": "none"}
        if operation == "ListInferenceRecommendationsJobSteps":
            wanted = request.get("Status")
            steps = self.steps.get(name, [])
            return 200, {"Steps": [s for s in steps if wanted in (None, s["Status"])]}
        return 200, self.jobs[name]


class _Server(ThreadingHTTPServer):
    request_queue_size = 64


@contextmanager
def running() -> Iterator[SageMaker]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            operation = self.headers["X-Amz-Target"].partition(".")[2]
            status, answer = sagemaker.answer(operation, body)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: Any) -> None:
            pass

    with _Server(("127.0.0.1", 0), Handler) as server:
        sagemaker = SageMaker(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield sagemaker
        finally:
            server.shutdown()
            thread.join()
