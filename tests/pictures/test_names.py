"""Names find a place where they overlap nothing."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from irctl.pictures.names import Area, Room, dodged, shortened


@given(
    intervals=st.lists(st.tuples(st.floats(0, 100), st.floats(1, 9)), max_size=12),
    low=st.floats(-50, 0),
)
def test_dodged_names_keep_their_order_and_never_overlap(
    intervals: list[tuple[float, float]], low: float
) -> None:
    wanted = [middle for middle, _ in intervals]
    sizes = [size for _, size in intervals]
    middles = dodged(wanted, sizes, low, 150)
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    for before, after in pairwise(order):
        gap = middles[after] - middles[before]
        assert gap >= (sizes[before] + sizes[after]) / 2 - 1e-9
    assert all(middle - size / 2 >= low - 1e-9 for middle, size in zip(middles, sizes, strict=True))


def test_names_with_room_stay_where_they_want_to_be() -> None:
    assert dodged([30, 10, 20], [5, 5, 5], 0, 100) == [30, 10, 20]
    assert dodged([10, 10], [4, 4], 0, 100) == [8, 12]
    assert dodged([1, 99], [4, 4], 0, 100) == [2, 98]


@given(areas=st.lists(st.tuples(st.floats(0, 90), st.floats(0, 90)), max_size=30))
def test_areas_that_were_taken_are_within_the_whole_and_overlap_no_other(
    areas: list[tuple[float, float]],
) -> None:
    whole = Area(0, 0, 95, 95)
    room = Room(whole)
    taken = [
        area
        for area in (Area(x, y, 10, 10) for x, y in areas)
        if room.first_free([area]) is not None
    ]
    for index, area in enumerate(taken):
        assert area.is_within(whole)
        assert not any(area.overlaps(other) for other in taken[:index])


def test_the_first_free_of_several_places_is_taken() -> None:
    room = Room(Area(0, 0, 100, 100))
    room.take(Area(0, 0, 50, 50))
    assert room.first_free([Area(10, 10, 5, 5), Area(60, 10, 5, 5)]) == 1
    assert room.first_free([Area(60, 10, 5, 5)]) is None


def test_a_long_name_loses_its_middle() -> None:
    assert shortened("ml.c5.xlarge", lambda text: len(text) <= 12) == "ml.c5.xlarge"
    assert shortened("ml.c5.xlarge", lambda text: len(text) <= 7) == "ml.…rge"
