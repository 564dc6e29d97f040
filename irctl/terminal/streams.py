"""Standard output and error: what they can show, and whether anyone still reads them."""

import os
from collections.abc import Mapping
from contextlib import suppress
from typing import TextIO

from irctl.errors import IrctlError
from irctl.output.style import Style

_WITHOUT_LINKS = ("dumb", "linux", "vt", "ansi", "cons", "cygwin", "eterm", "sun")
"""How the TERM of terminals begins that do not show hyperlinks."""
_FIRST_VTE_WITH_LINKS = 5001
"""GNOME Terminal and others; version 0.50.0 crashes on a hyperlink."""


def is_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()


class OutputStream:
    """Standard output or standard error; its stream is None if it is closed."""

    def __init__(self, stream: TextIO | None, environ: Mapping[str, str]):
        self._stream = stream
        self._environ = environ
        self.reader_is_gone = False
        """Whether the other end of the pipe was closed; later writes are dropped."""
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # no UnicodeEncodeError on a console with another code page
            reconfigure(errors="backslashreplace")

    @property
    def terminal(self) -> TextIO | None:
        """The stream if it is a terminal that can move its cursor, else None."""
        stream = self._stream
        return stream if is_terminal(stream) and self._environ.get("TERM") != "dumb" else None

    @property
    def style(self) -> Style:
        return Style(
            width=self._width(),
            color=self._color(),
            unicode=self._unicode(),
            links=self._links(),
        )

    def write(self, text: str | bytes) -> None:
        """Write and flush. Raise IrctlError if the disk is full or the stream is closed.

        A reader that has left, as head does, is not an error.
        """
        if self.reader_is_gone:
            return
        if self._stream is None:
            raise IrctlError("standard output is closed")
        try:
            if isinstance(text, bytes):
                self._stream.buffer.write(text)
            else:
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
        """Send buffered text to the null device, so that closing the stream succeeds."""
        with suppress(AttributeError, OSError, ValueError):
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, self._stream.fileno())  # type: ignore[union-attr]
            os.close(null)

    def _width(self) -> int | None:
        if self._stream is None or not self._stream.isatty():
            return None
        columns = self._environ.get("COLUMNS", "")
        if columns.isdecimal() and int(columns) > 0:
            return int(columns)
        try:
            return os.get_terminal_size(self._stream.fileno()).columns or 80
        except (OSError, ValueError):
            return 80

    def _color(self) -> bool:
        """NO_COLOR (no-color.org) overrides FORCE_COLOR, which overrides the kind of stream."""
        if self._environ.get("NO_COLOR"):
            return False
        forced = self._environ.get("FORCE_COLOR")
        if forced:
            return forced not in ("0", "false")
        return self.terminal is not None

    def _links(self) -> bool:
        """Whether hyperlinks are shown: on a terminal with colour, unless it is known not to.

        FORCE_HYPERLINK overrides that, as in other programs. Most terminals that don't know
        hyperlinks ignore them; those below print part of the address, or crash.
        """
        forced = self._environ.get("FORCE_HYPERLINK")
        if forced:
            return forced not in ("0", "false")
        return self.terminal is not None and self._color() and not self._garbles_links()

    def _garbles_links(self) -> bool:
        term = self._environ.get("TERM", "")
        if term.startswith("screen") and "TMUX" not in self._environ:
            return True
        vte = self._environ.get("VTE_VERSION", "")
        return (
            term.startswith(_WITHOUT_LINKS)
            or self._environ.get("TERM_PROGRAM") == "Apple_Terminal"
            or "INSIDE_EMACS" in self._environ
            or (vte.isdecimal() and int(vte) < _FIRST_VTE_WITH_LINKS)
        )

    def _unicode(self) -> bool:
        encoding = getattr(self._stream, "encoding", None) or "ascii"
        return encoding.lower().replace("-", "").startswith("utf")
