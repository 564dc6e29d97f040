"""Rates of requests, as people write them."""

import re
from fractions import Fraction

_RATE = re.compile(r"(\d{1,15}(?:\.\d{1,9})?) ?/ ?([a-z]+)", re.ASCII | re.IGNORECASE)
_PER_MINUTE = {
    "s": Fraction(60),
    "sec": Fraction(60),
    "second": Fraction(60),
    "m": Fraction(1),
    "min": Fraction(1),
    "minute": Fraction(1),
    "h": Fraction(1, 60),
    "hour": Fraction(1, 60),
    "d": Fraction(1, 1440),
    "day": Fraction(1, 1440),
}


def rate(text: str) -> Fraction:
    """Requests a minute, exact, of `200/s`, `12000/min` or `90000/h`.

    Raises ValueError, which says what was expected.
    """
    match = _RATE.fullmatch(text.strip().replace(",", ""))
    if match is None or match[2].lower() not in _PER_MINUTE:
        raise ValueError(
            f"expected requests in a time, such as 200/s, 12000/min or 90000/h, got {text!r}"
        )
    return Fraction(match[1]) * _PER_MINUTE[match[2].lower()]
