"""Members of a tar archive from a stream, one after the other; nothing is ever extracted.

The formats are ustar, pax and GNU tar's. Python's tarfile is not used: it takes a damaged
header for the end of an archive, and reads extended headers of any size into memory.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

_BLOCK = 512
_LONGEST_EXTENSION = 1 << 16
"""Bytes of an extended header, which has the names that do not fit into a header."""
_MOST_HEADERS = 100_000

Read = Callable[[int], bytes]
"""Reads that many bytes; fewer only at the end."""


class TarError(ValueError):
    """An archive that cannot be read to its end."""


class NotTarError(TarError):
    """The stream is not an archive at all."""


class Member(NamedTuple):
    name: str
    size: int
    is_file: bool
    """Whether it is a regular file, not a link, a folder or a device."""


def members(read: Read) -> Iterator[Member]:
    """Yield each member; whoever takes one reads its content, `padded_size` bytes, from the stream.

    Raise TarError, and EOFError for an archive without an end.
    """
    extension: dict[str, str] = {}
    for header in _headers(read):
        kind = header[156:157]
        size = int(extension.get("size") or _size(header[124:136]))
        if kind in _EXTENSIONS:
            extension |= _EXTENSIONS[kind](_content(read, size))
            continue
        yield Member(
            name=extension.get("path") or _name(header),
            size=0 if kind in _WITHOUT_CONTENT else size,
            is_file=kind in _FILES,
        )
        extension = {}


def _headers(read: Read) -> Iterator[bytes]:
    """Yield each header up to the block of zeros that ends an archive."""
    for number in range(_MOST_HEADERS):
        header = read(_BLOCK)
        if number == 0 and not _has_its_sum(header):
            raise NotTarError
        if len(header) < _BLOCK:
            raise EOFError
        if not header.strip(b"\0"):
            return
        if not _has_its_sum(header):
            raise TarError("it is damaged")
        yield header
    raise TarError(f"it has more than {_MOST_HEADERS:,} members")


def padded_size(size: int) -> int:
    """Return how many bytes the content of a member takes in the archive."""
    return -(-size // _BLOCK) * _BLOCK


_FILES = (b"0", b"\0", b"7")
_WITHOUT_CONTENT = (b"1", b"2", b"3", b"4", b"5", b"6")
"""Links, devices and folders."""


def _content(read: Read, size: int) -> bytes:
    if size > _LONGEST_EXTENSION:
        raise TarError("a name in it is too long")
    content = read(padded_size(size))
    if len(content) < size:
        raise EOFError
    return content[:size]


def _has_its_sum(header: bytes) -> bool:
    """Whether a header has the sum of its own bytes, with spaces in place of the sum."""
    total = sum(header) - sum(header[148:156]) + 8 * ord(" ")
    return _octal(header[148:156]) == total


def _size(field: bytes) -> int:
    """Read octal digits, or a binary number after a byte of 0x80."""
    size = int.from_bytes(field[1:], "big") if field[0] == 0x80 else _octal(field)
    if size is None:
        raise TarError("it is damaged: a size in it is no number")
    return size


def _octal(field: bytes) -> int | None:
    digits = field.split(b"\0")[0].strip() or b"0"
    return int(digits, 8) if set(digits) <= set(b"01234567") else None


def _name(header: bytes) -> str:
    name, prefix = _text(header[:100]), _text(header[345:500])
    is_posix = header[257:263] == b"ustar\0"  # GNU tar has times in place of a prefix
    return f"{prefix}/{name}" if prefix and is_posix else name


def _text(field: bytes) -> str:
    return field.split(b"\0")[0].decode(errors="replace")


def _pax(content: bytes) -> dict[str, str]:
    """Read lines of `LENGTH NAME=VALUE`, of which a value may have line breaks."""
    records: dict[str, str] = {}
    while content:
        length, _, _ = content.partition(b" ")
        if not length.isdigit() or not len(length) < int(length[:9]) <= len(content):
            raise TarError("it is damaged: a name in it cannot be read")
        record, content = content[: int(length)], content[int(length) :]
        name, _, value = record[len(length) + 1 : -1].partition(b"=")
        records[name.decode(errors="replace")] = value.decode(errors="replace")
    if not records.get("size", "0").isdecimal():
        raise TarError("it is damaged: a size in it is no number")
    return {name: records[name] for name in ("path", "size") if name in records}


_EXTENSIONS: dict[bytes, Callable[[bytes], dict[str, str]]] = {
    b"x": _pax,
    b"g": lambda content: {},
    b"L": lambda content: {"path": _text(content)},
    b"K": lambda content: {},
}
"""Headers about the member that follows; those of links and of the whole archive are skipped."""
