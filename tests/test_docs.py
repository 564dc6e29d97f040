"""The output matches its documentation in docs/output.md."""

import json
import re
from pathlib import Path

import pytest

from irctl.cli import COMMANDS
from tests.program import irctl

OUTPUT = (Path(__file__).parents[1] / "docs" / "output.md").read_text()
EXAMPLES = {
    "list": ["list", "--demo"],
    "describe": ["describe", "resnet50-default", "--demo"],
    "steps": ["steps", "resnet50-default", "--demo"],
    "rank": ["rank", "resnet50-default", "--demo"],
    "versions": ["rank", "--model-package", "sentiment", "--demo"],
    "wait": ["wait", "resnet50-default", "--demo"],
    "scaling": ["scaling", "resnet50-default", "--demo"],
    "compare": ["compare", "resnet50-default", "--demo"],
    "plan": ["plan", "resnet50-default", "--demo", "--traffic", "1/s"],
    "check": ["check", "resnet50-default", "--demo", "--max", "latency=100"],
}


def documented_columns(command: str) -> list[str]:
    columns = re.search(rf"<!-- columns: {command} -->\n(.*?)(\n\n|\Z)", OUTPUT, re.DOTALL)
    assert columns, f"docs/output.md does not list the columns of {command}"
    return re.findall(r"`(\w+)`", columns[1])


@pytest.mark.parametrize("command", EXAMPLES)
@pytest.mark.parametrize(("format", "separator"), [("csv", ","), ("tsv", "\t")])
def test_the_columns_match_the_documentation(command: str, format: str, separator: str) -> None:
    header = irctl(*EXAMPLES[command], "-o", format).out.splitlines()[0]
    assert header.split(separator) == documented_columns(command)


@pytest.mark.parametrize("command", [*EXAMPLES, "export"])
def test_each_line_of_json_lines_is_an_object(command: str) -> None:
    example = EXAMPLES.get(command, [command, "resnet50-default", "--demo"])
    lines = irctl(*example, "-o", "jsonl").out.splitlines()
    assert lines
    assert all(isinstance(json.loads(line), dict) for line in lines)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text()
    assert f"irctl {command}" in readme
    assert f"\n## {command}\n" in OUTPUT or command == "completion"
