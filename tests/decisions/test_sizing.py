"""How many instances run where so many carry the traffic."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions.sizing import Sizing


@given(
    minimum=st.integers(1, 9),
    most=st.integers(0, 60),
    survives_zone=st.booleans(),
    multiple=st.integers(1, 5),
)
def test_linear_fleets_are_all_fleets_up_to_the_largest(
    minimum: int, most: int, survives_zone: bool, multiple: int
) -> None:
    sizing = Sizing(min_instances=minimum, survives_zone=survives_zone, multiple=multiple)
    listed = sorted(
        (fleets.running.at(index), fleets.below.at(index), fleets.carrying.at(index))
        for fleets in sizing.fleets(most)
        for index in fleets.indices
    )
    smallest = sizing.fleet(1)
    sizes = range(smallest, most + 1, multiple)
    assert listed == [
        (size, sizing.carrying(size - multiple) if size > smallest else 0, sizing.carrying(size))
        for size in sizes
    ]
    for size, below, carrying in listed:
        assert {sizing.fleet(int(n)) for n in range(int(below) + 1, int(carrying) + 1)} <= {size}
    assert all(before[2] == after[1] for before, after in pairwise(listed))
