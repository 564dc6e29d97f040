"""HTML: the page of a report, in one file."""

from collections.abc import Iterator

from irctl.output.report import Report
from irctl.output.style import Style


def render(report: Report, style: Style) -> Iterator[str]:
    if report.page is not None:
        yield from report.page()
