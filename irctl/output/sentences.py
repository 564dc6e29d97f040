"""What several commands say in the same words."""

from collections.abc import Iterable

from irctl.decisions import quantities
from irctl.jobs.metrics import METRICS, Metric, Number
from irctl.output import numbers

NEAREST = 3
"""How many of the nearest misses are shown when nothing is left."""

METRICS_HELP = f"Metrics: {', '.join(each.name for each in METRICS)}."


def limits_help(metrics: Iterable[Metric]) -> str:
    """What can be limited, and in which unit."""
    units = ", ".join(quantities.with_unit(metric) for metric in metrics)
    return f"Units: {units}; 0.1s and 50/s are read too."


def missed(metric: Metric, operator: str, value: Number | None, limit: Number) -> str:
    """Why a value does not keep a limit: `latency 171 ms is above 100 ms`."""
    if value is None:
        return f"{metric.name} is missing"
    side = "above" if operator == "<=" else "below"
    return (
        f"{metric.name} {numbers.metric(value, metric.unit)} is {side} "
        f"{numbers.metric(limit, metric.unit)}"
    )
