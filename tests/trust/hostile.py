"""Hostile texts, responses full of them, and checks for their effect on an output."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from irctl.cli import main
from irctl.invocation import World
from tests import aiperf as made_aiperf
from tests.program import NOON, Done
from tests.strategies import DESCRIBE, output_shape

TEXTS = (
    "\x1b[31mred\x1b[0m",
    "\x1b[2J\x1b[H",
    "\x1b]0;title\x07",
    "\x1b]52;c;Y2FsYw==\x07",
    "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "\x9b31m\x90q\x9c\x85",
    "carriage\rreturn",
    "two\nlines\n\nand\x0bmore\x0cand\u2028more\u2029",
    "\r\n::error::after a line break",
    "tab\tbed",
    "nul\x00 bell\x07 back\x08space \x7f \x1f",
    "\u202etxt.exe\u202c\u2066isolated\u2069",
    "zero\u200bwidth\u200djoiner\ufeffmark\u00adsoft",
    "\u3164\u115f\uffa0\ufe0f\U000e0100\U000e0041",
    "\u7f8e\u4e3d\uff37\uff29\uff24\uff25\U0001f600",
    "lone\ud800and\udfff",
    "\ufffe\uffff\ue000",
    "[bold]markup[/bold] [link=http://evil.example]x[/link] [/]",
    "| a | b |",
    "`code` *em* __b__ ~~s~~ \\| \\",
    "# heading",
    "- [ ] item",
    "[text](http://evil.example) ![i](http://evil.example/i.png) http://evil.example",
    "<script>alert(1)</script> <img src=x onerror=y> &amp; <!-- c --> ]]>",
    "@someone a@evil.example #12 GH-12 :tada: $x$ www.evil.example",
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1+1)",
    '"=1+1"',
    "\t=1+1",
    "\uff1d1+1",
    "a,b;c",
    'say "so", it\'s',
    "::error::injected",
    "  ::set-output name=x::y",
    "::add-mask::e",
    "##[error]injected",
    "###[group]x",
    "##vso[task.setvariable variable=x]y",
    "x ##VSO[task.complete result=Failed;]",
    "##teamcity[buildStatus text='x']",
    "'; touch gone; echo '",
    "$(touch gone) `touch gone` ${gone}",
    "${jndi:ldap://x} %{x} {{x}} !Ref x",
    "%0A::error::x",
    "yes: no # comment",
    "\\x1b \\u202e \\n",
)

_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
_COMMAND = re.compile(r"^\s*::|##\w*\[", re.MULTILINE)
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
SGR = re.compile(r"\x1b\[[0-9;]*m")


def harms(text: str, allowed: str = "\n") -> list[str]:
    """Return what could control a terminal, or a CI system that logs the text."""
    characters = {
        repr(c)
        for c in set(text) - set(allowed)
        if not (c.isprintable() or unicodedata.category(c) == "Zs") or _INVISIBLE.match(c)
    }
    return sorted(characters) + [match[0] for match in _COMMAND.finditer(text)]


def formulas(rows: list[list[str]]) -> list[str]:
    """Return the cells that a spreadsheet would run; numbers are harmless."""
    return [
        cell
        for row in rows
        for cell in row
        if cell.lstrip().startswith(_FORMULA) and not _is_number(cell)
    ]


def csv_rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def tsv_rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.split("\n")[:-1]]


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


class Texts(Iterator[str]):
    """An endless series of different hostile texts, or of harmless ones if `first` is None."""

    def __init__(self, first: int | None):
        self._first = first
        self._count = 0

    def __next__(self) -> str:
        self._count += 1
        start = "x" if self._first is None else TEXTS[(self._first + self._count) % len(TEXTS)]
        return f"{start}{self._count}"


def results(first: int | None) -> Any:
    """Return a file of AIPerf with texts in all places that irctl reads."""
    texts = Texts(first)
    run = made_aiperf.run(4, failed=3) | {
        "aiperf_version": next(texts),
        "is_complete": False,
        "incomplete_reason": next(texts),
        "error_summary": [{"error_details": {"type": next(texts)}, "count": 3}],
        "input_config": {
            "models": {"items": [{"name": next(texts)}, {"name": next(texts)}]},
            "endpoint": {"type": next(texts)},
            "tokenizer": {"name": next(texts)},
            "datasets": [{"dataset": next(texts)}],
            "phases": [{"concurrency": 4}],
        },
    }
    run["request_latency"] |= {next(texts): 1.5, "p75": next(texts)}
    run["inter_token_latency"]["unit"] = next(texts)
    return run


def job(first: int | None, *, status: str | None = "COMPLETED", region: bool = False) -> Any:
    """Return a response with every member except times, its texts from a number on.

    With a status of None the status is hostile too.
    """
    texts = Texts(first)
    made = _filled(output_shape(DESCRIBE), texts)
    if status is not None:
        made["Status"] = status
    if region:
        place = "Nowhere" if first is None else next(texts)
        made["JobArn"] = f"arn:aws:sagemaker:{place}:1:inference-recommendations-job/x"
    made["Novelty"] = {next(texts): next(texts)}
    for number, entry in enumerate(made["InferenceRecommendations"], 1):
        entry["Metrics"] |= {
            "ModelLatency": 100 * number,
            "MaxInvocations": 600,
            "CostPerHour": 0.3,
        }
        entry["Metrics"]["CostPerInference"] = 0.3 / 600 / 60
        entry["EndpointConfiguration"].pop("ServerlessConfig", None)
    return made


_FIGURES = (
    ("OutputTokenThroughput", "avg", "Tokens/Second"),
    ("TimeToFirstToken", "p50", "Milliseconds"),
    ("TimeToFirstToken", "p90", "Milliseconds"),
)


def recommendation_job(first: int | None) -> Any:
    """Return an AI recommendation job with every member, its texts from a number on."""
    texts = Texts(first)
    made = _filled(output_shape("DescribeAIRecommendationJob"), texts)
    made |= {"AIRecommendationJobStatus": "Completed", "Novelty": {next(texts): next(texts)}}
    made["PerformanceTarget"]["Constraints"] = [{"Metric": "throughput"}]
    for number, row in enumerate(made["Recommendations"], 1):
        row["ExpectedPerformance"] += _figures(100 * number)
    return made


def benchmark_job(first: int | None) -> Any:
    """Return an AI benchmark job with every member and results, its texts from a number on."""
    texts = Texts(first)
    made = _filled(output_shape("DescribeAIBenchmarkJob"), texts)
    entry = {name: next(texts) for name in ("Metric", "Stat", "Value", "Unit")}
    levels = [{"Concurrency": n, "ExpectedPerformance": [entry, *_figures(10 * n)]} for n in (1, 8)]
    return made | {"AIBenchmarkJobStatus": "Completed", "BenchmarkResults": levels}


def _figures(value: int) -> list[dict[str, Any]]:
    return [
        {"Metric": metric, "Stat": statistic, "Value": str(value), "Unit": unit}
        for metric, statistic, unit in _FIGURES
    ]


def _filled(shape: Shape, texts: Iterator[str]) -> Any:
    if isinstance(shape, StructureShape):
        return {
            name: _filled(member, texts)
            for name, member in shape.members.items()
            if member.type_name != "timestamp"
        }
    if isinstance(shape, ListShape):
        return [_filled(shape.member, texts) for _ in range(2)]
    if isinstance(shape, MapShape):
        return {next(texts): next(texts)}
    match shape.type_name:
        case "integer" | "long":
            return 7
        case "float" | "double":
            return 0.5
        case "boolean":
            return True
    return next(texts)


def steps(first: int | None) -> Any:
    made = _filled(output_shape("ListInferenceRecommendationsJobSteps"), Texts(first))
    made.pop("NextToken")
    return made


def save(path: Path, document: Any) -> str:
    path.write_text(json.dumps(document), encoding="utf-8")
    return str(path)


class Screen(io.StringIO):
    """A terminal whose width is in COLUMNS."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def on_a_terminal(*arguments: str, width: int, environ: Mapping[str, str] | None = None) -> Done:
    """Run irctl on a terminal with colours."""
    out, err = Screen(), Screen()
    variables = {"TERM": "xterm-256color", "COLUMNS": str(width), **(environ or {})}
    code = main(arguments, World(None, out, err, variables, lambda: NOON))
    return Done(code, out.getvalue(), err.getvalue())
