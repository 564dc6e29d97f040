"""Lists of jobs of several kinds, in one place or in several, merged into one."""

import heapq
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from irctl.errors import IrctlError
from irctl.jobs.kinds import AI_BENCHMARK, Kind
from irctl.jobs.listing import Listing, sort_key
from irctl.jobs.model import JobSummary
from irctl.sources.accounts import PATIENT, Patience, Reach
from irctl.sources.streams import Fetch, OnePlace, Pages, Refusal, Stream

if TYPE_CHECKING:
    from irctl.sources.paging import Page
    from irctl.sources.streams_everywhere import SeveralPlaces

OF_SERVICE = "ai-rec-"
"""How the names of benchmark jobs begin that a recommendation job made for itself."""


class JobList:
    """The jobs of several streams that match, in the order of the listing, page by page.

    The first pages have been fetched. A stream that AWS refuses is left out; of several places,
    also one that fails for any other reason.
    """

    def __init__(
        self,
        reach: Reach,
        kinds: Sequence[Kind],
        listing: Listing,
        *,
        hides_service_benchmarks: bool,
        patience: Patience = PATIENT,
    ):
        """Raise IrctlError, also if no stream can be listed.

        Service benchmarks are the benchmark jobs that a recommendation job made for itself.
        """
        self._places = _places(reach, patience)
        self._listing = listing
        self._hides = hides_service_benchmarks
        self._refusals: list[Refusal] = []
        self.hidden = 0
        """How many service benchmarks were left out so far."""
        self._started = self._start(kinds)
        self.warnings = self._places.warnings(self._refusals)
        """Which jobs are not listed, and why; complete when all pages have been read."""

    def _start(self, kinds: Sequence[Kind]) -> dict[Stream, Pages]:
        """Fetch the first pages, and return all of each stream that can be listed."""
        started: dict[Stream, Pages] = {}
        for stream, outcome in self._places.open(kinds, self._pages_of).items():
            if isinstance(outcome, IrctlError):
                self._refusals.append(Refusal(stream, outcome))
            else:
                started[stream] = outcome
        if self._refusals and not started:
            raise self._places.failure(self._refusals)
        return started

    def _pages_of(self, stream: Stream) -> Pages:
        """Fetch the first page of a stream, and return all."""
        is_cut_here = self._hides and stream.kind is AI_BENCHMARK
        listing = self._listing._replace(limit=None) if is_cut_here else self._listing
        pages = stream.account.job_pages(listing, stream.kind)
        return chain([next(pages)], pages)

    def __iter__(self) -> Iterator[list[JobSummary]]:
        """Yield at least one page. Raise IrctlError."""
        page: list[JobSummary] = []
        room = self._listing.limit
        for job in self._merged():
            if job is not None:
                page.append(job)
                if len(page) == room:
                    break
            elif page:
                yield page
                room = room and room - len(page)
                page = []
        self.warnings[:] = self._places.warnings(self._refusals)
        yield page

    def _merged(self) -> Iterator[JobSummary | None]:
        """Yield the jobs in order, each once, and None before each further request."""
        streams = [self._keyed(stream, pages) for stream, pages in self._started.items()]
        descends = self._listing.sort_order == "Descending"
        for _, stream, job in heapq.merge(*streams, key=itemgetter(0), reverse=descends):
            if job is None:
                yield None
            elif (placed := self._places.placed(stream, job)) is None:
                continue
            elif self._hides and _is_of_service(job):
                self.hidden += 1
            else:
                yield placed

    def _keyed(
        self, stream: Stream, pages: Pages
    ) -> Iterator[tuple[Any, Stream, JobSummary | None]]:
        """Yield the jobs of a stream with their sort keys, and None before each request."""
        key = sort_key(self._listing)
        fetch: Fetch = partial(next, pages, None)
        following = fetch
        while (page := self._fetched(stream, following)) is not None:
            following = fetch
            for job in page.entries:
                yield key(job), stream, job
                if following is fetch and page.has_next:
                    following = self._places.ahead(fetch)
            if page.entries and page.has_next:
                yield key(page.entries[-1]), stream, None

    def _fetched(self, stream: Stream, fetch: Fetch) -> "Page[JobSummary] | None":
        """Fetch a page; None after the last of a stream, or where it ends with a failure."""
        try:
            return fetch()
        except IrctlError as error:
            self._refusals.append(self._places.refusal(stream, error))
            return None

    @property
    def kinds(self) -> list[Kind]:
        """The kinds that are listed."""
        return list(dict.fromkeys(stream.kind for stream in self._started))

    @property
    def where(self) -> str:
        """The places that were asked, in words."""
        return self._places.where

    @property
    def missing(self) -> Sequence[IrctlError]:
        """Why there may be jobs that are not listed."""
        return self._places.missing(self._refusals, self._started)

    @property
    def problems(self) -> Sequence[IrctlError]:
        """Why jobs are not listed, where that is an error."""
        return self._places.problems(self._refusals, self._started)

    @property
    def has_summed_up(self) -> bool:
        """Whether the warnings say what the problems are."""
        return self._places.are_several


def _places(reach: Reach, patience: Patience) -> "OnePlace | SeveralPlaces":
    if not reach.are_several:
        return OnePlace(reach.accounts[0])
    from irctl.sources.streams_everywhere import SeveralPlaces

    return SeveralPlaces(reach, patience)


def _is_of_service(job: JobSummary) -> bool:
    return job.kind is AI_BENCHMARK and (job.name or "").startswith(OF_SERVICE)
