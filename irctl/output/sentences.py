"""What the help of several commands says in the same words."""

from collections.abc import Iterable

from irctl.decisions import quantities
from irctl.jobs.metrics import METRICS, Metric

METRICS_HELP = f"Metrics: {', '.join(metric.name for metric in METRICS)}."


def limits_help(metrics: Iterable[Metric]) -> str:
    """Return which metrics can be limited, with their units."""
    names = ", ".join(quantities.with_unit(metric) for metric in metrics)
    return f"Units: {names}; 0.1s and 50/s are read too."
