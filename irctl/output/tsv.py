r"""Tab-separated values for cut and awk: the cells of CSV, without quotes.

No cell holds a tab or a line break: they are written as \t and \n.
"""

from collections.abc import Iterator
from typing import Any

from irctl.output.csv import cells
from irctl.output.report import Report
from irctl.output.style import Style


def render(report: Report, style: Style) -> Iterator[str]:
    for rows in cells(report, style):
        yield "".join("\t".join(map(_bare, row)) + "\n" for row in rows)


def _bare(cell: Any) -> str:
    """Return the text of a cell that no spreadsheet takes for the start of a quoted one.

    A quoted cell may be a formula, and may continue over the next rows.
    """
    text = "" if cell is None else str(cell)
    return "'" + text if text.lstrip().startswith('"') else text
