"""Results of AI benchmark jobs in Amazon S3: found below the output location, and streamed."""

import io
from collections.abc import Callable, Iterator
from functools import partial
from shlex import quote
from typing import TYPE_CHECKING, Any

from irctl.errors import ExitCode, IrctlError, UsageError
from irctl.jobs.benchmark import BUNDLE, Location, location
from irctl.jobs.model import Document, Job
from irctl.jobs.times import to_iso
from irctl.sources import bundles
from irctl.sources.aws_errors import translated_errors
from irctl.sources.client import reading_client
from irctl.sources.documents import unreadable
from irctl.sources.session import Session

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

OPERATIONS = ("GetObject", "HeadBucket", "ListObjectsV2")
"""Everything that irctl calls of S3. botocore calls HeadBucket for a bucket in another region."""
_MOST_PAGES = 100
"""Of 1,000 keys each."""
_PART = 4 << 20
"""Bytes of one request: each response ends within 30 s at 140 kB/s."""
_LARGEST = 512 << 20
_MOST_NAMED = 5


class Results:
    """The results that the benchmark jobs of a region left in S3."""

    def __init__(
        self, session: Session, region: str | None, trace: Callable[[str], None] | None = None
    ):
        """Raise IrctlError when no client can be created. `trace` logs each response."""
        self._client = reading_client(session, "s3", region, OPERATIONS, trace=trace)
        self._errors = partial(translated_errors, session.target(region))

    def of(self, job: Job) -> Document:
        """The results of a job, and nothing else of its archive. Raise IrctlError."""
        where = location(job)
        if where is None:
            raise unreadable(f"{job.label}: no S3 location of results in its OutputConfig")
        entry = self._bundle(job, where)
        uri = where.uri(entry["Key"])
        size = entry.get("Size")
        if size is not None and size > _LARGEST:
            raise unreadable(
                f"{uri} has more than {_LARGEST >> 20} MiB", f"copy it: {where.copy_command}"
            )
        stream = io.BufferedReader(_Object(self._part(where.bucket, entry), size), _PART)
        modified = entry.get("LastModified")
        return {
            "ResultsUri": uri,
            **({"ResultsModified": to_iso(modified)} if modified else {}),
            **bundles.in_archive(uri, stream),
        }

    def _bundle(self, job: Job, where: Location) -> Document:
        """The only archive that can be the job's. Raise IrctlError."""
        entries = list(self._bundles(where))
        named = [e for e in entries if job.name in e["Key"][len(where.prefix) :].split("/")]
        chosen = entries if len(entries) == 1 else named
        if len(chosen) == 1:
            return chosen[0]
        if not entries:
            raise IrctlError(
                f"{job.label}: no {BUNDLE} below {where.uri(where.prefix)}",
                "its results may have been moved or deleted; read a copy of them: irctl rank FILE",
                ExitCode.UNREADABLE,
            )
        first = where.uri(entries[0]["Key"])
        names = ", ".join(entry["Key"] for entry in entries[:_MOST_NAMED])
        raise UsageError(
            f"{job.label}: {len(entries)} archives of results below {where.uri(where.prefix)}, "
            f"and none is known to be of this job: {names}",
            f"choose one: aws s3 cp {quote(first)} - | irctl rank -",
        )

    def _bundles(self, where: Location) -> Iterator[Document]:
        """The archives of results below a location."""
        request = {"Bucket": where.bucket, "Prefix": where.prefix}
        for _ in range(_MOST_PAGES):
            with self._errors():
                page = self._client.list_objects_v2(**request)
                entries = [entry for entry in page.get("Contents", ()) if _is_bundle(entry)]
            yield from entries
            token = page.get("NextContinuationToken")
            if not token:
                return
            request["ContinuationToken"] = token
        raise IrctlError(
            f"more than {_MOST_PAGES * 1000:,} objects below {where.uri(where.prefix)}",
            f"copy the results, and give the directory: {where.copy_command}",
        )

    def _part(self, bucket: str, entry: Document) -> Callable[[int], bytes]:
        """A function that fetches a part of an object, from a position. It raises IrctlError."""
        request = {"Bucket": bucket, "Key": entry["Key"]}
        if entry.get("ETag"):  # the parts are then of one version
            request["IfMatch"] = entry["ETag"]

        def fetch(position: int) -> bytes:
            with self._errors():
                response = self._client.get_object(
                    **request, Range=f"bytes={position}-{position + _PART - 1}"
                )
                content: bytes = response["Body"].read()
            # A server that ignores the range sends the whole object.
            is_part = response["ResponseMetadata"]["HTTPStatusCode"] == 206
            return content if is_part else content[position:]

        return fetch


def _is_bundle(entry: Any) -> bool:
    return bool(entry["Key"].rpartition("/")[2] == BUNDLE)


class _Object(io.RawIOBase):
    """An object of S3, fetched in parts as it is read."""

    def __init__(self, fetch: Callable[[int], bytes], size: int | None):
        """`fetch` returns a part from a position, which is short only at the end.

        The size may be unknown.
        """
        self._fetch = fetch
        self._size = size
        self._position = 0
        self._part = b""
        self._has_ended = size == 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer)
        if not self._part and not self._has_ended:
            self._part = self._fetch(self._position)
            self._position += len(self._part)
            self._has_ended = len(self._part) != _PART or self._position == self._size
        content, self._part = self._part[: len(view)], self._part[len(view) :]
        view[: len(content)] = content
        return len(content)
