"""A few lines on a terminal that are always up to date, and then gone."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO


@contextmanager
def board(stream: TextIO | None, lines: Callable[[], Sequence[str]]) -> Iterator[None]:
    """Shows the lines while the block runs, each cut to the terminal's width; None is
    no terminal, and shows nothing."""
    if stream is None:
        yield
        return
    from rich.console import Console
    from rich.live import Live
    from rich.text import Text

    console = Console(file=stream, markup=False, highlight=False)

    def drawn() -> Text:
        there = lines()
        room = max(console.height - 1, 1)  # what scrolls off cannot be taken away again
        if len(there) > room:
            there = [*there[: room - 1], f"and {len(there) - room + 1} more"]
        return Text("\n".join(there), no_wrap=True, overflow="ellipsis")

    live = Live(
        get_renderable=drawn, console=console, transient=True, refresh_per_second=2,
        redirect_stdout=False, redirect_stderr=False,
    )  # fmt: skip
    with live:
        yield
