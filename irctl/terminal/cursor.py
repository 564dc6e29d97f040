"""The cursor of the terminal at standard error."""

import os
from contextlib import suppress


def restore_cursor() -> None:
    """Erase the line that progress may have drawn, and show the cursor."""
    with suppress(OSError):
        if os.isatty(2) and os.environ.get("TERM") != "dumb":
            os.write(2, b"\r\x1b[2K\x1b[?25h")
