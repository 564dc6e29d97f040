"""Times as the API, its clients and people write them, read into aware datetimes in UTC."""

import re
from datetime import datetime, timedelta, timezone

_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)"
    r"(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?)?"
    r" ?(Z|[+-]\d\d:?\d\d)?",
    re.ASCII | re.IGNORECASE,
)
_AGO = re.compile(r"(\d{1,6})([smhdw])", re.ASCII)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def from_iso(text: str) -> datetime:
    """A date or time in ISO 8601, as `str(datetime)` and the AWS CLI write it.

    Without an offset it is UTC, like everything irctl prints. Raises ValueError.
    """
    match = _ISO.fullmatch(text)
    if match is None:
        raise ValueError(f"not a time: {text!r}")
    day, clock, fraction, offset = match.groups()
    if clock is None and offset is not None:
        raise ValueError(f"not a time: {text!r}")
    clock = clock or "00:00:00"
    if len(clock) == 5:
        clock += ":00"
    microseconds = ((fraction or "") + "000000")[:6]
    if offset is None or offset in "Zz":
        offset = "+00:00"
    elif ":" not in offset:
        offset = f"{offset[:3]}:{offset[3:]}"
    try:
        return datetime.fromisoformat(f"{day}T{clock}.{microseconds}{offset}").astimezone(
            timezone.utc
        )
    except OverflowError as error:
        raise ValueError(f"not a time: {text!r}") from error


def from_epoch(seconds: int | float) -> datetime:
    """Seconds since 1970, as the wire and the AWS CLI v1 have them. Raises ValueError."""
    try:
        return datetime.fromtimestamp(seconds, timezone.utc)
    except (OverflowError, OSError) as error:
        raise ValueError(f"not a time: {seconds!r}") from error


def to_iso(time: datetime) -> str:
    """ISO 8601 in UTC with its offset; a naive datetime counts as UTC. Raises ValueError
    for a time whose UTC lies outside the years 1 to 9999."""
    if time.tzinfo is None:
        time = time.replace(tzinfo=timezone.utc)
    try:
        return time.astimezone(timezone.utc).isoformat()
    except OverflowError as error:
        raise ValueError(f"not a time: {time!r}") from error


def from_person(text: str, now: datetime) -> datetime:
    """A date (`2026-11-01`), an ISO time, or how long ago (`90m`, `12h`, `7d`, `2w`).

    Raises ValueError, which says what was expected.
    """
    ago = _AGO.fullmatch(text.strip().lower())
    try:
        if ago:
            return now - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        return from_iso(text.strip())
    except (ValueError, OverflowError):
        raise ValueError(
            f"expected a date (2026-11-01), an ISO time (2026-11-01T12:00Z) "
            f"or how long ago (90m, 12h, 7d), got {text!r}"
        ) from None
