"""Statuses: what each means, and whether it is the last."""

import pytest

from irctl.jobs.statuses import STATUSES, Outcome, has_ended, outcome, status
from tests.strategies import DESCRIBE, LIST_STEPS, entry_shape, output_shape


def test_every_status_of_the_api_is_known() -> None:
    job_statuses = output_shape(DESCRIBE).members["Status"].enum  # type: ignore[attr-defined]
    step = entry_shape(LIST_STEPS, "Steps")
    assert list(STATUSES) == job_statuses
    assert set(step.members["Status"].enum) <= set(STATUSES)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "meaning", "is_last"),
    [
        ("PENDING", Outcome.PENDING, False),
        ("IN_PROGRESS", Outcome.PENDING, False),
        ("COMPLETED", Outcome.READY, True),
        ("FAILED", Outcome.FAILED, True),
        ("STOPPING", Outcome.FAILED, False),
        ("STOPPED", Outcome.FAILED, True),
        ("DELETING", Outcome.FAILED, False),
        ("DELETED", Outcome.FAILED, True),
    ],
)
def test_a_status_has_an_outcome_and_may_be_the_last(
    name: str, meaning: Outcome, is_last: bool
) -> None:
    assert status(name) == (meaning, is_last)
    assert outcome(name) is meaning
    assert has_ended(name) is is_last


@pytest.mark.parametrize("name", ["InProgress", "INPROGRESS", "in_progress", "Completed"])
def test_a_status_is_known_in_the_spelling_of_any_api(name: str) -> None:
    expected = "COMPLETED" if name == "Completed" else "IN_PROGRESS"
    assert status(name) == STATUSES[expected]


@pytest.mark.parametrize("name", ["ARCHIVED", "InService", "", None])
def test_an_unknown_status_has_no_outcome_and_has_not_ended(name: str | None) -> None:
    assert status(name) is None
    assert outcome(name) is None
    assert not has_ended(name)
