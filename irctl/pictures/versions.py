"""How the best configuration moved over the versions of a model: a panel for each metric."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, product
from typing import NamedTuple

from irctl.decisions.change import Change
from irctl.decisions.versions import VersionResult
from irctl.jobs.metrics import Metric
from irctl.output import numbers
from irctl.output.changes import tone
from irctl.output.scene import (
    Anchor,
    Dash,
    Element,
    Group,
    Mark,
    Path,
    Role,
    Scene,
    Sheet,
    Size,
    Text,
)
from irctl.pictures.axes import left_axis, legend, nothing, ticks_up, widest
from irctl.pictures.names import Area, Room, area, shortened
from irctl.pictures.scales import Scale, linear_scale
from irctl.pictures.series import Series

MOST_VERSIONS = 40
_MOST_PANELS = 3
_FEWEST_ROWS = 7
_SHORTEST_NAME = 4
"""In usual characters: below that, the names of configurations are left out."""
_HEADROOM = 1.2
"""How far the axis goes, as a share of the highest value: so that its text has room."""


class _Column(NamedTuple):
    """A version, and its place across."""

    result: VersionResult
    x: float

    @property
    def series(self) -> Series | None:
        best = self.result.best
        return best and Series(0, best, best.title, None)


class _Panel(NamedTuple):
    """The values of a metric over the versions."""

    metric: Metric
    x: Scale
    y: Scale
    columns: Sequence[_Column]

    def points(self) -> Iterator[tuple[int, _Column, float]]:
        """Yield the places of the versions that have a value."""
        for index, column in enumerate(self.columns):
            value = self.metric.of(column.result.values)
            if value is not None:
                yield index, column, self.y(value)


def scene(
    results: Sequence[VersionResult], metrics: Sequence[Metric], sheet: Sheet, words: str
) -> Scene:
    """Lay the picture out; the words say what it comes down to."""
    title = _title(results)
    shown = results[-MOST_VERSIONS:]
    known = [m for m in metrics if m.known(result.values for result in shown)][:_MOST_PANELS]
    if not known:
        return nothing(sheet, title, "no version has a result")
    sheet = sheet._replace(rows=max(sheet.rows // len(known), _FEWEST_ROWS))  # of a panel
    top = 2.5 * sheet.line
    panels = _panels(shown, known, sheet, top)
    bottom = top + len(panels) * (sheet.rows + 1) * sheet.line
    elements: list[Element] = [
        Text(sheet.char / 2, 0.5 * sheet.line, title, is_bold=True),
        *_shapes(panels[0], sheet),
    ]
    for panel in panels:
        elements.append(Group(list(_drawn(panel, sheet)), part="panel"))
    elements += _below(panels[-1].columns, sheet, bottom)
    return Scene(
        width=sheet.width,
        height=bottom + 2 * sheet.line,
        title=title,
        description=words,
        elements=elements,
    )


def _title(results: Sequence[VersionResult]) -> str:
    """Return which group it is, and how many of its versions are shown if not all are."""
    group = results[0].version.group if results else ""
    last = f", the last {MOST_VERSIONS} of {len(results)}"
    return f"Versions of {group}{last if len(results) > MOST_VERSIONS else ''}: best configurations"


def _panels(
    results: Sequence[VersionResult], metrics: Sequence[Metric], sheet: Sheet, top: float
) -> list[_Panel]:
    height = sheet.rows * sheet.line
    scales = []
    for number, metric in enumerate(metrics):
        start = top + number * (height + sheet.line)
        highest = max(metric.known(result.values for result in results))
        scales.append(linear_scale([highest * _HEADROOM], start + height, start + 1.5 * sheet.line))
    left = max(
        widest(sheet, [_tick(metric, tick) for tick in ticks_up(sheet, y)])
        for metric, y in zip(metrics, scales, strict=True)
    )
    x = Scale(-0.5, len(results) - 0.5, left + 2 * sheet.char, sheet.width - sheet.char)
    columns = [_Column(result, x(index)) for index, result in enumerate(results)]
    return [_Panel(metric, x, y, columns) for metric, y in zip(metrics, scales, strict=True)]


def _tick(metric: Metric, value: float) -> str:
    return numbers.short_quantity(value, metric.unit)


def _shapes(panel: _Panel, sheet: Sheet) -> Iterator[Element]:
    """Yield what the shapes of marks mean."""
    shapes = [column.series.shape for column in panel.columns if column.series]
    yield from legend(
        sheet, shapes, panel.x, 1.5 * sheet.line, "changes are against the previous version"
    )


def _drawn(panel: _Panel, sheet: Sheet) -> Iterator[Element]:
    """Yield a panel: its title, its axis, the line and a mark with a value for each version."""
    metric, x, y = panel.metric, panel.x, panel.y
    better = f" {_ARROWS[metric.higher_is_better]} better" if metric.has_direction else ""
    yield Text(x.start, y.end - sheet.line, metric.heading + better, is_bold=True)
    yield from left_axis(sheet, x, y, lambda value: _tick(metric, value))
    for (first, before, y1), (second, after, y2) in pairwise(panel.points()):
        dash: Dash = "" if second == first + 1 else "dotted"
        yield Path(((before.x, y1), (after.x, y2)), stroke="dim", width=1.5, dash=dash)
    yield from _values(panel, sheet)


def _values(panel: _Panel, sheet: Sheet) -> Iterator[Element]:
    """Yield the marks of a panel, and the values that have room."""
    top = panel.y.end - sheet.line / 2
    whole = Area(panel.x.start, top, sheet.width - panel.x.start, panel.y.start - top)
    room = Room(whole)
    points = list(panel.points())
    for _, column, y in points:
        room.take(Area(column.x - sheet.char, y - sheet.line / 2, 2 * sheet.char, sheet.line))
    for _, column, y in reversed(points):  # the newest version is named first
        change = column.result.since_previous[panel.metric]
        role = _role(change)
        if column.series:
            yield Mark(column.x, y, column.series.shape, role)
        text = Text(column.x, y, _text(panel.metric, change), role, has_halo=True)
        places = (
            text._replace(y=y + lines * sheet.line, anchor=anchor)
            for anchor, lines in product(_ANCHORS, (-1, 1))
        )
        named = room.first_text(places, sheet)
        if named:
            yield named


def _text(metric: Metric, change: Change) -> str:
    value = numbers.cell(change.value or 0, metric.unit)
    return value if change.change is None else f"{value} {numbers.change(change.change)}"


def _role(change: Change) -> Role:
    return "ink" if change.change is None else tone(change) or "dim"


def _below(columns: Sequence[_Column], sheet: Sheet, y: float) -> Iterator[Element]:
    """Yield the versions, and below each its configuration or why it has none."""
    slot = (columns[-1].x - columns[0].x) / max(len(columns) - 1, 1) or sheet.width / 2
    room = Room(Area(0, y - sheet.line, sheet.width, 2 * sheet.line))
    for column in columns:
        number = Text(column.x, y, f"v{column.result.version.number}", anchor="middle")
        if room.first_text([number], sheet):
            yield number
        yield from _configuration(column, sheet, y + sheet.line, slot - sheet.char)


def _configuration(column: _Column, sheet: Sheet, y: float, width: float) -> Iterator[Element]:
    result = column.result
    text = column.series.short if column.series else result.gap.value if result.gap else ""
    cut = shortened(text, lambda cut: sheet.measure(cut, Size.SMALL, False) <= width)
    if len(cut) >= min(len(text), _SHORTEST_NAME):
        name = Text(column.x, y, cut, "dim", Size.SMALL, anchor="middle")
        if area(name, sheet).x >= 0:
            yield name


_ANCHORS: Sequence[Anchor] = ("middle", "end", "start")
_ARROWS = {False: "↓", True: "↑"}
