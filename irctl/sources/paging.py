"""The pages of a listing, one request each."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

from irctl.errors import IrctlError
from irctl.jobs.model import Document

Operation = Callable[..., Mapping[str, Any]]
"""A method of botocore's client that takes the members of a request as keywords."""
_MOST_EMPTY_PAGES = 100
PAGE_SIZE = 100
"""The most entries of a page that the APIs allow."""


def pages(
    operation: Operation,
    request: Document,
    entries: str,
    most_pages: int,
    translated: Callable[[], AbstractContextManager[None]],
    limit: int | None = None,
) -> Iterator[list[Any]]:
    """Yield the entries of each page, at most `limit` in total. Raise IrctlError.

    `translated` makes an IrctlError of what goes wrong in a request.
    """
    tokens = set()
    empty_pages = 0
    while limit is None or limit > 0:
        size = PAGE_SIZE if limit is None else min(PAGE_SIZE, limit)
        with translated():
            response = operation(**request, MaxResults=size)
        page = (response.get(entries) or [])[:limit]
        yield page
        if limit is not None:
            limit -= len(page)
        empty_pages = 0 if page else empty_pages + 1
        token = response.get("NextToken")
        if not token:
            return
        if token in tokens:
            raise IrctlError("AWS sent the same page token twice", "try again")
        if empty_pages == _MOST_EMPTY_PAGES:
            raise IrctlError(f"AWS sent {empty_pages} empty pages in a row", "try again")
        tokens.add(token)
        if len(tokens) == most_pages:
            raise IrctlError(
                f"AWS sent {most_pages:,} pages, and the list goes on",
                "list fewer: irctl list has --limit, --name and --created-after",
            )
        request = {**request, "NextToken": token}
