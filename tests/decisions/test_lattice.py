"""Points with whole coordinates, against a look at each."""

from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions.lattice import HalfPlane, first_point, floor_sum


@given(st.integers(0, 30), st.integers(1, 30), st.integers(-40, 40), st.integers(-40, 40))
def test_a_sum_of_floors_is_that_of_each(
    count: int, divisor: int, growth: int, origin: int
) -> None:
    each = [(growth * index + origin) // divisor for index in range(count)]
    assert floor_sum(count, divisor, growth, origin) == sum(each)


half_planes = st.builds(
    HalfPlane, a=st.integers(-9, 9), b=st.integers(-9, 9), c=st.integers(-40, 40)
)
ranges = st.builds(range, st.integers(-20, 5), st.integers(-5, 20))


@given(st.lists(half_planes, max_size=5), ranges, ranges)
def test_the_first_point_is_the_one_that_a_look_at_each_finds(
    planes: list[HalfPlane], columns: range, rows: range
) -> None:
    inside = (
        (x, y) for x in columns for y in rows if all(a * x + b * y <= c for a, b, c in planes)
    )
    assert first_point(planes, columns, rows) == next(inside, None)


def test_a_point_far_away_is_found_between_nearly_parallel_edges() -> None:
    # 1000003 y - 1000000 x is 1 first where x is a third of 2 x 1000003 + 1
    planes = [HalfPlane(-1000000, 1000003, 1), HalfPlane(1000000, -1000003, -1)]
    x, y = 666669, 666667
    assert 1000003 * y - 1000000 * x == 1
    assert first_point(planes, range(1, 10**18), range(10**18)) == (x, y)
