"""The progress line: nothing for quick work, and nothing without a terminal."""

from irctl.terminal.progress import progress
from tests.trust.hostile import Screen


def test_quick_work_shows_no_progress() -> None:
    screen = Screen()
    with progress(screen, "Fetching the job", None) as line:
        line.advance()

    assert screen.getvalue() == ""


def test_without_a_terminal_progress_is_not_shown() -> None:
    with progress(None, "Fetching the job", 2) as line:
        line.advance()
