"""A few lines on a terminal that are kept up to date, and erased at the end."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO


@contextmanager
def board(terminal: TextIO | None, lines: Callable[[], Sequence[str]]) -> Iterator[None]:
    """Show the lines while the block runs, each cut to the width; without a terminal, nothing."""
    if terminal is None:
        yield
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    console = Console(file=terminal, markup=False, highlight=False)

    def draw() -> Text:
        fitting = _fitting(lines(), console.height)
        return Text("\n".join(fitting), no_wrap=True, overflow="ellipsis")

    live = Live(
        get_renderable=draw, console=console, transient=True, refresh_per_second=2,
        redirect_stdout=False, redirect_stderr=False,
    )  # fmt: skip
    with live:
        yield


def _fitting(lines: Sequence[str], height: int) -> Sequence[str]:
    """Cut to the height: lines that scroll off the screen cannot be erased."""
    room = max(height - 1, 1)
    if len(lines) <= room:
        return lines
    return [*lines[: room - 1], f"and {len(lines) - room + 1} more"]
