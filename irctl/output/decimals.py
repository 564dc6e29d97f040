"""Numbers below each other, with their decimal points in one column."""

import re
from collections.abc import Sequence
from typing import NamedTuple

# What precedes the decimal point, what follows it, the unit, and what follows that.
_NUMBER = re.compile(
    r"(\D*\d[\d,]*)((?:\.\d+)?(?:e[-+]?\d+)?)(%|/min|/h| ms| us| s| MB|)(.*)", re.ASCII
)


class _Parts(NamedTuple):
    """A cell with a number."""

    whole: str
    fraction: str
    unit: str
    rest: str

    def padded(self, digits: int, more: int) -> str:
        """Return the text with room for the digits and the rest of other cells."""
        return self.whole + (self.fraction + self.unit).ljust(digits) + self.rest.rjust(more)


def lined_up(cells: Sequence[str]) -> Sequence[str]:
    """Return cells that line up when they are aligned to the right.

    A cell without a number, such as `-`, stays as it is, and so do columns without fractions and
    columns of several units, whose values are not compared with each other.
    """
    parts = [_parts(cell) for cell in cells]
    numbers = [part for part in parts if part]
    has_fraction = any(number.fraction.startswith(".") for number in numbers)
    if not has_fraction or len({number.unit for number in numbers}) > 1:
        return cells
    digits = max(len(number.fraction + number.unit) for number in numbers)
    more = max(len(number.rest) for number in numbers)
    return [
        part.padded(digits, more) if part else cell for cell, part in zip(cells, parts, strict=True)
    ]


def _parts(cell: str) -> _Parts | None:
    match = _NUMBER.fullmatch(cell)
    return _Parts(*match.groups()) if match else None
