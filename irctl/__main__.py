"""`python -m irctl` and the irctl command."""

import os
import sys


def run() -> None:
    """Runs the command line and ends the process with its exit code."""
    shell = os.environ.get("_IRCTL_COMPLETE")
    if shell:
        from irctl.completion import engine

        engine.main(shell, os.environ.get("_IRCTL_LINE", ""))
        os._exit(0)  # whatever is still under way
    try:
        from irctl.cli import main

        code = main()
    except KeyboardInterrupt:
        code = 130
    if code == 130:
        # Requests may still be under way in threads that only time would end.
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    run()
