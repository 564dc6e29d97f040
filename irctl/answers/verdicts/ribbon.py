"""Which configuration is the cheapest at which traffic, in words."""

from collections.abc import Mapping, Sequence

from irctl.decisions.stretches import Stretch
from irctl.output import numbers

Names = Mapping[int, str]
"""The names of recommendations, by their id()."""


def ribbon(stretches: Sequence[Stretch], names: Names, *, of_tokens: bool = False) -> str:
    """Return who is the cheapest at which traffic: `a up to 866/min, then b`."""
    parts = [f"{_cheapest(stretch, names)}{_until(stretch, of_tokens)}" for stretch in stretches]
    if not stretches:
        return "unknown, as no configuration has a throughput and a cost"
    parts[-1] = _cheapest(stretches[-1], names)
    if all(stretch.cheapest is None for stretch in stretches):
        return "nothing meets the limits at any traffic"
    return ", ".join([*parts[:-1], f"then {parts[-1]}"]) if len(parts) > 1 else parts[0]


def _cheapest(stretch: Stretch, names: Names) -> str:
    name = "nothing" if stretch.cheapest is None else names[id(stretch.cheapest)]
    return f"mostly {name}" if stretch.is_merged else name


def _until(stretch: Stretch, of_tokens: bool) -> str:
    return f" up to {numbers.rate(float(stretch.end), of_tokens=of_tokens)}"
