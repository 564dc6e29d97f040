"""The name of each row on a line of its own, for xargs; each name once."""

from collections.abc import Iterator
from itertools import chain

from irctl.output.report import Report
from irctl.output.style import Style
from irctl.output.text import plain


def render(report: Report, style: Style) -> Iterator[str]:
    printed: set[str] = set()
    tables = filter(None, (report.rows, report.records))
    for page in chain.from_iterable(rows.names() for rows in tables):
        names = [name for name in dict.fromkeys(page) if name not in printed]
        printed.update(names)
        yield "".join(f"{plain(name)}\n" for name in names)
