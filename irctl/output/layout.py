"""Which columns of a table have room on a terminal, and where: side by side, in further
blocks of the same rows, or listed below."""

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any

from rich.cells import cell_len

from irctl.output.report import Field
from irctl.output.text import words

GAP = 2
"""Spaces between columns."""
SENTENCE = 30
"""The columns in which a sentence can still be read."""


def least(each: Field[Any], cells: Sequence[str], widest: int, known: int) -> int:
    """How narrow a column may be: a sentence as narrow as can be read, if its longest word
    is not wider."""
    if not each.sentence:
        return widest
    longest = max(cell_len(word) for cell in cells for word in words(cell))
    return max(known, min(widest, max(longest, SENTENCE)))


def blocks(
    fields: Sequence[Field[Any]], widths: Mapping[str, int], who: Container[str], room: int | None
) -> list[list[Field[Any]]]:
    """The fields that have room, side by side in one block, else those that matter most
    in several. Each begins with what tells of which row it is: the fields of `who`, or
    the first alone where these leave less than a third of the width."""

    def width(chosen: Sequence[Field[Any]]) -> int:
        return sum(widths[each.key] + GAP for each in chosen) - GAP

    if room is None:
        return [list(fields)]
    fits = _fitting(fields, lambda chosen: width(chosen) <= room)
    again = [each for each in fits if each.key in who]
    if not again or width(again) * 3 > room * 2:
        again = fits[:1]
    found = [fits[:1]]
    for each in fits[1:]:
        if width([*found[-1], each]) <= room:
            found[-1].append(each)
        elif width([*again, each]) <= room:
            found.append([*again, each])
    return found


def shared(
    block: Sequence[Field[Any]],
    widths: Mapping[str, int],
    least: Mapping[str, int],
    room: int | None,
) -> Mapping[str, int]:
    """The widths of a block's columns: sentences share the room that others leave."""
    if room is None:
        return widths
    spare = max(0, room - sum(least[each.key] + GAP for each in block) + GAP)
    found = {}
    for each in block:
        found[each.key] = min(widths[each.key], least[each.key] + spare)
        spare -= found[each.key] - least[each.key]
    return found


def told(
    fields: Sequence[Field[Any]],
    placed: Sequence[Sequence[Field[Any]]],
    cells: Mapping[str, Sequence[str]],
    details: str,
) -> list[Field[Any]]:
    """The columns without room that are listed below the table."""
    rest = [each for each in fields if not any(each in block for block in placed)]
    return [
        each
        for each in rest
        if each.sentence
        or not each.keep
        or details == "all"
        or (details == "distinguishing" and not each.numeric and len(set(cells[each.key])) > 1)
    ]


def are_clear(
    placed: Sequence[Sequence[Field[Any]]],
    listed: Sequence[Field[Any]],
    cells: Mapping[str, Sequence[str]],
) -> bool:
    """Whether no two rows look alike in what a list below the table, or a further block,
    repeats of them."""
    repeated = [placed[0][:1]] if listed else []
    if len(placed) > 1:
        repeated.append([each for each in placed[0] if each in placed[1]])
    rows = [list(zip(*(cells[each.key] for each in some), strict=True)) for some in repeated]
    return all(len(set(some)) == len(some) for some in rows)


def _fitting(
    fields: Sequence[Field[Any]], fit: Callable[[Sequence[Field[Any]]], bool]
) -> list[Field[Any]]:
    """The fields that are left when those that matter least have made room: at least one,
    and all that matter most, whether they fit or not."""
    fits, moved = list(fields), list[Field[Any]]()
    while not fit(fits) and len(fits) > 1:
        last = max(range(len(fits)), key=lambda index: (fits[index].keep, index))
        if not fits[last].keep:
            break
        moved.append(fits.pop(last))
    # Of several that matter as much, the last one to go may have been the wide one.
    for each in reversed(moved[:-1]):
        wider = [other for other in fields if other in fits or other is each]
        if each.keep == moved[-1].keep and fit(wider):
            fits = wider
    return fits
