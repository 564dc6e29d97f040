"""Limits on metrics: `--max latency=100`, `--min throughput=600`."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from irctl.jobs.metrics import METRICS, Metric, metric
from irctl.jobs.model import Number


class Constraint(NamedTuple):
    """A metric's value must be on the right side of a limit, the limit included."""

    metric: Metric
    operator: Literal["<=", ">="]
    limit: Number

    def holds_for(self, values: object) -> bool:
        """Of Metrics, or of a Plan if the metric is. A missing value meets no constraint."""
        value = self.metric.of(values)
        if value is None:
            return False
        if self.operator == "<=":
            return self.metric.at_most(value, self.limit)
        return self.metric.at_least(value, self.limit)

    def miss(self, values: object) -> float:
        """How far the value is from the limit, as a fraction of the limit; 0 when it
        holds, infinite when the value is missing."""
        value = self.metric.of(values)
        if value is None:
            return float("inf")
        if self.holds_for(values):
            return 0.0
        return abs(value - self.limit) / (abs(self.limit) or 1.0)


def constraint(
    text: str, operator: Literal["<=", ">="], among: Sequence[Metric] = METRICS
) -> Constraint:
    """A constraint from the command line, `METRIC=VALUE`. Raises ValueError, which says
    what was expected."""
    name, equals, value = text.partition("=")
    if not equals:
        raise ValueError(f"expected METRIC=VALUE, such as latency=100, got {text!r}")
    limited = metric(name, among)
    return Constraint(limited, operator, limited.read(value))
