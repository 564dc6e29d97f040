"""The formats a command can print. A new one is a module here and a line below."""

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from irctl.output.report import Report
    from irctl.output.style import Style


class Format(NamedTuple):
    module: str
    """The module with its render(), loaded when needed."""
    takes: tuple[str, ...] = ()
    """Which of the options `query`, `columns` and `no-headers` apply to it."""


FORMATS = {
    "table": Format("irctl.output.table", takes=("columns", "no-headers")),
    "json": Format("irctl.output.json", takes=("query",)),
    "jsonl": Format("irctl.output.jsonl", takes=("query",)),
    "csv": Format("irctl.output.csv", takes=("columns", "no-headers")),
    "tsv": Format("irctl.output.tsv", takes=("columns", "no-headers")),
    "markdown": Format("irctl.output.markdown", takes=("columns",)),
    "text": Format("irctl.output.bare", takes=("query", "columns", "no-headers")),
    "name": Format("irctl.output.names"),
}
FOR_PEOPLE = ("table", "markdown")
NAMELESS = tuple(name for name in FORMATS if name != "name")
"""For commands whose rows have no names."""
# For commands with findings; they name them in options.command_printing().
FINDINGS_FORMATS = {
    "junit": Format("irctl.output.junit"),
    "github": Format("irctl.output.github"),
}
REPORT_FORMATS = {"html": Format("irctl.output.html"), "markdown": FORMATS["markdown"]}
"""For the command that answers with a page, or with a comment."""
# For commands whose answers have a picture; they name them as well.
PICTURE_FORMATS = {
    "plot": Format("irctl.output.plot"),
    "svg": Format("irctl.output.svg"),
}
ALL_FORMATS = FORMATS | FINDINGS_FORMATS | PICTURE_FORMATS | REPORT_FORMATS


SUFFIXES = {
    "json": "json",
    "jsonl": "jsonl",
    "csv": "csv",
    "tsv": "tsv",
    "md": "markdown",
    "txt": "table",
    "xml": "junit",
    "svg": "svg",
    "png": "png",
    "html": "html",
}
"""The format of a file, by how its name ends."""


def render(name: str, report: "Report", style: "Style") -> Iterator[str]:
    """Yield the report as text, in the portions in which it arrives."""
    module = ALL_FORMATS[name].module
    return cast("Iterator[str]", import_module(module).render(report, style))
