"""Pages in a browser: of the AWS console, and those that irctl writes."""

from irctl.context import Context
from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.terminal.streams import OutputStream


def open_file(context: Context) -> None:
    """Open the file that was written in a browser. Raise IrctlError without a browser."""
    from pathlib import Path

    if not isinstance(context.out, OutputStream):
        address = Path(context.out.path).absolute().as_uri()
        if not context.browse(address):
            raise IrctlError("no browser could be opened", f"open {address}")


def open_page(context: Context, address: str | None) -> None:
    """Open a page of the AWS console, in the browser that $BROWSER names if it is set.

    Raise IrctlError without a browser; the address is printed then.
    """
    if address is None:
        raise IrctlError(
            "irctl knows no AWS console for it",
            "a job needs an ARN of aws, aws-cn or aws-us-gov",
            ExitCode.UNREADABLE,
        )
    context.messages.say(f"opening {address}")
    if not context.browse(address):
        context.out.write(f"{address}\n")
        raise IrctlError("no browser could be opened", "open the address printed above")


def check_page(context: Context) -> None:
    """Raise UsageError if options exclude `--web`."""
    if context.shared.demo:
        raise UsageError("--web and --demo exclude each other: the demo account is not in AWS")
    shared = context.shared
    if (shared.output, shared.columns, shared.headers, shared.out) != ("table", (), True, None):
        raise UsageError("--web prints no result and cannot be combined with output options")
