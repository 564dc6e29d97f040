"""AWS JSON 1.1 over HTTP, with the demo account in place of the network."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from botocore.awsrequest import AWSPreparedRequest, AWSResponse, HTTPHeaders

from irctl.sources.bounds import Body
from irctl.sources.demo.account import DemoAccount
from irctl.sources.demo.requests import AwsError


class Wire:
    """A handler of botocore's `before-send` event, whose response replaces the network's."""

    def __init__(self, now: Callable[[], datetime]):
        """`now` is the clock of the job in progress."""
        self._account = DemoAccount(now)

    def __call__(self, request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        # Both are bytes by now, although their types are wider.
        target = cast(bytes, request.headers["X-Amz-Target"]).decode()
        body = cast(bytes, request.body)
        try:
            document = self._account.respond(target.removeprefix("SageMaker."), json.loads(body))
        except AwsError as error:
            return _response(request.url, 400, {"__type": error.code, "Message": error.message})
        return _response(request.url, 200, document)


def _response(url: str, status: int, document: dict[str, Any]) -> AWSResponse:
    body = json.dumps(document).encode()
    headers = HTTPHeaders()
    headers["x-amzn-RequestId"] = str(uuid4())
    headers["Content-Type"] = "application/x-amz-json-1.1"
    headers["Content-Length"] = str(len(body))
    return AWSResponse(url, status, headers, Body(body))
