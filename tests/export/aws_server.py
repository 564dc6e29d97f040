"""SageMaker and Application Auto Scaling on loopback, for scripts that change an endpoint."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

Document = dict[str, Any]


class Server(HTTPServer):
    """Keeps what is created; the endpoint `name` exists from the start."""

    def __init__(self, name: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        arn = f"arn:aws:sagemaker:us-east-1:111122223333:endpoint/{name}"
        self.endpoints = {
            name: {"EndpointName": name, "EndpointArn": arn, "EndpointConfigName": "old"}
        }
        self.names: set[tuple[str, str]] = set()
        self.changes: list[tuple[str, Document]] = []
        """What was sent, apart from descriptions."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def answer(self, operation: str, request: Document) -> Document | None:
        """Return a response; None for a resource that does not exist, or exists already."""
        if operation == "DescribeEndpoint":
            found = self.endpoints.get(request["EndpointName"])
            return found and {**found, "EndpointStatus": "InService"}
        for kind, member in (("Model", "ModelName"), ("EndpointConfig", "EndpointConfigName")):
            if operation == f"Describe{kind}":
                return {} if (kind, request[member]) in self.names else None
            if operation == f"Create{kind}":
                if (kind, request[member]) in self.names:
                    return None
                self.names.add((kind, request[member]))
        self.changes.append((operation, request))
        if operation == "UpdateEndpoint":
            config = request["EndpointConfigName"]
            self.endpoints[request["EndpointName"]]["EndpointConfigName"] = config
        return {"ScalableTargetARN": "arn:aws:application-autoscaling:::target/1"}


class _Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        operation = self.headers["X-Amz-Target"].rpartition(".")[2]
        response = self.server.answer(operation, body)
        if response is None:
            response = {"__type": "ValidationException", "message": "Could not find it"}
            self.send_response(400)
        else:
            self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(response).encode())

    def log_message(self, *_: Any) -> None:
        pass
