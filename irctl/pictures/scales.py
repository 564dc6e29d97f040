"""Axes: from values to places on a sheet, with round values along them."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import NamedTuple

from irctl.pictures.round_values import (
    linear_ticks,
    log_ticks,
    round_step,
    rounded_down,
    rounded_up,
)

_LEAST, _MOST = 1e-290, 1e290
"""Beyond these, twice or half a value is no double."""
_RATIO_FOR_LOG = 6
"""Values that differ by more than so many times are on a logarithmic axis."""


class Scale(NamedTuple):
    """An axis from one value to another, between two places on the sheet."""

    low: float
    high: float
    start: float
    end: float
    is_log: bool = False

    def __call__(self, value: float) -> float:
        """Return the place of a value; one beyond the axis has the place of its end."""
        value = min(max(value, self.low), self.high)
        return self.start + (self.end - self.start) * self._share(value)

    def _share(self, value: float) -> float:
        if not self.is_log:
            return (value - self.low) / (self.high - self.low)
        low = log10(self.low)
        return (log10(value) - low) / (log10(self.high) - low)

    def value(self, place: float) -> float:
        """Return the value at a place."""
        share = (place - self.start) / (self.end - self.start)
        if not self.is_log:
            return self.low + share * (self.high - self.low)
        low, high = log10(self.low), log10(self.high)
        return float(10 ** (low + share * (high - low)))

    def has(self, value: float) -> bool:
        return self.low <= value <= self.high

    def ticks(self, most: int) -> list[float]:
        """Return round values along the axis, in order; at most so many."""
        return (log_ticks if self.is_log else linear_ticks)(self.low, self.high, max(most, 2))

    @property
    def text(self) -> str:
        """The scale for a script: `log 1 1000 58 892`, or `linear`."""
        kind = "log" if self.is_log else "linear"
        ends = (self.low, self.high, self.start, self.end)
        return " ".join([kind, *(f"{end:.10g}" for end in ends)])


def log_scale(values: Sequence[float], start: float, end: float) -> Scale:
    """Return a logarithmic axis over the values above 0, widened to 1, 2 or 5 of a decade."""
    positive = [min(max(v, _LEAST), _MOST) for v in values if v > 0]
    low, high = min(positive, default=1.0), max(positive, default=10.0)
    low, high = rounded_down(low), rounded_up(high)
    if high <= low:
        low, high = rounded_down(low / 2), rounded_up(high * 2)
    return Scale(low, high, start, end, is_log=True)


def linear_scale(values: Sequence[float], start: float, end: float) -> Scale:
    """Return an axis from 0, or from a rounded least value below it, to a rounded highest."""
    low = max(min([0.0, *values]), -_MOST)
    high = min(max([0.0, *values]), _MOST)
    if high - low < _LEAST:
        high = low + 1
    step = round_step(low, high, 8)
    return Scale(floor(low / step) * step, ceil(high / step - 1e-9) * step, start, end)


def scale(values: Sequence[float], start: float, end: float) -> Scale:
    """Return a logarithmic axis where positive values differ by more than six times."""
    if values and min(values) > 0 and max(values) / min(values) > _RATIO_FOR_LOG:
        return log_scale(values, start, end)
    return linear_scale(values, start, end)
