"""How much AWS may answer, and how long it may take; also the services that issue credentials."""

import threading
import time
from functools import partial
from http.client import responses as reasons
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.awsrequest import AWSResponse
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ConnectionClosedError, ReadTimeoutError
from urllib3.exceptions import HTTPError
from urllib3.exceptions import TimeoutError as TimedOut

from irctl.errors import NO_ANSWER, IrctlError
from irctl.sources.pacing import MOST_REQUESTS, within

if TYPE_CHECKING:
    from collections.abc import Iterator

_TURNS = threading.BoundedSemaphore(MOST_REQUESTS)
"""For all requests of the process, whatever they are for."""
_CHUNK = 1 << 16
_EXCERPT = 200
_PROXY = "is it AWS that answers? check --endpoint-url, AWS_ENDPOINT_URL and HTTPS_PROXY"


class Bounds(NamedTuple):
    connect_s: float = 5.0
    read_s: float = 10.0
    """Until the next byte arrives."""
    response_s: float = 30.0
    """Until the end of a response."""
    operation_s: float = 60.0
    """Until the last attempt at an operation starts or ends; each page is one."""
    response_bytes: int = 64 << 20
    pages: int = 10_000
    """Of one listing."""

    @property
    def config(self) -> Config:
        return Config(connect_timeout=self.connect_s, read_timeout=self.read_s)


DEFAULT_BOUNDS = Bounds()


class Body(BytesIO):
    """The part of urllib3's response that AWSResponse uses, with the body in memory."""

    def stream(self, **_: Any) -> "Iterator[bytes]":
        yield self.getvalue()


def bound(client: Any, bounds: Bounds) -> None:
    """Make a client of botocore keep the bounds."""
    sender = _Sender(client._endpoint.http_session, bounds)
    # Last: until then, credentials may be refreshed.
    client.meta.events.register_last("before-call", sender.start)
    client.meta.events.register("before-send", sender)


class _Sender:
    """A handler of botocore's `before-send` event that sends a request and reads its response.

    botocore itself reads without a limit, restarts its time-out with every byte, and takes half
    a list of jobs for an empty one.
    """

    def __init__(self, session: Any, bounds: Bounds):
        self._session = session
        self._bounds = bounds
        self._operation = _Operation()

    def start(self, **_: Any) -> None:
        """Start the clock of an operation, with all attempts at it."""
        self._operation.deadline = time.monotonic() + self._bounds.operation_s

    def __call__(self, request: Any, **_: Any) -> AWSResponse:
        waited_since = time.monotonic()
        with _TURNS:
            self._operation.deadline += time.monotonic() - waited_since
            return self._response(request)

    def _response(self, request: Any) -> AWSResponse:
        left = self._operation.deadline - time.monotonic()
        if left <= 0:
            raise self._out_of_time()
        longest = min(left, self._bounds.response_s)
        try:
            response = within(longest, partial(self._fetch, request, time.monotonic() + longest))
            self._operation.last = _summary(response)
        except TimeoutError:
            self._operation.last = f"no complete response from {request.url}"
            raise ReadTimeoutError(endpoint_url=request.url) from None
        except BotoCoreError as error:
            self._operation.last = str(error)
            raise
        return response

    def _fetch(self, request: Any, deadline: float) -> AWSResponse:
        request.stream_output = True  # or botocore would read the body
        response = self._session.send(request)
        try:
            content = self._content(response.raw, deadline)
        except TimedOut:
            raise ReadTimeoutError(endpoint_url=request.url) from None
        except HTTPError as error:
            raise ConnectionClosedError(endpoint_url=request.url) from error
        announced = response.headers.get("Content-Length") or ""
        if announced.isdecimal() and len(content) < int(announced):
            raise ConnectionClosedError(endpoint_url=request.url)
        return AWSResponse(response.url, response.status_code, response.headers, Body(content))

    def _content(self, raw: Any, deadline: float) -> bytes:
        """Read a body. It is not decompressed, as botocore never asks for compression."""
        chunks: list[bytes] = []
        size = 0
        # Not raw.stream(), which reads a line of chunked encoding of any length.
        while chunk := raw.read(_CHUNK):
            size += len(chunk)
            if size > self._bounds.response_bytes:
                raw.close()
                raise IrctlError(
                    f"a response is larger than {self._bounds.response_bytes >> 20} MiB", _PROXY
                )
            if time.monotonic() > deadline:  # nobody waits for it any more
                raw.close()
                raise TimeoutError
            chunks.append(chunk)
        return b"".join(chunks)

    def _out_of_time(self) -> IrctlError:
        return IrctlError(
            f"no success within {self._bounds.operation_s:g} s; the last attempt: "
            f"{self._operation.last}",
            "try again later; is the network up? check --endpoint-url and HTTPS_PROXY",
            reason=NO_ANSWER,
        )


class _Operation(threading.local):
    """The operation that a thread is performing."""

    deadline = float("inf")
    last = ""
    """How the last attempt ended."""


def _summary(response: AWSResponse) -> str:
    status = response.status_code
    text = " ".join(response.content[:_EXCERPT].decode(errors="replace").split())
    return " ".join(filter(None, [f"HTTP status {status}", reasons.get(status), text]))
