"""How much a value changed against a baseline, and whether that is better."""

from fractions import Fraction
from typing import NamedTuple

from irctl.jobs.exact import double, exact
from irctl.jobs.metrics import METRICS, Metric, Number, Values


class Change(NamedTuple):
    value: Number | None
    baseline: Number | None
    change: float | None
    """value / baseline - 1: 0.1 is ten percent more.

    None where either is missing and where the baseline is not above 0.
    """
    better: bool | None
    """None within the noise and without a change."""


def change(
    metric: Metric, value: Number | None, baseline: Number | None, threshold: Fraction
) -> Change:
    """Compare a value with its baseline; a change up to the threshold, included, is noise."""
    by = relative(value, baseline)
    shown = double(by)
    if by is None or shown is None:
        return Change(value, baseline, None, None)
    better = None if abs(by) <= threshold else (by > 0) == metric.higher_is_better
    return Change(value, baseline, shown, better)


def changes(values: Values, baseline: Values | None, threshold: Fraction) -> dict[Metric, Change]:
    """Compare every metric; without a baseline no change is known."""
    before = baseline or {}
    return {m: change(m, m.of(values), m.of(before), threshold) for m in METRICS}


def relative(value: Number | None, baseline: Number | None) -> Fraction | None:
    """Return value / baseline - 1, exact: from 100 to 110 is one tenth, not a little more."""
    if value is None or baseline is None or baseline <= 0:
        return None
    return exact(value) / exact(baseline) - 1
