"""The failures that irctl reports, and the exit codes that scripts rely on."""

from collections.abc import Iterable
from enum import IntEnum

from irctl.redaction import without_tokens


class ExitCode(IntEnum):
    """The documented exit codes; changing one is a breaking change."""

    OK = 0
    AWS = 1
    """AWS or the network failed, after retries; or the result could not be written."""
    USAGE = 2
    NO_SUCH_JOB = 3
    CREDENTIALS = 4
    UNREADABLE = 5
    """The input file or response is not a job that can be read."""
    NOT_FINISHED = 8
    JOB_FAILED = 9
    GATE = 10
    INTERRUPTED = 130


NO_ANSWER = "no answer in time"
"""The reason of every time-out."""


class IrctlError(Exception):
    """A failure reported to the user: what failed, and what to run or set.

    Printed as `irctl: error: MESSAGE`, then `hint: HINT`; the process exits
    with `code`. Message and hint may quote other programs: tokens in them are masked.
    """

    def __init__(
        self,
        message: str,
        hint: str | None = None,
        code: ExitCode = ExitCode.AWS,
        reason: str = "",
    ):
        """`reason` is a clause for a sentence about several failures; by default the message."""
        self.message = without_tokens(message)
        self.hint = hint and without_tokens(hint)
        super().__init__(self.message)
        self.code = code
        self.reason = without_tokens(reason) or self.message


class ThrottledError(IrctlError):
    """AWS throttled a request until the retries ran out."""


class RefusedError(IrctlError):
    """An operation that this identity, region or botocore does not have."""


class NotOfferedError(RefusedError):
    """An operation that SageMaker does not offer in this region, and so has no jobs of it."""


class RejectedError(IrctlError):
    """Credentials that AWS rejected, as it does in a region that is not enabled."""


class UsageError(IrctlError):
    """The command line is wrong."""

    def __init__(self, message: str, hint: str | None = None):
        super().__init__(message, hint, ExitCode.USAGE)


def reasons(errors: Iterable[IrctlError]) -> str:
    """Why several requests failed, in clauses of a sentence."""
    return "; ".join(dict.fromkeys(error.reason for error in errors))
