"""Every command and example in the README prints what the README shows.

`python tests/test_readme.py` updates the outputs in the README.
"""

import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from irctl.cli import main
from irctl.invocation import World

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
_BLOCK = re.compile(r"^```(?P<kind>console|sh)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)


def run(command: str, directory: Path) -> tuple[int, str]:
    """Return a command line's exit code, and its output and messages in order."""
    needs_shell = {"|", ">"} & {*command.split()}
    return _in_bash(command, directory) if needs_shell else _inside(command, directory)


def _inside(command: str, directory: Path) -> tuple[int, str]:
    """Run irctl in this process, which takes less time."""
    written, folder = io.BytesIO(), os.getcwd()
    output = io.TextIOWrapper(written, encoding="utf-8", write_through=True)
    program, *arguments = shlex.split(command, comments=True)
    assert program == "irctl"
    os.chdir(directory)
    try:
        code = main(arguments, World(io.StringIO(), output, output, {}))
    finally:
        os.chdir(folder)
    return code, written.getvalue().decode()


def _in_bash(command: str, directory: Path) -> tuple[int, str]:
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
    )
    return done.returncode, done.stdout


def save_job(folder: Path) -> None:
    code, document = run("irctl describe resnet50-default --demo --json", folder)
    assert code == 0, document
    (folder / "job.json").write_text(document)


def blocks(kind: str) -> list[str]:
    return [m["text"] for m in _BLOCK.finditer(README.read_text()) if m["kind"] == kind]


def sessions() -> list[tuple[str, str]]:
    """The commands of the console blocks, each with the output below it."""
    parts = [
        part
        for block in blocks("console")
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    ]
    return [(command, output) for command, _, output in (part.partition("\n") for part in parts)]


def plain_commands() -> list[str]:
    """The irctl commands of the sh blocks that need no AWS account."""
    lines = [line for block in blocks("sh") for line in block.splitlines()]
    return [
        line
        for line in lines
        if line.startswith("irctl ") and "--demo" in line and not line.endswith("\\")
    ]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A working directory with a saved response; no example writes to it."""
    folder = tmp_path_factory.mktemp("readme")
    save_job(folder)
    return folder


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
    """The text of a picture, without the spans that differ between versions of rich."""
    texts = "".join(re.findall(r"<text[^>]*>([^<]*)</text>", svg))
    return "".join(texts.replace("&#160;", " ").split())


def test_the_picture_is_up_to_date() -> None:
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


def test_the_policy_allows_exactly_the_operations_that_irctl_calls() -> None:
    from irctl.sources.service_model import OPERATIONS

    (policy,) = re.findall(r"```json\n(\{.*?\"Version\".*?)```", README.read_text(), re.DOTALL)
    statements = json.loads(policy)["Statement"]
    actions = [action for statement in statements for action in statement["Action"]]
    assert sorted(actions) == sorted(f"sagemaker:{operation}" for operation in OPERATIONS)


def _updated(text: str, folder: Path) -> str:
    def replacement(match: re.Match[str]) -> str:
        if match["kind"] != "console":
            return match[0]
        shown = [line for line in match["text"].splitlines() if line.startswith("$ ")]
        parts = [f"{line}\n{run(line[2:], folder)[1]}" for line in shown]
        return "```console\n" + "".join(parts) + "```"

    return _BLOCK.sub(replacement, text)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        save_job(Path(scratch))
        README.write_text(_updated(README.read_text(), Path(scratch)))
