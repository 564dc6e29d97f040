"""What a command loads before it prints: start-up is what a person waits for."""

import ast
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.program import irctl

HEAVY = ("boto3", "botocore", "rich", "pydantic", "hypothesis", "urllib3", "asyncio", "jmespath")


def loaded(*arguments: str) -> set[str]:
    """The modules in memory when a command line has been carried out."""
    return loaded_by_all(arguments)


def loaded_by_all(*commands: Sequence[str]) -> set[str]:
    """The modules in memory when command lines have been carried out, in one process."""
    program = f"""
import sys
from irctl.cli import main
for command in {commands!r}:
    main(command)
print(*sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


@pytest.fixture
def saved(tmp_path: Path) -> str:
    path = tmp_path / "job.json"
    path.write_text(irctl("describe", "resnet50-default", "--demo", "--json").out)
    return str(path)


def test_the_version_needs_nothing_heavy() -> None:
    assert not loaded("--version") & {*HEAVY, "irctl.jobs.model", "irctl.commands.rank"}


def test_the_help_lists_the_commands_without_loading_them() -> None:
    modules = loaded("--help")
    assert not modules & {*HEAVY, "irctl.jobs.model", "irctl.output.report"}
    assert not any(module.startswith("irctl.commands") for module in modules)


COMMANDS = {
    "describe": [],
    "rank": [],
    "steps": [],
    "list": [],
    "compare": [],
    "plan": ["--traffic", "1/s"],
    "check": ["--max", "latency=1000"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_saved_job_for_machines_needs_neither_aws_nor_rich(command: str, saved: str) -> None:
    formats = ("json", "jsonl", "csv", "tsv", "markdown")
    lines = [(command, saved, *COMMANDS[command], "-o", form) for form in formats]
    assert not loaded_by_all(*lines) & set(HEAVY)


PICTURES = {"rank": [], "plan": ["--traffic", "1/s"], "compare": [], "steps": []}


@pytest.mark.parametrize("command", PICTURES)
def test_a_picture_of_a_saved_job_needs_neither_aws_nor_rich_nor_the_page(
    command: str, saved: str, tmp_path: Path
) -> None:
    modules = loaded(command, saved, *PICTURES[command], "--out", str(tmp_path / "picture.svg"))
    assert "irctl.output.svg" in modules
    assert not modules & {*HEAVY, "resvg_py", "irctl.output.plot"}
    assert not any(module.startswith("irctl.page") for module in modules)


def test_a_table_of_a_saved_job_needs_neither_aws_nor_rich_nor_pictures(saved: str) -> None:
    modules = loaded("rank", saved)
    assert not modules & {*HEAVY, "irctl.output.svg", "irctl.terminal.files"}
    assert not any(module.startswith("irctl.pictures") for module in modules)


def test_an_inference_job_loads_nothing_that_only_ai_jobs_need(saved: str) -> None:
    only_ai = {"jobs.parse_ai", "jobs.performance", "jobs.aiperf", "output.language_fields"}
    assert not loaded("rank", saved) & {f"irctl.{name}" for name in only_ai}


def test_aws_is_asked_without_what_boto3_adds_to_botocore() -> None:
    modules = loaded("describe", "resnet50-default", "--demo", "--json")
    assert "botocore.client" in modules
    only_several_places = ("everywhere", "lookup_everywhere", "outages", "streams")
    assert not modules & {f"irctl.sources.{name}" for name in only_several_places}
    assert not modules & {"boto3", "s3transfer", "rich"}


def test_a_command_does_not_load_the_others(saved: str) -> None:
    modules = loaded("describe", saved)
    assert "irctl.commands.describe" in modules
    assert not modules & {"irctl.commands.rank", "irctl.commands.list"}


@pytest.mark.parametrize("format", ["table", "csv", "svg"])
def test_only_a_report_loads_the_page(format: str, saved: str) -> None:
    modules = loaded("plan", saved, "--traffic", "1/s", "-o", format)
    assert not [name for name in modules if name.startswith("irctl.page")]


@pytest.mark.parametrize("package", ["jobs", "decisions"])
def test_jobs_and_decisions_know_neither_aws_nor_terminals(package: str) -> None:
    """However they are loaded."""
    paths = sorted((Path(__file__).parents[1] / "irctl" / package).glob("*.py"))
    program = "import sys; " + "; ".join(f"import irctl.{package}.{p.stem}" for p in paths)
    done = subprocess.run(
        [sys.executable, "-c", f"{program}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[1],
    )
    assert not set(done.stdout.split()) & {*HEAVY, "typer", "irctl.sources", "irctl.output"}


def test_only_sources_imports_the_aws_library() -> None:
    package = Path(__file__).parents[1] / "irctl"
    known = {
        path.relative_to(package).parts[0]
        for path in package.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
        and ast.unparse(node).split()[1].partition(".")[0] in {"boto3", "botocore", "s3transfer"}
    }
    assert known == {"sources"}
