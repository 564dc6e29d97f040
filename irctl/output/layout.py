"""Which columns of a table fit on a terminal, and where.

Side by side, in further blocks of the same rows, or listed below the table.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, NamedTuple

from irctl.output.report import Field
from irctl.output.text import width, words

GAP = 2
"""Spaces between columns."""
SENTENCE = 30
"""The columns in which a sentence can still be read."""
Cells = Mapping[Field[Any], Sequence[str]]
Widths = Mapping[Field[Any], int]


class Layout(NamedTuple):
    """Where the columns of a table are."""

    blocks: Sequence[Sequence[Field[Any]]]
    """Side by side, in one block or several."""
    listed: Sequence[Field[Any]]
    """Below the table, row by row."""
    left_out: Sequence[Field[Any]]

    def is_clear(self, cells: Cells) -> bool:
        """Whether no two rows look alike in what a list or a further block repeats of them."""
        first, *further = self.blocks
        repeated = [first[:1]] if self.listed else []
        if further:
            repeated.append([field for field in first if field in further[0]])
        return all(_are_distinct([cells[field] for field in fields]) for fields in repeated)


def _are_distinct(columns: Sequence[Sequence[str]]) -> bool:
    rows = list(zip(*columns, strict=True))
    return len(set(rows)) == len(rows)


def arrange(
    cells: Cells,
    least: Widths,
    identity: Collection[Field[Any]],
    room: int | None,
    details: str,
) -> Layout:
    """Lay out the fields of `cells`, which are at least so wide, in so many columns."""
    fields = list(cells)
    if room is None:
        return Layout([fields], [], [])
    blocks = _blocks(fields, least, identity, room)
    rest = [field for field in fields if not any(field in block for block in blocks)]
    listed = [field for field in rest if _is_listed(field, cells[field], details)]
    return Layout(blocks, listed, [field for field in rest if field not in listed])


def least_width(field: Field[Any], cells: Sequence[str], widest: int) -> int:
    """Return how narrow a column may be.

    That of a sentence is as narrow as can be read, unless its longest word is wider.
    """
    if not field.sentence:
        return widest
    longest = max(width(word) for cell in cells for word in words(cell))
    return min(widest, max(longest, SENTENCE))


def shared_widths(
    block: Sequence[Field[Any]], widths: Widths, least: Widths, room: int | None
) -> Widths:
    """Return the widths of a block's columns: sentences share the room that others leave."""
    if room is None:
        return widths
    spare = max(0, room - _total(block, least))
    shared = {}
    for field in block:
        shared[field] = min(widths[field], least[field] + spare)
        spare -= shared[field] - least[field]
    return shared


def _blocks(
    fields: Sequence[Field[Any]], widths: Widths, identity: Collection[Field[Any]], room: int
) -> list[list[Field[Any]]]:
    """Return the fields that fit in one block, else those that matter most in several.

    Each block begins with the fields that identify a row, or with the first field alone where
    these leave less than a third of the width.
    """
    fits = _fitting(fields, lambda chosen: _total(chosen, widths) <= room)
    repeated = [field for field in fits if field in identity]
    if not repeated or _total(repeated, widths) * 3 > room * 2:
        repeated = fits[:1]
    blocks = [fits[:1]]
    for field in fits[1:]:
        if _total([*blocks[-1], field], widths) <= room:
            blocks[-1].append(field)
        elif _total([*repeated, field], widths) <= room:
            blocks.append([*repeated, field])
    return blocks


def _total(fields: Sequence[Field[Any]], widths: Widths) -> int:
    return sum(widths[field] + GAP for field in fields) - GAP


def _is_listed(field: Field[Any], cells: Sequence[str], details: str) -> bool:
    """Whether a field without room is listed below the table rather than left out."""
    if field.sentence or not field.keep or details == "all":
        return True
    return details == "distinguishing" and not field.numeric and len(set(cells)) > 1


def _fitting(
    fields: Sequence[Field[Any]], fit: Callable[[Sequence[Field[Any]]], bool]
) -> list[Field[Any]]:
    """Return the fields that are left when those that matter least have made room.

    At least one, and all that matter most, whether they fit or not.
    """
    fits, moved = list(fields), list[Field[Any]]()
    while not fit(fits) and len(fits) > 1:
        last = max(range(len(fits)), key=lambda index: (fits[index].keep, index))
        if not fits[last].keep:
            break
        moved.append(fits.pop(last))
    # Of several that matter equally, the last one removed may have been the wide one.
    for field in reversed(moved[:-1]):
        wider = [other for other in fields if other in fits or other is field]
        if field.keep == moved[-1].keep and fit(wider):
            fits = wider
    return fits
