"""How the benchmarks of a job went, laid out for a sheet."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from irctl.jobs.model import Step
from irctl.jobs.statuses import Outcome, outcome
from irctl.output import numbers
from irctl.output.palette import on
from irctl.output.scene import Box, Element, Group, Path, Role, Scene, Sheet, Size, Text
from irctl.pictures.axes import nothing, ticks_across, widest
from irctl.pictures.benchmarks import MOST_ROWS, Bar, bar_of, moments
from irctl.pictures.names import shortened
from irctl.pictures.scales import Scale, linear_scale
from irctl.pictures.series import series

_LONGEST_NAME = 0.3
"""As a share of the sheet."""
_TITLE = "How the benchmarks went"
_HOURS_FROM = 180
"""From so many minutes on, the axis counts hours."""
_SIGNS: dict[Outcome | None, tuple[str, Role]] = {
    Outcome.READY: ("✓", "good"),
    Outcome.FAILED: ("✗", "bad"),
}
_UNKNOWN: tuple[str, Role] = ("…", "dim")


def scene(steps: Sequence[Step], sheet: Sheet) -> Scene:
    """Lay the picture out."""
    if not steps:
        return nothing(sheet, _TITLE, "the job has no benchmarks")
    first = min(moments(steps), default=None)
    named = series([step.benchmark for step in steps[:MOST_ROWS]])
    bars = [bar_of(one, step, first) for one, step in zip(named, steps, strict=False)]
    names = _names(bars, sheet)
    left = widest(sheet, names) + 4 * sheet.char
    x = linear_scale(
        [bar.end for bar in bars if bar.end is not None], left, sheet.width - 4 * sheet.char
    )
    top, bottom = 2 * sheet.line, (2 + len(bars) * _row(sheet)) * sheet.line
    elements: list[Element] = [*_head(steps, first, sheet), *_axis(x, sheet, top, bottom)]
    for number, (bar, name) in enumerate(zip(bars, names, strict=True)):
        y = top + (number + 0.5) * _row(sheet) * sheet.line
        elements.append(Group(list(_line(bar, name, sheet, x, y)), part="benchmark"))
    return Scene(
        width=sheet.width,
        height=bottom + 1.5 * sheet.line,
        title=_TITLE,
        description=_in_words(steps),
        elements=elements,
    )


def _row(sheet: Sheet) -> float:
    """Return how many lines a row is tall."""
    return 1 if sheet.is_cells else 1.8


def _names(bars: Sequence[Bar], sheet: Sheet) -> list[str]:
    room = sheet.width * _LONGEST_NAME

    def fits(text: str) -> bool:
        return sheet.measure(text, Size.NORMAL, False) <= room

    return [shortened(bar.series.name, fits) for bar in bars]


def _head(steps: Sequence[Step], first: datetime | None, sheet: Sheet) -> Iterator[Element]:
    since = f"since the first requests, {numbers.time(first)}" if first else ""
    more = f"; the first {MOST_ROWS} of {len(steps):,} shown" if len(steps) > MOST_ROWS else ""
    yield Text(
        sheet.char / 2,
        0.5 * sheet.line,
        f"Time {since}{more}" if first else f"No times{more}",
        is_bold=True,
    )


def _axis(x: Scale, sheet: Sheet, top: float, bottom: float) -> Iterator[Element]:
    minutes, unit = (60, "h") if x.high > _HOURS_FROM else (1, "min")
    axis = x._replace(low=x.low / minutes, high=x.high / minutes)

    def show(value: float) -> str:
        return f"{value:.3g} {unit}"

    for tick in ticks_across(sheet, axis, show):
        yield Path(((axis(tick), top), (axis(tick), bottom)), stroke="grid")
        yield Text(axis(tick), bottom + 0.7 * sheet.line, show(tick), "dim", anchor="middle")


def _line(bar: Bar, name: str, sheet: Sheet, x: Scale, y: float) -> Iterator[Element]:
    sign, role = _SIGNS.get(bar.outcome, _UNKNOWN)
    yield Text(sheet.char / 2, y, sign, role, is_bold=True)
    yield Text(2.5 * sheet.char, y, name)
    height = sheet.line if sheet.is_cells else 1.3 * sheet.line
    if bar.start is None or bar.end is None:
        yield from _without_times(bar, role, sheet, x, y, height)
        return
    start, end = x(bar.start), max(x(bar.end), x(bar.start) + sheet.char)
    fill = "bad" if bar.outcome is Outcome.FAILED else "slot-0"
    yield Box(start, y - height / 2, end - start, height, fill, is_round=True)
    yield _text(bar.text, fill, start, end, sheet, x, y)


def _without_times(
    bar: Bar, role: Role, sheet: Sheet, x: Scale, y: float, height: float
) -> Iterator[Element]:
    if bar.outcome is Outcome.FAILED:
        width = x.end - x.start
        box = Box(x.start, y - height / 2, width, height, "bad", is_round=True, opacity=0.07)
        yield box
        yield box._replace(fill="", stroke="bad", dash="dashed", opacity=1)
    text = _cut(bar.text, x.end - x.start - 2 * sheet.char, sheet)
    yield Text(x.start + sheet.char, y, text, role, Size.SMALL)


def _text(
    text: str, fill: Role, start: float, end: float, sheet: Sheet, x: Scale, y: float
) -> Element:
    """Return a text in its bar, else next to it on the side with more room."""
    width = sheet.measure(text, Size.SMALL, True) + 2 * sheet.char
    if width <= end - start:
        return Text(start + sheet.char, y, text, on(fill), Size.SMALL, is_bold=True)
    role = "bad" if fill == "bad" else "ink"
    after, before = sheet.width - end - 2 * sheet.char, start - x.start - 2 * sheet.char
    if after >= min(width, before):
        shown = _cut(text, after, sheet)
        return Text(end + sheet.char, y, shown, role, Size.SMALL, has_halo=True)
    shown = _cut(text, before, sheet)
    return Text(start - sheet.char, y, shown, role, Size.SMALL, anchor="end", has_halo=True)


def _cut(text: str, room: float, sheet: Sheet) -> str:
    return shortened(text, lambda shown: sheet.measure(shown, Size.SMALL, False) <= room)


def _in_words(steps: Sequence[Step]) -> str:
    failed = sum(outcome(step.status) is Outcome.FAILED for step in steps)
    return f"{len(steps) - failed} of {len(steps)} benchmarks did not fail."
