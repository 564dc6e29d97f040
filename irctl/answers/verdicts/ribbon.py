"""Which configuration is the cheapest at which traffic, in words."""

from collections.abc import Mapping, Sequence

from irctl.decisions.stretches import Stretch
from irctl.output import numbers

Names = Mapping[int, str]
"""The names of recommendations, by their id()."""


def ribbon(stretches: Sequence[Stretch], names: Names) -> str:
    """Return who is the cheapest at which traffic: `a up to 866/min, then b`."""
    parts = [_stretch(stretch, names, is_last=stretch is stretches[-1]) for stretch in stretches]
    if all(stretch.cheapest is None for stretch in stretches):
        return "nothing meets the limits at any traffic"
    return ", ".join([*parts[:-1], f"then {parts[-1]}"]) if len(parts) > 1 else parts[0]


def _stretch(stretch: Stretch, names: Names, *, is_last: bool) -> str:
    name = "nothing" if stretch.cheapest is None else names[id(stretch.cheapest)]
    mostly = "mostly " if stretch.is_merged else ""
    return f"{mostly}{name}{'' if is_last else f' up to {numbers.rate(float(stretch.end))}'}"
