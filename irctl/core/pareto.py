"""The Pareto front: what no other choice beats."""

from collections.abc import Sequence
from itertools import groupby

from irctl.core.job import Number

Point = tuple[Number, ...]
"""One value a metric, turned so that less is better."""


def front(points: Sequence[Point]) -> list[bool]:
    """For each point, whether no other dominates it: is at least as good in every
    coordinate and better in one. Equal points stand or fall together.

    n log n for one or two coordinates; for more, n times the size of the front.
    """
    order = sorted(range(len(points)), key=points.__getitem__)
    on = [False] * len(points)
    if points and len(points[0]) in (1, 2):
        # In sorted order only an earlier point can dominate, and among the earlier ones
        # the best second coordinate decides.
        best: Number | None = None
        for point, equal in groupby(order, key=points.__getitem__):
            if best is None or (len(point) == 2 and point[1] < best):
                best = point[-1]
                for index in equal:
                    on[index] = True
        return on
    kept: list[Point] = []
    for point, equal in groupby(order, key=points.__getitem__):
        if not any(all(map(_at_most, other, point)) for other in kept):
            kept.append(point)
            for index in equal:
                on[index] = True
    return on


def _at_most(a: Number, b: Number) -> bool:
    return a <= b
