"""Small text files that an option names."""

from irctl.errors import ExitCode, IrctlError

_MOST_CHARACTERS = 1_000_000
"""More than any policy or traffic profile has."""


def read_text(path: str) -> str:
    """Read a file. Raise IrctlError."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read(_MOST_CHARACTERS + 1)
    except OSError as error:
        raise unreadable(path, f"cannot be read: {error.strerror}") from None
    except ValueError as error:  # not UTF-8, or a NUL in the path
        raise unreadable(path, f"cannot be read: {error}") from None
    if len(text) > _MOST_CHARACTERS:
        raise unreadable(path, f"is longer than {_MOST_CHARACTERS:,} characters")
    return text


def unreadable(path: str, problem: str) -> IrctlError:
    return IrctlError(f"{path}: {problem}", code=ExitCode.UNREADABLE)
