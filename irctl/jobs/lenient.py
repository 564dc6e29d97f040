"""Reading documents of which nothing is certain: whatever has another type counts as missing."""

import math
from collections.abc import Iterator
from typing import Any

from irctl.jobs.metrics import Number

_LONGEST = 200


def mapping(value: object) -> dict[str, Any]:
    """Return an object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """Return a list, or the values of an object; an empty list for anything else."""
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def text(value: object) -> str | None:
    """Return text, cut to a sane length; None for anything else."""
    return value[:_LONGEST] if isinstance(value, str) else None


def number(value: object) -> Number | None:
    """Return a finite number; None for anything else, True and False included."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if abs(value) < math.inf else None


def scalar(value: object) -> bool | Number | str | None:
    """Return text, a finite number, True or False; None for anything else."""
    return value if isinstance(value, bool) else text(value) or number(value)


def at(value: object, path: str) -> Iterator[Any]:
    """Yield what is at a path such as `phases.*.rate`, where `*` is each item or value."""
    step, _, rest = path.partition(".")
    values = items(value) if step == "*" else [mapping(value).get(step)]
    for inner in values:
        if rest:
            yield from at(inner, rest)
        elif inner is not None:
            yield inner


def first(value: object, path: str) -> Any:
    """Return the first thing at a path; None if there is nothing."""
    return next(at(value, path), None)
