"""JSON documents from a stream of bytes: one, an array of them, several in a row, or an archive.

Several in a row are JSON Lines or the output of `cat a.json b.json`. JSON Lines are read
line by line, so a long file of jobs needs no more memory than the jobs that are kept.
"""

import io
import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from irctl.errors import ExitCode, IrctlError
from irctl.sources.not_json import explanation, other_format

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

SAVE_HINT = (
    "save a job with: aws sagemaker describe-inference-recommendations-job --job-name NAME "
    "--output json > FILE"
)
GZIP = b"\x1f\x8b"
"""How a compressed file starts."""
_BLANK = "\ufeff \t\r\n"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_CHUNK = 1 << 16
_MANY = 100
"""So many lines are worth an import that decodes the others quickly."""

Placed = tuple[str, Any]
"""A place ("" for the only document, "line 7", "[2]") and its document, or the IrctlError
that says why it can't be read."""


def unreadable(message: str, hint: str | None = None) -> IrctlError:
    return IrctlError(message, hint, ExitCode.UNREADABLE)


def read(label: str, stream: BinaryIO) -> Iterator[Placed]:
    """At least one document or error; `label` names the stream in errors.

    Raise IrctlError for a stream without any text, and what reading the stream raises.
    """
    start = stream.read(4)  # not a peek, which returns fewer bytes from a slow pipe
    if start.startswith(GZIP):
        from irctl.sources import bundles

        yield "", bundles.in_archive(label, io.BufferedReader(_Rejoined(start, stream), _CHUNK))
        return
    if start and not start.strip(b"\0"):
        raise unreadable(f"{label}: not JSON: this is binary data", SAVE_HINT)
    # A stream of fewer bytes has ended; on a terminal, the user would have to end it again.
    rest = stream if len(start) == 4 else io.BytesIO()
    buffered = io.BufferedReader(_Rejoined(start, rest), _CHUNK)
    text = io.TextIOWrapper(buffered, encoding=json.detect_encoding(start), newline="")
    yield from _parsed(label, text)


class _Rejoined(io.RawIOBase):
    """The start of a stream, already read, and the rest. Closing it leaves the stream open."""

    def __init__(self, start: bytes, stream: BinaryIO):
        self._start = start
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        part = self._start or self._stream.read(len(view))
        self._start = b""
        view[: len(part)] = part
        return len(part)

    def readall(self) -> bytes:
        start, self._start = self._start, b""
        return start + self._stream.read()


def _parsed(label: str, text: io.TextIOWrapper) -> Iterator[Placed]:
    number, line = next(_filled(text, 1), (0, ""))
    if not line:
        raise unreadable(f"{label}: is empty", SAVE_HINT)
    try:
        document = json.loads(line.strip(_BLANK))
    except (ValueError, RecursionError):
        yield from _whole(label, "\n" * (number - 1) + line + text.read())
        return
    rest = _filled(text, number + 1)
    second = next(rest, None)
    if second is None:
        yield from _items(document)
    else:
        yield from _items(document, f"line {number}")
        yield from _by_line(label, chain([second], rest))


def _filled(text: Iterable[str], number: int) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers."""
    return ((n, line) for n, line in enumerate(text, number) if line.strip(_BLANK))


def _by_line(label: str, lines: Iterator[tuple[int, str]]) -> Iterator[Placed]:
    """One document per line."""
    loads: Callable[[str], Any] = json.loads
    for index, (number, line) in enumerate(lines):
        if index == _MANY:
            from irctl.jobs import quick

            loads = quick.loads
        place, text = f"line {number}", line.strip(_BLANK)
        try:
            yield from _items(loads(text), place)
        except (ValueError, RecursionError) as error:
            yield place, unreadable(f"{label}: {place}: {explanation(text, error)}", SAVE_HINT)


def _whole(label: str, text: str) -> Iterator[Placed]:
    """Documents of several lines each, one after the other."""
    documents: list[Any] = []
    position = _after_blanks(text, 0)
    name = other_format(text[position : position + _CHUNK])
    if name and not _has_objects_in_lines(text[position:]):
        # Its first value may be one of JSON too, such as a number.
        yield "", unreadable(f"{label}: {name}", SAVE_HINT)
        return
    while position < len(text):
        try:
            document, end = json.JSONDecoder().raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            if not documents and _has_objects_in_lines(text[position:]):
                # JSON Lines after all, with a broken first line.
                yield from _by_line(label, _filled(_lines(text), 1))
                return
            reason = explanation(text, error, position)
            documents.append(unreadable(f"{label}: {reason}", SAVE_HINT))
            break
        documents.append(document)
        position = _after_blanks(text, end)
    if len(documents) == 1:
        yield from _items(documents[0])
        return
    for number, document in enumerate(documents, 1):
        yield from _items(document, f"document {number}")


def _items(document: object, place: str = "") -> Iterator[Placed]:
    """A document, or each item of one that is an array."""
    if isinstance(document, list) and document:
        for index, item in enumerate(document):
            yield (f"{place} [{index}]".lstrip() if len(document) > 1 else place), item
    else:
        yield place, document


def _after_blanks(text: str, position: int) -> int:
    while position < len(text) and text[position] in _BLANK:
        position += 1
    return position


def _has_objects_in_lines(text: str) -> bool:
    return not text.startswith("[") and any(
        line.startswith("{") and _is_object(line) for line in _lines(text)
    )


def _lines(text: str) -> Iterator[str]:
    """One line at a time; a StringIO would need four bytes for every character."""
    return (match[0] for match in _LINE.finditer(text))


def _is_object(line: str) -> bool:
    try:
        return bool(json.loads(line))
    except (ValueError, RecursionError):
        return False
