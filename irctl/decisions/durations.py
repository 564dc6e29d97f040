"""Lengths of time, as people write them."""

import re
from datetime import timedelta

_DURATION = re.compile(r"(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m(?:in)?)?(?:(\d{1,7})s)?")


def duration(text: str) -> timedelta:
    """`45s`, `90m`, `2h`, `1h30m`. Raises ValueError, which says what was expected."""
    match = _DURATION.fullmatch(text.strip().lower().replace(" ", ""))
    parts = [int(each or 0) for each in match.groups()] if match else []
    if not any(parts):
        raise ValueError(f"expected a time such as 45s, 90m or 2h, got {text!r}")
    days, hours, minutes, seconds = parts
    return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
