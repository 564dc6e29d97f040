"""Lengths of time as people write them."""

from datetime import timedelta

import pytest

from irctl.decisions.durations import duration


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("45s", 45), ("90m", 5400), ("2h", 7200), ("1h30m", 5400), ("1 d", 86400), ("5min", 300)],
)
def test_a_duration(text: str, seconds: int) -> None:
    assert duration(text) == timedelta(seconds=seconds)


@pytest.mark.parametrize("text", ["", "0s", "45", "-1s", "1.5h", "2 weeks", "s"])
def test_anything_else_is_told_what_was_expected(text: str) -> None:
    with pytest.raises(ValueError, match="90m"):
        duration(text)
