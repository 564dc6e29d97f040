"""CSV (RFC 4180, but for the line ends) with full values: every column of the command,
whether it has a value or not, and one line a row."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from irctl.output.report import Report
from irctl.output.style import Style
from irctl.output.text import plain

_FORMULA = ("=", "+", "-", "@")


def render(report: Report, style: Style) -> Iterator[str]:
    for rows in cells(report):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        yield text.getvalue()


def cells(report: Report) -> Iterator[list[list[Any]]]:
    """The header, then page by page the rows, as what stands in a cell; None is empty."""
    fields = report.table.fields
    yield [[each.key for each in fields]]
    for page in report.table.pages:
        yield [[_cell(each.get(row)) for each in fields] for row in page]


def _cell(value: Any) -> Any:
    """Text harmless on a terminal and in a spreadsheet: what it would run as a formula
    gets a leading apostrophe (OWASP, CSV Injection)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = plain(value)
        return "'" + text if text.lstrip().startswith(_FORMULA) else text
    return value
