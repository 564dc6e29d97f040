"""The name of each row on a line of its own, for xargs; each name once."""

from collections.abc import Iterator

from irctl.output.report import Report
from irctl.output.style import Style
from irctl.output.text import plain


def render(report: Report, style: Style) -> Iterator[str]:
    printed: set[str | None] = {None}  # a row without a name
    for rows in (rows for rows in (report.rows, report.records) if rows and rows.name):
        for page in rows.portions():
            names = [name for name in map(rows.name, page) if name not in printed]  # type: ignore
            printed.update(names)
            yield "".join(f"{plain(name)}\n" for name in dict.fromkeys(names) if name)
