"""Amazon S3 on loopback, as far as results are read from it."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit
from xml.sax.saxutils import escape

_RANGE = re.compile(r"bytes=(\d+)-(\d+)")


@dataclass
class Bucket:
    """A server with one bucket, which path-style requests name `bucket`."""

    objects: dict[str, bytes] = field(default_factory=dict)
    page_size: int = 1000
    knows_ranges: bool = True
    sends_sizes: bool = True
    denied: Mapping[str, str] = field(default_factory=dict)
    """The error code by operation: `ListObjectsV2` or `GetObject`."""
    requests: list[str] = field(default_factory=list)
    url: str = ""

    def __enter__(self) -> "Bucket":
        bucket = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True  # it would delay every response by 40 ms

            def do_GET(self) -> None:
                status, headers, body = bucket.answer(self.path, dict(self.headers))
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        serve = partial(self._server.serve_forever, poll_interval=0.01)
        threading.Thread(target=serve, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, headers: Mapping[str, str]) -> tuple[int, dict[str, str], bytes]:
        url = urlsplit(path)
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        operation = "ListObjectsV2" if "list-type" in query else "GetObject"
        self.requests.append(operation)
        if operation in self.denied:
            return self._error(403, self.denied[operation])
        if operation == "ListObjectsV2":
            return 200, {"Content-Type": "application/xml"}, self._list(query)
        key = unquote(url.path).removeprefix("/bucket/")
        if key not in self.objects:
            return self._error(404, "NoSuchKey")
        content, wanted = self.objects[key], _RANGE.fullmatch(headers.get("Range", ""))
        if headers.get("If-Match") not in (None, f'"{len(content)}"'):
            return self._error(412, "PreconditionFailed")
        if not wanted or not self.knows_ranges:
            return 200, {}, content
        if int(wanted[1]) >= len(content):
            return self._error(416, "InvalidRange")
        return 206, {}, content[int(wanted[1]) : int(wanted[2]) + 1]

    def _error(self, status: int, code: str) -> tuple[int, dict[str, str], bytes]:
        body = f"<Error><Code>{code}</Code><Message>{code} it is</Message></Error>"
        return status, {"Content-Type": "application/xml"}, body.encode()

    def _list(self, query: Mapping[str, str]) -> bytes:
        keys = sorted(key for key in self.objects if key.startswith(query.get("prefix", "")))
        start = int(query.get("continuation-token", "0"))
        page, rest = keys[start : start + self.page_size], keys[start + self.page_size :]
        contents = "".join(map(self._entry, page))
        token = start + self.page_size
        more = f"<NextContinuationToken>{token}</NextContinuationToken>" if rest else ""
        truncated = str(bool(rest)).lower()
        return (
            '<?xml version="1.0" encoding="UTF-8"?>'
            '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
            f"<Name>bucket</Name><KeyCount>{len(page)}</KeyCount><EncodingType>url</EncodingType>"
            f"<IsTruncated>{truncated}</IsTruncated>{more}{contents}</ListBucketResult>"
        ).encode()

    def _entry(self, key: str) -> str:
        size = len(self.objects[key])
        sized = f"<Size>{size}</Size><ETag>&quot;{size}&quot;</ETag>" if self.sends_sizes else ""
        return (
            f"<Contents><Key>{escape(quote(key))}</Key>"
            f"<LastModified>2026-11-18T15:00:00.000Z</LastModified>{sized}</Contents>"
        )
