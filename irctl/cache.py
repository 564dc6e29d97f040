"""Files that only save time: in the user's cache directory, readable again or ignored.

Nothing here fails. A directory that can't be written, a broken file, a file that
something else wrote: each only costs the time that the cache would have saved.
"""

import hashlib
import os
import stat
import tempfile
from collections.abc import Mapping
from contextlib import suppress


def directory(environ: Mapping[str, str] = os.environ) -> str | None:
    """The folder for irctl's cache (XDG Base Directory Specification); None when there is
    no home to have one in."""
    base = environ.get("XDG_CACHE_HOME") or ""
    if not os.path.isabs(base):  # a relative one is to be ignored, says the specification
        home = os.path.expanduser("~")
        if not os.path.isabs(home) or not os.path.isdir(home):
            return None  # a home is not ours to make
        base = os.path.join(home, ".cache")
    return os.path.join(base, "irctl")


def read(name: str) -> bytes | None:
    """What was written under a name, or None unless it is whole and unchanged."""
    folder = directory()
    if folder is None:
        return None
    try:
        # Not to wait for whoever writes to a named pipe.
        handle = os.open(os.path.join(folder, name), os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(handle, "rb") as file:
            if not _is_own(os.fstat(handle)):
                return None
            digest, _, content = file.read().partition(b"\n")
    except OSError:
        return None
    return content if digest == _digest(content) else None


def _is_own(file: os.stat_result) -> bool:
    """Whether it is a file that nobody else can have written: what is kept says where
    requests go."""
    mine = not hasattr(os, "geteuid") or file.st_uid == os.geteuid()
    return stat.S_ISREG(file.st_mode) and mine and not file.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def write(name: str, content: bytes) -> None:
    """Keeps the content under a name. Several processes may do so at once: a reader sees
    the whole of one of them."""
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
