"""The pages of a listing, one request each."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from irctl.errors import IrctlError
from irctl.jobs.model import Document

Operation = Callable[..., Mapping[str, Any]]
"""A method of botocore's client that takes the members of a request as keywords."""
_MOST_EMPTY_PAGES = 100
PAGE_SIZE = 100
"""The most entries of a page that the APIs allow."""


_Entry = TypeVar("_Entry")


@dataclass(eq=False, repr=False)
class Page(Generic[_Entry]):
    """Entries of a list that arrived together."""

    entries: list[_Entry]
    has_next: bool
    """Whether the next page takes a request."""


def pages(
    operation: Operation,
    request: Document,
    entries: str,
    most_pages: int,
    translated: Callable[[], AbstractContextManager[None]],
    limit: int | None = None,
) -> Iterator[Page[Any]]:
    """Yield the entries of each page, at most `limit` in total. Raise IrctlError.

    `translated` makes an IrctlError of what goes wrong in a request.
    """
    progress = _Progress(most_pages)
    while limit is None or limit > 0:
        size = PAGE_SIZE if limit is None else min(PAGE_SIZE, limit)
        with translated():
            response = operation(**request, MaxResults=size)
        page = (response.get(entries) or [])[:limit]
        limit = None if limit is None else limit - len(page)
        token = response.get("NextToken")
        yield Page(page, has_next=bool(token) and limit != 0)
        if not token:
            return
        progress.check(token, is_empty=not page)
        request = {**request, "NextToken": token}


class _Progress:
    """Notices a listing that goes nowhere, or never ends."""

    def __init__(self, most_pages: int):
        self._most_pages = most_pages
        self._tokens: set[str] = set()
        self._empty_pages = 0

    def check(self, token: str, *, is_empty: bool) -> None:
        """Raise IrctlError unless it makes sense to follow the token of a page."""
        self._empty_pages = self._empty_pages + 1 if is_empty else 0
        if token in self._tokens:
            raise IrctlError("AWS sent the same page token twice", "try again")
        if self._empty_pages == _MOST_EMPTY_PAGES:
            raise IrctlError(f"AWS sent {self._empty_pages} empty pages in a row", "try again")
        self._tokens.add(token)
        if len(self._tokens) == self._most_pages:
            raise IrctlError(
                f"AWS sent {self._most_pages:,} pages, and the list goes on",
                "list fewer: irctl list has --limit, --name and --since",
            )
