"""Limits of the machine that a run can hit: memory, threads, processes, open files."""

import errno
from typing import NamedTuple

from irctl.errors import IrctlError


class _Limit(NamedTuple):
    message: str
    hint: str


_MEMORY = _Limit(
    "out of memory",
    "ask for less (fewer jobs, --limit), or allow more memory: ulimit -v, or the container's limit",
)
_THREADS = _Limit(
    "this machine allows no more threads or processes",
    "end other processes, or raise the limit: ulimit -u, or the container's limit",
)
_FILES = _Limit("too many open files", "raise the limit: ulimit -n")
_BY_NUMBER = {
    errno.ENOMEM: _MEMORY,
    errno.EAGAIN: _THREADS,
    errno.EMFILE: _FILES,
    errno.ENFILE: _FILES,
}
_BY_TEXT: tuple[tuple[type[BaseException], str, _Limit], ...] = (
    (MemoryError, "", _MEMORY),
    (RuntimeError, "start new thread", _THREADS),
    # How the dynamic linker reports it.
    (ImportError, "failed to map", _MEMORY),
    (ImportError, "annot allocate memory", _MEMORY),
)
"""Errors of a type, with a part of their text."""


def exhausted(error: BaseException | None) -> IrctlError | None:
    """Return what to report if a limit of the machine caused an error, else None."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        limit = _limit(error)
        if limit is not None:
            return IrctlError(limit.message, limit.hint)
        error = error.__cause__ or error.__context__
    return None


def _limit(error: BaseException) -> _Limit | None:
    if isinstance(error, OSError):
        return _BY_NUMBER.get(error.errno or 0)
    text = str(error)
    return next(
        (limit for kind, part, limit in _BY_TEXT if isinstance(error, kind) and part in text), None
    )
