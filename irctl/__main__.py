"""`python -m irctl` and the irctl command."""

import gc
import os
import signal
import sys
from contextlib import suppress


class _Terminated(BaseException):
    """SIGTERM came. Raised, so that what is drawn on a terminal is taken away first."""


def _terminate(*_: object) -> None:
    raise _Terminated


def run() -> None:
    """Runs the command line and ends the process with its exit code."""
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
    signal.signal(signal.SIGTERM, _terminate)
    try:
        from irctl.cli import main

        code = main()
    except KeyboardInterrupt:
        code = 130
    except _Terminated:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
        code = 128 + signal.SIGTERM
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # closed, or told of already
            stream.flush()
    # Everything is written. Taking the interpreter down in order would cost a fifth of a
    # short run, and after an interrupt wait for requests that nobody wants any more.
    os._exit(code)


if __name__ == "__main__":
    run()
