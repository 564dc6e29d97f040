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

    def drawn() -> Text:
        return Text("\n".join(lines()), no_wrap=True, overflow="ellipsis")

    console = Console(file=stream, markup=False, highlight=False)
    live = Live(
        get_renderable=drawn, console=console, transient=True, refresh_per_second=2,
        redirect_stdout=False, redirect_stderr=False,
    )  # fmt: skip
    try:
        with live:
            yield
    finally:
        # A signal may come when rich has hidden the cursor and not yet begun.
        console.show_cursor(True)
