"""How many instances run where so many carry the traffic."""

from hypothesis import given
from hypothesis import strategies as st

from irctl.decisions.sizing import Sizing


@given(minimum=st.integers(1, 9), most=st.integers(0, 60), survives_zone=st.booleans())
def test_linear_fleets_are_all_fleets_up_to_the_largest(
    minimum: int, most: int, survives_zone: bool
) -> None:
    sizing = Sizing(min_instances=minimum, survives_zone=survives_zone)
    listed = [
        (fleets.carrying.at(index), fleets.running.at(index))
        for fleets in sizing.fleets(most)
        for index in fleets.indices
    ]
    assert sorted(listed) == [(n, sizing.fleet(n)) for n in range(1, most + 1)]
