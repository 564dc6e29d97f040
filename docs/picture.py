"""Record docs/rank.svg, the picture at the top of the README, from the real program.

Run it with the project's own Python: .venv/bin/python docs/picture.py
"""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

COMMAND = ("irctl", "rank", "resnet50-default", "--demo")
COLUMNS, ROWS = 100, 40
_CHARACTER_WIDTH = 12.2  # in rich's pictures
PICTURE = Path(__file__).with_name("rank.svg")


def terminal_output(command: tuple[str, ...]) -> str:
    """Return what the command prints on a terminal of COLUMNS columns, with escape codes.

    Messages go through a pipe: a slow machine would show a progress line on the terminal.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    program = Path(sys.executable).with_name(command[0])
    process = subprocess.Popen(  # noqa: S603
        [program, *command[1:]],
        stdin=theirs,
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=environment,
    )
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux reports a closed terminal as an error
            break
        if not part:
            break
        parts.append(part)
    os.close(ours)
    _, messages = process.communicate()
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed: {messages.decode()}")
    return b"".join([*parts, messages]).decode().replace("\r\n", "\n")


def drawn(command: tuple[str, ...]) -> str:
    """Return the picture as SVG."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    console.print(Text(f"$ {' '.join(command)}", "bold"))
    console.print(Text.from_ansi(terminal_output(command)), end="")
    svg = console.export_svg(title="irctl", theme=MONOKAI, unique_id="irctl")
    # The viewer's own fixed-width font: a picture downloads nothing.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace")
    return _TEXT.sub(_without_leading_spaces, svg)


_TEXT = re.compile(r'x="([\d.]+)"([^>]*) textLength="([\d.]+)"([^>]*)>((?:&#160;)+)')


def _without_leading_spaces(match: re.Match[str]) -> str:
    """Move a text's start instead of indenting it: some viewers drop leading spaces."""
    x, more, length, rest, spaces = match.groups()
    indent = round(len(spaces) / len("&#160;") * _CHARACTER_WIDTH, 1)
    start, left = round(float(x) + indent, 1), round(float(length) - indent, 1)
    return f'x="{start}"{more} textLength="{left}"{rest}>'


if __name__ == "__main__":
    PICTURE.write_text(drawn(COMMAND))
