"""A result as a file: written next to its place and renamed, so that it is never half there."""

import os
import shutil
from contextlib import suppress
from typing import IO

from irctl.errors import IrctlError
from irctl.output.style import Style

_WRITTEN = os.O_WRONLY | getattr(os, "O_BINARY", 0)
_NEW = _WRITTEN | os.O_CREAT | os.O_EXCL


class OutputFile:
    """A file that takes the place of standard output."""

    terminal = None
    reader_is_gone = False

    def __init__(self, path: str):
        """Take the path of a file; one that exists is replaced. Raise IrctlError."""
        self.path = path
        if os.path.isdir(path):
            raise IrctlError(f"{path} is a directory", "give the path of a file to --out")
        is_special = os.path.exists(path) and not os.path.isfile(path)
        # A symbolic link keeps pointing to the file; that of a pipe, in /dev, leads nowhere.
        self._place = path if is_special else os.path.realpath(path)
        self._partial = None if is_special else f"{self._place}.{os.urandom(4).hex()}.tmp"
        self._file: IO[bytes] | None = None
        self.size = 0
        """How many bytes were written."""

    @property
    def style(self) -> Style:
        return Style()

    def write(self, text: str | bytes) -> None:
        """Write bytes, or text as UTF-8. Raise IrctlError."""
        content = text.encode("utf-8", "backslashreplace") if isinstance(text, str) else text
        try:
            if self._file is None:
                self._file = os.fdopen(self._open(), "wb")
            self._file.write(content)
        except (OSError, ValueError) as error:
            self.discard()
            raise self._cannot(error) from error
        self.size += len(content)

    def _open(self) -> int:
        if self._partial is None:
            return os.open(self._place, _WRITTEN)
        return os.open(self._partial, _NEW, 0o666)

    def keep(self) -> bool:
        """Put the file in its place; False if nothing was written. Raise IrctlError."""
        if self._file is None:
            return False
        try:
            self._file.close()
            if self._partial:
                with suppress(OSError):  # the file may be new
                    shutil.copymode(self._place, self._partial)
                os.replace(self._partial, self._place)
        except OSError as error:
            self.discard()
            raise self._cannot(error) from error
        self._file = None
        return True

    def discard(self) -> None:
        """Leave nothing behind of what was not kept."""
        if self._file is not None:
            with suppress(OSError, ValueError):
                self._file.close()
            if self._partial:
                with suppress(OSError):
                    os.unlink(self._partial)
            self._file = None

    def _cannot(self, error: Exception) -> IrctlError:
        reason = getattr(error, "strerror", None) or str(error)
        return IrctlError(f"{self.path} cannot be written: {reason}")
