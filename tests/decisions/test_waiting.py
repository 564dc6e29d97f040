"""Waiting for jobs: when to ask again, and which changes are reported."""

from datetime import datetime, timedelta, timezone

import pytest

from irctl.decisions.waiting import (
    LAST_LOOK_S,
    MARGIN,
    Benchmarks,
    Waiting,
    Watched,
    benchmarks,
)
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

    def changes() -> list[str]:
        return [changed.state for changed in wait.changed(NOON)]

    assert changes() == ["IN_PROGRESS"]
    assert changes() == []
    job.benchmarks = Benchmarks(known=3, done=2, failed=1)
    assert changes() == ["IN_PROGRESS, 2 of 3 benchmarks done, 1 failed"]
    job.status = "COMPLETED"
    assert changes() == ["COMPLETED"]
    job.gone = True
    assert changes() == ["gone"]


def test_a_job_without_changes_is_due_a_minute_after_its_last_report() -> None:
    first, second = watched("a"), watched("b")
    wait = waiting(first, second)
    wait.changed(NOON)
    first.benchmarks = Benchmarks(known=3, done=2, failed=0)
    wait.changed(NOON + timedelta(seconds=31))
    assert wait.unchanged(NOON + timedelta(seconds=49)) == []
    assert wait.unchanged(NOON + timedelta(seconds=59)) == [second]
    assert wait.unchanged(NOON + timedelta(seconds=91)) == [first]
    second.status = "COMPLETED"
    assert wait.unchanged(NOON + timedelta(seconds=151)) == [first]


def test_a_sleep_is_cut_at_a_report_unless_a_look_follows_soon() -> None:
    wait = waiting(watched())
    assert wait.seconds_to_report(NOON, 300) == 300
    wait.changed(NOON)
    assert wait.seconds_to_report(NOON, 300) == 60
    assert wait.seconds_to_report(NOON + timedelta(seconds=40), 40) == 20
    assert wait.seconds_to_report(NOON + timedelta(seconds=30), 33) == 33


def test_the_time_that_passed_follows_the_status() -> None:
    job = watched()
    assert job.state_after("12 min") == "IN_PROGRESS after 12 min"
    job.benchmarks = Benchmarks(known=8, done=3, failed=0)
    assert job.state_after("12 min") == "IN_PROGRESS after 12 min, 3 of 8 benchmarks done"


def test_benchmarks_are_counted_by_status() -> None:
    steps = [
        parse.step({"Status": status}) for status in ("COMPLETED", "FAILED", "IN_PROGRESS", None)
    ]
    assert benchmarks([]) is None
    assert benchmarks(steps) == Benchmarks(known=4, done=2, failed=1)


def test_only_a_job_that_was_never_seen_is_given_up() -> None:
    wait = waiting(watched(), Watched("b", "b"))
    wait.failures = 4
    assert not wait.is_hopeless(NOON + timedelta(hours=1))
    wait.failures = 5
    assert wait.is_hopeless(NOON)
    seen = waiting(watched())
    seen.failures = 50
    assert not seen.is_hopeless(NOON + timedelta(hours=1))


def test_if_nothing_was_ever_seen_the_wait_ends_within_two_minutes() -> None:
    wait = waiting(Watched("a", "a"), Watched("b", "b"))
    wait.failures = 3
    last_look = NOON + timedelta(seconds=wait.delay(NOON, 1.0))
    assert last_look + timedelta(seconds=wait.seconds_left(last_look)) < NOON + timedelta(minutes=2)
    assert not wait.is_hopeless(NOON + timedelta(seconds=90))
    assert wait.is_hopeless(last_look)


def test_a_shorter_timeout_ends_a_wait_for_jobs_that_were_never_seen() -> None:
    wait = waiting(Watched("a", "a"), timeout=timedelta(seconds=5))
    wait.failures = 1
    assert wait.seconds_left(NOON) == 5
    assert not wait.is_hopeless(NOON + timedelta(seconds=5))


def test_the_last_look_takes_a_moment() -> None:
    wait = waiting(watched(), timeout=timedelta(seconds=40))
    assert wait.seconds_left(NOON) == 40
    assert wait.seconds_left(NOON + timedelta(seconds=40)) == LAST_LOOK_S
