"""CSV with full values: every column of the command and one line a row.

RFC 4180, except for the line ends. A column without values is printed too.
"""

import csv
import io
from collections.abc import Iterator
from typing import Any

from irctl.output.report import Report, flat
from irctl.output.style import Style
from irctl.output.text import plain

# The wide ones are formulas to a spreadsheet that is set to an East Asian language.
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def render(report: Report, style: Style) -> Iterator[str]:
    for rows in cells(report, style):
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        yield text.getvalue()


def cells(report: Report, style: Style) -> Iterator[list[list[Any]]]:
    """Yield the rows of cells in portions; None is an empty cell.

    The header comes with the first page: if fetching that fails, nothing looks like an empty
    result.
    """
    columns = [field.column for field in report.rows.fields if field.column]
    header: list[list[Any]] = [columns] if style.headers else []
    for page in report.rows.values():
        yield [*header, *(list(map(_cell, values)) for values in page)]
        header = []
    if header:
        yield header


def _cell(value: Any) -> Any:
    """Return text that is harmless on a terminal and in a spreadsheet.

    What a spreadsheet would run as a formula gets a leading apostrophe (OWASP, CSV Injection).
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, list)):
        text = plain(flat(value) or "")
        return "'" + text if text.lstrip().startswith(_FORMULA) else text
    return value
