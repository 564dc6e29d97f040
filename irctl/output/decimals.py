"""Numbers below each other, with their decimal points in one column."""

import re
from collections.abc import Sequence

# What precedes the decimal point, what follows it, the unit, and what follows that.
_NUMBER = re.compile(
    r"(\D*\d[\d,]*)((?:\.\d+)?(?:e[-+]?\d+)?)(%|/min|/h| ms| us| MB|)(.*)", re.ASCII
)


def lined_up(cells: Sequence[str]) -> Sequence[str]:
    """Return cells that line up when they are aligned to the right.

    A cell without a number, such as `-`, stays as it is, and so do columns without fractions and
    columns of several units, whose values are not compared with each other.
    """
    parts = [match.groups() if (match := _NUMBER.fullmatch(cell)) else None for cell in cells]
    numbers = [part for part in parts if part]
    has_fraction = any(fraction.startswith(".") for _, fraction, _, _ in numbers)
    if not has_fraction or len({unit for _, _, unit, _ in numbers}) > 1:
        return cells
    digits = max(len(fraction + unit) for _, fraction, unit, _ in numbers)
    more = max(len(rest) for _, _, _, rest in numbers)
    return [
        cell if part is None else part[0] + (part[1] + part[2]).ljust(digits) + part[3].rjust(more)
        for cell, part in zip(cells, parts, strict=True)
    ]
