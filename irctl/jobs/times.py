"""Times as the API and its clients write them, read into aware datetimes in UTC."""

import re
from datetime import datetime, timezone

_ISO = re.compile(
    r"(\d{4}-\d\d-\d\d)"
    r"(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d{1,9}))?)?"
    r" ?(Z|[+-]\d\d:?\d\d)?",
    re.ASCII | re.IGNORECASE,
)


def from_iso(text: str) -> datetime:
    """Read a date or time in ISO 8601, as `str(datetime)` and the AWS CLI write it.

    Without an offset it is UTC, like everything irctl prints. Raise ValueError.
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


def standard(text: str) -> str:
    """Return a date or time as irctl prints it, see `from_iso`. Raise ValueError."""
    if text.endswith("+00:00") and _is_standard(text):  # as most archives have it
        return text
    return from_iso(text).isoformat()


def _is_standard(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def from_epoch(seconds: int | float) -> datetime:
    """Read seconds since 1970, as the wire and the AWS CLI v1 have them. Raise ValueError."""
    try:
        return datetime.fromtimestamp(seconds, timezone.utc)
    except (OverflowError, OSError) as error:
        raise ValueError(f"not a time: {seconds!r}") from error


def to_iso(time: datetime) -> str:
    """Format as ISO 8601 in UTC with its offset; a naive datetime counts as UTC.

    Raise ValueError for a time whose UTC lies outside the years 1 to 9999.
    """
    if time.tzinfo is None:
        time = time.replace(tzinfo=timezone.utc)
    try:
        return time.astimezone(timezone.utc).isoformat()
    except OverflowError as error:
        raise ValueError(f"not a time: {time!r}") from error
