"""Photograph the page of `irctl report` for the README in Debian's Chromium, light and dark.

Run it with the project's own Python: .venv/bin/python docs/page.py
"""

import io
import re
import shutil
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from irctl.cli import main
from irctl.context import World

COMMAND = ("report", "resnet50-default", "--demo", "--traffic", "100/s", "--max", "latency=100")
FOLDER = Path(__file__).with_name("gallery")
_SIZE = {"width": 1180, "height": 1030}


def page() -> str:
    """Return the page."""
    streams = {"stdin": None, "stdout": io.StringIO(), "stderr": io.StringIO()}
    now = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)
    if main([*COMMAND], World(**streams, environ={}, now=lambda: now)):
        raise SystemExit(streams["stderr"].getvalue())
    return streams["stdout"].getvalue()


def answer(html: str) -> str:
    """Return the headline of a page, which the README has as the text of the photograph."""
    (headline,) = re.findall(r'<p class="big">(.*?)</p>', html)
    return re.sub(r"<[^>]+>", "", headline)


def photographs(html: str) -> dict[str, bytes]:
    """Return photographs of the top of a page, by what the names of their files add."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "report.html")
        file.write_text(html, encoding="utf-8")
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        shots = {}
        for name, scheme in (("", "light"), ("-dark", "dark")):
            tab = browser.new_page(color_scheme=scheme, viewport=_SIZE)
            tab.goto(file.as_uri())
            shots[name] = tab.screenshot()
        browser.close()
        return shots


if __name__ == "__main__":
    for suffix, shot in photographs(page()).items():
        (FOLDER / f"page{suffix}.png").write_bytes(shot)
