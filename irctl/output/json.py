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
    encode = _COMPACT if indent is None else json.JSONEncoder(indent=indent, allow_nan=False).encode
    return encode(value).replace("##", "\\u0023\\u0023") + "\n"


_COMPACT = json.JSONEncoder(allow_nan=False, check_circular=False).encode
