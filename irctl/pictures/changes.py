"""Changes against a baseline: the rows and the metrics that are worth showing."""

from collections.abc import Sequence
from typing import NamedTuple

from irctl.decisions.change import Noise
from irctl.decisions.compare import Comparison, Row
from irctl.jobs.metrics import COST_PER_INFERENCE, LATENCY, THROUGHPUT, Metric
from irctl.pictures.series import Series, series

MOST_ROWS = 40
_MOST_PANELS = 3
_USUAL = (COST_PER_INFERENCE, LATENCY, THROUGHPUT)


class Changes(NamedTuple):
    """What the picture shows, for any sheet."""

    baseline: str
    rows: Sequence[tuple[Series, Row]]
    """Best first."""
    metrics: Sequence[Metric]
    noise: Noise
    total: int
    """How many rows there are, of which at most forty are shown."""


def changes(result: Comparison, noise: Noise) -> Changes:
    """Return what the picture of a comparison shows: the metrics that are known to have changed."""
    rows = [row for group in result.groups for row in group.rows if not row.is_baseline]
    named = series([row.recommendation for row in rows])
    known = [
        metric
        for metric in dict.fromkeys((result.by, *_USUAL, *result.metrics))
        if metric in result.metrics and any(row.changes[metric].change is not None for row in rows)
    ]
    shown = list(zip(named, rows, strict=True))[:MOST_ROWS]
    return Changes(result.baseline.name, shown, known[:_MOST_PANELS], noise, len(rows))
