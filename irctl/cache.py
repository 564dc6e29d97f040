"""Files that only save time, in the user's cache directory.

Nothing here fails. A directory that can't be written, a damaged file or a file of another
program only costs the time that the cache would have saved.
"""

import hashlib
import os
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress


def directory(environ: Mapping[str, str] = os.environ) -> str | None:
    """The folder of irctl's cache (XDG Base Directory Specification); None without a home."""
    base = environ.get("XDG_CACHE_HOME") or ""
    if not os.path.isabs(base):  # the specification says to ignore a relative path
        home = os.path.expanduser("~")
        if not os.path.isabs(home) or not os.path.isdir(home):
            return None  # irctl never creates a home directory
        base = os.path.join(home, ".cache")
    return os.path.join(base, "irctl")


def read(name: str) -> bytes | None:
    """The content written under a name; None unless it is complete and unchanged."""
    folder = directory()
    if folder is None:
        return None
    try:
        # O_NONBLOCK: opening a named pipe would wait for a writer.
        handle = os.open(os.path.join(folder, name), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(handle, "rb") as file:
            if not _is_own(os.fstat(handle)):
                return None
            digest, _, content = file.read().partition(b"\n")
    except OSError:
        return None
    return content if digest == _digest(content) else None


def _is_own(file: os.stat_result) -> bool:
    """Whether nobody else can have written the file: its content decides where requests go."""
    is_mine = not hasattr(os, "geteuid") or file.st_uid == os.geteuid()
    return (
        stat.S_ISREG(file.st_mode) and is_mine and not file.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    )


def write(name: str, content: bytes) -> None:
    """Store the content under a name.

    Several processes may write at once: a reader sees the complete content of one of them.
    """
    folder = directory()
    if folder is None:
        return
    with suppress(OSError):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        handle, path = tempfile.mkstemp(dir=folder, prefix=name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_digest(content) + b"\n" + content)
            os.replace(path, os.path.join(folder, name))
        except OSError:
            os.unlink(path)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()
