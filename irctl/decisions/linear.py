"""Ranges of exact values, and values that are linear in a whole number."""

from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple


class Range(NamedTuple):
    """The values from one to another, both included; without an upper end if it is None."""

    low: Fraction = Fraction(0)
    high: Fraction | None = None

    def has(self, value: Fraction | int) -> bool:
        return self.low <= value and (self.high is None or value <= self.high)

    def at_least(self, low: Fraction) -> "Range":
        return self._replace(low=max(self.low, low))

    def at_most(self, high: Fraction) -> "Range":
        return self._replace(high=high if self.high is None else min(self.high, high))


NOTHING = Range(Fraction(1), Fraction(0))
"""The range without values."""


class Line(NamedTuple):
    """A value that grows by as much from each whole number to the next."""

    growth: Fraction | int
    origin: Fraction | int
    """The value at 0."""

    def at(self, index: int) -> Fraction | int:
        return self.growth * index + self.origin

    def times(self, factor: Fraction) -> "Line":
        return Line(self.growth * factor, self.origin * factor)

    def below(self, other: "Line", indices: range) -> range:
        """Return the indices at which it is below another line."""
        growth = Fraction(other.growth - self.growth)
        room = other.origin - self.origin
        if not growth:
            return indices if room > 0 else range(0)
        crossing = -room / growth
        if growth > 0:
            return range(max(indices.start, floor(crossing) + 1), indices.stop)
        return range(indices.start, min(indices.stop, ceil(crossing)))

    def within(self, values: Range, indices: range) -> range:
        """Return the indices at which it, a whole number, is in a range with an upper end."""
        low, high = ceil(values.low), floor(values.high or 0)
        return self.below(Line(0, high + 1), Line(0, low - 1).below(self, indices))
