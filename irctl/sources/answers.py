"""What AWS answers, looked at before botocore makes something of it, and afterwards: each
function is a handler of one of botocore's events."""

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from irctl.jobs import parse
from irctl.jobs.model import Document
from irctl.sources import aws_errors
from irctl.sources.pacing import within

if TYPE_CHECKING:
    from types_boto3_sagemaker.client import SageMakerClient

_SIGNED = re.compile("The (?:Canonical String|String-to-Sign)|'?(?:Authorization=|AWS4-HMAC)")
_RAW = "-irctl-raw"
"""Under which an answer carries its own JSON from one handler to another."""


def only_answers(
    response_dict: Mapping[str, Any],
    operation_model: Any,
    customized_response_dict: Document,
    **_: Any,
) -> None:
    """Stops at a success that SageMaker cannot have sent. botocore would take a proxy's
    page for an empty response, and so for a list of no jobs."""
    if response_dict["status_code"] >= 300:
        return
    body = bytes(response_dict["body"]).strip()
    shape = operation_model.output_shape
    try:
        answer = json.loads(body.decode())  # of bytes, json would take more than UTF-8
    except (ValueError, RecursionError):
        what = "a web page" if body.startswith(b"<") else "not JSON" if body else "empty"
    else:
        if isinstance(answer, dict):
            unlike = _unlike(answer, shape)
            if unlike is None:
                customized_response_dict[_RAW] = answer
                return
            ours = answer.keys() & shape.members.keys()
            what = unlike if ours else parse.what_it_is(answer) or unlike
        else:
            what = parse.what_it_is(answer) or "no object"
    raise aws_errors.unreadable(f"the answer to {operation_model.name} is {what}")


def _unlike(answer: Mapping[str, Any], shape: Any) -> str | None:
    """In what an object is not the answer that it should be; None for one that can be. What
    has no member that SageMaker always sends, or none that is known, is somebody else's."""
    needed = shape.required_members or ([*shape.members] if answer else [])
    if needed and not answer.keys() & {*needed}:
        return f"an object without {needed[0]}"
    if "NextToken" in shape.members:  # a page of a list
        for name, value in answer.items():
            kind = shape.members[name].type_name if name in shape.members else None
            if kind == "list" and not isinstance(value, list):
                return f"an object whose {name} is no list"
            if kind == "string" and not isinstance(value, str | None):
                return f"an object whose {name} is no text"
    return None


def all_members(parsed: Document, model: Any, **_: Any) -> None:
    """Adds what botocore leaves out of an answer: members that its model does not know."""
    raw = parsed.pop(_RAW, None)
    if raw is not None:
        _add_unknown(parsed, raw, model.output_shape)


def _add_unknown(parsed: Any, raw: Any, shape: Any) -> None:
    if shape.type_name == "structure" and isinstance(parsed, dict):
        parsed.pop("SDK_UNKNOWN_MEMBER", None)  # botocore's word for one of a union
        for name, value in raw.items():
            if name not in shape.members:
                parsed.setdefault(name, value)
            elif name in parsed:
                _add_unknown(parsed[name], value, shape.members[name])
    elif shape.type_name == "list" and isinstance(parsed, list):
        for item, original in zip(parsed, raw, strict=True):
            _add_unknown(item, original, shape.member)


def unsigned(parsed: Any, **_: Any) -> None:
    """Shortens the message about a wrong signature, which repeats all that was signed, the
    session token too, before it becomes an exception."""
    error = parsed.get("Error")
    if error:
        told = str(error.get("Message") or "")
        error["Message"] = _SIGNED.split(told, maxsplit=1)[0].rstrip()


def whole(client: "SageMakerClient", longest_s: float) -> Callable[..., Any]:
    """Sends a request, and takes two kinds of answers for the broken connection that they
    are, one to try again. A body shorter than announced: botocore would read half a list of
    jobs as a list of none. One that never ends: botocore's time-out starts anew with every
    byte."""
    session = client._endpoint.http_session  # type: ignore[attr-defined]

    def send(request: Any, **_: Any) -> Any:
        try:
            response = within(longest_s, partial(session.send, request))
        except TimeoutError:
            raise ReadTimeoutError(endpoint_url=request.url) from None
        announced = response.headers.get("Content-Length") or ""
        if announced.isdecimal() and len(response.content) < int(announced):
            raise ConnectionClosedError(endpoint_url=request.url)
        return response

    return send
