"""Several requests at once, to a service that allows only so many."""

import math
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from irctl.errors import NO_ANSWER, ExitCode, IrctlError, ThrottledError
from irctl.sources.pacing import MOST_REQUESTS, Pace, Silence, concurrently, outcomes, within

LONGEST_WAIT_S = 30.0


class Service:
    """Responds as long as at most `limit` requests are in flight."""

    def __init__(self, limit: int):
        self.limit = limit
        self.requests = 0
        self.most_in_flight = 0
        self._in_flight = 0
        self._lock = threading.Lock()

    def __call__(self) -> str:
        with self._lock:
            self.requests += 1
            self._in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self._in_flight)
            is_throttled = self._in_flight > self.limit
        threading.Event().wait(0.002)  # so that requests overlap
        with self._lock:
            self._in_flight -= 1
        if is_throttled:
            raise ThrottledError("Rate exceeded", "wait")
        return "response"


def call_often(service: Service, times: int, pace: Pace) -> list[str]:
    def call(_: int) -> str:
        try:
            return pace.call(service)
        except ThrottledError as error:
            return error.message

    with ThreadPoolExecutor(MOST_REQUESTS) as pool:
        return list(pool.map(call, range(times)))


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
def test_every_request_succeeds_in_the_end(limit: int) -> None:
    unhurried = Pace(clock=lambda: 0.0, sleep=lambda _: None)

    assert call_often(Service(limit), 200, unhurried) == ["response"] * 200


def test_no_more_requests_are_in_flight_than_allowed() -> None:
    service = Service(1000)

    call_often(service, 200, pace(Clock()))

    assert 1 < service.most_in_flight <= MOST_REQUESTS
    assert service.requests == 200


def test_pauses_double_up_to_a_limit_until_patience_runs_out() -> None:
    clock = Clock()

    with pytest.raises(ThrottledError):
        pace(clock).call(Service(0))

    for number, pause in enumerate(clock.pauses):
        assert min(2**number, 8) / 2 <= pause <= min(2**number, 8)
    assert 20 <= clock.now() < 28


def test_a_service_that_rejects_every_request_gets_few_of_them() -> None:
    service = Service(0)
    clock = Clock()

    assert call_often(service, 200, pace(clock)) == ["Rate exceeded"] * 200

    assert service.requests < 12 * MOST_REQUESTS
    assert clock.now() < 20 + 8 * MOST_REQUESTS


def test_without_patience_a_throttled_request_is_made_once() -> None:
    service = Service(0)

    with pytest.raises(ThrottledError):
        Pace(patience_s=0).call(service)

    assert service.requests == 1


def test_a_failure_other_than_throttling_is_raised_at_once() -> None:
    calls = []

    def fail() -> None:
        calls.append(1)
        raise IrctlError("not allowed")

    with pytest.raises(IrctlError, match="not allowed"):
        pace(Clock()).call(fail)

    assert calls == [1]


def test_once_nothing_succeeded_for_too_long_all_others_fail_alike() -> None:
    clock = Clock()
    patient = pace(clock)
    calls = []

    def time_out() -> None:
        calls.append(1)
        clock.sleep(15)
        raise IrctlError("Read timeout", "try again")

    failures = []
    for _ in range(5):
        with pytest.raises(IrctlError) as raised:
            patient.call(time_out)
        failures.append(raised.value)

    assert len(calls) == 2, "after 30 seconds"
    assert [failure.message for failure in failures] == ["Read timeout"] * 5
    assert len({id(failure) for failure in failures}) == 5, "callers may change the message"


def test_an_unknown_job_does_not_count_as_an_outage() -> None:
    clock = Clock()
    patient = pace(clock)

    def no_such_job() -> None:
        clock.sleep(15)
        raise IrctlError("no job named x", code=ExitCode.NO_SUCH_JOB)

    for _ in range(5):
        with pytest.raises(IrctlError, match="no job named x"):
            patient.call(no_such_job)

    assert patient.call(lambda: "response") == "response"


def test_requests_run_at_the_same_time_and_are_waited_for_by_key() -> None:
    all_started = threading.Barrier(MOST_REQUESTS, timeout=LONGEST_WAIT_S)

    with concurrently(dict.fromkeys(range(MOST_REQUESTS), all_started.wait)) as response:
        positions = [response(n) for n in range(MOST_REQUESTS)]

    assert sorted(positions) == list(range(MOST_REQUESTS))


def test_a_failed_request_raises_only_for_whoever_waits_for_it() -> None:
    def fail() -> str:
        raise IrctlError("not allowed")

    with concurrently({"good": lambda: "response", "bad": fail}) as response:
        assert response("good") == "response"
        with pytest.raises(IrctlError, match="not allowed"):
            response("bad")


def test_nobody_waits_for_requests_in_flight_after_leaving() -> None:
    release = threading.Event()

    with concurrently({"slow": lambda: release.wait(LONGEST_WAIT_S), "quick": lambda: True}) as r:
        assert r("quick")

    assert not release.is_set()
    release.set()


def test_work_within_its_time_returns_or_raises() -> None:
    def fail() -> None:
        raise IrctlError("not allowed")

    assert within(LONGEST_WAIT_S, lambda: "response") == "response"
    with pytest.raises(IrctlError, match="not allowed"):
        within(LONGEST_WAIT_S, fail)


def test_work_that_takes_too_long_is_abandoned() -> None:
    release = threading.Event()

    with pytest.raises(TimeoutError):
        within(0.05, release.wait)

    release.set()


def test_the_outcome_of_a_failed_request_is_its_error() -> None:
    def fail() -> str:
        raise IrctlError("not allowed")

    answers = outcomes({"good": lambda: "response", "bad": fail}, paced_by=str)

    assert answers["good"] == "response"
    assert isinstance(answers["bad"], IrctlError)
    assert outcomes({}, paced_by=str) == {}


def test_what_has_not_answered_is_named_and_given_up_in_the_end() -> None:
    release = threading.Event()
    waited_for: list[Sequence[str]] = []

    answers = outcomes(
        {"quick": lambda: True, "slow": lambda: release.wait(LONGEST_WAIT_S)},
        paced_by=str,
        waiting=waited_for.append,
        seconds=0.2,
    )
    release.set()

    assert answers["quick"] is True
    assert isinstance(answers["slow"], IrctlError)
    assert answers["slow"].reason == NO_ANSWER
    assert waited_for[-1] == ["slow"]


def test_the_last_places_are_given_up_after_a_silence_but_not_while_they_send_responses() -> None:
    release = threading.Event()
    heard = [math.inf]
    waits: list[object] = []

    def waiting(keys: Sequence[str]) -> None:
        waits.append(keys)
        if len(waits) == 3:
            heard[0] = 0.0

    answers = outcomes(
        {"quick": lambda: True, "silent": lambda: release.wait(LONGEST_WAIT_S)},
        paced_by=str,
        waiting=waiting,
        silence=Silence(0.0, lambda key: heard[0]),
    )
    release.set()

    assert len(waits) == 3
    assert answers["quick"] is True
    assert isinstance(answers["silent"], IrctlError)
    assert answers["silent"].reason == "no answer within 0 s of the other places"


@pytest.mark.parametrize(("answered", "silent"), [(0, 2), (1, MOST_REQUESTS + 1)])
def test_no_place_is_given_up_before_any_answers_or_while_one_has_not_been_asked(
    answered: int, silent: int
) -> None:
    release = threading.Event()
    waits: list[object] = []

    def request(number: int) -> bool:
        return number < answered or release.wait(LONGEST_WAIT_S)

    def waiting(keys: Sequence[int]) -> None:
        if len(keys) == silent:
            waits.append(keys)
        if len(waits) == 2:
            release.set()

    outcomes(
        {number: partial(request, number) for number in range(answered + silent)},
        paced_by=str,
        waiting=waiting,
        silence=Silence(0.0),
    )
    release.set()

    assert len(waits) >= 2
