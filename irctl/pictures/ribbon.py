"""The ribbon: which configuration is the cheapest from where to where."""

from collections.abc import Mapping, Sequence

from irctl.decisions.stretches import Stretch, merged
from irctl.output.palette import on
from irctl.output.scene import Box, Element, Group, Sheet, Size, Text
from irctl.pictures.scales import Scale
from irctl.pictures.series import Series

_SLIVER = 4
"""How many times what can be seen a part of the ribbon is long at least."""
_NOBODY = "nothing feasible"


def ribbon(
    stretches: Sequence[Stretch], names: Mapping[int, Series], sheet: Sheet, x: Scale, y: float
) -> Group:
    """Draw the stretches in a line around y; the shortest are part of their neighbours."""
    elements: list[Element] = []
    least = x.value(x.start + _SLIVER * sheet.finest) / x.low
    for stretch in merged(stretches, least=least):
        elements += _part(stretch, names, sheet, x, y)
    return Group(elements, part="ribbon", data={"y": f"{y - sheet.line / 2:.1f}"})


def _part(
    stretch: Stretch, names: Mapping[int, Series], sheet: Sheet, x: Scale, y: float
) -> list[Element]:
    start, end = x(float(stretch.start)), x(float(stretch.end))
    gap = 1.0
    if sheet.is_cells:
        start, end, gap = round(start), round(end), 0
    role, text, color = "band", _NOBODY, "dim"
    if stretch.cheapest is not None:
        one = names[id(stretch.cheapest)]
        role, text, color = one.role, one.short, on(one.role)
    box = Box(start, y - sheet.line / 2, end - start - gap, sheet.line, role, is_round=True)
    if sheet.measure(text, Size.SMALL, True) + sheet.char > end - start:
        return [box]
    return [box, Text((start + end) / 2, y, text, color, Size.SMALL, True, anchor="middle")]
