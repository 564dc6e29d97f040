"""A SageMaker server with generated jobs on loopback, for the benchmarks.

`python server.py LATENCY_MS` prints its URL and serves until it is stopped. It speaks AWS JSON 1.1:
DescribeInferenceRecommendationsJob for any name, and lists of jobs: 5,000 of this kind.
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

latency_s = 0.0
JOBS = 5000
PAGE = 100
TYPES = ("ml.m5.large", "ml.c5.xlarge", "ml.c6i.xlarge", "ml.inf1.xlarge", "ml.g4dn.xlarge")
ARN = "arn:aws:sagemaker:us-east-1:111122223333:inference-recommendations-job/"


def described(name: str) -> dict[str, Any]:
    recommendations = []
    for index, instance_type in enumerate(TYPES):
        hourly, rate = 0.1 * (index + 1), 400 * (index + 1) + len(name)
        recommendations.append(
            {
                "RecommendationId": f"{name}/{index:08d}",
                "Metrics": {
                    "CostPerHour": hourly,
                    "CostPerInference": hourly / rate / 60,
                    "MaxInvocations": rate,
                    "ModelLatency": 200 // (index + 1),
                    "CpuUtilization": "NaN",
                },
                "EndpointConfiguration": {
                    "EndpointName": f"sm-epc-{index}",
                    "VariantName": f"sm-epc-{index}",
                    "InstanceType": instance_type,
                    "InitialInstanceCount": 1,
                },
                "ModelConfiguration": {
                    "EnvironmentParameters": [
                        {"Key": "OMP_NUM_THREADS", "ValueType": "String", "Value": "1"}
                    ]
                },
            }
        )
    return {
        **listed(name),
        "InputConfig": {"ModelPackageVersionArn": f"{ARN.replace('inference', 'model')}m/1"},
        "InferenceRecommendations": recommendations,
    }


def listed(name: str) -> dict[str, Any]:
    return {
        "JobName": name,
        "JobDescription": "made up",
        "JobType": "Default",
        "JobArn": ARN + name,
        "RoleArn": "arn:aws:iam::111122223333:role/Recommender",
        "Status": "COMPLETED",
        "CreationTime": 1790000000.123,
        "CompletionTime": 1790002400.456,
        "LastModifiedTime": 1790002400.789,
    }


def page(request: dict[str, Any]) -> dict[str, Any]:
    start = int(request.get("NextToken", 0))
    end = min(start + PAGE, JOBS)
    jobs = [listed(f"job-{index:05d}") for index in range(start, end)]
    more = {"NextToken": str(end)} if end < JOBS else {}
    return {"InferenceRecommendationsJobs": jobs, **more}


def answer(operation: str, request: dict[str, Any]) -> dict[str, Any]:
    """Return a response: of the other kinds of jobs, the account has none."""
    if operation == "ListInferenceRecommendationsJobs":
        return page(request)
    if operation.startswith("List"):
        return {operation.removeprefix("List"): []}
    return described(request["JobName"])


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        time.sleep(latency_s)
        operation = self.headers["X-Amz-Target"].rpartition(".")[2]
        body = json.dumps(answer(operation, request)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/x-amz-json-1.1")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    request_queue_size = 128
    daemon_threads = True


if __name__ == "__main__":
    latency_s = float(sys.argv[1]) / 1000
    server = Server(("127.0.0.1", 0), Handler)
    print(f"http://127.0.0.1:{server.server_address[1]}", flush=True)
    server.serve_forever()
