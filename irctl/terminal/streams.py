"""Standard output and error as a command writes to them: what they can show, and what
to do when nobody reads."""

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import TextIO

from irctl.errors import IrctlError
from irctl.output.style import Style


def is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


class Output:
    """A standard stream; None stands for one that is closed."""

    def __init__(self, stream: TextIO | None, environ: Mapping[str, str]):
        self._stream = stream
        self._environ = environ
        self.reader_is_gone = False
        """Whether the other end of the pipe was closed; what is written then is dropped."""
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # never a UnicodeEncodeError on a console of another code page
            reconfigure(errors="backslashreplace")

    @property
    def terminal(self) -> TextIO | None:
        """The stream, if it is a terminal that can move its cursor."""
        stream = self._stream
        if stream is None or not stream.isatty() or self._environ.get("TERM") == "dumb":
            return None
        return stream

    @property
    def style(self) -> Style:
        return Style(width=self._width(), color=self._color(), unicode=self._unicode())

    def write(self, text: str) -> None:
        """Writes, and raises IrctlError when the text can't be kept: a full disk, a
        closed stream. A reader that left, as head does, is not an error."""
        if self.reader_is_gone:
            return
        if self._stream is None:
            raise IrctlError("standard output is closed")
        try:
            self._stream.write(text)
            self._stream.flush()
        except BrokenPipeError:
            self.reader_is_gone = True
            self._discard()
        except (OSError, ValueError) as error:
            self._discard()
            reason = getattr(error, "strerror", None) or str(error)
            raise IrctlError(f"standard output cannot be written: {reason}") from error

    def _discard(self) -> None:
        """Sends what is still buffered nowhere, so that closing the stream succeeds."""
        with suppress(AttributeError, OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())  # type: ignore[union-attr]
            os.close(nowhere)

    def _width(self) -> int | None:
        if self._stream is None or not self._stream.isatty():
            return None
        told = self._environ.get("COLUMNS", "")
        if told.isdecimal() and int(told) > 0:
            return int(told)
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except (OSError, ValueError):
            return 80

    def _color(self) -> bool:
        """NO_COLOR (no-color.org) wins over FORCE_COLOR, and both over what the stream is."""
        if self._environ.get("NO_COLOR"):
            return False
        forced = self._environ.get("FORCE_COLOR")
        if forced:
            return forced not in ("0", "false")
        return self.terminal is not None

    def _unicode(self) -> bool:
        encoding = getattr(self._stream, "encoding", None) or "ascii"
        return encoding.lower().replace("-", "").startswith("utf")
