"""The first point with whole coordinates in a convex polygon.

It takes as many steps as Euclid's algorithm on the coefficients, however large the polygon is.
Sources: Graham, Knuth and Patashnik, "Concrete Mathematics", 3.5, for the sum of floors of a linear
function; Fourier-Motzkin elimination for the range of the first coordinate.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from math import ceil, floor, lcm
from typing import NamedTuple

from irctl.decisions.linear import Line


class HalfPlane(NamedTuple):
    """The points (x, y) at which a x + b y <= c; whole numbers."""

    a: int
    b: int
    c: int

    def bound(self, x: int) -> Fraction:
        """Return the y on its edge; b is not 0."""
        return Fraction(self.c - self.a * x, self.b)


class Form(NamedTuple):
    """A value that is linear in x and y: a x + b y + c."""

    a: Fraction | int
    b: Fraction | int
    c: Fraction | int

    @classmethod
    def of_x(cls, line: Line) -> "Form":
        return cls(line.growth, 0, line.origin)

    @classmethod
    def of_y(cls, line: Line) -> "Form":
        return cls(0, line.growth, line.origin)

    def at(self, point: tuple[int, int]) -> Fraction:
        x, y = point
        return Fraction(self.a * x + self.b * y + self.c)

    def minus(self, other: "Form") -> "Form":
        return Form(self.a - other.a, self.b - other.b, self.c - other.c)

    def times(self, factor: Fraction) -> "Form":
        return Form(self.a * factor, self.b * factor, self.c * factor)


def in_order(
    lower: Iterable[Form], higher: Iterable[Form], *, or_equal: bool = False
) -> list[HalfPlane]:
    """Return the points at which all of some values are below all of others, or equal to them."""
    least = 0 if or_equal else 1
    lows, highs = list(lower), list(higher)
    scale = lcm(*(value.denominator for form in (*lows, *highs) for value in form))

    def scaled(form: Form) -> HalfPlane:
        a, b, c = (value.numerator * (scale // value.denominator) for value in form)
        return HalfPlane(a, b, c)

    tops = [scaled(form) for form in highs]
    return [
        HalfPlane(low.a - high.a, low.b - high.b, high.c - low.c - least)
        for low in map(scaled, lows)
        for high in tops
    ]


def first_point(
    half_planes: Iterable[HalfPlane], columns: range, rows: range
) -> tuple[int, int] | None:
    """Return the whole point in all of the half-planes with the smallest x, then the smallest y.

    x is in the columns and y in the rows, ranges whose step is 1.
    """
    planes = list(half_planes)
    columns = _bounded(columns, [(plane.a, plane.c) for plane in planes if not plane.b])
    uppers, lowers = _edges(planes, rows)
    for part in _parts(_bounded(columns, _eliminated(uppers, lowers)), uppers, lowers):
        x, lower = _first_column(uppers, lowers, part)
        if x is not None:
            return x, ceil(lower.bound(x))
    return None


def _edges(
    planes: Sequence[HalfPlane], rows: range
) -> tuple[Sequence[HalfPlane], Sequence[HalfPlane]]:
    """Return the half-planes below their edges, and those above, with one for the rows in each."""
    rows = _bounded(rows, [(plane.b, plane.c) for plane in planes if not plane.a])
    uppers = [plane for plane in planes if plane.a and plane.b > 0]
    lowers = [plane for plane in planes if plane.a and plane.b < 0]
    return [HalfPlane(0, 1, rows.stop - 1), *uppers], [HalfPlane(0, -1, -rows.start), *lowers]


def _bounded(numbers: range, bounds: Iterable[tuple[int, int]]) -> range:
    """Return the numbers n at which a n <= c for each pair (a, c)."""
    first, last = numbers.start, numbers.stop - 1
    for a, c in bounds:
        if a > 0:
            last = min(last, c // a)
        elif a < 0:
            first = max(first, -(c // -a))
        elif c < 0:
            return range(0)
    return range(first, last + 1)


def _eliminated(
    uppers: Sequence[HalfPlane], lowers: Sequence[HalfPlane]
) -> Iterator[tuple[int, int]]:
    """Yield the bounds on the x at which some y, whole or not, is between all edges."""
    for upper in uppers:
        for lower in lowers:
            yield (
                lower.a * upper.b - upper.a * lower.b,
                lower.c * upper.b - upper.c * lower.b,
            )


def _parts(
    columns: range, uppers: Sequence[HalfPlane], lowers: Sequence[HalfPlane]
) -> Iterator[range]:
    """Split columns where edges cross: in a part one edge is the lowest, and one the highest."""
    if not columns:
        return
    crossings = {
        floor(Fraction(one.c * other.b - other.c * one.b, slopes)) + 1
        for planes in (uppers, lowers)
        for one, other in combinations(planes, 2)
        if (slopes := one.a * other.b - other.a * one.b)
    }
    inside = sorted(x for x in crossings if x in columns and x != columns.start)
    for start, stop in pairwise([columns.start, *inside, columns.stop]):
        yield range(start, stop)


def _first_column(
    uppers: Sequence[HalfPlane], lowers: Sequence[HalfPlane], columns: range
) -> tuple[int | None, HalfPlane]:
    """Return the first column with a whole y between edges, and the highest lower edge.

    In these columns no edge crosses another of its kind.
    """
    first, last = columns[0], columns[-1]
    upper = min(uppers, key=lambda plane: (plane.bound(first), plane.bound(last)))
    lower = max(lowers, key=lambda plane: (plane.bound(first), plane.bound(last)))
    if not _points(upper, lower, columns):
        return None, lower
    while first < last:
        middle = (first + last) // 2
        if _points(upper, lower, range(columns.start, middle + 1)):
            last = middle
        else:
            first = middle + 1
    return first, lower


def _points(upper: HalfPlane, lower: HalfPlane, columns: range) -> int:
    """Return how many whole points there are between two edges."""
    above = floor_sum(len(columns), upper.b, -upper.a, upper.c - upper.a * columns.start)
    # The first whole y on or above the lower edge is -floor(-bound).
    below = floor_sum(len(columns), -lower.b, -lower.a, lower.c - lower.a * columns.start)
    return above + below + len(columns)


def floor_sum(count: int, divisor: int, growth: int, origin: int) -> int:
    """Return the sum of floor((growth x i + origin) / divisor) over i from 0 to count - 1.

    The divisor is above 0.
    """
    total = 0
    while count:
        whole, growth = divmod(growth, divisor)
        total += whole * (count * (count - 1) // 2)
        whole, origin = divmod(origin, divisor)
        total += whole * count
        # What remains are the points below a line, which are counted by rows.
        count, origin = divmod(growth * count + origin, divisor)
        divisor, growth = growth, divisor
    return total
