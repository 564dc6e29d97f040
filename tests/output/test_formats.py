"""The formats a command can print."""

from dataclasses import replace

import pytest

from irctl.output.formats import FORMATS, render
from irctl.output.style import Style

from .rows import HOSTILE, Row, field, report


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders_any_report(name: str) -> None:
    rows: list[Row] = [{"a": each, "b": 1} for each in HOSTILE]
    made = report([field("a"), field("b")], rows, title="Title")
    named = replace(made, rows=replace(made.rows, name=lambda row: row["a"]))
    text = "".join(render(name, named, Style()))
    assert text.endswith("\n")
    assert text.replace("\n", "").isprintable() or name not in ("json", "jsonl")
    assert not any(character in text for character in "\x1b\x9b\r\u202e\u200b\x00")


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_renders_a_report_of_nothing(name: str) -> None:
    text = "".join(render(name, report([field("a")]), Style()))
    assert (
        text
        == {
            "table": "(none)\n",
            "json": "[]\n",
            "jsonl": "",
            "csv": "a\n",
            "tsv": "a\n",
            "markdown": "(none)\n",
            "text": "",
            "name": "",
        }[name]
    )
