"""The statuses of jobs and benchmarks: what each means, and whether it is the last."""

from enum import Enum
from typing import NamedTuple


class Outcome(Enum):
    """What a status means for someone who needs results."""

    READY = "ready"
    PENDING = "pending"
    FAILED = "failed"


class Status(NamedTuple):
    outcome: Outcome
    has_ended: bool
    """Whether no other status follows."""


STATUSES = {
    "PENDING": Status(Outcome.PENDING, has_ended=False),
    "IN_PROGRESS": Status(Outcome.PENDING, has_ended=False),
    "COMPLETED": Status(Outcome.READY, has_ended=True),
    "FAILED": Status(Outcome.FAILED, has_ended=True),
    "STOPPING": Status(Outcome.FAILED, has_ended=False),
    "STOPPED": Status(Outcome.FAILED, has_ended=True),
    "DELETING": Status(Outcome.FAILED, has_ended=False),
    "DELETED": Status(Outcome.FAILED, has_ended=True),
}
"""RecommendationJobStatus in SageMaker's API reference, in its order."""


def status(name: str | None) -> Status | None:
    """Look up a status in the spelling of any of the APIs; None for an unknown one."""
    known = STATUSES.get(name or "")
    return known or _BY_LETTERS.get(letters(name))


def has_ended(name: str | None) -> bool:
    """Whether no other status follows; False for an unknown one."""
    known = status(name)
    return known is not None and known.has_ended


def outcome(name: str | None) -> Outcome | None:
    """What a status means; None for an unknown one."""
    known = status(name)
    return known and known.outcome


def is_same(name: str | None, other: str | None) -> bool:
    """Whether two statuses are the same, in the spelling of any of the APIs."""
    return letters(name) == letters(other)


def letters(name: str | None) -> str:
    """What a status has in the spelling of each of the APIs."""
    return (name or "").replace("_", "").lower()


_BY_LETTERS = {letters(name): known for name, known in STATUSES.items()}
