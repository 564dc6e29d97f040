"""The recipes of docs/layout.md do what they say: each change is made to a copy of irctl."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from tests.made import real_time, response
from tests.program import Done

ROOT = Path(__file__).parents[1]
LAYOUT = (ROOT / "docs" / "layout.md").read_text(encoding="utf-8")


def code_of(recipe: str, block: int = 0) -> str:
    """Return a block of Python in a recipe."""
    text = LAYOUT.partition(f"- **{recipe}**")[2].partition("\n- **")[0]
    blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert len(blocks) > block, f"docs/layout.md has too little code for {recipe!r}"
    return dedent(blocks[block])


class Copy:
    """A copy of irctl that a recipe changes."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._process: subprocess.Popen[str] | None = None
        shutil.copytree(ROOT / "irctl", folder / "irctl")  # with the bytecode of what stays

    def insert(self, path: str, after: str, text: str) -> None:
        """Insert a text after the first place where another ends."""
        file = self.folder / "irctl" / path
        before, found, rest = file.read_text().partition(after)
        assert found, f"{path} has no {after!r}"
        file.write_text(before + after + text + rest)

    def __call__(self, *arguments: str) -> Done:
        """Run a command line of the copy, in the process of those before it."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _RUN_EACH],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                cwd=self.folder,
                env={**os.environ, "PYTHONPATH": os.pathsep.join([str(self.folder), str(ROOT)])},
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(arguments) + "\n")
        self._process.stdin.flush()
        done = Done(*json.loads(self._process.stdout.readline()))
        assert done.code in (0, 10), done.err
        return done

    def close(self) -> None:
        if self._process is not None:
            self._process.communicate()


_RUN_EACH = """
import contextlib, io, json, sys
from tests.program import irctl

for line in sys.stdin:
    with contextlib.redirect_stdout(io.StringIO()) as help:
        code, out, err = irctl(*json.loads(line))
    print(json.dumps([code, help.getvalue() + out, err]), flush=True)
"""


@pytest.fixture
def irctl(tmp_path: Path) -> Iterator[Copy]:
    copy = Copy(tmp_path)
    yield copy
    copy.close()


def test_a_metric_is_one_entry_for_every_command_and_format(irctl: Copy) -> None:
    irctl.insert("jobs/metrics.py", "METRICS: tuple[Metric, ...] = (\n", code_of("A metric") + ",")
    recommendations = [
        real_time(instance_type, per_inference=1e-5) for instance_type in ("ml.first", "ml.second")
    ]
    for recommendation, errors in zip(recommendations, (7, 3), strict=True):
        recommendation["Metrics"]["InvocationErrors"] = errors
    (irctl.folder / "job.json").write_text(json.dumps(response(*recommendations)))

    ranking = json.loads(irctl("rank", "job.json", "--by", "errors", "--json").out)
    assert ranking["By"] == ["InvocationErrors"]
    assert [
        ranked["EndpointConfiguration"]["InstanceType"] for ranked in ranking["Recommendations"]
    ] == ["ml.second", "ml.first"]
    for format, name in (("table", "Errors"), ("markdown", "Errors"), ("csv", "invocation_errors")):
        for command in ("rank", "describe"):
            assert name in irctl(command, "job.json", "-o", format).out, (command, format)
    assert (
        "invocation_errors,baseline_invocation_errors,invocation_errors_change"
        in irctl("compare", "job.json", "-o", "csv").out
    )
    assert "Errors" in irctl("compare", "job.json").out
    assert "gate not met" in irctl("check", "job.json", "--max", "failures=2").err
    assert "errors" in irctl("check", "--help").out


def test_a_column_is_one_entry_for_every_format(irctl: Copy) -> None:
    start = "varies = traffic.varies\n    return (\n"
    irctl.insert("answers/plan.py", start, code_of("A column") + ",")
    (irctl.folder / "job.json").write_text(json.dumps(response(real_time(cost=0.5))))

    def planned(format: str) -> str:
        return irctl("plan", "job.json", "--traffic", "1/s", "-o", format).out

    (plan,) = json.loads(planned("json"))["Plans"]
    assert plan["CostPerDay"] == 24 * plan["CostPerHour"] > 0
    assert json.loads(planned("jsonl"))["CostPerDay"] == plan["CostPerDay"]
    for format, separator in (("csv", ","), ("tsv", "\t")):
        columns, values = (line.split(separator) for line in planned(format).splitlines())
        assert dict(zip(columns, values, strict=True))["cost_per_day_usd"] == str(
            plan["CostPerDay"]
        )
    for format in ("table", "markdown"):
        assert "Cost/day" in planned(format)
        assert "$24.00" in planned(format)


def test_a_format_is_a_module_and_its_name(irctl: Copy) -> None:
    (irctl.folder / "irctl" / "output" / "records.py").write_text(code_of("A format"))
    line = '    "records": Format("irctl.output.records"),\n'
    irctl.insert("output/formats.py", "FORMATS = {\n", line)
    (irctl.folder / "job.json").write_text(json.dumps(response(real_time("ml.first"))))
    for command in ("rank", "describe"):
        assert "Instance type: ml.first\n" in irctl(command, "job.json", "-o", "records").out
    assert "records" in irctl("rank", "--help").out


def test_a_command_is_a_module_and_a_line(irctl: Copy) -> None:
    (irctl.folder / "irctl" / "commands" / "count.py").write_text(code_of("A command"))
    (irctl.folder / "irctl" / "answers" / "count.py").write_text(code_of("A command", block=1))
    line = '    "count": "Count the recommendations of jobs.",\n'
    irctl.insert("cli.py", "COMMANDS = {\n", line)
    (irctl.folder / "job.json").write_text(json.dumps(response(real_time("ml.first"))))

    assert "Count the recommendations of jobs." in irctl("--help").out
    assert "irctl count resnet50-default --demo" in irctl("count", "--help").out
    (counted,) = json.loads(irctl("count", "job.json", "--json").out)["Jobs"]
    assert counted["Recommendations"] == 1
    for format in ("csv", "tsv", "table", "markdown", "text"):
        printed = irctl("count", "job.json", "-o", format, "--columns", "recommendations").out
        assert "1" in printed.splitlines()[-1]
    assert irctl("count", "job.json", "-o", "name").out == f"{counted['JobName']}\n"
