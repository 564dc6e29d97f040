"""Round values: 1, 2 or 5 of a decade, and those along an axis."""

from collections.abc import Sequence
from math import ceil, floor, log10

_STEPS = (1, 2, 5)
_LEVELS: tuple[tuple[int, ...], ...] = (_STEPS, (1, 3), (1,))
"""Within a decade, the values of finer and of coarser ticks."""


def _decade(value: float) -> float:
    """Return the power of ten at or below a value above 0."""
    return float(10.0 ** floor(log10(value) + 1e-9))


def rounded_down(value: float) -> float:
    """Return 1, 2 or 5 of a decade, at or below a value above 0."""
    decade = _decade(value)
    return max(step * decade for step in _STEPS if step * decade <= value * (1 + 1e-9))


def rounded_up(value: float) -> float:
    """Return 1, 2 or 5 of a decade, at or above a value above 0."""
    decade = _decade(value)
    return next(s * decade for s in (*_STEPS, 10) if s * decade >= value * (1 - 1e-9))


def log_ticks(low: float, high: float, most: int) -> list[float]:
    """Return round values along a logarithmic axis, in order; at most so many."""
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


def linear_ticks(low: float, high: float, most: int) -> list[float]:
    """Return round values along a linear axis, in order; at most so many."""
    step = round_step(low, high, most - 1)
    count = floor((high - low) / step + 1e-9)
    first = ceil(low / step - 1e-9)
    return [(first + index) * step for index in range(count + 1)]


def round_step(low: float, high: float, most: int) -> float:
    """Return 1, 2 or 5 of a decade, so that at most so many fit between two values."""
    return rounded_up((high - low) / max(most, 1))
