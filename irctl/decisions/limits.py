"""Limits: `--max latency=100`, `--min throughput=600`, `--max-regression cost=5%`."""

import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import inf, isfinite
from typing import Any, Literal, NamedTuple

from irctl.decisions import quantities
from irctl.decisions.change import relative
from irctl.jobs.exact import double, exact, nearly, same_single
from irctl.jobs.metrics import ALL_METRICS, Metric, Number, Values, metric

Operator = Literal["<=", ">="]
Kind = Literal["Metric", "Plan", "Regression"]
_COMPARE: Mapping[Operator, Callable[[Any, Any], bool]] = {"<=": operator.le, ">=": operator.ge}


class Limit(NamedTuple):
    """A value, or its change against a baseline, must be on the right side of a bound.

    The bound is included. A missing value meets no limit.
    """

    metric: Metric
    operator: Operator
    bound: Number | Fraction
    """In the metric's unit; of a change, a share: 1/10 is ten percent more."""
    is_change: bool = False
    text: str = ""
    """The bound as it was written, where another kind of job has a metric of the same name."""

    @property
    def kind(self) -> Kind:
        """What it is on, as JSON names it."""
        if self.is_change:
            return "Regression"
        return "Plan" if self.metric.is_of_plan else "Metric"

    def value(self, values: Values, baseline: Values | None = None) -> Number | None:
        """Return what is held against the bound; None where it is missing."""
        return double(self._change(values, baseline)) if self.is_change else self.metric.of(values)

    def _change(self, values: Values, baseline: Values | None) -> Fraction | None:
        """Return the exact change: as a float, 110 / 100 - 1 is a little more than 0.1."""
        return relative(self.metric.of(values), self.metric.of(baseline or {}))

    def holds(self, values: Values, baseline: Values | None = None) -> bool:
        value = self.value(values, baseline)
        if value is None:
            return False
        if not self.is_change:
            return self._is_met(value, float(self.bound))
        ratio, most = 1 + (self._change(values, baseline) or Fraction(0)), 1 + Fraction(self.bound)
        is_met = _COMPARE[self.operator](ratio, most)
        return is_met or (self.metric.is_single_precision and nearly(ratio, most))

    def _is_met(self, value: Number, bound: Number) -> bool:
        if _COMPARE[self.operator](value, bound):
            return True
        if not self.metric.is_single_precision:
            return False
        if self.metric.is_of_plan:
            return nearly(exact(value), exact(bound))
        return same_single(value, bound)

    def shortfall(self, values: Values, baseline: Values | None = None) -> float:
        """Return how far the value is beyond the bound; 0 if it holds, infinite if missing.

        A share of the bound, or of a change the difference.
        """
        value = self.value(values, baseline)
        if value is None:
            return inf
        if self.holds(values, baseline):
            return 0.0
        bound = float(self.bound)
        return abs(value - bound) / (1.0 if self.is_change else abs(bound) or 1.0)

    def room(self, value: Number) -> float | None:
        """Return how far a value is on the right side, negative for the wrong one.

        A share of the bound, or of a change the difference; None where that is no number.
        """
        bound = float(self.bound)
        difference = bound - value if self.operator == "<=" else value - bound
        if not self.is_change:
            difference = difference / abs(bound) if bound else inf
        return difference if isfinite(difference) else None


class Miss(NamedTuple):
    """A limit that a value does not keep."""

    limit: Limit
    value: Number | None


def missed(
    limits: Sequence[Limit], values: Values, baseline: Values | None = None
) -> tuple[Miss, ...]:
    """Return the limits that the values do not keep."""
    return tuple(
        Miss(limit, limit.value(values, baseline))
        for limit in limits
        if not limit.holds(values, baseline)
    )


def limit(text: str, operator: Operator, among: Sequence[Metric] = ALL_METRICS) -> Limit:
    """Read `METRIC=VALUE`. Raise ValueError, which says what was expected."""
    name, equals, value = text.partition("=")
    if not equals:
        raise ValueError(f"expected METRIC=VALUE, such as latency=100, got {text!r}")
    return limit_on(name, value, operator, among)


def limit_on(
    name: str, value: str, operator: Operator, among: Sequence[Metric] = ALL_METRICS
) -> Limit:
    """Read a limit whose metric and value are given apart. Raise ValueError."""
    limited = metric(name, among)
    bound = quantities.value(value, limited, among)
    is_shared = any(limited.measure in other.aliases for other in among)
    return Limit(limited, operator, bound, text=value if is_shared else "")


def regressions(text: str) -> list[Limit]:
    """Read `METRIC=SHARE[,METRIC=SHARE]`. Raise ValueError."""
    limits = []
    for part in text.split(","):
        name, equals, value = part.partition("=")
        if not equals:
            raise ValueError(f"expected METRIC=SHARE, such as latency=10%, got {part!r}")
        limits.append(regression(name, value))
    return limits


def regression(name: str, value: str) -> Limit:
    """Read a limit on a change for the worse: less, where more is better. Raise ValueError."""
    limited = metric(name)
    try:
        share = quantities.share(value)
    except ValueError as error:
        raise ValueError(f"{limited.name}: {error}") from None
    if limited.higher_is_better:
        return Limit(limited, ">=", -share, is_change=True)
    return Limit(limited, "<=", share, is_change=True)
