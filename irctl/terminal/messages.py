"""Messages to a person, on standard error."""

from contextlib import suppress

from irctl.errors import IrctlError
from irctl.terminal.streams import OutputStream


class Messages:
    """Writes messages; a stream that cannot be written to is not an error."""

    def __init__(self, stream: OutputStream, *, is_quiet: bool = False):
        """A quiet one writes errors only."""
        self._stream = stream
        self._is_quiet = is_quiet

    @property
    def are_seen(self) -> bool:
        """Whether they are written to a terminal."""
        return self._stream.terminal is not None

    def error(self, error: IrctlError) -> None:
        self.lines(*self._wrapped(f"irctl: error: {error.message}"))
        self.hint(error.hint)

    def hint(self, text: str | None) -> None:
        """Write a hint, if there is one; it stays whole: the command in it can be copied."""
        if text:
            self.lines(f"hint: {text}")

    def warn(self, text: str) -> None:
        self._say(f"irctl: warning: {text}")

    def say(self, text: str) -> None:
        """Write a sentence about the result, or about the work in progress."""
        self._say(f"irctl: {text}")

    def debug(self, text: str) -> None:
        self.lines(f"irctl: debug: {text}")

    def lines(self, *lines: str) -> None:
        """Write whole lines; control characters in them are escaped."""
        from irctl.output.text import plain

        with suppress(IrctlError):
            self._stream.write("".join(plain(line) + "\n" for line in lines))

    def _say(self, text: str) -> None:
        if not self._is_quiet:
            self.lines(*self._wrapped(text))

    def _wrapped(self, text: str) -> list[str]:
        """Return the lines of a sentence on a terminal, broken between words."""
        from irctl.output.text import wrapped

        return wrapped(text, self._stream.style.width, indent="  ")
