"""Saved responses of the AWS CLI, boto3 or irctl itself, from a file or a pipe."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO, TypeVar

from irctl.errors import IrctlError
from irctl.jobs import parse
from irctl.jobs.kinds import INFERENCE, KINDS, Kind
from irctl.jobs.listed import summary
from irctl.jobs.model import Document, Job, JobSummary, Source, Step
from irctl.jobs.recognition import is_gate, other_than_job
from irctl.machine import exhausted
from irctl.sources.documents import SAVE_HINT, Placed, read, unreadable
from irctl.sources.reference import SavedFile

if TYPE_CHECKING:
    from irctl.decisions.approval import Approval

_MOST_ERRORS = 20
"""Errors reported for one file; more of them would not help."""

_Item = TypeVar("_Item")
Stdin = Callable[[], BinaryIO | None]
"""Returns standard input, when it is to be read; None if it is closed."""


def jobs(file: SavedFile, stdin: Stdin) -> Iterator[Job | IrctlError]:
    """Every job of a file; for one that can't be read, the error.

    After the first few errors, only their number is reported.
    """
    return _few_errors(
        file,
        (
            document if isinstance(document, IrctlError) else _job(file, place, document)
            for place, document in _documents(file, stdin)
        ),
    )


def jobs_or_approvals(file: SavedFile, stdin: Stdin) -> "Iterator[Job | Approval | IrctlError]":
    """Every job and every output of `irctl check`, as `jobs` does."""
    return _few_errors(
        file,
        (
            document if isinstance(document, IrctlError) else _approval(file, place, document)
            for place, document in _documents(file, stdin)
        ),
    )


def _approval(file: SavedFile, place: str, document: object) -> "Job | Approval | IrctlError":
    from irctl.decisions import approval

    if not isinstance(document, dict) or not is_gate(document):
        return _job(file, place, document)
    try:
        return approval.read(document)
    except ValueError as error:
        hint = "write it with: irctl check JOB --json"
        return unreadable(f"{file.label}: output of irctl check: {error}", hint)
    except IrctlError as error:
        return error


def summaries(file: SavedFile, stdin: Stdin) -> Iterator[JobSummary | IrctlError]:
    """Every job of a file with lists of jobs, jobs or both; for one that can't be read, the error.

    After the first few errors, only their number is reported.
    """
    return _few_errors(file, _summaries(file, stdin))


def _summaries(file: SavedFile, stdin: Stdin) -> Iterator[JobSummary | IrctlError]:
    for place, document in _documents(file, stdin):
        match document:
            case dict() if any(isinstance(document.get(kind.jobs), list) for kind in KINDS):
                yield from _listed(file, place, document)
            case {"ModelName": _} | {"ModelPackageVersionArn": _} | {"SamplePayloadUrl": _}:
                yield _summary(file, place, document)
            case IrctlError():
                yield document
            case _:
                job = _job(file, place, document)
                yield summary(job) if isinstance(job, Job) else job


def _listed(file: SavedFile, place: str, document: Document) -> Iterator[JobSummary | IrctlError]:
    """Every job of the responses of List operations, which may be in one document."""
    for kind in KINDS:
        entries = document.get(kind.jobs)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            yield _summary(file, f"{place} {kind.jobs}[{index}]".lstrip(), entry, kind)


def _summary(
    file: SavedFile, place: str, entry: object, kind: Kind = INFERENCE
) -> JobSummary | IrctlError:
    try:
        return parse.job_summary(entry, kind)._replace(source=Source(file.path, place))
    except parse.ParseError as error:
        return unreadable(f"{file.label}: {place}: {error}")


def _few_errors(
    file: SavedFile, outcomes: Iterable[_Item | IrctlError]
) -> Iterator[_Item | IrctlError]:
    """The first few errors, and the number of the others."""
    errors = 0
    for outcome in outcomes:
        errors += isinstance(outcome, IrctlError)
        if not isinstance(outcome, IrctlError) or errors <= _MOST_ERRORS:
            yield outcome
    if errors > _MOST_ERRORS:
        yield unreadable(f"{file.label}: {errors - _MOST_ERRORS:,} more cannot be read")


def steps(file: SavedFile, stdin: Stdin) -> Job | list[Step]:
    """The steps of a saved list-inference-recommendations-job-steps response.

    If the file contains a job, the job. Raise IrctlError.
    """
    documents = _documents(file, stdin)
    place, document = next(documents)
    _, second = next(documents, ("", None))
    for outcome in (document, second):
        if isinstance(outcome, IrctlError):
            raise outcome
    if second is not None:
        raise several(file)
    match document:
        case {"Steps": list(entries)}:
            try:
                return [parse.step(entry, index) for index, entry in enumerate(entries)]
            except parse.ParseError as error:
                raise unreadable(f"{file.label}: Steps: {error}") from None
    job = _job(file, place, document)
    if isinstance(job, IrctlError):
        raise job
    return job


def several(file: SavedFile) -> IrctlError:
    import shlex

    message = f"{file.label} contains several jobs, and this command takes one"
    if _is_directory(file.path):
        return unreadable(message, "name a file or a folder in it")
    return unreadable(
        message,
        f"pick one: jq -cn 'first(inputs | if type == \"array\" then .[] else . end)' "
        f"{shlex.quote(file.path)} | irctl describe -",
    )


def _job(file: SavedFile, place: str, document: object) -> Job | IrctlError:
    label = f"{file.label}: {place}" if place else file.label
    other = other_than_job(document)
    try:
        if other is not None:
            document = _benchmark(label, document)
        if document is None:
            return unreadable(f"{label}: not a job: this is {other}", SAVE_HINT)
        return parse.job(document, _name(file, place))._replace(source=Source(file.path, place))
    except IrctlError as error:
        return error
    except parse.ParseError as error:
        return unreadable(f"{label}: {error}")


def _benchmark(label: str, document: object) -> Document | None:
    """The results in a file of AIPerf; None for any other. Raise IrctlError."""
    from irctl.jobs import aiperf

    if not isinstance(document, dict) or aiperf.file_kind(document) is None:
        return None
    from irctl.sources import bundles

    return bundles.results(label, {"": document})


def _name(file: SavedFile, place: str) -> str:
    """A name for a job that has none: that of its file, or of a folder if that says more."""
    if file.path == "-":
        return f"stdin {place}".rstrip()
    if _is_directory(file.path):
        return _telling(file.path, place)
    return f"{_telling(file.path, '')} {place}".rstrip()


@lru_cache
def _is_directory(path: str) -> bool:
    return os.path.isdir(path)


@lru_cache
def _telling(path: str, place: str) -> str:
    """The name of a file, or of a directory and a place in it, in as many parts as needed."""
    parts = os.path.abspath(path).split(os.sep)
    first = len(parts) - 1
    parts += place.split(os.sep) if place else []
    while len(parts) > 1 and _stem(parts[-1]) in _UNTELLING:
        parts.pop()
    return "/".join([*parts[first:-1], _stem(parts[-1])])


_UNTELLING = {"output", "profile_export_aiperf", "profile_export_aiperf_aggregate"} | {
    "profile_export_aiperf_sweep",
    "sweep_aggregate",
    "search_history",
    "search_checkpoint",
}
"""What every benchmark names its files and folders."""


def _stem(name: str) -> str:
    return os.path.splitext(name.removesuffix(".gz"))[0] or name


def _documents(file: SavedFile, stdin: Stdin) -> Iterator[Placed]:
    """At least one document or error. Raise IrctlError if the file can't be read at all."""
    try:
        if file.path != "-" and _is_directory(file.path):
            from irctl.sources.bundles import in_directory

            yield from in_directory(file.path)
            return
        with nullcontext(_opened(stdin)) if file.path == "-" else open(file.path, "rb") as stream:
            yield from read(file.label, stream)
    except FileNotFoundError:
        hint = "a JOB with a . or / is a file; give a job in AWS by its name or ARN"
        raise unreadable(f"{file.label}: no such file", hint) from None
    except UnicodeError as error:
        raise unreadable(f"{file.label}: not text in {_encoding(error)}", SAVE_HINT) from None
    except OSError as error:
        if limit := exhausted(error):
            raise limit from error
        raise unreadable(f"{file.label}: cannot be read: {error.strerror}") from None
    except MemoryError:
        hint = "split the file, or allow more memory: ulimit -v, or the container's limit"
        raise unreadable(f"{file.label}: does not fit into memory", hint) from None
    except ValueError as error:  # a NUL in the path
        raise unreadable(f"{file.label!r}: not a file name: {error}") from None


def _opened(stdin: Stdin) -> BinaryIO:
    stream = stdin()
    if stream is None:
        raise unreadable("standard input is closed", "pipe a saved response into irctl")
    return stream


def _encoding(error: UnicodeError) -> str:
    if not isinstance(error, UnicodeDecodeError):
        return "its encoding"
    byte = f" (byte 0x{error.object[error.start]:02x})" if error.start < len(error.object) else ""
    return f"{error.encoding.upper()}{byte}"
