"""Limits of the machine that a run can hit: memory, threads, processes, open files."""

import errno

from irctl.errors import IrctlError

_MEMORY = IrctlError(
    "out of memory",
    "ask for less (fewer jobs, --limit), or allow more memory: ulimit -v, or the container's limit",
)
_THREADS = IrctlError(
    "this machine allows no more threads or processes",
    "end other processes, or raise the limit: ulimit -u, or the container's limit",
)
_FILES = IrctlError("too many open files", "raise the limit: ulimit -n")
_BY_NUMBER = {
    errno.ENOMEM: _MEMORY,
    errno.EAGAIN: _THREADS,
    errno.EMFILE: _FILES,
    errno.ENFILE: _FILES,
}


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


def _limit(error: BaseException) -> IrctlError | None:
    if isinstance(error, MemoryError):
        return _MEMORY
    if isinstance(error, OSError):
        return _BY_NUMBER.get(error.errno or 0)
    text = str(error)
    if isinstance(error, RuntimeError) and "start new thread" in text:
        return _THREADS
    # How the dynamic linker reports it.
    is_unmapped = "failed to map" in text or "annot allocate memory" in text
    return _MEMORY if isinstance(error, ImportError) and is_unmapped else None
