"""Standard JSON: the document of a command, indented for reading."""

import json
from collections.abc import Iterator

from irctl.output.report import Json, Report
from irctl.output.style import Style


def render(report: Report, style: Style) -> Iterator[str]:
    yield dumps(report.document(), indent=2)


def dumps(value: Json, indent: int | None = None) -> str:
    """One JSON text and a line break, in ASCII: whatever a string holds, no terminal and
    no code page can mistake it, and a parser reads the exact text. Raises ValueError for
    what standard JSON has no word for (NaN, infinities)."""
    encode = _COMPACT if indent is None else json.JSONEncoder(indent=indent, allow_nan=False).encode
    return encode(value) + "\n"


_COMPACT = json.JSONEncoder(allow_nan=False, check_circular=False).encode
