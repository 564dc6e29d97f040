"""The formats a command can print. A new one is a module here and a line below."""

from collections.abc import Iterator
from importlib import import_module
from typing import cast

from irctl.output.report import Report
from irctl.output.style import Style

# Name on the command line -> the module with its render(), loaded when needed.
FORMATS = {
    "table": "irctl.output.table",
    "json": "irctl.output.json",
    "jsonl": "irctl.output.jsonl",
    "csv": "irctl.output.csv",
    "tsv": "irctl.output.tsv",
    "markdown": "irctl.output.markdown",
}
DEFAULT = "table"
# For commands with findings; they name them in options.command_printing().
FINDINGS_FORMATS = {
    "junit": "irctl.output.junit",
    "github": "irctl.output.github",
}


def render(name: str, report: Report, style: Style) -> Iterator[str]:
    """Yield the report as text, in the portions in which it arrives."""
    module = (FORMATS | FINDINGS_FORMATS)[name]
    return cast("Iterator[str]", import_module(module).render(report, style))
