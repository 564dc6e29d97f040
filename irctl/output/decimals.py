"""Numbers below each other, with their decimal points in one column."""

import re
from collections.abc import Sequence

# What precedes the decimal point, what follows it with the unit, and what follows that.
_NUMBER = re.compile(
    r"(\D*\d[\d,]*)((?:\.\d+)?(?:e[-+]?\d+)?(?:%|/min|/h| ms| us| MB)?)(.*)", re.ASCII
)


def lined_up(cells: Sequence[str]) -> Sequence[str]:
    """Return cells that line up when they are aligned to the right.

    A cell without a number, such as `-`, stays as it is, and so do columns without fractions.
    """
    parts = [match.groups() if (match := _NUMBER.fullmatch(cell)) else None for cell in cells]
    if not any(part and part[1].startswith(".") for part in parts):
        return cells
    fraction = max(len(part[1]) for part in parts if part)
    rest = max(len(part[2]) for part in parts if part)
    return [
        cell if part is None else part[0] + part[1].ljust(fraction) + part[2].rjust(rest)
        for cell, part in zip(cells, parts, strict=True)
    ]
