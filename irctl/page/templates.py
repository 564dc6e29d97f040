"""Hidden parts of the pictures, of which the page's script draws copies."""

from collections.abc import Iterable, Iterator
from typing import Literal

from irctl.output.palette import on
from irctl.output.scene import Box, Element, Group, Mark, Path, Scene, Sheet, Size, Text
from irctl.pictures.axes import left_axis
from irctl.pictures.scales import Scale

_MOST_MORE = 100
"""The end of the axis of how much more than the cheapest something costs, in percent."""


def of_bill(scene: Scene, sheet: Sheet) -> list[Element]:
    """Return the templates of the bill: an axis, a limit, a traffic, a price and a stretch."""
    return [
        element for x, y in _scales(scene) for element in (*_bill(sheet, x, y), _limit(sheet, x))
    ]


def of_tradeoff(scene: Scene, sheet: Sheet, limited: Literal["x", "y"] = "y") -> list[Element]:
    """Return the templates of a picture that has the limited metric on an axis.

    A limit on it, and a ring for each mark of a line.
    """
    upright = [_upright_limit(sheet, y) for _, y in _scales(scene)]
    level = [_limit(sheet, x, is_named_at_end=_has_curves(scene)) for x, _ in _scales(scene)]
    return [*(upright if limited == "x" else level), *_rings(scene)]


def _rings(scene: Scene) -> Iterator[Element]:
    if _has_curves(scene):
        for group in _groups(_of_chart(scene), "mark"):
            for mark in group.elements:
                if isinstance(mark, Mark):
                    ring = mark._replace(shape="circle", is_hollow=True, is_large=True)
                    yield Group([ring], part="new-ring", number=group.number)


def _has_curves(scene: Scene) -> bool:
    return any(_groups(_of_chart(scene), "curve"))


def _of_chart(scene: Scene) -> list[Element]:
    return [element for chart in _groups(scene.elements, "chart") for element in chart.elements]


def _groups(elements: Iterable[Element], part: str) -> Iterator[Group]:
    return (one for one in elements if isinstance(one, Group) and one.part == part)


def _scales(scene: Scene) -> Iterator[tuple[Scale, Scale]]:
    """Yield the scales of the chart, if there is one."""
    for chart in _groups(scene.elements, "chart"):
        yield _scale(chart.data["x"]), _scale(chart.data["y"])


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


def _limit(sheet: Sheet, x: Scale, *, is_named_at_end: bool = False) -> Group:
    """Return a limit; its name is at the end where curves are in its usual place."""
    area = Box(x.start, 0, x.end - x.start, 1, "bad", opacity=0.07)
    line = Path(((x.start, 0), (x.end, 0)), stroke="bad", width=1.5, dash="dashed")
    name = Text(
        x.start + sheet.char, -0.6 * sheet.line, "", "bad", Size.SMALL, is_bold=True, has_halo=True
    )
    if is_named_at_end:
        name = name._replace(x=x.end - sheet.char, anchor="end")
    return Group([area, line, name], part="new-limit", data={"axis": "y"})


def _upright_limit(sheet: Sheet, y: Scale) -> Group:
    area = Box(0, y.end, 1, y.start - y.end, "bad", opacity=0.07)
    line = Path(((0, y.end), (0, y.start)), stroke="bad", width=1.5, dash="dashed")
    row = y.start - sheet.line / 2
    name = Text(sheet.char, row, "", "bad", Size.SMALL, is_bold=True, has_halo=True)
    return Group([area, line, name], part="new-limit", data={"axis": "x"})
