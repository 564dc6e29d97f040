"""JSON Lines: one row a line, as they arrive."""

from collections.abc import Iterator

from irctl.output.json import dumps
from irctl.output.report import Report
from irctl.output.style import Style


def render(report: Report, style: Style) -> Iterator[str]:
    for page in report.json_rows():
        yield "".join(map(dumps, page))
