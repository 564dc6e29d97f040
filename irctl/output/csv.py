"""CSV (RFC 4180, but for the line ends) with full values: every column of the command,
whether it has a value or not, and one line a row."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from irctl.output.report import Report
from irctl.output.style import Style
from irctl.output.text import plain

# The wide ones are formulas to a spreadsheet that is set to an East Asian language.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def render(report: Report, style: Style) -> Iterator[str]:
    for rows in cells(report):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        yield text.getvalue()


def cells(report: Report) -> Iterator[list[list[Any]]]:
    """The rows page by page, as what stands in a cell; None is empty. The header comes with
    the first page: where there is none to be had, nothing looks like an empty result."""
    fields = report.table.fields
    head: list[list[Any]] = [[each.key for each in fields]]
    for page in report.table.pages:
        yield [*head, *([_cell(each.get(row)) for each in fields] for row in page)]
        head = []
    if head:
        yield head


def _cell(value: Any) -> Any:
    """Text harmless on a terminal and in a spreadsheet: what it would run as a formula
    gets a leading apostrophe (OWASP, CSV Injection)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = plain(value)
        return "'" + text if text.lstrip().startswith(_FORMULA) else text
    return value
