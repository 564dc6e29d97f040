"""Small text files that the command line names: a traffic profile, a policy."""

from irctl.errors import ExitCode, IrctlError

_LARGEST = 1_000_000
"""Characters; a larger file is not what its option asks for."""


def read(path: str) -> str:
    """The text of a file. Raises IrctlError when it can't be read."""
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read(_LARGEST + 1)
    except UnicodeError as error:
        raise unreadable(path, f"is not UTF-8 text: {error}") from None
    except OSError as error:
        raise unreadable(path, f"cannot be read: {error.strerror}") from None
    except ValueError as error:  # a NUL in the path
        raise unreadable(path, f"cannot be read: {error}") from None
    if len(text) > _LARGEST:
        raise unreadable(path, f"is longer than {_LARGEST:,} characters")
    return text


def unreadable(path: str, what: str) -> IrctlError:
    return IrctlError(f"{path}: {what}", None, ExitCode.UNREADABLE)
