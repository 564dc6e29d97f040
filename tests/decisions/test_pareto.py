"""The Pareto front, against the definition."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions.pareto import Point, dominators, front

_COORDINATES = st.sampled_from([-2, -1, 0, 1, 2, 0.5, 1e-9, 2**60, float("inf")])


def dominates(a: Point, b: Point) -> bool:
    """At least as good in every coordinate, and better in one."""
    return all(x <= y for x, y in zip(a, b, strict=True)) and any(
        x < y for x, y in zip(a, b, strict=True)
    )


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5])
def test_a_point_is_on_the_front_if_no_other_dominates_it(size: int) -> None:
    @given(st.lists(st.tuples(*[_COORDINATES] * size), max_size=12))
    def check(points: list[Point]) -> None:
        assert front(points) == [
            not any(dominates(other, point) for other in points) for point in points
        ]

    check()


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4])
def test_a_point_off_the_front_names_the_best_point_that_dominates_it(size: int) -> None:
    @given(st.lists(st.tuples(*[_COORDINATES] * size), max_size=12))
    def check(points: list[Point]) -> None:
        on_front = front(points)
        dominator = dominators(points, on_front)
        assert sorted(dominator) == [index for index, on in enumerate(on_front) if not on]
        for index, by in dominator.items():
            assert on_front[by]
            assert dominates(points[by], points[index])
            others = (other for other in points if dominates(other, points[index]))
            assert points[by][0] == min(other[0] for other in others)

    check()


def test_no_points_have_an_empty_front() -> None:
    assert front([]) == []


def test_equal_points_are_on_or_off_the_front_together() -> None:
    assert front([(1, 2), (1, 2), (2, 2), (2, 2)]) == [True, True, False, False]


def test_the_other_coordinate_decides_a_tie() -> None:
    assert front([(1, 3), (1, 2)]) == [False, True]
    assert front([(3, 1), (2, 1)]) == [False, True]


def test_a_missing_value_is_dominated_only_by_points_as_good_in_the_rest() -> None:
    missing = float("inf")
    assert front([(1, missing), (2, 5)]) == [True, True]
    assert front([(1, missing), (1, 5)]) == [False, True]
    assert front([(missing, missing), (missing, missing)]) == [True, True]


def test_the_front_of_many_points_is_computed() -> None:
    points = [(index, -index) for index in range(100_000)]
    assert all(front(points))
    assert sum(front([(x, x) for x, _ in points])) == 1


def test_the_dominators_of_many_points_are_computed() -> None:
    points: list[Point] = [(index, -index) for index in range(50_000)]
    worse: list[Point] = [(x + 0.5, y + 0.5) for x, y in points]
    dominator = dominators(points + worse, [True] * len(points) + [False] * len(worse))
    assert dominator == {len(points) + index: index for index in range(len(worse))}
