"""By how much a value changed against a baseline, and whether that is better."""

import re
from collections.abc import Callable
from fractions import Fraction
from typing import NamedTuple

from irctl.jobs.exact import double, exact
from irctl.jobs.metrics import METRICS, Metric
from irctl.jobs.model import Metrics, Number

_PERCENTAGE = re.compile(r"(\d{1,6}(?:\.\d{0,9})?|\.\d{1,9}) ?(%?)", re.ASCII)


class Change(NamedTuple):
    value: Number | None
    baseline: Number | None
    change: float | None
    """value / baseline - 1: 0.1 is ten percent more. None where either is missing and
    where the baseline is not above 0."""
    better: bool | None
    """None inside the noise, and where there is no change to judge."""


def change(
    metric: Metric, value: Number | None, baseline: Number | None, threshold: Fraction
) -> Change:
    """A change up to the threshold, itself included, is noise."""
    by = relative(value, baseline)
    shown = double(by)
    if by is None or shown is None:
        return Change(value, baseline, None, None)
    better = None if abs(by) <= threshold else (by > 0) == metric.higher_is_better
    return Change(value, baseline, shown, better)


def changes(
    metrics: Metrics, baseline: Metrics | None, threshold: Fraction
) -> dict[Metric, Change]:
    """Of every metric; without a baseline no change is known."""
    of: Callable[[Metric], Number | None] = lambda m: m.of(baseline) if baseline else None  # noqa: E731
    return {m: change(m, m.of(metrics), of(m), threshold) for m in METRICS}


def relative(value: Number | None, baseline: Number | None) -> Fraction | None:
    """value / baseline - 1, exact: from 100 to 110 is one tenth, not a little more."""
    if value is None or baseline is None or baseline <= 0:
        return None
    return exact(value) / exact(baseline) - 1


def share(text: str) -> Fraction:
    """How large a change may be: `5%`, or `5` for percent; below 1 a number without % is a
    fraction, `0.05`.

    Raises ValueError, also for 1, which could mean either.
    """
    match = _PERCENTAGE.fullmatch(text.strip())
    if match is None:
        raise ValueError(f"expected a percentage such as 5%, got {text!r}")
    amount = Fraction(match[1])
    if not match[2] and amount == 1:
        raise ValueError(f"{text.strip()} could be a percentage or a fraction: write 1% or 100%")
    return amount / 100 if match[2] or amount > 1 else amount
