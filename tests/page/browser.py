"""Debian's Chromium, driven by Playwright."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = shutil.which("chromium")
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed")

_ANSWERS = """(fragments) => fragments.map((fragment) => {
  history.replaceState(null, "", fragment);
  dispatchEvent(new HashChangeEvent("hashchange"));
  const answer = document.querySelector("#answer");
  const texts = (selector) => [...answer.querySelectorAll(selector)].map((e) => e.textContent);
  return {
    headline: texts(".big").join(),
    why: texts(".why").join().trim(),
    facts: texts(".facts li, .to-do li"),
    command: document.querySelector("#command").textContent,
  };
})"""


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Opened:
    """A report in the browser, with all that it asks for and complains about."""

    def __init__(self, page: Page):
        self.page = page
        self.requests: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: Path, **state: str) -> "Opened":
        self.page.goto("about:blank")
        self.requests.clear()
        self.page.goto(f"{path.as_uri()}{fragment(state)}")
        return self

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.text_content() or ""

    @property
    def headline(self) -> str:
        return self.text("#answer .big")

    @property
    def self_check(self) -> tuple[int, int]:
        """How many of irctl's results came out on the page too, of how many."""
        checked = self.page.evaluate("document.documentElement.dataset.selfCheck")
        right, total = checked.split(" of ")
        return int(right), int(total)

    def answers(self, states: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
        """What the page says in each of some states."""
        answers: list[dict[str, Any]] = self.page.evaluate(_ANSWERS, list(map(fragment, states)))
        return answers


def fragment(state: Mapping[str, str]) -> str:
    """The end of the address that opens a state of the page."""
    pairs = (f"{key.replace('_', '-')}={quote(value)}" for key, value in state.items())
    return f"#{'&'.join(pairs)}" if state else ""
