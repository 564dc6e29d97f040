"""Records docs/rank.svg, the picture at the top of the README, from the real program.

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
PICTURE = Path(__file__).with_name("rank.svg")


def seen_on_a_terminal(command: tuple[str, ...]) -> str:
    """What the command writes on a dark terminal of COLUMNS columns, escape codes and all."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environment = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8"}
    program = Path(sys.executable).with_name(command[0])
    process = subprocess.Popen(  # noqa: S603
        [program, *command[1:]], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    parts = []
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # how Linux says that nobody has the terminal open any more
            break
        if not part:
            break
        parts.append(part)
    os.close(ours)
    if process.wait() != 0:
        raise SystemExit(f"{' '.join(command)} failed")
    return b"".join(parts).decode()


def drawn(command: tuple[str, ...]) -> str:
    """The picture as SVG."""
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True)
    console.print(Text(f"$ {' '.join(command)}", "bold"))
    console.print(Text.from_ansi(seen_on_a_terminal(command)), end="")
    svg = console.export_svg(title="irctl", theme=MONOKAI, unique_id="irctl")
    # The reader's own fixed-width font will do; a picture fetches nothing.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return svg.replace("Fira Code, monospace", "ui-monospace, Menlo, Consolas, monospace")


if __name__ == "__main__":
    PICTURE.write_text(drawn(COMMAND))
