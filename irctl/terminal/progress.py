"""A line on the terminal during work that takes longer than a second."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

_DELAY_S = 1.0


class Progress:
    """Counts what is done, and draws it once a second has passed.

    Rich is not loaded before that.
    """

    def __init__(self, terminal: TextIO, title: str, total: int | None):
        self._terminal = terminal
        self._title = title
        self._total = total
        self._explanation = ""
        self._done = 0
        self._is_stopped = False
        self._drawn: RichProgress | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(_DELAY_S, self._draw)
        self._timer.daemon = True

    def advance(self, by: int = 1) -> None:
        with self._lock:
            self._done += by
            if self._drawn is not None:
                self._drawn.update(self._drawn.task_ids[0], completed=self._done)

    def explain(self, text: str) -> None:
        """Show what is waited for, after the title."""
        with self._lock:
            self._explanation = f": {text}"
            if self._drawn is not None:
                self._drawn.update(self._drawn.task_ids[0], description=self._description)

    @property
    def _description(self) -> str:
        return f"{self._title}{self._explanation}"

    def start(self) -> None:
        with suppress(RuntimeError):  # no more threads: work without it
            self._timer.start()

    def stop(self) -> None:
        """Erase the line, and draw no more."""
        self._timer.cancel()
        with self._lock:
            self._is_stopped = True
            if self._drawn is not None:
                self._drawn.stop()

    def _draw(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
        from rich.progress import Progress as RichProgress

        with self._lock:
            if self._is_stopped:
                return
            columns = (BarColumn(), MofNCompleteColumn()) if self._total else (SpinnerColumn(),)
            self._drawn = RichProgress(
                TextColumn("{task.description}", markup=False),
                *columns,
                console=Console(file=self._terminal, markup=False),
                transient=True,
            )
            self._drawn.add_task(self._description, total=self._total, completed=self._done)
            self._drawn.start()


class NoProgress:
    """A progress that is not shown, for where there is no terminal."""

    def advance(self, by: int = 1) -> None:
        pass

    def explain(self, text: str) -> None:
        pass

    def stop(self) -> None:
        pass


@contextmanager
def progress(
    terminal: TextIO | None, title: str, total: int | None
) -> "Iterator[Progress | NoProgress]":
    """Show progress while the block runs; without a terminal, nothing."""
    if terminal is None:
        yield NoProgress()
        return
    shown = Progress(terminal, title, total)
    shown.start()
    try:
        yield shown
    finally:
        shown.stop()
