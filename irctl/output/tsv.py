"""Tab-separated values for cut and awk: the cells of CSV, without quotes. No cell holds a
tab or a line break, they are written as \\t and \\n."""

from collections.abc import Iterator

from irctl.output.csv import cells
from irctl.output.report import Report
from irctl.output.style import Style


def render(report: Report, style: Style) -> Iterator[str]:
    for rows in cells(report):
        yield "".join(
            "\t".join("" if cell is None else str(cell) for cell in row) + "\n" for row in rows
        )
