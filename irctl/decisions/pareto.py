"""The Pareto front: what no other choice beats."""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby

from irctl.jobs.model import Number

Point = tuple[Number, ...]
"""One value a metric, turned so that less is better; infinite where it is missing."""

_MISSING = float("inf")


def front(points: Sequence[Point]) -> list[bool]:
    """For each point, whether no other dominates it: is at least as good in every
    coordinate and better in one. Equal points stand or fall together.

    n log n for one or two coordinates; for more, n times the size of the front.
    """
    on = [False] * len(points)
    dimensions = len(points[0]) if points else 0
    if dimensions == 1:
        best = min(points)
        return [point == best for point in points]
    for index in _front_of_two(points) if dimensions == 2 else _front_of_more(points):
        on[index] = True
    return on


def dominators(points: Sequence[Point], on_front: Sequence[bool]) -> dict[int, int]:
    """For each point off the front, one on it that dominates it: of several, the best in the
    first coordinate.

    n log n for two coordinates; for more, n times the size of the front.
    """
    kept = [index for index, on in enumerate(on_front) if on]
    kept.sort(key=points.__getitem__)
    off = [index for index, on in enumerate(on_front) if not on]
    if points and len(points[0]) == 2:  # the second falls as the first rises
        rising = [-points[index][1] for index in kept]
        return {index: kept[bisect_left(rising, -points[index][1])] for index in off}
    return {
        index: next(k for k in kept if all(map(_at_most, points[k], points[index])))
        for index in off
    }


def _front_of_two(points: Sequence[Point]) -> list[int]:
    """In the order of the first coordinate only an earlier point can dominate, and of the
    earlier ones the best second coordinate decides."""
    xs = [point[0] for point in points]
    ys = [point[1] for point in points]
    order = _worth_a_look(xs, ys)
    order.sort(key=ys.__getitem__)
    order.sort(key=xs.__getitem__)  # stable: equal ones stay in the order of the second
    found: list[int] = []
    for index in order:
        if not found or ys[index] < ys[found[-1]] or points[index] == points[found[-1]]:
            found.append(index)
    return found


def _worth_a_look(xs: Sequence[Number], ys: Sequence[Number]) -> list[int]:
    """The points that one good point doesn't dominate: few, as a rule, so that there is
    little left to sort."""
    everything = range(len(xs))
    whole = [i for i in everything if xs[i] < _MISSING and ys[i] < _MISSING]
    if not whole:
        return list(everything)
    low_x, low_y = min(xs[i] for i in whole), min(ys[i] for i in whole)
    width = max(xs[i] for i in whole) - low_x or 1
    height = max(ys[i] for i in whole) - low_y or 1
    good = min(whole, key=lambda i: xs[i] / width + ys[i] / height)
    x, y = xs[good], ys[good]
    return [i for i in everything if xs[i] < x or ys[i] < y or (xs[i] == x and ys[i] == y)]


def _front_of_more(points: Sequence[Point]) -> list[int]:
    """In sorted order only an earlier point can dominate; each is held against those that
    were found to be on the front."""
    order = sorted(range(len(points)), key=points.__getitem__)
    kept: list[Point] = []
    found: list[int] = []
    for point, equal in groupby(order, key=points.__getitem__):
        if not any(all(map(_at_most, other, point)) for other in kept):
            kept.append(point)
            found += equal
    return found


def _at_most(a: Number, b: Number) -> bool:
    return a <= b
