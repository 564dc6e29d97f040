"""How jobs are listed in several accounts and regions at once."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from irctl.errors import IrctlError, NotOfferedError, RefusedError
from irctl.jobs.kinds import Kind
from irctl.jobs.model import JobSummary
from irctl.sources import outages
from irctl.sources.accounts import Outage, Patience, Reach
from irctl.sources.pacing import Silence, aside, outcomes, result
from irctl.sources.settings import Place
from irctl.sources.streams import Fetch, Pages, Refusal, Stream

if TYPE_CHECKING:
    from irctl.sources.aws import Account

_Opened = dict[Stream, Pages | IrctlError]


class SeveralPlaces:
    """The streams of all places that a question reaches. A failure costs only its stream."""

    are_several = True

    def __init__(self, reach: Reach, patience: Patience):
        self._reach = reach
        self._patience = patience
        self._seen: set[str] = set()
        self._first_kind: Kind | None = None

    @property
    def where(self) -> str:
        """The places in words."""
        return outages.places(self._reach.accounts)

    def open(self, kinds: Sequence[Kind], pages_of: Callable[[Stream], Pages]) -> _Opened:
        """Fetch the first pages of one kind in each place, and of the others where AWS answers.

        So a place that does not answer costs one request and one time-out.
        """
        accounts = self._reach.accounts
        self._first_kind = kinds[0]
        opened = self._open(_streams(accounts, kinds[:1]), pages_of)
        answering = [stream.account for stream, outcome in opened.items() if _answers(outcome)]
        opened |= self._open(_streams(answering, kinds[1:]), pages_of)
        return {stream: opened[stream] for stream in _streams(accounts, kinds) if stream in opened}

    def _open(self, streams: Sequence[Stream], pages_of: Callable[[Stream], Pages]) -> _Opened:
        return outcomes(
            {stream: partial(pages_of, stream) for stream in streams},
            paced_by=lambda stream: stream.account,
            waiting=lambda waited_for: self._patience.waiting([s.account for s in waited_for]),
            seconds=self._patience.seconds_left,
            silence=Silence(self._patience.silence_s, lambda stream: stream.account.last_heard),
        )

    def placed(self, stream: Stream, job: JobSummary) -> JobSummary | None:
        """A job with the place that it is in; None if another profile of the account listed it."""
        if job.arn in self._seen:
            return None
        if job.arn:
            self._seen.add(job.arn)
        return stream.account.located(job)

    def ahead(self, fetch: Fetch) -> Fetch:
        """Fetch the next page while this one is used, and return what waits for it."""
        return partial(result, aside(fetch))

    def refusal(self, stream: Stream, error: IrctlError) -> Refusal:
        """What ends a stream before its last page."""
        return Refusal(stream, error)

    def failure(self, refusals: Sequence[Refusal]) -> IrctlError:
        """The error that no place can be listed."""
        missing = self._outages(refusals)
        return outages.nothing_answered(self._reach, missing) if missing else refusals[0].error

    def missing(
        self, refusals: Sequence[Refusal], streams: Iterable[Stream]
    ) -> Sequence[IrctlError]:
        """Why there may be jobs that are not listed in these streams."""
        return outages.doubts(self._reach, self._outages(refusals), _places(streams))

    def problems(
        self, refusals: Sequence[Refusal], streams: Iterable[Stream]
    ) -> Sequence[IrctlError]:
        """The first outage that is an error; that AI jobs, too, may not be listed is none."""
        whole = [outage for outage in self._outages(refusals) if not outage.part]
        first = outages.problem(self._reach, whole, _places(streams))
        return [first] if first else []

    def warnings(self, refusals: Sequence[Refusal]) -> list[str]:
        """Which places are not listed, in one sentence."""
        missing = self._outages(refusals)
        return [f"not listed: {outages.summary(self._reach, missing)}"] if missing else []

    def _outages(self, refusals: Sequence[Refusal]) -> list[Outage]:
        """The places that could not be listed, each once; regions without AI jobs are none."""
        by_place: dict[Place, Outage] = {}
        for stream, error in refusals:
            is_part = isinstance(error, RefusedError) and stream.kind is not self._first_kind
            if not isinstance(error, NotOfferedError):
                outage = Outage(stream.account.place, error, "AI jobs in " if is_part else "")
                by_place.setdefault(outage.place, outage)
        return [*self._reach.outages, *by_place.values()]


def _streams(accounts: Sequence["Account"], kinds: Sequence[Kind]) -> list[Stream]:
    return [Stream(account, kind) for account in accounts for kind in kinds]


def _places(streams: Iterable[Stream]) -> list[Place]:
    return [stream.account.place for stream in streams]


def _answers(outcome: Pages | IrctlError) -> bool:
    """Whether AWS answered, if only to refuse one kind of jobs."""
    return isinstance(outcome, RefusedError) or not isinstance(outcome, IrctlError)
