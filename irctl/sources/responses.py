"""Checks and repairs of SageMaker's responses; each function handles a botocore event."""

import json
import re
from collections.abc import Mapping
from typing import Any

from irctl.jobs.model import Document
from irctl.jobs.recognition import other_than_job
from irctl.sources.aws_errors import unreadable

_SIGNED = re.compile("The (?:Canonical String|String-to-Sign)|'?(?:Authorization=|AWS4-HMAC)")
_RAW = "-irctl-raw"
"""The key under which a response carries its own JSON from one handler to the next."""


def check(
    response_dict: Mapping[str, Any],
    operation_model: Any,
    customized_response_dict: Document,
    **_: Any,
) -> None:
    """Raise IrctlError for a successful response that SageMaker cannot have sent.

    botocore would read a proxy's web page as an empty response, and thus as an empty list.
    """
    if response_dict["status_code"] >= 300:
        return
    body = bytes(response_dict["body"]).strip()
    problem: str | None
    try:
        document = json.loads(body.decode())  # json.loads(bytes) would accept UTF-16
    except (ValueError, RecursionError):
        problem = "a web page" if body.startswith(b"<") else "not JSON" if body else "empty"
    else:
        problem = _mismatch(document, operation_model.output_shape)
        if problem is None:
            customized_response_dict[_RAW] = document
            return
    raise unreadable(f"the response to {operation_model.name} is {problem}")


def _mismatch(document: Any, shape: Any) -> str | None:
    """Why a document is not a response of this shape; None if it can be one."""
    if not isinstance(document, dict):
        return other_than_job(document) or "not an object"
    known = document.keys() & shape.members.keys()
    required = shape.required_members or (list(shape.members) if document else [])
    if required and not document.keys() & set(required):
        missing = f"an object without {required[0]}"
        return missing if known else other_than_job(document) or missing
    if "NextToken" in shape.members:
        return _page_mismatch({name: document[name] for name in known}, shape)
    return None


_PAGE_TYPES: Mapping[str, tuple[Any, str]] = {
    "list": (list, "a list"),
    "string": (str | None, "text"),
}


def _page_mismatch(page: Mapping[str, Any], shape: Any) -> str | None:
    for name, value in page.items():
        kind = shape.members[name].type_name
        if kind in _PAGE_TYPES:
            expected, noun = _PAGE_TYPES[kind]
            if not isinstance(value, expected):
                return f"an object whose {name} is not {noun}"
    return None


def add_unknown_members(parsed: Document, model: Any, **_: Any) -> None:
    """Add the members that botocore drops because its service model lacks them."""
    raw = parsed.pop(_RAW, None)
    if raw is not None:
        _add_unknown(parsed, raw, model.output_shape)


def _add_unknown(parsed: Any, raw: Any, shape: Any) -> None:
    if shape.type_name == "structure" and isinstance(parsed, dict):
        parsed.pop("SDK_UNKNOWN_MEMBER", None)  # botocore's placeholder in a union
        for name, value in raw.items():
            if name not in shape.members:
                parsed.setdefault(name, value)
            elif name in parsed:
                _add_unknown(parsed[name], value, shape.members[name])
    elif shape.type_name == "list" and isinstance(parsed, list):
        for item, original in zip(parsed, raw, strict=True):
            _add_unknown(item, original, shape.member)


def shorten_signature_error(parsed: Any, **_: Any) -> None:
    """Cut what was signed, the session token included, from the message about a signature."""
    error = parsed.get("Error")
    if error:
        message = str(error.get("Message") or "")
        error["Message"] = _SIGNED.split(message, maxsplit=1)[0].rstrip()
