"""Standard input: a saved response in a pipe, or a person at the keyboard."""

from collections.abc import Callable
from typing import BinaryIO, TextIO

from irctl.errors import ExitCode, IrctlError
from irctl.terminal.messages import Messages
from irctl.terminal.streams import is_terminal


class StandardInput:
    """Standard input; its stream is None if it is closed."""

    def __init__(self, stream: TextIO | None, messages: Messages, clear: Callable[[], None]):
        """Call `clear` to erase what is drawn on the terminal, before a person types there."""
        self._stream = stream
        self._messages = messages
        self._clear = clear

    def open(self) -> BinaryIO | None:
        """Return the stream to read bytes from; None if it is closed."""
        if is_terminal(self._stream):
            self._clear()
            self._messages.say("reading standard input; press Ctrl-D to end it")
        return getattr(self._stream, "buffer", None)

    def ask_mfa_code(self, question: str) -> str:
        """Ask for an MFA code. Raise IrctlError if there is no terminal, or no answer."""
        if not (is_terminal(self._stream) and self._messages.are_seen):
            raise IrctlError(
                "the profile requires an MFA code, and there is no terminal to ask for it",
                "run it on a terminal, or sign in there and set the credentials with the output "
                "of: aws configure export-credentials --format env",
                ExitCode.CREDENTIALS,
            )
        from getpass import getpass

        self._clear()
        try:
            code = getpass(question).strip()
        except EOFError:
            code = ""
        if not code:
            raise IrctlError(
                "no MFA code was entered",
                "run it again and enter the code that the device shows",
                ExitCode.CREDENTIALS,
            )
        return code
