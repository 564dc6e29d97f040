"""Lines in dots of braille, and areas in characters."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import ceil

from irctl.output.scene import (
    Point,
)

PERIODS = {"dotted": (1, 3), "dashed": (5, 8)}
"""Of how many dots how many are drawn."""
GRID = (1, 4)


def area_line(columns: int, rows: int) -> str:
    """Return a line of an area where there are no colours."""
    if rows > 1:
        return "█" * columns
    return "│" if columns == 1 else f"├{'─' * (columns - 2)}┤"


def way(points: Sequence[Point]) -> Iterator[tuple[int, int]]:
    """Yield the dots of a line through points, by column and row of dots."""
    for (x1, y1), (x2, y2) in pairwise(points):
        x1, y1, x2, y2 = 2 * x1, 4 * y1, 2 * x2, 4 * y2
        steps = max(ceil(abs(x2 - x1)), ceil(abs(y2 - y1)), 1)
        for step in range(steps + 1):
            yield int(x1 + (x2 - x1) * step / steps), int(y1 + (y2 - y1) * step / steps)
