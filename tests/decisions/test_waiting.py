"""Waiting for jobs: when to ask again, and which changes are reported."""

from datetime import datetime, timedelta, timezone

import pytest

from irctl.decisions.waiting import MARGIN, Benchmarks, Waiting, Watched, benchmarks
from irctl.jobs import parse

NOON = datetime(2026, 11, 20, 12, tzinfo=timezone.utc)


def waiting(
    *jobs: Watched,
    interval: timedelta = timedelta(seconds=30),
    timeout: timedelta | None = None,
) -> Waiting:
    return Waiting(jobs, interval, NOON, timeout)


def watched(name: str = "a", status: str | None = "IN_PROGRESS", **config: int) -> Watched:
    job = parse.job({"JobName": name, "Status": status, "InputConfig": config})
    return Watched(name, name, job=job, status=status)


def test_the_interval_varies_by_a_tenth() -> None:
    wait = waiting(watched())
    assert wait.delay(NOON, 0.0) == pytest.approx(27)
    assert wait.delay(NOON, 1.0) == pytest.approx(33)


def test_failures_in_a_row_double_the_interval_up_to_five_minutes() -> None:
    wait = waiting(watched())
    delays = []
    for wait.failures in range(7):
        delays.append(wait.delay(NOON, 0.5))
    assert delays == pytest.approx([30, 60, 120, 240, 300, 300, 300])


def test_an_interval_above_five_minutes_is_kept() -> None:
    wait = waiting(watched(), interval=timedelta(minutes=10))
    wait.failures = 9
    assert wait.delay(NOON, 0.5) == pytest.approx(600)


def test_a_delay_never_exceeds_the_deadline() -> None:
    wait = waiting(watched(), timeout=timedelta(seconds=40))
    assert wait.delay(NOON + timedelta(seconds=30), 0.5) == pytest.approx(10)
    assert wait.delay(NOON + timedelta(seconds=50), 0.5) == 0


def test_the_default_deadline_is_the_longest_time_that_any_job_may_take() -> None:
    wait = waiting(watched(JobDurationInSeconds=3600), watched("b", JobDurationInSeconds=7200))
    assert wait.deadline == NOON + timedelta(hours=2) + MARGIN
    assert waiting(watched()).deadline == NOON + timedelta(hours=5) + MARGIN


@pytest.mark.parametrize(
    ("status", "ended"),
    [
        ("PENDING", False),
        ("IN_PROGRESS", False),
        ("STOPPING", False),
        ("DELETING", False),
        ("SOMETHING_NEW", False),
        ("COMPLETED", True),
        ("FAILED", True),
        ("STOPPED", True),
        ("DELETED", True),
    ],
)
def test_a_job_that_is_stopping_has_not_ended(status: str, ended: bool) -> None:
    assert watched(status=status).ended is ended


def test_a_change_is_reported_once() -> None:
    job = watched()
    wait = waiting(job)
    assert wait.changes() == ["a is IN_PROGRESS"]
    assert wait.changes() == []
    job.benchmarks = Benchmarks(known=3, done=2, failed=1)
    assert wait.changes() == ["a is IN_PROGRESS, 2 of 3 benchmarks done, 1 failed"]
    job.status = "COMPLETED"
    assert wait.changes() == ["a is COMPLETED"]
    job.gone = True
    assert wait.changes() == ["a is gone"]


def test_benchmarks_are_counted_by_status() -> None:
    steps = [
        parse.step({"Status": status}) for status in ("COMPLETED", "FAILED", "IN_PROGRESS", None)
    ]
    assert benchmarks([]) is None
    assert benchmarks(steps) == Benchmarks(known=4, done=2, failed=1)


def test_only_a_job_that_was_never_seen_is_given_up() -> None:
    wait = waiting(Watched("a", "a"))
    wait.failures = 4
    assert not wait.hopeless
    wait.failures = 5
    assert wait.hopeless
    seen = waiting(watched())
    seen.failures = 50
    assert not seen.hopeless
