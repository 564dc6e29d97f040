"""No text that a user reads contains a word on the list of words to avoid."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from irctl.cli import COMMANDS
from tests.program import irctl

ROOT = Path(__file__).parents[1]
WORDS_TO_AVOID = re.compile(
    r"\b(mend(s|ed|ing)?|dearer|for want of|such an?|(be|been|was|were) had|tells?|told|beside"
    r"|stands? (for|in|at|on)|of which|nothing \w+ but|ends (at|on))\b",
    re.IGNORECASE,
)
DOCUMENTS = [
    *ROOT.glob("*.md"),
    *ROOT.glob("docs/*.md"),
    *ROOT.glob("benchmarks/*.md"),
    *ROOT.glob("man/*"),
    *ROOT.glob("tests/golden/*"),
]
SOURCES = [*ROOT.glob("irctl/**/*.py")]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def sentences_to_rewrite(text: str) -> list[str]:
    """Return the lines with a word to avoid."""
    return [line.strip() for line in text.splitlines() if WORDS_TO_AVOID.search(line)]


def strings(source: str) -> Iterator[str]:
    """Yield the strings of a module that are no docstrings."""
    tree = ast.parse(source)
    docstrings = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            yield str(node.value)


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_a_document_uses_plain_words(path: Path) -> None:
    assert sentences_to_rewrite(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_message_uses_plain_words(path: Path) -> None:
    text = "\n".join(strings(path.read_text(encoding="utf-8")))
    assert sentences_to_rewrite(text) == []


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_of_a_command_uses_plain_words(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    irctl(*command.split(), "--help")
    help_text = capsys.readouterr().out
    assert help_text
    assert sentences_to_rewrite(help_text) == []
