"""Saved responses: what the AWS CLI, boto3 or irctl itself wrote, from a file or a pipe.

One JSON object, an array of them, or several one after the other (JSON Lines, or
`cat a.json b.json`). JSON Lines are read line by line, so a long file of jobs needs
no more memory than the jobs that are kept.
"""

import codecs
import io
import json
import os
from collections.abc import Iterator
from itertools import chain
from typing import Any, BinaryIO

from irctl.core import parse
from irctl.core.job import Job, Step
from irctl.errors import ExitCode, IrctlError
from irctl.sources.reference import SavedFile

_SAVE = "save a job with: aws sagemaker describe-inference-recommendations-job --job-name NAME"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_Placed = tuple[str, Any]
"""Where in the file ("" for the only document, "line 7", "[2]"), and the document or
the IrctlError that stands in its place."""


def unreadable(message: str, hint: str | None = None) -> IrctlError:
    return IrctlError(message, hint, ExitCode.UNREADABLE)


def jobs(file: SavedFile, stdin: BinaryIO | None) -> Iterator[Job | IrctlError]:
    """Every job of a file, or in its place the error that says why it can't be read."""
    for place, document in _documents(file, stdin):
        yield document if isinstance(document, IrctlError) else _job(file, place, document)


def steps(file: SavedFile, stdin: BinaryIO | None) -> Job | list[Step]:
    """The steps of a saved list-inference-recommendations-job-steps response, or the
    job where the file holds a job."""
    documents = _documents(file, stdin)
    place, document = next(documents)
    if next(documents, None) is not None:
        raise several(file)
    match document:
        case IrctlError():
            raise document
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
    return unreadable(
        f"{file.label} holds several jobs, and this command takes one",
        f"pick one: jq -cn 'first(inputs | if type == \"array\" then .[] else . end)' "
        f"{file.path} | irctl describe -",
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


def _documents(file: SavedFile, stdin: BinaryIO | None) -> Iterator[_Placed]:
    """At least one document or error. Raises IrctlError when the file can't be read at all."""
    try:
        if file.path != "-":
            with open(file.path, "rb") as stream:
                yield from _decoded(file, stream)
        elif stdin is None:
            raise unreadable("standard input is closed", "pipe a saved response into irctl")
        else:
            yield from _decoded(file, stdin)
    except FileNotFoundError:
        hint = "a JOB with a . or / in it is a file; a job in AWS is given by its name or ARN"
        raise unreadable(f"{file.label}: no such file", hint) from None
    except IsADirectoryError:
        raise unreadable(f"{file.label}: is a directory", "name a file in it") from None
    except UnicodeError as error:
        raise unreadable(f"{file.label}: not UTF-8 text: {error}", _SAVE) from None
    except OSError as error:
        raise unreadable(f"{file.label}: cannot be read: {error.strerror}") from None
    except ValueError as error:  # a NUL in the path
        raise unreadable(f"{file.label!r}: not a file's name: {error}") from None


def _decoded(file: SavedFile, stream: BinaryIO) -> Iterator[_Placed]:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BytesIO(stream.read())
    start = buffered.peek(4) if isinstance(buffered, io.BufferedReader) else buffered.getvalue()
    encoding = next((name for bom, name in _BOMS if start.startswith(bom)), "utf-8")
    text = io.TextIOWrapper(buffered, encoding=encoding, newline="")
    try:
        yield from _parsed(file, text)
    finally:
        text.detach()  # standard input is not ours to close


def _parsed(file: SavedFile, text: io.TextIOWrapper) -> Iterator[_Placed]:
    lines = ((number, line) for number, line in enumerate(text, 1) if line.strip("\ufeff \t\r\n"))
    first = next(lines, None)
    if first is None:
        raise unreadable(f"{file.label}: is empty", _SAVE)
    try:
        json.loads(first[1])
    except (ValueError, RecursionError):
        yield from _whole(file, first[1] + "".join(line for _, line in lines))
    else:
        yield from _by_line(file, chain([first], lines))


def _by_line(file: SavedFile, lines: Iterator[tuple[int, str]]) -> Iterator[_Placed]:
    """One document a line."""
    line = next(lines)
    following = next(lines, None)
    if following is None:
        yield from _spread(json.loads(line[1]))
        return
    for number, text in chain([line, following], lines):
        place = f"line {number}"
        try:
            yield place, json.loads(text)
        except (ValueError, RecursionError) as error:
            yield place, unreadable(f"{file.label}: {place}: {_complaint(text, error)}")


def _whole(file: SavedFile, text: str) -> Iterator[_Placed]:
    """Documents that run over several lines, one after the other."""
    documents: list[Any] = []
    position = 0
    while position < len(text):
        try:
            document, end = json.JSONDecoder().raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            if not documents and any(_is_object(line) for line in text.splitlines()):
                # JSON Lines after all, and the first line is the broken one.
                yield from _by_line(file, iter([*enumerate(text.splitlines(), 1)]))
                return
            documents.append(unreadable(f"{file.label}: {_complaint(text, error)}", _SAVE))
            break
        documents.append(document)
        position = _space_after(text, end)
    if len(documents) == 1:
        yield from _spread(documents[0])
        return
    for number, document in enumerate(documents, 1):
        yield f"document {number}", document


def _spread(document: object) -> Iterator[_Placed]:
    """A document, or each item of one that is an array."""
    if isinstance(document, list) and document:
        for index, item in enumerate(document):
            yield (f"[{index}]" if len(document) > 1 else ""), item
    else:
        yield "", document


def _space_after(text: str, position: int) -> int:
    while position < len(text) and text[position].isspace():
        position += 1
    return position


def _is_object(line: str) -> bool:
    if not line.startswith("{"):
        return False
    try:
        return bool(json.loads(line))
    except (ValueError, RecursionError):
        return False


def _complaint(text: str, error: Exception) -> str:
    """Why a text is not JSON, told by what it is where that can be seen."""
    start = text.lstrip("\ufeff \t\r\n")
    if start.startswith(("{'", "[{'")):
        return (
            "this is how Python prints a dict, not JSON; write it with "
            "json.dumps(response, default=str)"
        )
    if start.startswith("<"):
        return "this is HTML or XML, not JSON"
    if "\0" in text[:1000]:
        return "this is binary data, not JSON"
    if start.startswith(("JobName:", "InferenceRecommendations:", "---", "+--", "|")):
        return "this is YAML or a table, not JSON; save it with --output json"
    if isinstance(error, RecursionError):
        return "nested too deeply to be a job"
    if isinstance(error, json.JSONDecodeError):
        if error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string"):
            return f"cut short: the JSON ends in the middle (line {error.lineno})"
        return f"not JSON: {error.msg} at line {error.lineno} column {error.colno}"
    return f"not JSON that can be read: {error}"
