"""Lists of jobs of several kinds, merged into one."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from irctl.errors import IrctlError, NotOfferedError, RefusedError
from irctl.jobs.kinds import AI_BENCHMARK, INFERENCE, Kind
from irctl.jobs.listing import Listing, sort_key
from irctl.jobs.model import JobSummary
from irctl.sources.accounts import PATIENT, Outage, Patience, Reach
from irctl.sources.settings import Place

if TYPE_CHECKING:
    from irctl.sources.aws import Account
    from irctl.sources.paging import Page

OF_SERVICE = "ai-rec-"
"""How the names of benchmark jobs begin that a recommendation job made for itself."""

_Pages = Iterator["Page[JobSummary]"]
_Fetched = TypeVar("_Fetched")


class Stream(NamedTuple):
    """The jobs of one kind in one account and region."""

    account: "Account"
    kind: Kind


class Refusal(NamedTuple):
    """A stream that cannot be listed, and why: in one place, only because AWS refuses it."""

    stream: Stream
    error: IrctlError


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
        self._reach = reach
        self._kinds = kinds
        self._listing = listing
        self._hides = hides_service_benchmarks
        self._patience = patience
        self._seen: set[str] = set()
        self.refusals: list[Refusal] = []
        self.hidden = 0
        """How many service benchmarks were left out so far."""
        self._started = self._start()
        self.warnings: list[str] = []
        """Which jobs are not listed, and why; complete when all pages have been read."""
        self.warnings[:] = self._warnings()

    def _start(self) -> list[tuple[Stream, _Pages]]:
        """Fetch the first pages, and return all of each stream that can be listed."""
        opened = self._opened_everywhere() if self._reach.are_several else self._opened_here()
        started = []
        for stream, outcome in opened.items():
            if isinstance(outcome, IrctlError):
                self.refusals.append(Refusal(stream, outcome))
            else:
                started.append((stream, outcome))
        if self.refusals and not started:
            raise self._nothing_listed()
        return started

    def _opened_here(self) -> Mapping[Stream, _Pages | IrctlError]:
        """Open the streams of the one place. Raise IrctlError for any failure but a refusal."""
        from irctl.sources.pacing import together

        (account,) = self._reach.accounts
        streams = [Stream(account, kind) for kind in self._kinds]
        return together({stream: partial(self._opened_or_refused, stream) for stream in streams})

    def _opened_everywhere(self) -> Mapping[Stream, _Pages | IrctlError]:
        """Open the first kind of each place, and the others of those places that answer.

        So a place that does not answer costs one request and one time-out.
        """
        first, *others = self._kinds
        accounts = self._reach.accounts
        opened = self._open([Stream(account, first) for account in accounts])
        answering = [stream.account for stream in opened if _has_answered(opened[stream])]
        opened |= self._open([Stream(account, kind) for account in answering for kind in others])
        order = [Stream(account, kind) for account in accounts for kind in self._kinds]
        return {stream: opened[stream] for stream in order if stream in opened}

    def _open(self, streams: Sequence[Stream]) -> dict[Stream, _Pages | IrctlError]:
        from irctl.sources.pacing import outcomes

        return outcomes(
            {stream: partial(self._opened, stream) for stream in streams},
            paced_by=lambda stream: stream.account,
            waiting=lambda waited_for: self._patience.waiting([s.account for s in waited_for]),
            seconds=self._patience.seconds,
        )

    def _opened_or_refused(self, stream: Stream) -> _Pages | RefusedError:
        try:
            return self._opened(stream)
        except RefusedError as refusal:
            return refusal

    def _opened(self, stream: Stream) -> _Pages:
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
        self.warnings[:] = self._warnings()
        yield page

    def _merged(self) -> Iterator[JobSummary | None]:
        """Yield the jobs in order, and None before each further request."""
        streams = [self._keyed(stream, pages) for stream, pages in self._started]
        descends = self._listing.sort_order == "Descending"
        return (job for _, job in heapq.merge(*streams, key=itemgetter(0), reverse=descends))

    def _keyed(self, stream: Stream, pages: _Pages) -> Iterator[tuple[Any, JobSummary | None]]:
        """Yield the jobs of a stream with their sort keys, and None before each request."""
        key = sort_key(self._listing)
        fetch: Callable[[], Page[JobSummary] | None] = partial(next, pages, None)
        page = fetch()
        while page is not None:
            following = fetch
            for job in self._shown(stream, page.entries):
                yield key(job), job
                if following is fetch and page.has_next and self._reach.are_several:
                    following = _ahead(fetch)
            if page.entries and page.has_next:
                yield key(page.entries[-1]), None
            page = self._or_none(stream, following)

    def _shown(self, stream: Stream, jobs: Iterable[JobSummary]) -> Iterator[JobSummary]:
        """Leave out service benchmarks, and jobs that another profile has listed."""
        for job in jobs:
            if self._hides and _is_of_service(job):
                self.hidden += 1
            elif not self._reach.are_several:
                yield job
            elif job.arn is None or job.arn not in self._seen:
                self._seen.add(job.arn or "")
                yield stream.account.located(job)

    def _or_none(
        self, stream: Stream, fetch: Callable[[], "Page[JobSummary] | None"]
    ) -> "Page[JobSummary] | None":
        """Fetch a page; of several places, None for a stream that ends with a failure."""
        try:
            return fetch()
        except IrctlError as error:
            if not self._reach.are_several:
                raise
            self.refusals.append(Refusal(stream, error))
            return None

    @property
    def where(self) -> str:
        """The places that were asked, in words."""
        if not self._reach.are_several:
            return self._reach.accounts[0].region
        from irctl.sources.outages import places

        return places(self._reach.accounts)

    @property
    def kinds(self) -> list[Kind]:
        """The kinds that are listed."""
        return list(dict.fromkeys(stream.kind for stream, _ in self._started))

    @property
    def missing(self) -> list[IrctlError]:
        """Why there may be jobs that are not listed."""
        if not self._reach.are_several:
            return [error for _, error in self.refusals]
        from irctl.sources.outages import doubts

        return doubts(self._reach, self._outages(self.refusals), self._answered)

    @property
    def _answered(self) -> list[Place]:
        return [stream.account.place for stream, _ in self._started]

    @property
    def problems(self) -> list[IrctlError]:
        """The refusals to list inference jobs in the one place, which are errors."""
        if self._reach.are_several:
            return []
        return [error for stream, error in self.refusals if stream.kind is INFERENCE]

    @property
    def problem(self) -> IrctlError | None:
        """Why the first of several places could not be listed, where that is an error."""
        if not self._reach.are_several:
            return None
        from irctl.sources.outages import problem

        problems = [refusal for refusal in self.refusals if self._is_problem(refusal)]
        return problem(self._reach, self._outages(problems), self._answered)

    def _is_problem(self, refusal: Refusal) -> bool:
        """Whether it is an error; that an identity may not list AI jobs, too, is none."""
        return refusal.stream.kind is self._kinds[0] or not isinstance(refusal.error, RefusedError)

    def _outages(self, refusals: Iterable[Refusal]) -> list[Outage]:
        """The places that could not be listed, each once; regions without AI jobs are none."""
        by_place: dict[Place, Outage] = {}
        for refusal in refusals:
            stream, error = refusal
            part = "" if self._is_problem(refusal) else "AI jobs in "
            if not isinstance(error, NotOfferedError):
                by_place.setdefault(stream.account.place, Outage(stream.account.place, error, part))
        return [*self._reach.outages, *by_place.values()]

    def _nothing_listed(self) -> IrctlError:
        outages = self._outages(self.refusals) if self._reach.are_several else []
        if not outages:
            return self.refusals[0].error
        from irctl.sources.outages import nothing_answered

        return nothing_answered(outages)

    def _warnings(self) -> list[str]:
        """Which jobs are not listed, in one sentence: of one place, AI jobs that AWS refuses."""
        if self._reach.are_several:
            from irctl.sources.outages import summary

            outages = self._outages(self.refusals)
            return [f"not listed: {summary(outages)}"] if outages else []
        refusals = [refusal for refusal in self.refusals if refusal.stream.kind is not INFERENCE]
        if not refusals:
            return []
        kinds = " and ".join(refusal.stream.kind.plural for refusal in refusals)
        return [f"{kinds} are not listed: {reasons(refusal.error for refusal in refusals)}"]


def _has_answered(outcome: _Pages | IrctlError) -> bool:
    """Whether AWS answered, if only to refuse one kind of jobs."""
    return isinstance(outcome, RefusedError) or not isinstance(outcome, IrctlError)


def _ahead(fetch: "Callable[[], _Fetched]") -> "Callable[[], _Fetched]":
    """Fetch in the background, and return what waits for it."""
    from irctl.sources.pacing import aside, result

    return partial(result, aside(fetch))


def reasons(refusals: Iterable[IrctlError]) -> str:
    """Why AWS refuses, in clauses of a sentence."""
    return "; ".join(dict.fromkeys(error.reason for error in refusals))


def _is_of_service(job: JobSummary) -> bool:
    return job.kind is AI_BENCHMARK and (job.name or "").startswith(OF_SERVICE)
