"""SageMaker on loopback: an HTTP server that speaks AWS JSON 1.1 and misbehaves on request."""

import json
import math
import os
import re
import socket
import ssl
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

Document = dict[str, Any]

_LONGEST_HANG_S = 120.0
_TARGETS = ("SageMaker.", "AWSPriceListService.")
_CONTENT_TYPE = "application/x-amz-json-1.1"
_TIMES = {
    "CreationTime",
    "CompletionTime",
    "LastModifiedTime",
    "InvocationStartTime",
    "InvocationEndTime",
    "StartTime",
    "EndTime",
}
_SUMMARY = (
    "JobName",
    "JobDescription",
    "JobType",
    "JobArn",
    "Status",
    "CreationTime",
    "CompletionTime",
    "RoleArn",
    "LastModifiedTime",
    "FailureReason",
    "ModelName",
    "ModelPackageVersionArn",
)


@dataclass(frozen=True, slots=True)
class AiKind:
    """How the API names the parts of a kind of AI job."""

    prefix: str
    """Of the members that are its own: name, ARN and status."""

    @property
    def name(self) -> str:
        return f"{self.prefix}Name"

    @property
    def status(self) -> str:
        return f"{self.prefix}Status"

    @property
    def jobs(self) -> str:
        return f"{self.prefix}s"

    @property
    def summary(self) -> tuple[str, ...]:
        return (self.name, f"{self.prefix}Arn", self.status, "CreationTime", "EndTime")


AI_RECOMMENDATION = AiKind("AIRecommendationJob")
AI_BENCHMARK = AiKind("AIBenchmarkJob")
AI_KINDS = (AI_RECOMMENDATION, AI_BENCHMARK)
AI_OPERATIONS = tuple(
    operation for kind in AI_KINDS for operation in (f"Describe{kind.prefix}", f"List{kind.jobs}")
)


@dataclass(frozen=True, slots=True)
class Request:
    operation: str
    body: Document
    headers: Mapping[str, str]

    @property
    def place(self) -> tuple[str, str]:
        """The access key and the region that it was signed for."""
        signed = re.search(r"Credential=(\w+)/\d+/([a-z0-9-]+)/", self.headers["authorization"])
        assert signed
        return signed[1], signed[2]


@dataclass(frozen=True, slots=True)
class Response:
    """What the service responds when nothing goes wrong."""

    status: int
    body: bytes


class Exchange:
    """One request, for a behaviour to answer or not."""

    def __init__(
        self,
        handler: BaseHTTPRequestHandler,
        service: Callable[[], Response],
        closing: threading.Event,
        *,
        is_next_page: bool = False,
    ):
        self.closing = closing
        """Set when the server stops, so that nothing hangs after its test."""
        self.is_next_page = is_next_page
        """Whether the request follows a page of a list."""
        self._handler = handler
        self._service = service

    @property
    def response(self) -> Response:
        return self._service()

    def send(
        self,
        status: int,
        body: bytes,
        *,
        content_type: str = _CONTENT_TYPE,
        headers: Mapping[str, str] | None = None,
        announced: int | None = None,
    ) -> None:
        """Send a response; `announced` is a wrong Content-Length."""
        handler = self._handler
        handler.send_response(status)
        handler.send_header("Content-Type", content_type)
        handler.send_header("x-amzn-RequestId", "00000000-1111-2222-3333-444444444444")
        handler.send_header("Content-Length", str(len(body) if announced is None else announced))
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    def start(self, status: int, headers: Mapping[str, str]) -> None:
        """Send only the headers of a response."""
        self._handler.send_response(status)
        for name, value in headers.items():
            self._handler.send_header(name, value)
        self._handler.end_headers()

    def send_more(self, body: bytes) -> None:
        """Send more of a body that was announced as longer."""
        self._handler.wfile.write(body)

    def close(self) -> None:
        """End the connection in order."""
        self._handler.close_connection = True

    def reset(self) -> None:
        """End the connection as a crash does, with a TCP reset."""
        connection = self._handler.connection
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(connection.detach())
        self._handler.close_connection = True


Behaviour = Callable[[Exchange], None]


def normal(exchange: Exchange) -> None:
    response = exchange.response
    exchange.send(response.status, response.body)


def delayed(seconds: float) -> Behaviour:
    """The normal response, late."""

    def behave(exchange: Exchange) -> None:
        exchange.closing.wait(seconds)
        normal(exchange)

    return behave


def held(until: threading.Event) -> Behaviour:
    """The normal response, once the event is set."""

    def behave(exchange: Exchange) -> None:
        until.wait(_LONGEST_HANG_S)
        normal(exchange)

    return behave


def together(requests: int) -> Behaviour:
    """The normal response, once so many requests wait for theirs; else a broken connection."""
    everyone = threading.Barrier(requests, timeout=_LONGEST_HANG_S)

    def behave(exchange: Exchange) -> None:
        with suppress(threading.BrokenBarrierError):
            everyone.wait()
            normal(exchange)

    return behave


def hung(exchange: Exchange) -> None:
    """No response at all, on a connection that stays open."""
    exchange.closing.wait(_LONGEST_HANG_S)
    exchange.close()


def dripped(exchange: Exchange) -> None:
    """A response without end, one byte at a time."""
    with suppress(BrokenPipeError, ConnectionResetError):
        exchange.send(200, b"{", announced=10**6)
        while not exchange.closing.wait(0.02):
            exchange.send_more(b" ")


def endless(framing: str) -> Behaviour:
    """A body without end at full speed: of an announced length, in chunks, or neither."""
    headers = {
        "announced": {"Content-Length": str(1 << 50)},
        "chunked": {"Transfer-Encoding": "chunked"},
        "one chunk": {"Transfer-Encoding": "chunked"},
        "until closed": {"Connection": "close"},
    }[framing]
    block = b" " * (1 << 20)
    first, next_ = b"", block
    if framing == "chunked":
        next_ = b"100000\r\n" + block + b"\r\n"
    if framing == "one chunk":  # even its size has no end
        first, next_ = b"1;", b"x" * (1 << 20)

    def behave(exchange: Exchange) -> None:
        with suppress(BrokenPipeError, ConnectionResetError):
            exchange.start(200, headers)
            exchange.send_more(first)
            while not exchange.closing.is_set():
                exchange.send_more(next_)

    return behave


def raw(
    body: bytes,
    *,
    status: int = 200,
    content_type: str = _CONTENT_TYPE,
    headers: Mapping[str, str] | None = None,
) -> Behaviour:
    """A response with any status and body."""
    return lambda exchange: exchange.send(status, body, content_type=content_type, headers=headers)


def _error(code: str, message: str) -> bytes:
    return json.dumps({"__type": code, **({"message": message} if message else {})}).encode()


def failing(
    code: str, message: str = "", status: int = 400, headers: Mapping[str, str] | None = None
) -> Behaviour:
    """An error response in AWS JSON 1.1."""
    return raw(_error(code, message), status=status, headers=headers)


throttled = failing("ThrottlingException", "Rate exceeded")


def _send_half(exchange: Exchange) -> None:
    response = exchange.response
    half = response.body[: len(response.body) // 2]
    exchange.send(response.status, half, announced=len(response.body))


def cut_short(exchange: Exchange) -> None:
    """Half of the announced body, then the end of the connection."""
    _send_half(exchange)
    exchange.close()


def truncated(exchange: Exchange) -> None:
    """Half of the body, announced as if it were complete: broken JSON in correct HTTP."""
    response = exchange.response
    exchange.send(response.status, response.body[: len(response.body) // 2])


def reset_before(exchange: Exchange) -> None:
    exchange.reset()


def reset_midway(exchange: Exchange) -> None:
    _send_half(exchange)
    time.sleep(0.05)  # a reset discards whatever the client has not read yet
    exchange.reset()


def closed_early(exchange: Exchange) -> None:
    """The connection ends in order, without a response."""
    exchange.close()


class Account:
    """The jobs of one account and region, which may be added, changed and removed at any time."""

    def __init__(self, jobs: Iterable[Document] = ()) -> None:
        self.jobs: dict[str, Document] = {}
        self.ai_jobs: dict[AiKind, dict[str, Document]] = {kind: {} for kind in AI_KINDS}
        self.steps: dict[str, list[Document]] = {}
        self.versions: list[Document] = []
        """Those of model package groups, as they are listed."""
        self.offers: list[Document] = []
        """What the Price List sells."""
        self.page_size = 100
        """The most entries on a page; MaxResults may ask for fewer."""
        self.add(*jobs)

    def add(self, *jobs: Document) -> None:
        """Add jobs of any kind, as documents of their Describe operations."""
        self.jobs.update({job["JobName"]: job for job in jobs if "JobName" in job})
        for kind, named in self.ai_jobs.items():
            named.update({job[kind.name]: job for job in jobs if kind.name in job})

    def respond(self, operation: str, body: Document) -> Response:
        try:
            document = _OPERATIONS[operation](self, body)
        except _ServiceError as error:
            return Response(400, _error(*error.args))
        return Response(200, json.dumps(on_the_wire(document)).encode())

    def describe(self, request: Document) -> Document:
        return self._job(request)

    def describe_ai_job(self, kind: AiKind, request: Document) -> Document:
        name = request[kind.name]
        if name not in self.ai_jobs[kind]:
            raise _ServiceError("ResourceNotFound", f"{kind.prefix} {name} does not exist.")
        return self.ai_jobs[kind][name]

    def list_ai_jobs(self, kind: AiKind, request: Document) -> Document:
        """The jobs that match, sorted by the time of their creation or by name."""
        keys: dict[str, Callable[[Document], Any]] = {
            "Name": lambda job: job[kind.name],
            "CreationTime": lambda job: job["CreationTime"],
        }
        jobs = [
            {name: job[name] for name in kind.summary if name in job} | _workload(kind, job)
            for job in self.ai_jobs[kind].values()
            if request.get("NameContains", "") in job[kind.name]
            and request.get("StatusEquals") in (None, job.get(kind.status))
        ]
        jobs.sort(key=keys[request["SortBy"]], reverse=request["SortOrder"] == "Descending")
        return self._page(request, kind.jobs, jobs)

    def list_jobs(self, request: Document) -> Document:
        listed = ({**job.get("InputConfig", {}), **job} for job in self.jobs.values())
        jobs = [
            {name: job[name] for name in _SUMMARY if name in job}
            for job in listed
            if request.get("NameContains", "") in job["JobName"]
            and request.get("StatusEquals") in (None, job.get("Status"))
            and request.get("ModelPackageVersionArnEquals")
            in (None, job.get("ModelPackageVersionArn"))
        ]
        return self._page(request, "InferenceRecommendationsJobs", jobs)

    def list_model_packages(self, request: Document) -> Document:
        group = request["ModelPackageGroupName"].rpartition("/")[2]
        entries = [entry for entry in self.versions if entry["ModelPackageGroupName"] == group]
        if not entries:
            raise _ServiceError("ValidationException", f"ModelPackageGroup {group} does not exist.")
        return self._page(request, "ModelPackageSummaryList", entries)

    def list_steps(self, request: Document) -> Document:
        name = self._job(request)["JobName"]
        steps = [
            step
            for step in self.steps.get(name, [])
            if request.get("Status") in (None, step["Status"])
        ]
        return self._page(request, "Steps", steps)

    def get_products(self, request: Document) -> Document:
        """The offers with all attributes that the filters name, as JSON text."""
        wanted = {entry["Field"]: entry["Value"] for entry in request["Filters"]}
        fitting = [
            json.dumps(offer)
            for offer in self.offers
            if wanted.items() <= offer["product"]["attributes"].items()
        ]
        return {"FormatVersion": "aws_v1", **self._page(request, "PriceList", fitting)}

    def _job(self, request: Document) -> Document:
        name = request["JobName"]
        if name not in self.jobs:
            raise _ServiceError("ResourceNotFound", f"Job {name} does not exist.")
        return self.jobs[name]

    def _page(self, request: Document, entries: str, all_of_them: list[Any]) -> Document:
        start = int(request.get("NextToken", "page-0").removeprefix("page-"))
        end = start + min(self.page_size, request.get("MaxResults", self.page_size))
        following = {"NextToken": f"page-{end}"} if end < len(all_of_them) else {}
        return {entries: all_of_them[start:end], **following}


class Server(Account):
    """An account, and how requests are answered.

    `then` queues behaviours for the next requests, one each; `about` sets the behaviour for
    one job, operation or region, `always` for all others. `requests` lists them in the order of
    their arrival.
    """

    def __init__(self, jobs: Iterable[Document] = (), certificate: Path | None = None) -> None:
        """Speak TLS with a certificate (and its key, in one file)."""
        super().__init__(jobs)
        self.places: dict[tuple[str, str], Account] = {}
        """The accounts of other access keys and regions."""
        self.requests: list[Request] = []
        self.most_at_once = 0
        """The most requests that were in flight at the same time."""
        self._in_flight = 0
        self._queue: deque[Behaviour] = deque()
        self._about: dict[str, Behaviour] = {}
        self._always: Behaviour = normal
        self._lock = threading.RLock()
        self._arrival = threading.Condition(self._lock)
        self._closing = threading.Event()
        self._http = _HttpServer(("127.0.0.1", 0), _handler_of(self))
        self._scheme = "http"
        if certificate is not None:
            tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            tls.load_cert_chain(certificate)
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True)
            self._scheme = "https"
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._http.server_address[1]}"

    @property
    def operations(self) -> list[str]:
        return [request.operation for request in self.requests]

    def then(self, *behaviours: Behaviour) -> None:
        with self._lock:
            self._queue.extend(behaviours)

    def always(self, behaviour: Behaviour) -> None:
        with self._lock:
            self._always = behaviour

    def about(self, name: str, behaviour: Behaviour) -> None:
        """Set the behaviour for the requests for a job, for an operation, or in a region."""
        with self._lock:
            self._about[name] = behaviour

    def without_ai_jobs(self, behaviour: Behaviour) -> None:
        """Answer every request about AI jobs with a behaviour."""
        for operation in AI_OPERATIONS:
            self.about(operation, behaviour)

    def wait_for_requests(self, number: int) -> None:
        """Return once so many requests have arrived."""
        with self._arrival:
            arrived = self._arrival.wait_for(lambda: len(self.requests) >= number, _LONGEST_HANG_S)
        assert arrived, f"{len(self.requests)} of {number} requests arrived"

    def stop(self) -> None:
        self._closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        """Record a request, and answer it by the next behaviour."""
        text = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        operation = handler.headers.get("X-Amz-Target") or ""
        for target in _TARGETS:
            operation = operation.removeprefix(target)
        body: Document = json.loads(text) if text.startswith(b"{") else {}  # STS sends a form
        with self._lock:
            headers = {name.lower(): value for name, value in handler.headers.items()}
            request = Request(operation, body, headers)
            self.requests.append(request)
            self._in_flight += 1
            self.most_at_once = max(self.most_at_once, self._in_flight)
            self._arrival.notify_all()
            behave = self._queue.popleft() if self._queue else self._behaviour(request)
            account = self.places.get(request.place, self) if self.places else self
        try:
            behave(
                Exchange(
                    handler,
                    lambda: account.respond(operation, body),
                    self._closing,
                    is_next_page="NextToken" in body,
                )
            )
        finally:
            with self._lock:
                self._in_flight -= 1

    def _behaviour(self, request: Request) -> Behaviour:
        names = [request.body[name] for name in ("JobName", *_AI_NAMES) if name in request.body]
        if request.operation not in self._about and self.places:
            names += request.place
        own = self._about.get(request.operation, self._always)
        return next((self._about[name] for name in names if name in self._about), own)


def _workload(kind: AiKind, job: Document) -> Document:
    """Only the list of benchmark jobs has it, and only there it has this name."""
    workload = job.get("AIWorkloadConfigIdentifier")
    return {"AIWorkloadConfigName": workload} if workload and kind is AI_BENCHMARK else {}


class _ServiceError(Exception):
    """The code and message of an error response."""


def _no_recommendation(account: Account, request: Document) -> Document:
    raise _ServiceError("ValidationException", "No scaling recommendation in this account.")


def _about_kind(
    operation: Callable[[Account, AiKind, Document], Document], kind: AiKind
) -> Callable[[Account, Document], Document]:
    return lambda account, request: operation(account, kind, request)


_OPERATIONS: dict[str, Callable[[Account, Document], Document]] = {
    "DescribeInferenceRecommendationsJob": Account.describe,
    "ListInferenceRecommendationsJobs": Account.list_jobs,
    "ListInferenceRecommendationsJobSteps": Account.list_steps,
    "GetScalingConfigurationRecommendation": _no_recommendation,
    "GetProducts": Account.get_products,
    "ListModelPackages": Account.list_model_packages,
    **{f"Describe{kind.prefix}": _about_kind(Account.describe_ai_job, kind) for kind in AI_KINDS},
    **{f"List{kind.jobs}": _about_kind(Account.list_ai_jobs, kind) for kind in AI_KINDS},
}
_AI_NAMES = tuple(kind.name for kind in AI_KINDS)


def on_the_wire(value: Any, name: str = "") -> Any:
    """A document in AWS JSON: times as seconds since 1970, NaN and infinities as text."""
    match value:
        case dict():
            return {key: on_the_wire(item, key) for key, item in value.items()}
        case list():
            return [on_the_wire(item) for item in value]
        case datetime():
            return value.timestamp()
        case str() if name in _TIMES:
            return datetime.fromisoformat(value).astimezone(timezone.utc).timestamp()
        case float() if not math.isfinite(value):
            return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


class _HttpServer(ThreadingHTTPServer):
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Print nothing: some tests are about clients that disconnect."""


def _handler_of(server: Server) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True  # it would delay every response by 40 ms

        def do_POST(self) -> None:
            with suppress(BrokenPipeError, ConnectionResetError):
                server.serve(self)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler
