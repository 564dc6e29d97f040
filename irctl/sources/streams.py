"""The lists that are merged into one: of each kind of job, and how they are listed in one place."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from irctl.errors import IrctlError, RefusedError, reasons
from irctl.jobs.kinds import INFERENCE, Kind
from irctl.jobs.model import JobSummary

if TYPE_CHECKING:
    from irctl.sources.aws import Account
    from irctl.sources.paging import Page

Pages = Iterator["Page[JobSummary]"]
Fetch = Callable[[], "Page[JobSummary] | None"]
"""Fetches the next page of a stream; None after the last."""


class Stream(NamedTuple):
    """The jobs of one kind in one account and region."""

    account: "Account"
    kind: Kind


class Refusal(NamedTuple):
    """A stream that cannot be listed, and why: in one place, only because AWS refuses it."""

    stream: Stream
    error: IrctlError


class OnePlace:
    """The streams of one account and region. Any failure but a refusal ends the list."""

    are_several = False

    def __init__(self, account: "Account"):
        self._account = account

    @property
    def where(self) -> str:
        """The place in words."""
        return self._account.region

    def open(
        self, kinds: Sequence[Kind], pages_of: Callable[[Stream], Pages]
    ) -> Mapping[Stream, Pages | IrctlError]:
        """Fetch the first pages of all kinds at once. Raise IrctlError."""
        from functools import partial

        from irctl.sources.pacing import together

        def opened(stream: Stream) -> Pages | IrctlError:
            try:
                return pages_of(stream)
            except RefusedError as refusal:
                return refusal

        streams = [Stream(self._account, kind) for kind in kinds]
        return together({stream: partial(opened, stream) for stream in streams})

    def placed(self, stream: Stream, job: JobSummary) -> JobSummary | None:
        """A job of a stream with where it is; None for one that another stream has listed."""
        return job

    def ahead(self, fetch: Fetch) -> Fetch:
        """What fetches the next page while this one is used: nothing does."""
        return fetch

    def refusal(self, stream: Stream, error: IrctlError) -> Refusal:
        """What ends a stream before its last page. Raise the error if it ends the list."""
        raise error

    def failure(self, refusals: Sequence[Refusal]) -> IrctlError:
        """The error that no stream can be listed."""
        return refusals[0].error

    def missing(
        self, refusals: Sequence[Refusal], streams: Iterable[Stream]
    ) -> Sequence[IrctlError]:
        """Why there may be jobs that are not listed in these streams."""
        return [error for _, error in refusals]

    def problems(
        self, refusals: Sequence[Refusal], streams: Iterable[Stream]
    ) -> Sequence[IrctlError]:
        """The refusals to list inference jobs, which are errors."""
        return [error for stream, error in refusals if stream.kind is INFERENCE]

    def warnings(self, refusals: Sequence[Refusal]) -> list[str]:
        """Which AI jobs are not listed because AWS refuses it, in one sentence."""
        of_ai_jobs = [refusal for refusal in refusals if refusal.stream.kind is not INFERENCE]
        if not of_ai_jobs:
            return []
        kinds = " and ".join(refusal.stream.kind.plural for refusal in of_ai_jobs)
        return [f"{kinds} are not listed: {reasons(refusal.error for refusal in of_ai_jobs)}"]
