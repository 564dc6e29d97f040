"""The axes of the bill: dollars a month, and traffic a minute and a second."""

from collections.abc import Iterator

from irctl.decisions.sizing import Sizing
from irctl.jobs.metrics import Unit
from irctl.output import numbers
from irctl.output.scene import Element, Group, Sheet, Size, Text
from irctl.pictures.axes import bottom_axis, left_axis, ticks_across
from irctl.pictures.scales import Scale


def axes(sizing: Sizing, sheet: Sheet, x: Scale, y: Scale, below: float) -> Iterator[Element]:
    """Yield both axes with their titles, and the caption of the ribbon below them."""
    title = Text(sheet.char / 2, 0.5 * sheet.line, "US$ a month, log", is_bold=True)
    yield Group([*left_axis(sheet, x, y, usd), title], part="y-axis")
    yield from bottom_axis(sheet, x, y, _per_minute)
    yield from _seconds(sheet, x, y.start + 2 * sheet.line)
    caption = "cheapest that meets the limits" if sizing.limits else "cheapest"
    yield Text(x.start, below, caption, "dim", Size.SMALL)
    counted = "output tokens" if sizing.of_tokens else "requests"
    yield from _title_next_to(caption, f"{counted}, log", sheet, x, below)


def usd(value: float) -> str:
    """Return dollars a month in short."""
    return numbers.short_quantity(value, Unit.USD_PER_MONTH)


def _per_minute(value: float) -> str:
    return f"{numbers.short(value)}/min"


def _per_second(value: float) -> str:
    return f"{numbers.short(value)}/s"


def _seconds(sheet: Sheet, x: Scale, y: float) -> Iterator[Element]:
    """Yield a second row of rates, a second."""
    seconds = Scale(x.low / 60, x.high / 60, x.start, x.end, is_log=True)
    for tick in ticks_across(sheet, seconds, _per_second, most=7):
        yield Text(seconds(tick), y, _per_second(tick), "dim", Size.SMALL, anchor="middle")


def _title_next_to(caption: str, title: str, sheet: Sheet, x: Scale, y: float) -> Iterator[Element]:
    """Yield the title of the axis across, where there is room next to the caption."""
    taken = sheet.measure(caption, Size.SMALL, False) + 2 * sheet.char
    if sheet.measure(title, Size.SMALL, False) <= x.end - x.start - taken:
        yield Text(x.end, y, title, "dim", Size.SMALL, anchor="end")
