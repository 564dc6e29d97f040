"""Lines on a terminal that are always up to date, and then gone."""

import pytest

from irctl.terminal.board import board
from tests.trust.hostile import Screen

JOBS = [f"job {number}" for number in range(40)]


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, JOBS[:1]),
        (23, JOBS[:23]),
        (24, [*JOBS[:22], "and 2 more"]),
        (40, [*JOBS[:22], "and 18 more"]),
    ],
)
def test_no_more_lines_than_the_terminal_has_are_drawn(
    count: int, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What scrolls off the top could not be taken away again."""
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")
    screen = Screen()
    with board(screen, lambda: JOBS[:count]):
        pass
    last = screen.getvalue()[screen.getvalue().rindex("job 0") :].splitlines()
    assert last[: len(expected)] == expected
