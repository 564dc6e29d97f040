"""Where names go: next to lines and marks, and never over each other."""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from irctl.output.scene import Sheet, Text


class Area(NamedTuple):
    """A rectangle that a text or a mark takes."""

    x: float
    y: float
    width: float
    height: float

    def overlaps(self, other: "Area") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    def is_within(self, other: "Area") -> bool:
        return (
            other.x <= self.x
            and other.y <= self.y
            and self.x + self.width <= other.x + other.width
            and self.y + self.height <= other.y + other.height
        )


class Room:
    """What is free of a sheet."""

    def __init__(self, whole: Area):
        self._whole = whole
        self._taken: list[Area] = []

    def take(self, area: Area) -> None:
        self._taken.append(area)

    def first_text(self, texts: Iterable[Text], sheet: Sheet) -> Text | None:
        """Take the place of the first of some texts that is free, and return it."""
        candidates = list(texts)
        index = self.first_free([area(text, sheet) for text in candidates])
        return None if index is None else candidates[index]

    def first_free(self, candidates: Iterable[Area]) -> int | None:
        """Take the first of some areas that is free, and return its place among them."""
        for index, area in enumerate(candidates):
            if area.is_within(self._whole) and not any(map(area.overlaps, self._taken)):
                self._taken.append(area)
                return index
        return None


def area(text: Text, sheet: Sheet) -> Area:
    """Return what a text takes of a sheet."""
    width = sheet.measure(text.text, text.size, text.is_bold)
    left = text.x - width * _BEFORE[text.anchor]
    return Area(left, text.y - sheet.line / 2, width, sheet.line)


_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""Which share of a text is before its place."""


def dodged(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Return the middles of intervals that don't overlap, each near the one it wants.

    Their order is that of the wanted middles. They are between low and high where that has room
    for all. Intervals that touch move as one block around the mean of what they want (the pool
    adjacent violators algorithm of isotonic regression).
    """
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    before = [0.0]
    """How much is before the middle of each interval where all touch."""
    for first, second in pairwise(order):
        before.append(before[-1] + (sizes[first] + sizes[second]) / 2)
    blocks: list[tuple[float, int]] = []
    """The sum of the wanted starts of each block, and how many intervals it has."""
    for index, offset in zip(order, before, strict=False):
        total, count = wanted[index] - offset, 1
        while blocks and blocks[-1][0] * count >= total * blocks[-1][1]:
            other, of_other = blocks.pop()
            total, count = total + other, count + of_other
        blocks.append((total, count))
    starts = [total / count for total, count in blocks for _ in range(count)]
    if not order:
        return []
    least = low + sizes[order[0]] / 2
    most = high - before[-1] - sizes[order[-1]] / 2
    middles = [0.0] * len(wanted)
    for index, offset, start in zip(order, before, starts, strict=False):
        middles[index] = max(min(start, most), least) + offset
    return middles


def shortened(text: str, fits: Callable[[str], bool]) -> str:
    """Return a text that fits, without a part of its middle if it is too long."""
    if fits(text):
        return text
    for kept in range(len(text) - 1, 2, -1):
        head = (kept + 1) // 2
        short = f"{text[:head]}…{text[len(text) - (kept - head) :]}"
        if fits(short):
            return short
    return text[:1] if fits(text[:1]) else ""
