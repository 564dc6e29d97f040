"""Standard JSON: the document of a command, indented for reading."""

import json
from collections.abc import Iterator

from irctl.output.report import Json, Report
from irctl.output.style import Style


def render(report: Report, style: Style) -> Iterator[str]:
    yield dumps(report.json(), indent=2)


def dumps(value: Json, indent: int | None = None) -> str:
    """Return one JSON text and a line break, in ASCII.

    Whatever a string holds, no terminal and no code page can mistake it, and a parser reads the
    exact text. `##` starts a command to some CI systems, so its characters are escaped. Raise
    ValueError for numbers that standard JSON cannot hold (NaN, infinities).
    """
    text = _COMPACT(value) if indent is None else _indented(value, indent)
    return text.replace("##", "\\u0023\\u0023") + "\n"


def _indented(value: Json, indent: int) -> str:
    compact = _COMPACT(value)
    long = _long_indented(compact, indent) if len(compact) >= MANY_CHARACTERS else None
    return long or json.JSONEncoder(indent=indent, allow_nan=False).encode(value)


def _long_indented(compact: str, indent: int) -> str | None:
    """Return a text as the json module indents it; None if a string has half of a character.

    The json module indents in Python: for 100,000 recommendations, in half of the time of rank.
    """
    import msgspec

    try:
        return msgspec.json.format(compact, indent=indent)
    except msgspec.DecodeError:
        return None


MANY_CHARACTERS = 1 << 18
"""A text so long is worth an import that indents it quickly."""
_COMPACT = json.JSONEncoder(allow_nan=False, check_circular=False).encode
