"""Lists of jobs of several kinds, merged into one."""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from irctl.errors import RefusedError
from irctl.jobs.kinds import AI_BENCHMARK, INFERENCE, Kind
from irctl.jobs.listing import Listing, sort_key
from irctl.jobs.model import JobSummary

if TYPE_CHECKING:
    from irctl.sources.aws import Account
    from irctl.sources.paging import Page

OF_SERVICE = "ai-rec-"
"""How the names of benchmark jobs begin that a recommendation job made for itself."""

_Pages = Iterator["Page[JobSummary]"]


class Stream(NamedTuple):
    """The jobs of one kind in one account and region."""

    account: "Account"
    kind: Kind


class Refusal(NamedTuple):
    """A stream that AWS refuses to list, and why."""

    stream: Stream
    error: RefusedError


class JobList:
    """The jobs of several streams that match, in the order of the listing, page by page.

    The first pages have been fetched. A stream that AWS refuses is left out.
    """

    def __init__(
        self, streams: Sequence[Stream], listing: Listing, *, hides_service_benchmarks: bool
    ):
        """Raise IrctlError, also if AWS refuses all streams.

        Service benchmarks are the benchmark jobs that a recommendation job made for itself.
        """
        self._listing = listing
        self._hides = hides_service_benchmarks
        self.refusals: list[Refusal] = []
        self.hidden = 0
        """How many service benchmarks were left out so far."""
        self._started = self._start(streams)

    def _start(self, streams: Sequence[Stream]) -> list[tuple[Stream, _Pages]]:
        """Fetch the first pages, and return all of each stream that AWS does not refuse."""
        from irctl.sources.pacing import together

        opened = together(
            {number: partial(self._opened, stream) for number, stream in enumerate(streams)}
        )
        started = []
        for number, stream in enumerate(streams):
            outcome = opened[number]
            if isinstance(outcome, RefusedError):
                self.refusals.append(Refusal(stream, outcome))
            else:
                started.append((stream, outcome))
        if self.refusals and not started:
            raise self.refusals[0].error
        return started

    def _opened(self, stream: Stream) -> _Pages | RefusedError:
        is_cut_here = self._hides and stream.kind is AI_BENCHMARK
        listing = self._listing._replace(limit=None) if is_cut_here else self._listing
        pages = stream.account.job_pages(listing, stream.kind)
        try:
            return chain([next(pages)], pages)
        except RefusedError as refusal:
            return refusal

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
        yield page

    def _merged(self) -> Iterator[JobSummary | None]:
        """Yield the jobs in order, and None before each further request."""
        streams = [self._keyed(pages) for _, pages in self._started]
        descends = self._listing.sort_order == "Descending"
        return (job for _, job in heapq.merge(*streams, key=itemgetter(0), reverse=descends))

    def _keyed(self, pages: _Pages) -> Iterator[tuple[Any, JobSummary | None]]:
        """Yield the jobs of a stream with their sort keys, and None before each request."""
        key = sort_key(self._listing)
        for page in pages:
            for job in page.entries:
                if self._hides and _is_of_service(job):
                    self.hidden += 1
                else:
                    yield key(job), job
            if page.entries and page.has_next:
                yield key(page.entries[-1]), None

    @property
    def kinds(self) -> list[Kind]:
        """The kinds that are listed."""
        return [stream.kind for stream, _ in self._started]

    @property
    def problems(self) -> list[RefusedError]:
        """The refusals to list inference jobs, which are errors."""
        return [error for stream, error in self.refusals if stream.kind is INFERENCE]

    @property
    def warnings(self) -> list[str]:
        """Which AI jobs are not listed because AWS refuses it, in one sentence."""
        refusals = [refusal for refusal in self.refusals if refusal.stream.kind is not INFERENCE]
        if not refusals:
            return []
        kinds = " and ".join(refusal.stream.kind.plural for refusal in refusals)
        return [f"{kinds} are not listed: {reasons(refusal.error for refusal in refusals)}"]


def reasons(refusals: Iterable[RefusedError]) -> str:
    """Why AWS refuses, in clauses of a sentence."""
    return "; ".join(dict.fromkeys(error.reason for error in refusals))


def _is_of_service(job: JobSummary) -> bool:
    return job.kind is AI_BENCHMARK and (job.name or "").startswith(OF_SERVICE)
