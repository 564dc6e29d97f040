"""Several requests at once: as many as AWS allows, and none for longer than anyone waits."""

import math
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from irctl.errors import NO_ANSWER, ExitCode, IrctlError, ThrottledError

MOST_REQUESTS = 16
"""Requests in flight at once: fast for hundreds of jobs, well below what AWS throttles."""

_PATIENCE_S = 20.0
_LONGEST_PAUSE_S = 8.0
_POLL_S = 0.1

_Key = TypeVar("_Key")
_Response = TypeVar("_Response")


@contextmanager
def concurrently(
    requests: Mapping[_Key, Callable[[], _Response]],
) -> Iterator[Callable[..., _Response]]:
    """Start requests at a common pace, and yield a function that waits for one of them.

    It takes the key of a request and, optionally, the seconds to wait for it, as result()
    does; it returns what the request returns and raises what it raises. On exit, requests
    that have not started are dropped, and the others are not waited for.
    """
    with _started(requests) as futures:
        yield lambda key, seconds=math.inf: result(futures[key], seconds)


def _at_one_pace(key: object) -> None:
    """Give every request the same pace."""


@contextmanager
def _started(
    requests: Mapping[_Key, Callable[[], _Response]],
    paced_by: Callable[[_Key], Hashable] = _at_one_pace,
) -> "Iterator[dict[_Key, Future[_Response]]]":
    """Start requests, each at the pace of what it is about."""
    from concurrent.futures import ThreadPoolExecutor

    paces: dict[Hashable, Pace] = defaultdict(Pace)
    pool = ThreadPoolExecutor(min(MOST_REQUESTS, len(requests)))
    try:
        yield {
            key: pool.submit(paces[paced_by(key)].call, request)
            for key, request in requests.items()
        }
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@dataclass(eq=False, repr=False)
class Silence(Generic[_Key]):
    """How long to wait for the last requests once no place says anything any more."""

    seconds: float = math.inf
    last_heard: Callable[[_Key], float] = lambda key: 0.0
    """When the place of a request last sent a response, by time.monotonic()."""

    def is_over(self, waited_for: "Mapping[_Key, Future[Any]]", last_answer: float) -> bool:
        """Whether all other requests have been answered, and nothing came since for too long.

        `last_answer` is when; infinite without any.
        """
        if not all(future.running() for future in waited_for.values()):
            return False
        last = max([last_answer, *map(self.last_heard, waited_for)])
        return time.monotonic() - last >= self.seconds

    @property
    def error(self) -> IrctlError:
        """The error of the requests that are given up."""
        late = f"within {self.seconds:g} s of the other places"
        return IrctlError(
            f"AWS did not answer {late}",
            "try again, or ask for it alone, which waits longer: --region REGION",
            reason=f"no answer {late}",
        )


def outcomes(
    requests: Mapping[_Key, Callable[[], _Response]],
    paced_by: Callable[[_Key], Hashable],
    *,
    waiting: Callable[[Sequence[_Key]], None] = lambda keys: None,
    seconds: float = math.inf,
    silence: Silence[_Key] = Silence(),  # noqa: B008 - immutable
) -> dict[_Key, _Response | IrctlError]:
    """Make requests at once, and return what each returns, or the error that it raises.

    Each is made at the pace of what it is about: one place that throttles, or does not answer,
    slows down no other. `waiting` gets the keys of the requests without an answer so far; those
    without one after some seconds, or after a silence, are not waited for.
    """
    if not requests:
        return {}
    late = _time_out()
    deadline = time.monotonic() + seconds
    with _started(requests, paced_by) as futures:
        for waited_for, last_answer in _unanswered(futures):
            if silence.is_over(waited_for, last_answer):
                late = silence.error
                break
            if time.monotonic() >= deadline:
                break
            waiting([*waited_for])
        return {
            key: _outcome(future.result) if future.done() else copy(late)
            for key, future in futures.items()
        }


def _unanswered(
    futures: "Mapping[_Key, Future[_Response]]",
) -> "Iterator[tuple[Mapping[_Key, Future[_Response]], float]]":
    """Yield the requests without an answer while there are any, and when the last answer came.

    The time is infinite before the first answer. It polls, as result() does.
    """
    last_answer = math.inf
    count = len(futures)
    while waited_for := {key: future for key, future in futures.items() if not future.done()}:
        if len(waited_for) < count:
            last_answer = time.monotonic()
        count = len(waited_for)
        yield waited_for, last_answer
        wait(waited_for.values(), _POLL_S, FIRST_COMPLETED)


def _outcome(request: Callable[[], _Response]) -> _Response | IrctlError:
    try:
        return request()
    except IrctlError as error:
        return error


def _time_out() -> IrctlError:
    return IrctlError("AWS did not answer in time", "try again", reason=NO_ANSWER)


def together(requests: Mapping[_Key, Callable[[], _Response]]) -> dict[_Key, _Response]:
    """Make requests at once, and return what each returns. Raise what the first of them raises.

    A single request needs no thread.
    """
    if len(requests) < 2:
        return {key: request() for key, request in requests.items()}
    with concurrently(requests) as response_to:
        return {key: response_to(key) for key in requests}


class Pace:
    """How many threads may make requests at once: fewer after throttling, then more again.

    Additive increase, multiplicative decrease, as in TCP. Without it, some of a few hundred
    jobs exhaust botocore's retries.
    """

    def __init__(
        self,
        patience_s: float = _PATIENCE_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        """`patience_s` is how long to continue while no request succeeds."""
        self._patience_s = patience_s
        self._clock = clock
        self._sleep = sleep
        self._allowed = float(MOST_REQUESTS)
        self._in_flight = 0
        self._last_response = clock()
        self._final_failure: IrctlError | None = None
        """The reason to give up; set once nothing has succeeded for too long."""
        self._changed = threading.Condition()

    def call(self, request: Callable[[], _Response]) -> _Response:
        """Make a request when it is its turn, and again after throttling.

        Raise what the request raises; ThrottledError only once no request has succeeded for
        `patience_s`. From then on, every call raises the failure that came last.
        """
        pause = 1.0
        while True:
            with self._turn():
                try:
                    if self._final_failure is not None:
                        raise copy(self._final_failure)  # callers add their job's name to it
                    response = request()
                    self._speed_up()
                    return response
                except ThrottledError as failure:
                    self._slow_down()
                    if self._gives_up_after(failure):
                        raise
                except IrctlError as failure:
                    if failure.code is ExitCode.AWS:
                        self._gives_up_after(failure)
                    raise
            self._sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311
            pause = min(pause * 2, _LONGEST_PAUSE_S)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with self._changed:
            self._changed.wait_for(lambda: self._in_flight < max(1, int(self._allowed)))
            self._in_flight += 1
        try:
            yield
        finally:
            with self._changed:
                self._in_flight -= 1
                self._changed.notify_all()

    def _speed_up(self) -> None:
        with self._changed:
            self._last_response = self._clock()
            self._allowed = min(self._allowed + 1 / self._allowed, MOST_REQUESTS)

    def _slow_down(self) -> None:
        with self._changed:
            self._allowed = max(self._allowed / 2, 1.0)

    def _gives_up_after(self, failure: IrctlError) -> bool:
        """Whether there is no point in continuing."""
        with self._changed:
            if self._clock() - self._last_response >= self._patience_s:
                self._final_failure = self._final_failure or copy(failure)
            return self._final_failure is not None


def within(seconds: float, work: Callable[[], _Response]) -> _Response:
    """Return what work returns, or raise what it raises.

    Raise TimeoutError when it takes longer; the work then goes on in a daemon thread.
    """
    return result(aside(work), seconds)


def aside(work: Callable[[], _Response]) -> "Future[_Response]":
    """Start work in a daemon thread."""
    future: Future[_Response] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return future


def result(future: Future[_Response], seconds: float = math.inf) -> _Response:
    """The result of a future. Raise TimeoutError when it takes longer.

    It polls: a signal may be delivered to another thread than the waiting one, whose wait is
    then not interrupted.
    """
    deadline = time.monotonic() + seconds
    while not future.done():
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        wait([future], min(left, _POLL_S))
    return future.result()
