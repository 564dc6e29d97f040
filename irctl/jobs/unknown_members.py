"""Members of a response that irctl's shapes don't name, so that describe can show them."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from irctl.jobs import shapes
from irctl.jobs.kinds import Kind
from irctl.jobs.metrics import METRICS
from irctl.jobs.model import Document, EndpointPerformance, Job, Recommendation, Step
from irctl.jobs.readers import List, Record


def unknown_members(item: Job | Recommendation | EndpointPerformance | Step) -> Document:
    """Return the members beyond the shape that irctl reads, by their place.

    They are new members of the API, or of AWS's older documentation, also those that
    repeat a known member with another value. Of a job, only those at the top: its parts
    have their own.
    """
    match item:
        case Job():
            shape = _reader(item.kind).JOB
            return {k: v for k, v in item.document.items() if k not in shape.members}
        case Recommendation():
            return dict(_unknown(_reader(item.kind).RECOMMENDATION, item.document, ""))
        case EndpointPerformance():
            return dict(_unknown(shapes.ENDPOINT_PERFORMANCE, item.document, ""))
        case Step():
            return dict(_unknown(shapes.STEP, item.document, ""))


def _reader(kind: Kind) -> Any:
    return import_module(kind.reader)


# Members that are read only where the member they map to has no value.
_SECOND_CHOICES = {
    "MemorySizeInMb": "MemorySizeInMB",
    "EndpointConfiguration": "EndpointInfo",
    **{other: metric.member for metric in METRICS for other in metric.other_members},
}


def _is_overruled(key: str, value: Any, document: Document) -> bool:
    """Whether the member read in place of this one has another value."""
    read = document.get(_SECOND_CHOICES.get(key, key))
    return value is not None and read is not None and read != value


def _unknown(shape: Record, document: Document, place: str) -> Iterator[tuple[str, Any]]:
    for key, value in document.items():
        reader = shape.members.get(key)
        if reader is None or _is_overruled(key, value, document):
            yield place + key, value
        elif isinstance(reader, Record) and value is not None:
            yield from _unknown(reader, value, f"{place}{key}.")
        elif isinstance(reader, List) and isinstance(reader.item, Record):
            for index, item in enumerate(value or ()):
                yield from _unknown(reader.item, item, f"{place}{key}[{index}].")
