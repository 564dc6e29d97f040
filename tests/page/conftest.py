"""One browser for all tests of the page."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.page.browser import Opened, launched
from tests.program import irctl

Report = Callable[..., Path]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def opened(browser: Browser) -> Iterator[Opened]:
    """A tab that the tests of a module share."""
    page = browser.new_page()
    yield Opened(page)
    page.close()


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """Make reports, each once."""
    made: dict[tuple[str, ...], Path] = {}

    def write(*arguments: str) -> Path:
        if arguments not in made:
            done = irctl("report", *arguments)
            assert done.code == 0, done.err
            made[arguments] = tmp_path_factory.mktemp("report") / "report.html"
            made[arguments].write_text(done.out, encoding="utf-8")
        return made[arguments]

    return write
