"""How a value of each kind in a response is read.

Reading makes the document that JSON output prints (NaN is null, times are ISO 8601 in UTC,
members the shape doesn't know are kept) and stops at the first value of the wrong type, naming
its place.
"""

import json
import math
from collections.abc import Callable
from datetime import datetime
from typing import Any

from irctl.jobs import times
from irctl.jobs.kinds import Kind
from irctl.jobs.metrics import Number
from irctl.jobs.model import Document

Reader = Callable[[Any], Any]
_DEEPEST = 100


class ParseError(ValueError):
    """A value that the API could not have sent, and its place in the document."""

    def __init__(self, expected: str, got: object):
        super().__init__()
        self.expected = expected
        self.got = got
        self.place = ""

    def within(self, key: str | int) -> "ParseError":
        step = f"[{key}]" if isinstance(key, int) else f".{key}"
        self.place = step + self.place
        return self

    def __str__(self) -> str:
        text = f"expected {self.expected}, got {brief(self.got)}"
        place = self.place.removeprefix(".")
        return f"{place}: {text}" if place else text


def brief(value: object) -> str:
    """Return a value for a message, cut short."""
    match value:
        case dict():
            return "an object"
        case list() | tuple():
            return "a list"
        case None | bool() | int() | float() | str():
            try:
                text = json.dumps(value)
            except ValueError:  # an integer of more digits than Python prints
                return "a number too large to read"
            if len(text) <= 60:
                return text
            return text[:56] + ('..."' if type(value) is str else "...")
    return f"a {type(value).__name__}"


def read_text(value: Any) -> str | None:
    if value is None or type(value) is str:
        return value
    raise ParseError("text", value)


# AWS JSON sends NaN and infinities as these strings; botocore passes them on.
_NOT_NUMBERS = {"NaN", "Infinity", "-Infinity"}
_LARGEST = 2.0**1023


def read_number(value: Any) -> Number | None:
    kind = type(value)
    if kind is float:
        return value if math.isfinite(value) else None
    if kind is int:
        if -_LARGEST < value < _LARGEST:
            return value  # type: ignore[no-any-return]
        raise ParseError("a number that fits a double", value)
    if value is None or (kind is str and value in _NOT_NUMBERS):
        return None
    raise ParseError("a number", value)


def read_count(value: Any) -> int | None:
    """Read a whole number of things; 2.0 is one, too."""
    number = read_number(value)
    if number is None:
        return None
    if number < 0 or number != int(number):
        raise ParseError("a whole number of at least 0", value)
    return int(number)


def read_flag(value: Any) -> bool | None:
    if value is None or type(value) is bool:
        return value
    raise ParseError("true or false", value)


def read_time(value: Any) -> str | None:
    if value is None:
        return None
    try:
        if isinstance(value, datetime):
            return times.to_iso(value)
        if type(value) is str:
            return times.standard(value)
        if type(value) in (int, float):
            return times.from_epoch(value).isoformat()
    except ValueError:
        pass
    raise ParseError("a time", value)


def read_any(value: Any, depth: int = 0) -> Any:
    """Make a value of unknown meaning standard JSON, and leave it alone otherwise."""
    if depth > _DEEPEST:
        raise ParseError(f"at most {_DEEPEST} levels", value)
    if isinstance(value, dict):
        return {str(k): read_any(v, depth + 1) for k, v in value.items()}
    if isinstance(value, list):
        return [read_any(v, depth + 1) for v in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return times.to_iso(value) if isinstance(value, datetime) else value


class Record:
    """Reads an object: named members by their reader, others unchanged."""

    def __init__(self, **members: Reader):
        self.members = members
        self._readings = 0
        self._quick: Reader | None = None

    def reader(self) -> Reader:
        """Return what reads the next of possibly many documents."""
        self._readings += 1
        return self if self._readings <= _MANY else self._quick_reader()

    def _quick_reader(self) -> Reader:
        from threading import current_thread, main_thread

        # msgspec 0.22 crashes where threads look into a type at the same time. Archives are read
        # by the main thread, responses of AWS by others.
        if current_thread() is not main_thread():
            return self
        if self._quick is None:
            from irctl.jobs.quick import QuickReader

            self._quick = QuickReader(self)
        return self._quick

    def __call__(self, value: Any) -> Document | None:
        if value is None:
            return None
        if not isinstance(value, dict):
            raise ParseError("an object", value)
        reader_of = self.members.get
        out: Document = {}
        key = ""
        try:
            for key, item in value.items():
                reader = reader_of(key, read_any)
                # Most of a response is text; saving the call halves the time to read it.
                out[key] = item if reader is read_text and type(item) is str else reader(item)
        except ParseError as problem:
            raise problem.within(key) from None
        return out


class Map:
    """Reads an object of any members with one reader for all values."""

    def __init__(self, item: Reader):
        self.item = item

    def __call__(self, value: Any) -> Document | None:
        if not isinstance(value, dict):
            return Record()(value)
        return Record(**dict.fromkeys(value, self.item))(value)


class List:
    """Reads a list with one reader for all items; an item may not be null."""

    def __init__(self, item: Reader):
        self.item = item

    def __call__(self, value: Any) -> list[Any] | None:
        if value is None:
            return None
        if not isinstance(value, list):
            raise ParseError("a list", value)
        read = self.item
        out: list[Any] = []
        try:
            for item in value:
                if item is None:
                    raise ParseError("a value", item)
                out.append(read(item))
        except ParseError as problem:
            raise problem.within(len(out)) from None
        return out


_MANY = 100
"""So many documents of a shape are worth an import that reads the others quickly."""


def read(shape: Record, response: object) -> Document:
    """Read a whole response. Raise ParseError."""
    if isinstance(response, dict) and "ResponseMetadata" in response:
        response = {k: v for k, v in response.items() if k != "ResponseMetadata"}
    document: Document | None = shape.reader()(response)
    if document is None:
        raise ParseError("an object", response)
    return document


def moment(iso: str | None) -> datetime | None:
    """Return the time that `read_time` wrote."""
    return datetime.fromisoformat(iso) if iso else None


def common(document: Document, kind: Kind) -> dict[str, Any]:
    """Return what a job and its summary share."""
    members, get = kind.members, document.get
    return {
        "name": get(members.name),
        "arn": get(members.arn),
        "type": get(members.type),
        "status": get(members.status),
        "description": get(members.description),
        "role_arn": get("RoleArn"),
        "creation_time": moment(get("CreationTime")),
        "completion_time": moment(get(members.completion_time)),
        "last_modified_time": moment(get(members.last_modified_time)),
        "failure_reason": get("FailureReason"),
    }
