"""What several accounts and regions answer to one question."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Generic, TypeVar

from irctl.errors import ExitCode, IrctlError, NotOfferedError, UsageError
from irctl.sources import outages
from irctl.sources.accounts import Outage, Patience, Reach
from irctl.sources.pacing import Silence, outcomes

if TYPE_CHECKING:
    from irctl.sources.aws import Account

_Answer = TypeVar("_Answer")


class Answers(Generic[_Answer]):
    """The answers of all places that a question reaches, which are asked at once."""

    def __init__(self, reach: Reach, ask: "Callable[[Account], _Answer]", patience: Patience):
        """`ask` raises NO_SUCH_JOB where a place does not have what it is asked for.

        Raise UsageError if a place does.
        """
        self._reach = reach
        self._outcomes = outcomes(
            {account: partial(ask, account) for account in reach.accounts},
            paced_by=lambda account: account,
            waiting=patience.waiting,
            seconds=patience.seconds_left,
            silence=Silence(patience.silence_s, lambda account: account.last_heard),
        )
        for outcome in self._outcomes.values():
            if isinstance(outcome, UsageError):
                raise outcome

    def different(self, key: Callable[[_Answer], object]) -> "Mapping[Account, _Answer]":
        """The answers by place, each once: two profiles may be of the same account."""
        by_key: dict[object, tuple[Account, _Answer]] = {}
        for account, outcome in self._outcomes.items():
            if not isinstance(outcome, IrctlError):
                by_key.setdefault(key(outcome), (account, outcome))
        return dict(by_key.values())

    @cached_property
    def outages(self) -> Sequence[Outage]:
        """The places that did not say whether they have it."""
        silent = [
            Outage(account.place, outcome)
            for account, outcome in self._outcomes.items()
            if isinstance(outcome, IrctlError) and not _is_absence(outcome)
        ]
        return [*self._reach.outages, *silent]

    @cached_property
    def _without(self) -> "Sequence[Account]":
        """The places that do not have it."""
        return [account for account, outcome in self._outcomes.items() if _is_absence(outcome)]

    @property
    def summary(self) -> str:
        """The places that did not say whether they have it, and why, in a sentence."""
        return outages.summary(self._reach, self.outages)

    def nothing(self, title: str, hint: "Callable[[Sequence[Account]], str | None]") -> IrctlError:
        """The error that no place has what the title names, as far as they answered.

        `hint` gets the places that do not have it.
        """
        if not self._without:
            return outages.nothing_answered(self._reach, self.outages)
        message = f"no {title} in {outages.places(self._without)}"
        if self.outages:
            message += f"; not searched: {self.summary}"
        return IrctlError(message, hint(self._without), self._code_of_nothing)

    @property
    def _code_of_nothing(self) -> ExitCode:
        """The exit code of the first place that may have it, else NO_SUCH_JOB."""
        answered = [account.place for account in self._without]
        doubts = outages.doubts(self._reach, self.outages, answered)
        return doubts[0].code if doubts else ExitCode.NO_SUCH_JOB


def _is_absence(outcome: object) -> bool:
    is_unknown = isinstance(outcome, IrctlError) and outcome.code is ExitCode.NO_SUCH_JOB
    return is_unknown or isinstance(outcome, NotOfferedError)
