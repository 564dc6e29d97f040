"""Results of benchmark jobs from archives and directories, read in memory.

Only AIPerf's aggregate files are read: others have the prompts and answers of customers.
Nothing is extracted, and no path in an archive is ever opened.
"""

import gzip
import json
import os
import stat
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import BinaryIO, TypeVar

from irctl.errors import ExitCode, IrctlError
from irctl.jobs import aiperf
from irctl.jobs.model import Document
from irctl.sources import tar
from irctl.sources.documents import GZIP, Placed, unreadable
from irctl.sources.not_json import explanation

_CHUNK = 1 << 20
_LARGEST_FILE = 16 << 20
_LARGEST_SUM = 64 << 20
"""Bytes of all aggregate files; AIPerf writes about 30 KB for each concurrency."""
_LARGEST_TOTAL = 512 << 20
"""Bytes of an archive, uncompressed; prompts and answers of 250 MB have been seen."""
_MOST_ENTRIES = 5_000
_HINT = (
    "extract the results, and give the directory: "
    "tar -xzf FILE --wildcards '*profile_export_aiperf*.json' '*search_*.json'"
)


_Source = TypeVar("_Source")
Outcome = Document | IrctlError


class NoResultsError(IrctlError):
    """There are no results of AIPerf where they were looked for."""

    def __init__(self, message: str):
        super().__init__(message, code=ExitCode.UNREADABLE)


def in_archive(label: str, stream: BinaryIO) -> Document:
    """Return the results of the benchmark in an archive. Raise IrctlError."""
    benchmarks = aiperf.benchmarks(_archived(label, stream))
    if not benchmarks:
        raise NoResultsError(f"{label}: no results of AIPerf in this archive")
    if len(benchmarks) > 1:
        folders = ", ".join(sorted(benchmarks)[:5])
        raise unreadable(f"{label}: it has results of several benchmarks: {folders}", _HINT)
    (files,) = benchmarks.values()
    return results(label, files)


def results(label: str, files: Mapping[str, Document]) -> Document:
    """Return the results in the decoded files of one benchmark. Raise IrctlError."""
    try:
        return aiperf.results(files)
    except ValueError as error:
        raise unreadable(f"{label}: {error}") from None


def _archived(label: str, stream: BinaryIO) -> dict[str, object]:
    """Return the aggregate files of an archive by their paths. Raise IrctlError."""
    with _explained(label):
        content = _Content(label, stream)
        files = _Files(label)
        for member in tar.members(content.read):
            path = _normal(member.name)
            if _is_aggregate(path):
                files.check(path, member)
                files.add(path, content.whole(member.size))
                content.skip(tar.padded_size(member.size) - member.size)
            else:
                content.skip(tar.padded_size(member.size))
        content.finish()
        return files.documents


@contextmanager
def _explained(label: str) -> Iterator[None]:
    """Raise an IrctlError for what is wrong with an archive."""
    try:
        yield
    except tar.NotTarError:
        raise NoResultsError(f"{label}: not an archive of results: no tar in it") from None
    except EOFError:
        raise unreadable(f"{label}: the archive is cut off", "copy it again") from None
    except tar.TarError as error:
        raise unreadable(f"{label}: the archive cannot be read: {error}", "copy it again") from None
    except (zlib.error, gzip.BadGzipFile):
        raise unreadable(f"{label}: the archive is damaged", "copy it again") from None


class _Content:
    """The content of an archive, read once from start to end and not beyond a limit."""

    def __init__(self, label: str, stream: BinaryIO):
        self._label = label
        self._stream = gzip.GzipFile(fileobj=stream)
        self._left = _LARGEST_TOTAL

    def read(self, size: int) -> bytes:
        """Return that many bytes; fewer at the end. Raise IrctlError beyond the limit."""
        content = self._stream.read(min(size, self._left + 1))
        self._left -= len(content)
        if self._left < 0:
            raise self._too_large
        return content

    def whole(self, size: int) -> bytes:
        """Return that many bytes. Raise EOFError if there are fewer."""
        content = self.read(size)
        if len(content) < size:
            raise EOFError
        return content

    @property
    def _too_large(self) -> IrctlError:
        limit = _LARGEST_TOTAL >> 20
        return unreadable(f"{self._label}: the archive has more than {limit} MiB of files", _HINT)

    def skip(self, size: int) -> None:
        """Pass that many bytes. Raise EOFError if there are fewer."""
        if size > self._left:
            raise self._too_large
        while size:
            chunk = self.read(min(size, _CHUNK))
            if not chunk:
                raise EOFError
            size -= len(chunk)

    def finish(self) -> None:
        """Read to the end, where there is a checksum."""
        while self.read(_CHUNK):
            pass


class _Files:
    """The aggregate files of an archive or a directory, decoded."""

    def __init__(self, label: str) -> None:
        self.documents: dict[str, object] = {}
        self._label = label
        self._left = _LARGEST_SUM

    def check(self, path: str, member: tar.Member) -> None:
        """Raise IrctlError for a member that no results have."""
        if not member.is_file:
            raise unreadable(f"{self._label}: {path} in it is a link, not a file")
        if ".." in path.split("/") or path.startswith("/"):
            raise unreadable(f"{self._label}: {path} is outside of the archive")
        if path in self.documents:
            raise unreadable(f"{self._label}: {path} is twice in it")
        self.check_size(path, member.size)

    def check_size(self, path: str, size: int) -> None:
        """Raise IrctlError for a file that is larger than any of AIPerf's."""
        self._left -= size
        if size > _LARGEST_FILE:
            limit = f"{_LARGEST_FILE >> 20} MiB"
            raise unreadable(f"{self._label}: {path} in it is larger than {limit}")
        if self._left < 0:
            limit = f"{_LARGEST_SUM >> 20} MiB"
            raise unreadable(f"{self._label}: its results are larger than {limit}")

    def add(self, path: str, content: bytes) -> None:
        """Decode a file. Raise IrctlError."""
        try:
            text = content.decode("utf-8-sig")
            self.documents[path] = json.loads(text)
        except UnicodeDecodeError:
            raise unreadable(f"{self._label}: {path} in it is not text in UTF-8") from None
        except (ValueError, RecursionError) as error:
            reason = explanation(text, error)
            raise unreadable(f"{self._label}: {path} in it: {reason}") from None


def _normal(name: str) -> str:
    """Return a path without `.` in it, such as the `./` that tar writes."""
    root = "/" if name.startswith("/") else ""
    return root + "/".join(part for part in name.split("/") if part not in ("", "."))


def _is_aggregate(path: str) -> bool:
    return path.rpartition("/")[2] in aiperf.FILE_NAMES


def in_directory(directory: str) -> Iterator[Placed]:
    """Yield the results of each benchmark in a directory, or the error, after its place.

    They are in AIPerf's files and in archives, at any depth; in a directory without any, also
    in files of AIPerf that were renamed. Raise IrctlError for none, and OSError.
    """
    paths = _paths(directory)
    named = [path for path in paths if _is_aggregate(path)]
    others = [path for path in paths if path not in set(named)]
    placed = [*_benchmarks(directory, named), *_archives(directory, others)]
    placed = placed or list(_renamed(directory, others))
    if not placed:
        raise NoResultsError(f"{directory}: no results of AIPerf in this directory")
    yield from placed


def _paths(directory: str) -> list[str]:
    """Return all paths in a directory that are not folders, relative to it and sorted."""
    paths: list[str] = []
    for folder, folders, names in os.walk(directory, onerror=_raised):
        folders.sort()
        paths += [os.path.relpath(os.path.join(folder, name), directory) for name in sorted(names)]
        if len(paths) > _MOST_ENTRIES:
            raise unreadable(
                f"{directory}: it has more than {_MOST_ENTRIES:,} files", "name a folder in it"
            )
    return paths


def _raised(error: OSError) -> None:
    raise error


def _benchmarks(directory: str, paths: Iterable[str]) -> Iterator[Placed]:
    files = _Files(directory)
    for path in paths:
        _add(files, directory, path)
    for folder, benchmark in aiperf.benchmarks(files.documents).items():
        yield folder, _outcome(results, os.path.join(directory, folder), benchmark)


def _add(files: _Files, directory: str, path: str) -> None:
    full = os.path.join(directory, path)
    status = os.lstat(full)
    files.check(path, tar.Member(path, status.st_size, is_file=stat.S_ISREG(status.st_mode)))
    with open(full, "rb") as stream:
        files.add(path, stream.read(_LARGEST_FILE))


def _outcome(read: Callable[[str, _Source], Document], label: str, source: _Source) -> Outcome:
    try:
        return read(label, source)
    except IrctlError as error:
        return error


def _archives(directory: str, paths: Iterable[str]) -> Iterator[Placed]:
    for path in paths:
        full = os.path.join(directory, path)
        if _start(full) == GZIP:
            with open(full, "rb") as stream:
                outcome = _outcome(in_archive, full, stream)
            if not isinstance(outcome, NoResultsError):
                yield path, outcome


def _start(path: str) -> bytes:
    """Return the first bytes of a regular file; none of a link or a device."""
    if not stat.S_ISREG(os.lstat(path).st_mode):
        return b""
    with open(path, "rb") as stream:
        return stream.read(len(GZIP))


def _renamed(directory: str, paths: Iterable[str]) -> Iterator[Placed]:
    """Yield the files at the top of a directory that have results of AIPerf."""
    for path in paths:
        full = os.path.join(directory, path)
        if os.sep in path or not _start(full).startswith(b"{"):
            continue
        files = _Files(directory)
        with suppress(IrctlError):  # too large or not JSON: not of AIPerf
            _add(files, directory, path)
        for benchmark in aiperf.benchmarks(files.documents).values():
            yield path, _outcome(results, full, benchmark)
