"""Asking for much at once, for less at once when AWS says that it is too much, and for
nothing any longer than anyone would wait."""

import math
import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from copy import copy
from typing import TypeVar

from irctl.errors import ExitCode, IrctlError, ThrottledError

MOST_REQUESTS = 16
"""Requests under way at once: quick for hundreds of jobs, and well below what AWS throttles."""

_PATIENCE_S = 20.0
_LONGEST_PAUSE_S = 8.0
_TURN_S = 0.1

_Answer = TypeVar("_Answer")


class Pace:
    """Lets several threads ask side by side: fewer of them after each throttled request,
    gradually more again while answers come (additive increase, multiplicative decrease, as
    TCP does it). Without it, some of a few hundred jobs run out of botocore's retries."""

    def __init__(
        self,
        patience_s: float = _PATIENCE_S,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        """`patience_s` is how long to go on asking while nobody gets an answer."""
        self._patience_s = patience_s
        self._clock = clock
        self._sleep = sleep
        self._allowed = float(MOST_REQUESTS)
        self._under_way = 0
        self._last_answer = clock()
        self._given_up: IrctlError | None = None
        """What was said last, once there is no use in asking on."""
        self._turn = threading.Condition()

    def ask(self, request: Callable[[], _Answer]) -> _Answer:
        """The answer to a request. Raises what the request raises, but ThrottledError only
        when AWS refuses everybody for too long; then, and when nobody gets through for too
        long, all that are still to be asked get the same."""
        pause = 1.0
        while True:
            self._enter()
            try:
                if self._given_up is not None:
                    raise copy(self._given_up)  # each of its own, to be told with a name
                answer = request()
                self._speed_up()
                return answer
            except ThrottledError as refused:
                self._slow_down()
                self._count_on(refused)
                if self._given_up is not None:
                    raise
            except IrctlError as failure:
                if failure.code is ExitCode.AWS:
                    self._count_on(failure)
                raise
            finally:
                self._leave()
            self._sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311
            pause = min(pause * 2, _LONGEST_PAUSE_S)

    def _enter(self) -> None:
        with self._turn:
            self._turn.wait_for(lambda: self._under_way < max(1, int(self._allowed)))
            self._under_way += 1

    def _leave(self) -> None:
        with self._turn:
            self._under_way -= 1
            self._turn.notify_all()

    def _speed_up(self) -> None:
        with self._turn:
            self._last_answer = self._clock()
            self._allowed = min(self._allowed + 1 / self._allowed, MOST_REQUESTS)

    def _slow_down(self) -> None:
        with self._turn:
            self._allowed = max(self._allowed / 2, 1.0)

    def _count_on(self, failure: IrctlError) -> None:
        """Sees no use in asking on when nobody was answered for too long."""
        with self._turn:
            if self._clock() - self._last_answer >= self._patience_s:
                self._given_up = self._given_up or copy(failure)


def within(seconds: float, work: Callable[[], _Answer]) -> _Answer:
    """What work returns or raises. Raises TimeoutError when that takes longer; the work
    then goes on in a thread that nobody waits for."""
    future: Future[_Answer] = Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return result(future, seconds)


def result(future: Future[_Answer], seconds: float = math.inf) -> _Answer:
    """The result of a future; TimeoutError is raised when that takes longer. It is waited
    for in short turns: a signal may be delivered to another thread than the one that waits
    here, which learns of it when its turn ends."""
    deadline = time.monotonic() + seconds
    while not future.done():
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        wait([future], min(left, _TURN_S))
    return future.result()
