"""Asking for many jobs at once, of a service that allows only so much."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from irctl.errors import ExitCode, IrctlError, ThrottledError
from irctl.sources.pacing import MOST_REQUESTS, Pace, within


class Service:
    """Answers as long as no more than `limit` ask at the same time."""

    def __init__(self, limit: int):
        self.limit = limit
        self.asked = 0
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    def __call__(self) -> str:
        with self._lock:
            self.asked += 1
            self._now += 1
            self.most = max(self.most, self._now)
            refused = self._now > self.limit
        time.sleep(0.002)
        with self._lock:
            self._now -= 1
        if refused:
            raise ThrottledError("Rate exceeded", "wait")
        return "answer"


def ask_for_all(service: Service, jobs: int, pace: Pace) -> list[str]:
    def one(_: int) -> str:
        try:
            return pace.ask(service)
        except ThrottledError as error:
            return error.message

    with ThreadPoolExecutor(MOST_REQUESTS) as pool:
        return list(pool.map(one, range(jobs)))


class Clock:
    """A clock that only pauses move."""

    def __init__(self) -> None:
        self.pauses: list[float] = []
        self._lock = threading.Lock()

    def now(self) -> float:
        return sum(self.pauses)

    def sleep(self, pause: float) -> None:
        with self._lock:
            self.pauses.append(pause)


def pace(clock: Clock) -> Pace:
    return Pace(clock=clock.now, sleep=clock.sleep)


@pytest.mark.parametrize("limit", [1, 3, 10])
def test_every_request_is_answered_in_the_end(limit: int) -> None:
    service = Service(limit)
    unhurried = Pace(clock=lambda: 0.0, sleep=lambda _: None)
    assert ask_for_all(service, 200, unhurried) == ["answer"] * 200


def test_no_more_are_under_way_than_is_allowed() -> None:
    service = Service(1000)
    ask_for_all(service, 200, pace(Clock()))
    assert 1 < service.most <= MOST_REQUESTS
    assert service.asked == 200


def test_pauses_grow_up_to_a_bound_and_end_when_nobody_was_answered_for_too_long() -> None:
    clock = Clock()
    with pytest.raises(ThrottledError):
        pace(clock).ask(Service(0))
    for number, pause in enumerate(clock.pauses):
        assert min(2**number, 8) / 2 <= pause <= min(2**number, 8)
    assert 20 <= clock.now() < 28


def test_a_service_that_answers_nobody_is_left_alone_soon() -> None:
    service = Service(0)
    clock = Clock()
    assert ask_for_all(service, 200, pace(clock)) == ["Rate exceeded"] * 200
    assert service.asked < 12 * MOST_REQUESTS
    assert clock.now() < 20 + 8 * MOST_REQUESTS


def test_a_single_request_is_tried_once() -> None:
    service = Service(0)
    with pytest.raises(ThrottledError):
        Pace(patience_s=0).ask(service)
    assert service.asked == 1


def test_another_failure_is_told_at_once() -> None:
    asked = []

    def denied() -> None:
        asked.append(1)
        raise IrctlError("not allowed")

    with pytest.raises(IrctlError, match="not allowed"):
        pace(Clock()).ask(denied)
    assert asked == [1]


def test_what_comes_in_time_is_returned_or_raised() -> None:
    def denied() -> None:
        raise IrctlError("not allowed")

    assert within(10, lambda: "answer") == "answer"
    with pytest.raises(IrctlError, match="not allowed"):
        within(10, denied)


def test_what_takes_too_long_is_not_waited_for() -> None:
    never = threading.Event()
    start = time.monotonic()
    with pytest.raises(TimeoutError):
        within(0.05, never.wait)
    assert time.monotonic() - start < 5
    never.set()


def test_after_too_long_without_any_answer_the_rest_get_the_same_failure() -> None:
    clock = Clock()
    patient = pace(clock)
    asked = []

    def hangs() -> None:
        asked.append(1)
        clock.sleep(15)
        raise IrctlError("Read timeout", "try again")

    failures = []
    for _ in range(5):
        with pytest.raises(IrctlError) as raised:
            patient.ask(hangs)
        failures.append(raised.value)
    assert len(asked) == 2, "after 30 seconds"
    assert [each.message for each in failures] == ["Read timeout"] * 5
    assert len({id(each) for each in failures}) == 5, "each is told with a name of its own"


def test_an_answer_that_says_no_is_an_answer() -> None:
    clock = Clock()
    patient = pace(clock)

    def no_such_job() -> None:
        clock.sleep(15)
        raise IrctlError("no job named x", code=ExitCode.NO_SUCH_JOB)

    for _ in range(5):
        with pytest.raises(IrctlError, match="no job named x"):
            patient.ask(no_such_job)
    assert patient.ask(lambda: "there") == "there"
