"""The lines and numbers along the sides of a chart."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from irctl.output.scene import Element, Mark, Path, Scene, Shape, Sheet, Size, Text
from irctl.pictures.scales import Scale
from irctl.pictures.series import SHAPES

_MOST_TICKS = 9
Show = Callable[[float], str]
"""Return a value as text for a tick."""


def ticks_across(sheet: Sheet, x: Scale, show: Show, most: int = _MOST_TICKS) -> list[float]:
    """Return as many ticks as have room for their texts next to each other."""
    for count in range(most, 1, -1):
        ticks = x.ticks(count)
        widths = [sheet.measure(show(tick), Size.NORMAL, False) + sheet.char for tick in ticks]
        if all(
            abs(x(after) - x(before)) >= (width + other) / 2
            for (before, width), (after, other) in pairwise(zip(ticks, widths, strict=True))
        ):
            return ticks
    return []


def ticks_up(sheet: Sheet, y: Scale) -> list[float]:
    """Return ticks with at least a line between their texts."""
    return y.ticks(min(_MOST_TICKS, sheet.rows // 2))


def widest(sheet: Sheet, texts: Sequence[str], size: Size = Size.NORMAL) -> float:
    """Return the width of the widest of some texts."""
    return max((sheet.measure(text, size, False) for text in texts), default=0.0)


def bottom_axis(
    sheet: Sheet, x: Scale, y: Scale, show: Show, *, has_grid: bool = True
) -> list[Element]:
    """Draw the axis below the chart, its numbers in the next line and a grid line at each."""
    elements: list[Element] = []
    for tick in ticks_across(sheet, x, show):
        place = x(tick)
        if has_grid and not sheet.is_cells:
            elements.append(Path(((place, y.end), (place, y.start)), stroke="grid"))
        elements.append(Text(place, y.start + sheet.line, show(tick), "dim", anchor="middle"))
    return [*elements, Path(((x.start, y.start), (x.end, y.start)), stroke="axis")]


def left_axis(sheet: Sheet, x: Scale, y: Scale, show: Show) -> list[Element]:
    """Draw a grid line across the chart at each tick, and its number on the left."""
    elements: list[Element] = []
    for tick in ticks_up(sheet, y):
        place = y(tick)
        elements.append(Path(((x.start, place), (x.end, place)), stroke="grid"))
        elements.append(Text(x.start - sheet.char, place, show(tick), "dim", anchor="end"))
    return elements


def nothing(sheet: Sheet, title: str, why: str) -> Scene:
    """Return a picture that says why it shows nothing."""
    text = Text(sheet.width / 2, 1.5 * sheet.line, f"{title}: {why}", "dim", anchor="middle")
    return Scene(sheet.width, 3 * sheet.line, title, why, [text])


def legend(
    sheet: Sheet, shapes: Sequence[Shape], x: Scale, y: float, note: str
) -> Iterator[Element]:
    """Yield what each shape means, where there are several, and a note if it has room."""
    column = x.start
    for shape, meaning in SHAPES:
        if shape in shapes and len(set(shapes)) > 1:
            yield Mark(column + sheet.char / 2, y, shape, "other")
            yield Text(column + 2 * sheet.char, y, meaning, "dim", Size.SMALL)
            column += sheet.measure(meaning, Size.SMALL, False) + 4 * sheet.char
    if sheet.measure(note, Size.SMALL, False) <= x.end - column:
        yield Text(x.end, y, note, "dim", Size.SMALL, anchor="end")
