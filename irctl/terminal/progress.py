"""A line on the terminal while something takes longer than a second; else nothing."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

_PATIENCE_S = 1.0


class Progress:
    """Counts what is done. Nothing is drawn, and rich not even loaded, before a second
    has passed."""

    def __init__(self, stream: TextIO, title: str, total: int | None):
        self._stream = stream
        self._title = title
        self._total = total
        self._done = 0
        self._drawn: RichProgress | None = None
        self._lock = threading.Lock()
        self._timer = threading.Timer(_PATIENCE_S, self._draw)
        self._timer.daemon = True

    def advance(self, by: int = 1) -> None:
        with self._lock:
            self._done += by
            if self._drawn is not None:
                self._drawn.update(self._drawn.task_ids[0], completed=self._done)

    def start(self) -> None:
        self._timer.start()

    def stop(self) -> None:
        """Leaves the terminal as it was."""
        self._timer.cancel()
        with self._lock:
            self._total = -1
            if self._drawn is not None:
                self._drawn.stop()

    def _draw(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
        from rich.progress import Progress as RichProgress

        with self._lock:
            if self._total == -1:
                return
            columns = (BarColumn(), MofNCompleteColumn()) if self._total else (SpinnerColumn(),)
            self._drawn = RichProgress(
                TextColumn("{task.description}", markup=False),
                *columns,
                console=Console(file=self._stream, markup=False),
                transient=True,
            )
            self._drawn.add_task(self._title, total=self._total, completed=self._done)
            self._drawn.start()


class Quiet:
    def advance(self, by: int = 1) -> None:
        pass

    def stop(self) -> None:
        pass


@contextmanager
def progress(stream: TextIO | None, title: str, total: int | None) -> "Iterator[Progress | Quiet]":
    """Progress on a terminal's stream; None is anything else, and quiet."""
    if stream is None:
        yield Quiet()
        return
    shown = Progress(stream, title, total)
    shown.start()
    try:
        yield shown
    finally:
        shown.stop()
