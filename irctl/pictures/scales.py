"""Axes: from values to places on a sheet, with round values along them."""

from collections.abc import Sequence
from math import ceil, floor, log10
from typing import NamedTuple

_STEPS = (1, 2, 5)
_LEVELS: tuple[tuple[int, ...], ...] = (_STEPS, (1, 3), (1,))
"""Within a decade, the values of finer and of coarser ticks."""
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
        return (_log_ticks if self.is_log else _linear_ticks)(self.low, self.high, max(most, 2))

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
    low, high = _rounded_down(low), _rounded_up(high)
    if high <= low:
        low, high = _rounded_down(low / 2), _rounded_up(high * 2)
    return Scale(low, high, start, end, is_log=True)


def linear_scale(values: Sequence[float], start: float, end: float) -> Scale:
    """Return an axis from 0, or from a rounded least value below it, to a rounded highest."""
    low = max(min([0.0, *values]), -_MOST)
    high = min(max([0.0, *values]), _MOST)
    if high - low < _LEAST:
        high = low + 1
    step = _step(low, high, 8)
    return Scale(floor(low / step) * step, ceil(high / step - 1e-9) * step, start, end)


def scale(values: Sequence[float], start: float, end: float) -> Scale:
    """Return a logarithmic axis where positive values differ by more than six times."""
    if values and min(values) > 0 and max(values) / min(values) > _RATIO_FOR_LOG:
        return log_scale(values, start, end)
    return linear_scale(values, start, end)


def _decade(value: float) -> float:
    """Return the power of ten at or below a value above 0."""
    return float(10.0 ** floor(log10(value) + 1e-9))


def _rounded_down(value: float) -> float:
    decade = _decade(value)
    return max(step * decade for step in _STEPS if step * decade <= value * (1 + 1e-9))


def _rounded_up(value: float) -> float:
    decade = _decade(value)
    return next(s * decade for s in (*_STEPS, 10) if s * decade >= value * (1 - 1e-9))


def _log_ticks(low: float, high: float, most: int) -> list[float]:
    first, last = floor(log10(low) + 1e-9), floor(log10(high) + 1e-9)

    def within(decades: Sequence[int], steps: Sequence[int]) -> list[float]:
        values = [float(f"{step}e{decade}") for decade in decades for step in steps]
        return [v for v in values if low * (1 - 1e-9) <= v <= high * (1 + 1e-9)]

    decades = range(first, last + 1)
    for steps in _LEVELS:
        ticks = within(decades, steps)
        if len(ticks) <= most:
            return ticks
    every = ceil(len(decades) / most)
    return within([decade for decade in decades if decade % every == 0], (1,))


def _linear_ticks(low: float, high: float, most: int) -> list[float]:
    step = _step(low, high, most - 1)
    count = floor((high - low) / step + 1e-9)
    first = ceil(low / step - 1e-9)
    return [(first + index) * step for index in range(count + 1)]


def _step(low: float, high: float, most: int) -> float:
    """Return 1, 2 or 5 of a decade, so that at most so many fit between two values."""
    return _rounded_up((high - low) / max(most, 1))
