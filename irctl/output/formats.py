"""The formats a command can print. A new one is a module here and a line below."""

import os
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, cast

if TYPE_CHECKING:
    from irctl.output.report import Report
    from irctl.output.style import Style


class Format(NamedTuple):
    module: str
    """The module with its render(), loaded when needed."""
    takes: tuple[str, ...] = ()
    """Which of the options `query`, `columns` and `no-headers` apply to it."""
    suffixes: tuple[str, ...] = ()
    """How the names of files end that have it."""
    is_binary: bool = False
    needs: str = ""
    """A module that only the extra of irctl with the format's name installs."""


FORMATS = {
    "table": Format("irctl.output.table", takes=("columns", "no-headers"), suffixes=(".txt",)),
    "json": Format("irctl.output.json", takes=("query",), suffixes=(".json",)),
    "jsonl": Format("irctl.output.jsonl", takes=("query",), suffixes=(".jsonl", ".ndjson")),
    "csv": Format("irctl.output.csv", takes=("columns", "no-headers"), suffixes=(".csv",)),
    "tsv": Format("irctl.output.tsv", takes=("columns", "no-headers"), suffixes=(".tsv",)),
    "markdown": Format("irctl.output.markdown", takes=("columns",), suffixes=(".md", ".markdown")),
    "text": Format("irctl.output.bare", takes=("query", "columns", "no-headers")),
    "name": Format("irctl.output.names"),
}
FOR_PEOPLE = ("table", "markdown")
NAMELESS = tuple(name for name in FORMATS if name != "name")
"""For commands whose rows have no names."""
# For commands with findings; they name them in options.command_printing().
FINDINGS_FORMATS = {
    "junit": Format("irctl.output.junit", suffixes=(".xml",)),
    "github": Format("irctl.output.github"),
}
REPORT_FORMATS = {
    "html": Format("irctl.output.html", suffixes=(".html", ".htm")),
    "markdown": FORMATS["markdown"],
}
"""For the command that answers with a page, or with a comment."""
# For commands whose answers have a picture; they name them as well.
PICTURE_FORMATS = {
    "plot": Format("irctl.output.plot"),
    "svg": Format("irctl.output.svg", suffixes=(".svg",)),
    "png": Format("irctl.output.png", suffixes=(".png",), is_binary=True, needs="resvg_py"),
}
ALL_FORMATS = FORMATS | FINDINGS_FORMATS | PICTURE_FORMATS | REPORT_FORMATS


def of_file(path: str, formats: Iterable[str]) -> list[str]:
    """Return those of some formats that a file has, by the end of its name."""
    suffix = os.path.splitext(path)[1].lower()
    return [name for name in formats if suffix in ALL_FORMATS[name].suffixes]


def render(name: str, report: "Report", style: "Style") -> Iterator[Any]:
    """Yield the report in the portions in which it arrives: text, or bytes of a binary format."""
    module = ALL_FORMATS[name].module
    return cast("Iterator[Any]", import_module(module).render(report, style))
