"""The Pareto front: the points that no other point beats."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from irctl.jobs.metrics import Number

Point = tuple[Number, ...]
"""One value for each metric, turned so that less is better; infinite where it is missing."""


def front(points: Sequence[Point], order: Iterable[int] | None = None) -> list[bool]:
    """Return for each point whether no other dominates it.

    A point dominates another if it is at least as good in every coordinate and better in
    one; equal points are on the front together. `order` has the indices of all points in
    sorted order, if they were sorted before. n log n for one or two coordinates; for more,
    n times the size of the front.
    """
    on_front = [False] * len(points)
    kept: list[Point] = []
    # In sorted order only an earlier point can dominate.
    for index in sorted(range(len(points)), key=points.__getitem__) if order is None else order:
        point = points[index]
        if kept and point == kept[-1]:
            on_front[index] = True
        elif not _is_dominated(point, kept):
            on_front[index] = True
            kept.append(point)
    return on_front


def _is_dominated(point: Point, kept: Sequence[Point]) -> bool:
    if len(point) > 2:
        return any(_dominates(other, point) for other in kept)
    # Of up to two coordinates the last falls along the front, and the first is no better.
    return bool(kept) and kept[-1][-1] <= point[-1]


def dominators(points: Sequence[Point], on_front: Sequence[bool]) -> dict[int, int]:
    """Return for each point off the front the index of one on it that dominates it.

    Of several, the best in the first coordinate. n log n for two coordinates; for more, n
    times the size of the front.
    """
    kept = sorted((i for i, on in enumerate(on_front) if on), key=points.__getitem__)
    beaten = [i for i, on in enumerate(on_front) if not on]
    if points and len(points[0]) == 2:  # the second coordinate falls as the first rises
        rising = [-points[i][1] for i in kept]
        return {i: kept[bisect_left(rising, -points[i][1])] for i in beaten}
    return {i: next(k for k in kept if _dominates(points[k], points[i])) for i in beaten}


def _dominates(a: Point, b: Point) -> bool:
    return all(map(_at_most, a, b))


def _at_most(a: Number, b: Number) -> bool:
    return a <= b
