"""Arithmetic without float surprises: numbers as the fractions that were written."""

from fractions import Fraction
from struct import Struct

from irctl.jobs.metrics import Number


def exact(number: Number) -> Fraction:
    """Return the number as written: 0.1 is one tenth, not the double next to it."""
    return Fraction(number) if isinstance(number, int) else Fraction(repr(number))


def number(fraction: Fraction) -> Number | None:
    """Return an integer if it is one, else the nearest double; None beyond a double's range."""
    if fraction.denominator == 1:
        return fraction.numerator
    try:
        return float(fraction)
    except OverflowError:
        return None


def double(fraction: Fraction | None) -> float | None:
    """Return the nearest double; None for None and beyond a double's range."""
    try:
        return None if fraction is None else float(fraction)
    except OverflowError:
        return None


def shortest_single(value: Number | None) -> Number | None:
    """Return the shortest decimal that reads back as the same 32-bit float.

    0.20399999618530273 is 0.204. A value that is not such a float is returned as it is.
    """
    if not isinstance(value, float) or _single(value) != value or not value:
        return value
    # A decimal of up to 6 digits survives as a 32-bit float, unless that is subnormal.
    least = 6 if abs(value) >= _SMALLEST_NORMAL else 1
    for digits in range(least, 9):
        decimal = float(f"{value:.{digits}g}")
        if _single(decimal) == value:
            return decimal
    return float(f"{value:.9g}")  # enough for any 32-bit float


def same_single(a: Number, b: Number) -> bool:
    """Whether both are the same 32-bit float: 0.115 is the API's 0.11500000208616257."""
    single = _single(float(a))
    return single is not None and single == _single(float(b))


def _single(value: float) -> float | None:
    """Return the nearest 32-bit float; None beyond their range."""
    try:
        (single,) = _AS_SINGLE.unpack(_AS_SINGLE.pack(value))
    except OverflowError:
        return None
    return single  # type: ignore[no-any-return]


_AS_SINGLE = Struct("<f")
_SMALLEST_NORMAL = 2.0**-126
_SINGLE = Fraction(1, 2**23)


def nearly(a: Fraction, b: Fraction) -> bool:
    """Whether values computed from the API's 32-bit floats are equal within their error."""
    return abs(a - b) <= _SINGLE * max(abs(a), abs(b))


def around(value: Fraction) -> tuple[Fraction, Fraction]:
    """Return the least and the highest number that is nearly a value above 0."""
    return value * (1 - _SINGLE), value / (1 - _SINGLE)
