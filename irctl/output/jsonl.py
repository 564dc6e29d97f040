"""JSON Lines: one record a line, as they come."""

from collections.abc import Iterator

from irctl.output.json import dumps
from irctl.output.report import Report
from irctl.output.style import Style


def render(report: Report, style: Style) -> Iterator[str]:
    for page in report.records:
        yield "".join(map(dumps, page))
