"""Workflow commands of GitHub Actions: an annotation for each finding.

Escaped as actions/toolkit does (packages/core/src/command.ts), so that no data can end
its annotation or begin another command.
"""

from collections.abc import Iterator

from irctl.output.report import Report
from irctl.output.style import Style
from irctl.output.text import plain


def render(report: Report, style: Style) -> Iterator[str]:
    for finding in report.findings:
        level = "notice" if finding.passed else "error"
        title = _property(f"irctl check: {finding.name}")
        yield f"::{level} title={title}::{_data(finding.text)}\n"


def _data(text: str) -> str:
    return plain(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
