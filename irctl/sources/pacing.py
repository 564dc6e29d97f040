"""Asking for much at once, for less at once when AWS says that it is too much, and for
nothing any longer than anyone would wait."""

import random
import threading
import time
from collections.abc import Callable
from concurrent import futures
from typing import TypeVar

from irctl.errors import ThrottledError

MOST_REQUESTS = 16
"""Requests under way at once: quick for hundreds of jobs, and well below what AWS throttles."""

_PATIENCE_S = 20.0
_LONGEST_PAUSE_S = 8.0

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
        self._refused: ThrottledError | None = None
        """What AWS said last, once there is no use in asking on."""
        self._turn = threading.Condition()

    def ask(self, request: Callable[[], _Answer]) -> _Answer:
        """The answer to a request. Raises ThrottledError when AWS refuses everybody for
        too long, and what the request itself raises."""
        pause = 1.0
        while True:
            self._enter()
            try:
                if self._refused is not None:
                    raise ThrottledError(self._refused.message, self._refused.hint)
                answer = request()
                self._speed_up()
                return answer
            except ThrottledError as refused:
                self._slow_down(refused)
                if self._refused is not None:
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

    def _slow_down(self, refused: ThrottledError) -> None:
        with self._turn:
            self._allowed = max(self._allowed / 2, 1.0)
            if self._clock() - self._last_answer >= self._patience_s:
                self._refused = refused


def within(seconds: float, work: Callable[[], _Answer]) -> _Answer:
    """What work returns or raises. Raises TimeoutError when that takes longer; the work
    then goes on in a thread that nobody waits for."""
    future: futures.Future[_Answer] = futures.Future()

    def run() -> None:
        try:
            future.set_result(work())
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return future.result(seconds)
    except futures.TimeoutError:  # until Python 3.10 it is not the built-in one
        raise TimeoutError from None
