"""Limits of the machine, however they come up."""

import errno

import pytest

from irctl.errors import ExitCode
from irctl.machine import exhausted


@pytest.mark.parametrize(
    ("error", "limit"),
    [
        (MemoryError(), "ulimit -v"),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), "ulimit -v"),
        (ImportError("x.so: failed to map segment from shared object"), "ulimit -v"),
        (RuntimeError("can't start new thread"), "ulimit -u"),
        (BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable"), "ulimit -u"),
        (OSError(errno.EMFILE, "Too many open files"), "ulimit -n"),
        (OSError(errno.ENFILE, "Too many open files in system"), "ulimit -n"),
    ],
)
def test_a_limit_is_reported_with_the_way_to_raise_it(error: Exception, limit: str) -> None:
    wrapped = ValueError("wrapped by a library")
    wrapped.__context__ = error

    for reported in (exhausted(error), exhausted(wrapped)):
        assert reported is not None
        assert limit in str(reported.hint)
        assert reported.code is ExitCode.AWS


@pytest.mark.parametrize(
    "error",
    [None, RuntimeError("x"), RecursionError(), ImportError("x"), OSError(errno.ENOENT, "x")],
)
def test_another_error_is_no_limit_of_the_machine(error: Exception | None) -> None:
    assert exhausted(error) is None


def test_errors_that_cause_each_other_end_the_search() -> None:
    first, second = ValueError(), ValueError()
    first.__cause__, second.__cause__ = second, first

    assert exhausted(first) is None
