"""Documents of the API as outlines for people."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from irctl.output.report import Entry


def outline(document: Mapping[str, Any], depth: int = 0) -> Iterator[Entry]:
    """Yield every leaf of a document under the API's own name.

    Flat objects take one line, others a line for each member.
    """
    for name, value in document.items():
        if value not in (None, [], {}):
            yield from _entries(name, value, depth)


def _entries(name: str, value: Any, depth: int) -> Iterator[Entry]:
    if isinstance(value, Mapping) and not _is_flat(value):
        yield Entry(name, depth=depth)
        yield from outline(value, depth + 1)
    elif isinstance(value, list):
        yield from _list(name, value, depth)
    else:
        yield Entry(name, _inline(value), depth, sentence=not isinstance(value, str))


def _list(name: str, values: list[Any], depth: int) -> Iterator[Entry]:
    """Yield a list in one line, or several objects in a line each, or a heading for each."""
    if not all(map(_is_flat, values)):
        for number, item in enumerate(values, 1):
            yield from outline({f"{name} {number}": item}, depth)
    elif len(values) > 1 and any(isinstance(value, dict) for value in values):
        yield Entry(name, depth=depth)
        for number, item in enumerate(values, 1):
            yield Entry(str(number), _inline(item), depth + 1)
    else:
        yield Entry(name, _inline(values), depth, sentence=True)


def _is_flat(value: Any) -> bool:
    if isinstance(value, Mapping):
        return not any(isinstance(item, (Mapping, list)) for item in value.values())
    return not isinstance(value, list)


def _inline(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(
            f"{name} {_inline(item)}" for name, item in value.items() if item is not None
        )
    if isinstance(value, list):
        return ", ".join(map(_inline, value))
    return value if isinstance(value, str) else json.dumps(value)
