"""One change: a line from no change to a mark, and its number."""

from collections.abc import Iterator

from irctl.decisions.change import Change
from irctl.output import numbers
from irctl.output.changes import tone
from irctl.output.scene import Element, Mark, Path, Role, Sheet, Size, Text
from irctl.pictures.scales import Scale


def lollipop(change: Change, noise: float, sheet: Sheet, x: Scale, y: float) -> Iterator[Element]:
    if change.change is None:
        yield Text(x(0), y, "n/a", "dim", Size.SMALL, anchor="middle", has_halo=True)
        return
    role, place = _role(change), x(change.change)
    yield Path(((x(0), y), (place, y)), stroke=role, width=3)
    yield Mark(place, y, "circle", role)
    is_less = change.change < 0
    yield Text(
        x=place + (-1.5 if is_less else 1.5) * sheet.char,
        y=y,
        text=_percent(change.change, noise),
        role=role,
        is_bold=True,
        anchor="end" if is_less else "start",
        has_halo=True,
    )


def _percent(change: float, noise: float) -> str:
    """Return a change with enough digits to tell it from the noise."""
    text = numbers.change(change)
    is_edge = text.lstrip("+-") == numbers.change(noise).lstrip("+-") and abs(change) != noise
    return numbers.precise_change(change) if is_edge else text


def _role(change: Change) -> Role:
    return tone(change) or "dim"
