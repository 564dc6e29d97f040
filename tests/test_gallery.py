"""The pictures in docs/gallery are what the commands of docs/gallery.md draw."""

import re
import sys
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
sys.path.insert(0, str(DOCS))

from gallery import commands, drawn  # type: ignore[import-not-found]  # noqa: E402
from page import COMMAND, answer, page  # type: ignore[import-not-found]  # noqa: E402

sys.path.pop(0)


@pytest.mark.parametrize("name", commands())
def test_a_picture_is_what_its_command_draws(name: str) -> None:
    for theme, text in drawn(commands()[name]).items():
        file = DOCS / "gallery" / f"{name}{theme}.svg"
        assert text == file.read_text(encoding="utf-8"), f"run python {DOCS / 'gallery.py'}"
        assert len(text) < 25_000


@pytest.mark.parametrize("document", ["README.md", "docs/gallery.md"])
def test_a_document_shows_pictures_that_exist(document: str) -> None:
    path = DOCS.parent / document
    shown = re.findall(r'(?:src|srcset)="([^"]+)"', path.read_text(encoding="utf-8"))
    assert len(shown) >= 2
    assert all((path.parent / name).exists() for name in shown)


def test_the_readme_has_the_page_and_its_answer() -> None:
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    (text,) = re.findall(r'alt="The page answers first: ([^"]+)"', readme)
    assert text == answer(page())
    assert f"irctl {' '.join(COMMAND)}" in readme
