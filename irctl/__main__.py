"""`python -m irctl` and the irctl command."""

import gc
import os
import signal
import sys
import time
from contextlib import suppress


def _leave(number: int, _: object) -> None:
    """Ends or suspends the process as the signal does by itself, but gives the terminal its
    cursor back first. No exception: one that is raised while Python calls back, as for a
    weak reference that died, is printed and forgotten."""
    _tidy()
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)
    signal.signal(number, _leave)  # after Ctrl-Z it goes on


_interrupted_at: list[float] = []
_IMPATIENT_S = 1.0


def _interrupt(number: int, _: object) -> None:
    """Ctrl-C, told of in order where it can be; at once when it comes again after a while. One
    that comes in the midst of that is the same one: some tools send two."""
    if not _interrupted_at:
        _interrupted_at.append(time.monotonic())
        raise KeyboardInterrupt
    if time.monotonic() - _interrupted_at[0] > _IMPATIENT_S:
        _tidy()
        os._exit(130)


def _unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    """Python was calling back, as for a weak reference that died, when an interrupt came, and
    would print and forget it."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        _tidy()
        os._exit(130)
    sys.__unraisablehook__(unraisable)


def _tidy() -> None:
    """Takes away the line that may be drawn on the terminal, and shows the cursor."""
    with suppress(OSError):
        if os.isatty(2) and os.environ.get("TERM") != "dumb":
            os.write(2, b"\r\x1b[2K\x1b[?25h")


def _handle_signals() -> None:
    for name in ("SIGTERM", "SIGHUP", "SIGQUIT", "SIGTSTP"):
        number = getattr(signal, name, None)  # Windows has the first only
        # One that is ignored, as nohup does it, stays so.
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, _leave)
    if signal.getsignal(signal.SIGINT) == signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
        sys.unraisablehook = _unraisable


def run() -> None:
    """Runs the command line and ends the process with its exit code."""
    for number in (0, 1, 2):
        # Another process may have left a pipe in the mode in which "not yet" reads like
        # "no more": part of an input would be taken for all of it.
        with suppress(OSError, AttributeError):
            os.set_blocking(number, True)
    shell = os.environ.get("_IRCTL_COMPLETE")
    if shell:
        from irctl.completion import engine

        engine.main(shell, os.environ.get("_IRCTL_LINE", ""))
        os._exit(0)  # whatever is still under way
    # What irctl makes lives until it ends, soon: looking for garbage after every 700
    # objects took a third of the time of a long ranking.
    gc.disable()
    # What is no width, such as 0 or 99999999999, would be taken for one by the help.
    columns = os.environ.get("COLUMNS", "")
    if not (columns.isascii() and columns.isdigit() and 2 <= len(columns) <= 4):
        os.environ.pop("COLUMNS", None)
    try:
        _handle_signals()
        from irctl.cli import main

        code = main()
    except KeyboardInterrupt:
        code = 130
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # closed, or told of already
            stream.flush()
    if code == 130:
        _tidy()  # a second interrupt may have come while that was done
    # Everything is written. Taking the interpreter down in order would cost a fifth of a
    # short run, and after an interrupt wait for requests that nobody wants any more.
    os._exit(code)


if __name__ == "__main__":
    run()
