"""What is made from the commands is what the commands make today."""

import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest

from irctl.completion.scripts import FILES
from tests.program import irctl

ROOT = Path(__file__).parents[1]


def _generated() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "scripts" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: dict[str, str] = module.generated()
    return made


@pytest.mark.parametrize("path", sorted(_generated()))
def test_a_generated_file_is_fresh(path: str) -> None:
    message = f"{path} is stale: run python scripts/generate.py"
    assert (ROOT / path).read_text("utf-8") == _generated()[path], message


@pytest.mark.parametrize("shell", FILES)
def test_completions_hold_what_the_command_prints(shell: str) -> None:
    done = irctl("completion", shell)
    assert done.code == 0
    assert done.out == (ROOT / "completions" / FILES[shell]).read_text("utf-8")


def test_an_unknown_shell_is_reported_with_the_valid_ones() -> None:
    done = irctl("completion", "tcsh")
    assert done.code == 2
    assert "bash, zsh, fish, powershell" in done.err


@pytest.mark.skipif(shutil.which("mandoc") is None, reason="mandoc is not installed")
def test_the_man_page_is_sound() -> None:
    done = subprocess.run(
        ["mandoc", "-T", "lint", "-W", "error", str(ROOT / "man" / "irctl.1")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
