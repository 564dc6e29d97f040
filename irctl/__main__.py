"""`python -m irctl` and the irctl command."""

import os

# What the module signal wraps: that one takes a while to load.
from _signal import SIGINT, default_int_handler, getsignal  # type: ignore[import-not-found]
from _signal import signal as handle

_INTERRUPTED = 130


def _exit_while_loading(*_: object) -> None:
    """End at a Ctrl-C while modules are loaded, where an exception would print a traceback."""
    os._exit(_INTERRUPTED)


if getsignal(SIGINT) is default_int_handler:  # nohup and shells set it to be ignored
    handle(SIGINT, _exit_while_loading)

# ruff: noqa: E402 - only now, interrupts are quiet
import gc
import signal
import sys
import time
from contextlib import suppress

from irctl.terminal.cursor import restore_cursor

_IMPATIENT_S = 1.0
"""A second Ctrl-C within this time is ignored: some tools send two."""

_interrupted_at: list[float] = []


def _on_signal(number: int, _: object) -> None:
    """End or suspend the process as the signal does by default, with the cursor restored.

    This raises no exception: Python prints and forgets one that is raised in a callback, such
    as that of a weak reference.
    """
    restore_cursor()
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)
    signal.signal(number, _on_signal)  # resumed after Ctrl-Z


def _on_interrupt(number: int, _: object) -> None:
    """Raise KeyboardInterrupt at the first Ctrl-C, and exit at once at a later one."""
    if not _interrupted_at:
        _interrupted_at.append(time.monotonic())
        raise KeyboardInterrupt
    _on_late_interrupt()


def _on_late_interrupt(*_: object) -> None:
    """Exit at a Ctrl-C after the work is done, unless it belongs to an earlier one."""
    if not _interrupted_at or time.monotonic() - _interrupted_at[0] > _IMPATIENT_S:
        _exit_interrupted()


def _on_unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    """Exit on an interrupt that came in a callback, which Python would print and forget."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        _exit_interrupted()
    sys.__unraisablehook__(unraisable)


def _exit_interrupted() -> None:
    restore_cursor()
    os._exit(_INTERRUPTED)


def _handle_signals() -> None:
    for name in ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGTSTP"):
        number = getattr(signal, name, None)  # Windows has SIGTERM only
        # A signal that nohup set to be ignored stays ignored.
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _on_signal)


def _raise_interrupts() -> None:
    if signal.getsignal(signal.SIGINT) == _exit_while_loading:
        signal.signal(signal.SIGINT, _on_interrupt)
        sys.unraisablehook = _on_unraisable


def _make_streams_blocking() -> None:
    """Undo the non-blocking mode that another process may have left a pipe in.

    In that mode "no input yet" reads like the end of the input, and part of it would be taken
    for all of it.
    """
    for number in (0, 1, 2):
        with suppress(OSError, AttributeError):
            os.set_blocking(number, True)


def _drop_invalid_columns() -> None:
    """Unset a COLUMNS such as 0 or 99999999999, which the help would take for a width."""
    columns = os.environ.get("COLUMNS", "")
    if not (columns.isascii() and columns.isdigit() and 2 <= len(columns) <= 4):
        os.environ.pop("COLUMNS", None)


def _complete(shell: str) -> None:
    from irctl.completion import engine

    engine.main(shell, os.environ)
    os._exit(0)  # without waiting for requests still running


def run() -> None:
    """Run the command line and end the process with its exit code."""
    try:
        code = _exit_code()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    _end(code)


def _exit_code() -> int:
    _make_streams_blocking()
    _handle_signals()
    # Almost all objects live until the process ends: collecting garbage took a third of the
    # time of a long ranking.
    gc.disable()
    shell = os.environ.get("_IRCTL_COMPLETE")
    if shell:
        _complete(shell)
    _drop_invalid_columns()
    try:
        from irctl.cli import main
    except Exception as error:
        return _failed_to_load(error)
    _raise_interrupts()
    return main()


def _failed_to_load(error: Exception) -> int:
    """Report a limit of the machine, such as of memory or open files. Raise any other error."""
    from irctl.machine import exhausted

    limit = exhausted(error)
    if limit is None:
        raise error
    os.write(2, f"irctl: error: {limit.message}\nhint: {limit.hint}\n".encode())
    return limit.code


def _end(code: int) -> None:
    if signal.getsignal(signal.SIGINT) == _on_interrupt:
        signal.signal(signal.SIGINT, _on_late_interrupt)
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # closed, or already reported
            stream.flush()
    if code == _INTERRUPTED:
        restore_cursor()  # a second interrupt may have come meanwhile
    # Shutting down the interpreter would take a fifth of a short run, and after an interrupt
    # it would wait for requests whose answers are no longer wanted.
    os._exit(code)


if __name__ == "__main__":
    run()
