"""Draw the pictures of docs/gallery.md and the README with the real program, light and dark.

Run it with the project's own Python: .venv/bin/python docs/gallery.py
"""

import io
import re
import shlex
import tempfile
from datetime import datetime, timezone
from pathlib import Path

from irctl import context
from irctl.cli import main
from irctl.context import World
from irctl.output import svg
from irctl.output.palette import DARK, LIGHT

FOLDER = Path(__file__).with_name("gallery")
TEXT = Path(__file__).with_name("gallery.md")
_COMMAND = re.compile(r"^irctl (.+) --out (\w+)\.svg$", re.MULTILINE)
_FILE = re.compile(r"```csv\n(.+?)```", re.DOTALL)


def commands() -> dict[str, list[str]]:
    """Return the command line of each picture by its name."""
    text = TEXT.read_text(encoding="utf-8")
    return {match[2]: shlex.split(match[1]) for match in _COMMAND.finditer(text)}


def drawn(arguments: list[str]) -> dict[str, str]:
    """Return the picture that a command draws, by what its file's name adds for the theme."""
    profile = _FILE.search(TEXT.read_text(encoding="utf-8"))
    with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
        file.write(profile[1] if profile else "")
        file.flush()
        given = [file.name if argument == "profile.csv" else argument for argument in arguments]
        now = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)
        streams = {"stdin": None, "stdout": io.StringIO(), "stderr": io.StringIO()}
        code = main([*given, "-o", "svg"], World(**streams, environ={}, now=lambda: now))
    if code:
        raise SystemExit(f"{shlex.join(arguments)} failed: {streams['stderr'].getvalue()}")
    (report,) = context.last_report
    scene = report.picture(svg.sheet())
    return {"": svg.document(scene, LIGHT) + "\n", "-dark": svg.document(scene, DARK) + "\n"}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, arguments in commands().items():
        for theme, text in drawn(arguments).items():
            (FOLDER / f"{name}{theme}.svg").write_text(text, encoding="utf-8")
