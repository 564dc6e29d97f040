"""Every command and example of the README does what the README shows.

`python tests/test_readme.py` writes the outputs that the program has today.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```(?P<kind>console|sh)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def run(command: str, directory: Path) -> tuple[int, str]:
    """A command line's exit code, and all that it prints, as one sees it in a pipe."""
    bin_directory = str(Path(sys.executable).parent)
    environment = {
        "PATH": os.pathsep.join((bin_directory, os.environ["PATH"])),
        "HOME": str(directory),
        "LANG": "C.UTF-8",
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=directory,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stdout


def blocks(kind: str) -> list[str]:
    return [m["text"] for m in _BLOCK.finditer(README.read_text()) if m["kind"] == kind]


def sessions() -> list[tuple[str, str]]:
    """The commands of the console blocks with the output shown below each."""
    found = []
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def plain_commands() -> list[str]:
    """The one-line irctl commands of the sh blocks, but for those that need an account."""
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [
        line
        for line in lines
        if line.startswith("irctl ") and "--demo" in line and not line.endswith("\\")
    ]


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A working directory with a saved response, as the README's reader has it."""
    _, document = run("irctl describe resnet50-default --demo --json", tmp_path)
    (tmp_path / "job.json").write_text(document)
    return tmp_path


@pytest.mark.parametrize(("command", "output"), sessions(), ids=lambda value: value[:60])
def test_an_example_prints_what_the_readme_shows(
    command: str, output: str, directory: Path
) -> None:
    if "jq" in command and shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    assert run(command, directory)[1] == output


@pytest.mark.parametrize("command", plain_commands())
def test_a_command_of_the_readme_succeeds(command: str, directory: Path) -> None:
    if "jq" in command and shutil.which("jq") is None:
        pytest.skip("jq is not installed")
    code, output = run(command, directory)
    assert code == 0, output


def test_the_readme_opens_with_a_sentence_a_picture_and_two_commands() -> None:
    text = README.read_text()
    picture, install, test = (
        text.index("docs/rank.svg"),
        text.index(".venv/bin/irctl rank resnet50-default --demo"),
        text.index(".venv/bin/pytest"),
    )
    assert picture < install < test
    assert all("\n" not in line for line in blocks("sh")[:2] if line.count("\n") > 1)


def words(svg: str) -> str:
    """What a picture says, however a version of rich has cut it into pieces."""
    texts = "".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))
    return "".join(texts.replace("&#160;", " ").split())


def test_the_picture_is_what_the_program_draws_today() -> None:
    drawn = subprocess.run(
        [sys.executable, "-c", "import picture; print(picture.drawn(picture.COMMAND), end='')"],
        cwd=ROOT / "docs",
        capture_output=True,
        text=True,
        check=True,
    )
    picture = (ROOT / "docs" / "rank.svg").read_text()
    assert words(picture) == words(drawn.stdout)
    assert "ml.c6i.xlarge" in words(picture)


def test_the_policy_allows_what_irctl_calls_and_nothing_else() -> None:
    from irctl.sources.service_model import OPERATIONS

    (policy,) = re.findall(r"```json\n(\{.*?\"Version\".*?)```", README.read_text(), re.DOTALL)
    actions = [action for each in json.loads(policy)["Statement"] for action in each["Action"]]
    assert sorted(actions) == sorted(f"sagemaker:{operation}" for operation in OPERATIONS)


def _updated(text: str, directory: Path) -> str:
    def fresh(match: re.Match[str]) -> str:
        if match["kind"] != "console":
            return match[0]
        shown = [line for line in match["text"].splitlines() if line.startswith("$ ")]
        parts = [f"{line}\n{run(line[2:], directory)[1]}" for line in shown]
        return "```console\n" + "".join(parts) + "```"

    return _BLOCK.sub(fresh, text)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        where = Path(scratch)
        (where / "job.json").write_text(
            run("irctl describe resnet50-default --demo --json", where)[1]
        )
        README.write_text(_updated(README.read_text(), where))
