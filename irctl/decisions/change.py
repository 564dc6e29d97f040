"""How much a value changed against a baseline, and whether that is better."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

from irctl.jobs.exact import double, exact, nearly
from irctl.jobs.metrics import COST_PER_HOUR, METRICS, Metric, Number, Values


class Change(NamedTuple):
    value: Number | None
    baseline: Number | None
    change: float | None
    """value / baseline - 1: 0.1 is ten percent more.

    None where either is missing and where the baseline is not above 0.
    """
    better: bool | None
    """None within the noise and without a change."""


class Noise(NamedTuple):
    """How large a change may be without a meaning, as a share of the baseline."""

    share: Fraction = Fraction(1, 20)
    """For what was measured. Repeat runs of one load test differ by more: ml.g4dn.12xlarge
    answered in 7273, 6399, 9053 and 5601 ms in four recorded runs."""
    by_metric: Mapping[Metric, Fraction] = MappingProxyType({COST_PER_HOUR: Fraction(0)})
    """For single metrics. A cost per hour is a list price, without any noise."""

    def of(self, metric: Metric) -> Fraction:
        return self.by_metric.get(metric, self.share)


def change(
    metric: Metric, value: Number | None, baseline: Number | None, threshold: Fraction
) -> Change:
    """Compare a value with its baseline; a change up to the threshold, included, is noise."""
    by = relative(value, baseline)
    shown = double(by)
    if by is None or shown is None:
        return Change(value, baseline, None, None)
    is_noise = abs(by) <= threshold
    if metric.is_single_precision and not is_noise:  # 0.54 is not quite 90% of 0.6
        is_noise = nearly(1 + by, 1 + (threshold if by > 0 else -threshold))
    is_judged = metric.has_direction and not is_noise
    return Change(
        value, baseline, shown, (by > 0) == metric.higher_is_better if is_judged else None
    )


def changes(
    values: Values, baseline: Values | None, noise: Noise, metrics: Iterable[Metric] = METRICS
) -> dict[Metric, Change]:
    """Compare every metric; without a baseline no change is known."""
    before = baseline or {}
    return {m: change(m, m.of(values), m.of(before), noise.of(m)) for m in metrics}


def relative(value: Number | None, baseline: Number | None) -> Fraction | None:
    """Return value / baseline - 1, exact: from 100 to 110 is one tenth, not a little more."""
    if value is None or baseline is None or baseline <= 0:
        return None
    return exact(value) / exact(baseline) - 1
