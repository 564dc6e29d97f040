"""Saved responses: what the AWS CLI, boto3 or irctl itself wrote, from a file or a pipe.

One JSON object, an array of them, or several one after the other (JSON Lines, or
`cat a.json b.json`). JSON Lines are read line by line, so a long file of jobs needs
no more memory than the jobs that are kept.
"""

import io
import json
import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from irctl.errors import ExitCode, IrctlError
from irctl.jobs import parse
from irctl.jobs.model import Job, Step
from irctl.sources.reference import SavedFile

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_SAVE = "save a job with: aws sagemaker describe-inference-recommendations-job --job-name NAME"
_BLANK = "\ufeff \t\r\n"
# Where a JSON text that was cut off in the middle of a word or a number stops making sense.
_UNFINISHED = re.compile(
    r"|t(ru?)?|f(a(ls?)?)?|n(ul?)?|Na?|-?I(n(f(i(n(it?)?)?)?)?)?|-|\.|[eE][+-]?"
)
_LONGEST_ESCAPE = 6
_CHUNK = 1 << 16
_MOST_TOLD = 20
"""Errors of one file: of more of them nobody learns more."""
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_YAML = re.compile(r"(---|[A-Za-z]+:(\s|$))")
Stdin = Callable[[], BinaryIO | None]
"""Standard input, when it is to be read; None for one that is closed."""
_Placed = tuple[str, Any]
"""Where in the file ("" for the only document, "line 7", "[2]"), and the document or
the IrctlError that stands in its place."""


def unreadable(message: str, hint: str | None = None) -> IrctlError:
    return IrctlError(message, hint, ExitCode.UNREADABLE)


def jobs(file: SavedFile, stdin: Stdin) -> Iterator[Job | IrctlError]:
    """Every job of a file, or in its place the error that says why it can't be read; of
    many that can't, the first, and how many more there are."""
    more = -_MOST_TOLD
    for place, document in _documents(file, stdin):
        job = document if isinstance(document, IrctlError) else _job(file, place, document)
        if isinstance(job, IrctlError):
            more += 1
        if isinstance(job, Job) or more <= 0:
            yield job
    if more > 0:
        yield unreadable(f"{file.label}: {more:,} more cannot be read")


def steps(file: SavedFile, stdin: Stdin) -> Job | list[Step]:
    """The steps of a saved list-inference-recommendations-job-steps response, or the
    job where the file holds a job."""
    documents = _documents(file, stdin)
    place, document = next(documents)
    _, second = next(documents, ("", None))
    for each in (document, second):
        if isinstance(each, IrctlError):
            raise each
    if second is not None:
        raise several(file)
    match document:
        case {"Steps": list(entries)}:
            try:
                return [parse.step(entry, index) for index, entry in enumerate(entries)]
            except parse.ParseError as problem:
                raise unreadable(f"{file.label}: Steps: {problem}") from None
    job = _job(file, place, document)
    if isinstance(job, IrctlError):
        raise job
    return job


def several(file: SavedFile) -> IrctlError:
    import shlex

    return unreadable(
        f"{file.label} holds several jobs, and this command takes one",
        f"pick one: jq -cn 'first(inputs | if type == \"array\" then .[] else . end)' "
        f"{shlex.quote(file.path)} | irctl describe -",
    )


def _job(file: SavedFile, place: str, document: object) -> Job | IrctlError:
    where = f"{file.label}: {place}" if place else file.label
    other = parse.what_it_is(document)
    if other is not None:
        return unreadable(f"{where}: not a job: this is {other}", _SAVE)
    stem = "stdin" if file.path == "-" else os.path.splitext(os.path.basename(file.path))[0]
    try:
        return parse.job(document, f"{stem} {place}" if place else stem)
    except parse.ParseError as problem:
        return unreadable(f"{where}: {problem}")


def _documents(file: SavedFile, stdin: Stdin) -> Iterator[_Placed]:
    """At least one document or error. Raises IrctlError when the file can't be read at all."""
    try:
        if file.path != "-":
            with open(file.path, "rb") as opened:
                yield from _decoded(file, opened)
        else:
            stream = stdin()
            if stream is None:
                raise unreadable("standard input is closed", "pipe a saved response into irctl")
            yield from _decoded(file, stream)
    except FileNotFoundError:
        hint = "a JOB with a . or / in it is a file; a job in AWS is given by its name or ARN"
        raise unreadable(f"{file.label}: no such file", hint) from None
    except IsADirectoryError:
        raise unreadable(f"{file.label}: is a directory", "name a file in it") from None
    except UnicodeError as error:
        raise unreadable(f"{file.label}: not text in {_encoding(error)}", _SAVE) from None
    except OSError as error:
        raise unreadable(f"{file.label}: cannot be read: {error.strerror}") from None
    except MemoryError:
        raise unreadable(f"{file.label}: is larger than the memory there is") from None
    except ValueError as error:  # a NUL in the path
        raise unreadable(f"{file.label!r}: not a file's name: {error}") from None


def _encoding(error: UnicodeError) -> str:
    if not isinstance(error, UnicodeDecodeError):
        return "its encoding"
    byte = f" (byte 0x{error.object[error.start]:02x})" if error.start < len(error.object) else ""
    return f"{error.encoding.upper()}{byte}"


def _decoded(file: SavedFile, stream: BinaryIO) -> Iterator[_Placed]:
    start = stream.read(4)  # a peek would take what a slow pipe has brought so far for all
    if not start.strip(b"\0") and start:
        raise unreadable(f"{file.label}: not JSON: this is binary data", _SAVE)
    # Short of four bytes it is at its end, which a terminal would have to be told again.
    again = io.BufferedReader(_From(start, stream if len(start) == 4 else io.BytesIO()), _CHUNK)
    yield from _parsed(
        file, io.TextIOWrapper(again, encoding=json.detect_encoding(start), newline="")
    )


class _From(io.RawIOBase):
    """A stream with what has been read of it already. Closing it leaves the stream open:
    standard input is not ours to close."""

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


def _parsed(file: SavedFile, text: io.TextIOWrapper) -> Iterator[_Placed]:
    number, line = next(_filled(text, 1), (0, ""))
    if not line:
        raise unreadable(f"{file.label}: is empty", _SAVE)
    try:
        document = json.loads(line.strip(_BLANK))
    except (ValueError, RecursionError):
        yield from _whole(file, "\n" * (number - 1) + line + text.read())
        return
    rest = _filled(text, number + 1)
    second = next(rest, None)
    if second is None:
        yield from _spread(document)
    else:
        yield from _spread(document, f"line {number}")
        yield from _by_line(file, chain([second], rest))


def _filled(text: Iterable[str], number: int) -> Iterator[tuple[int, str]]:
    """The lines that hold anything, with their numbers."""
    return ((n, line) for n, line in enumerate(text, number) if line.strip(_BLANK))


def _by_line(file: SavedFile, lines: Iterator[tuple[int, str]]) -> Iterator[_Placed]:
    """One document a line."""
    for number, text in lines:
        place = f"line {number}"
        try:
            yield from _spread(json.loads(text.strip(_BLANK)), place)
        except (ValueError, RecursionError) as error:
            why = _complaint(text.strip(_BLANK), error)
            yield place, unreadable(f"{file.label}: {place}: {why}", _SAVE)


def _whole(file: SavedFile, text: str) -> Iterator[_Placed]:
    """Documents that run over several lines, one after the other."""
    documents: list[Any] = []
    position = _space_after(text, 0)
    while position < len(text):
        try:
            document, end = json.JSONDecoder().raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            if not documents and _has_objects_in_lines(text[position:]):
                # JSON Lines after all, and the first line is the broken one.
                yield from _by_line(file, _filled(_lines(text), 1))
                return
            why = _complaint(text, error, position)
            documents.append(unreadable(f"{file.label}: {why}", _SAVE))
            break
        documents.append(document)
        position = _space_after(text, end)
    if len(documents) == 1:
        yield from _spread(documents[0])
        return
    for number, document in enumerate(documents, 1):
        yield from _spread(document, f"document {number}")


def _spread(document: object, place: str = "") -> Iterator[_Placed]:
    """A document, or each item of one that is an array."""
    if isinstance(document, list) and document:
        for index, item in enumerate(document):
            yield (f"{place} [{index}]".lstrip() if len(document) > 1 else place), item
    else:
        yield place, document


def _space_after(text: str, position: int) -> int:
    while position < len(text) and text[position] in _BLANK:
        position += 1
    return position


def _has_objects_in_lines(text: str) -> bool:
    return not text.startswith("[") and any(
        line.startswith("{") and _is_object(line) for line in _lines(text)
    )


def _lines(text: str) -> Iterator[str]:
    """One at a time: a StringIO would first take four bytes for every character."""
    return (found[0] for found in _LINE.finditer(text))


def _is_object(line: str) -> bool:
    try:
        return bool(json.loads(line))
    except (ValueError, RecursionError):
        return False


def _complaint(text: str, error: Exception, position: int = 0) -> str:
    """Why a text is not JSON from a position on, told by what it is where that can be seen."""
    start = text[position : position + 1000]
    if start.startswith(("{'", "[{'")):
        return (
            "this is how Python prints a dict, not JSON; write it with "
            "json.dumps(response, default=str)"
        )
    if start.startswith("<"):
        return "this is HTML or XML, not JSON"
    if "\0" in start:
        return "this is binary data, not JSON"
    if start.startswith("An error occurred ("):
        return "this is an error message of the AWS CLI, not JSON"
    if _YAML.match(start) or start.startswith(("--", "+--", "|")):
        return "this is YAML or a table, not JSON; save it with --output json"
    if isinstance(error, RecursionError):
        return "nested too deeply to be a job"
    if not isinstance(error, json.JSONDecodeError):
        return "it holds a number of more digits than can be read"
    # On a single line, the caller names the line.
    line = f"line {error.lineno} " if "\n" in text else ""
    rest = text[error.pos :].rstrip()
    if (
        error.msg.startswith("Unterminated string")
        or ("escape" in error.msg and len(rest) < _LONGEST_ESCAPE)
        or _UNFINISHED.fullmatch(rest)
    ):
        return f"cut short: the JSON ends in the middle{f' ({line.strip()})' if line else ''}"
    return f"not JSON: {error.msg} at {line}column {error.colno}"
