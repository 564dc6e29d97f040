"""Arithmetic without float surprises: numbers as the fractions that were written."""

from fractions import Fraction

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


_SINGLE = Fraction(1, 2**23)


def nearly(a: Fraction, b: Fraction) -> bool:
    """Whether values computed from the API's 32-bit floats are equal within their error."""
    return abs(a - b) <= _SINGLE * max(abs(a), abs(b))
