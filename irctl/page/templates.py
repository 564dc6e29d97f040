"""Hidden parts of the pictures, of which the page's script draws copies."""

from collections.abc import Iterator

from irctl.output.palette import on
from irctl.output.scene import Box, Element, Group, Path, Scene, Sheet, Size, Text
from irctl.pictures.axes import left_axis
from irctl.pictures.scales import Scale

_MOST_MORE = 100
"""The end of the axis of how much more than the cheapest something costs, in percent."""


def of_bill(scene: Scene, sheet: Sheet) -> list[Element]:
    """Return the templates of the bill: an axis, a limit, a traffic, a price and a stretch."""
    return [
        element for x, y in _scales(scene) for element in (*_bill(sheet, x, y), _limit(sheet, x))
    ]


def of_tradeoff(scene: Scene, sheet: Sheet) -> list[Element]:
    return [_limit(sheet, x) for x, _ in _scales(scene)]


def _scales(scene: Scene) -> Iterator[tuple[Scale, Scale]]:
    """Yield the scales of the chart, if there is one."""
    for element in scene.elements:
        if isinstance(element, Group) and element.part == "chart":
            yield _scale(element.data["x"]), _scale(element.data["y"])


def _scale(text: str) -> Scale:
    kind, *ends = text.split(" ")
    low, high, start, end = map(float, ends)
    return Scale(low, high, start, end, is_log=kind == "log")


def _bill(sheet: Sheet, x: Scale, y: Scale) -> Iterator[Group]:
    more, line = Scale(0, _MOST_MORE, y.start, y.end), sheet.line
    title = Text(sheet.char / 2, 0.5 * line, "More than the cheapest", is_bold=True)
    yield Group([title, *left_axis(sheet, x, more, _percent)], part="new-axis")
    upright = Path(((0, 1.5 * line), (0, y.start)), stroke="ink", width=1.5, dash="dotted")
    pill = Box(0, line, 1, line, "ink", is_round=True)
    name = Text(0, 1.5 * line, "", on("ink"), is_bold=True, anchor="middle")
    yield Group([upright, pill, name], part="new-cursor")
    cost = Text(0, line, "", size=Size.LARGE, is_bold=True, has_halo=True)
    yield Group([cost], part="new-price")
    box = Box(0, 0, 1, line, "band", is_round=True)
    name = Text(0, line / 2, "", "dim", Size.SMALL, is_bold=True, anchor="middle")
    yield Group([box, name], part="new-stretch")


def _percent(value: float) -> str:
    return f"+{value:g}%"


def _limit(sheet: Sheet, x: Scale) -> Group:
    area = Box(x.start, 0, x.end - x.start, 1, "bad", opacity=0.07)
    line = Path(((x.start, 0), (x.end, 0)), stroke="bad", width=1.5, dash="dashed")
    name = Text(
        x.start + sheet.char, -0.6 * sheet.line, "", "bad", Size.SMALL, is_bold=True, has_halo=True
    )
    return Group([area, line, name], part="new-limit")
