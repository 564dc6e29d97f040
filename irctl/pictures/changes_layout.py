"""Changes against a baseline, laid out for a sheet: a panel for each metric."""

from collections.abc import Iterator, Sequence

from irctl.jobs.metrics import Metric
from irctl.output import numbers
from irctl.output.scene import Box, Element, Group, Path, Scene, Sheet, Size, Text
from irctl.pictures.axes import nothing, widest
from irctl.pictures.changes import Changes
from irctl.pictures.lollipops import lollipop
from irctl.pictures.names import shortened
from irctl.pictures.scales import Scale

_LARGEST = 2.0
"""A change beyond this share is at the edge; its number says how much it is."""
_NARROWEST = 26
"""How many characters a panel is wide at least."""
_LONGEST_NAME = 0.3
"""As a share of the sheet."""
_TITLE = "Changes against the baseline"


def scene(shown: Changes, sheet: Sheet, words: str) -> Scene:
    """Lay the picture out; the words say what it comes down to."""
    if not shown.rows or not shown.metrics:
        return nothing(sheet, _TITLE, "no metric has a change")
    names = _names(shown, sheet)
    left = widest(sheet, names) + 2 * sheet.char
    across = max(int((sheet.width - left) / (_NARROWEST * sheet.char)), 1)
    width = (sheet.width - left) / min(across, len(shown.metrics))
    elements: list[Element] = list(_head(shown, sheet))
    top = len(elements) * sheet.line
    height = (len(shown.rows) * _row(sheet) + 2) * sheet.line
    for number, metric in enumerate(shown.metrics):
        line, place = divmod(number, across)
        start, y = left + place * width, top + line * (height + sheet.line)
        largest = _largest(shown)
        x = Scale(-largest, largest, start + 6 * sheet.char, start + width - 6 * sheet.char)
        elements.append(Group(list(_panel(shown, metric, sheet, x, y)), part="panel"))
        if place == 0:
            elements += _rows(shown, names, sheet, left, y)
    lines = (len(shown.metrics) - 1) // across + 1
    return Scene(
        width=sheet.width,
        height=top + lines * (height + sheet.line),
        title=_TITLE,
        description=words,
        elements=elements,
    )


def _row(sheet: Sheet) -> float:
    """Return how many lines a row is tall."""
    return 1 if sheet.is_cells else 1.6


def _names(shown: Changes, sheet: Sheet) -> list[str]:
    room = sheet.width * _LONGEST_NAME

    def fits(text: str) -> bool:
        return sheet.measure(text, Size.NORMAL, False) <= room

    return [shortened(one.name, fits) for one, _ in shown.rows]


def _head(shown: Changes, sheet: Sheet) -> Iterator[Element]:
    """Yield the lines above the panels, each a line of text."""
    texts = [f"Change against {shown.baseline}"]
    share = numbers.share(float(shown.noise.share))
    texts.append(f"band: within {share} either way, run-to-run noise")
    if shown.total > len(shown.rows):
        texts.append(f"the best {len(shown.rows)} of {shown.total:,} shown")
    room = sheet.width - sheet.char
    for line, text in enumerate(texts):
        y = (line + 0.5) * sheet.line
        cut = shortened(text, lambda cut: sheet.measure(cut, Size.NORMAL, True) <= room)
        if line:
            yield Text(sheet.char / 2, y, cut, "dim", Size.SMALL)
        else:
            yield Text(sheet.char / 2, y, cut, is_bold=True)


def _largest(shown: Changes) -> float:
    """Return the largest change of all panels, so that they have one scale."""
    sizes = [
        abs(change)
        for _, row in shown.rows
        for metric in shown.metrics
        if (change := row.changes[metric].change) is not None
    ]
    return min(max(*sizes, 2 * float(shown.noise.share), 0.01), _LARGEST)


def _rows(
    shown: Changes, names: Sequence[str], sheet: Sheet, left: float, top: float
) -> Iterator[Element]:
    for number, ((one, _), name) in enumerate(zip(shown.rows, names, strict=True)):
        y = _middle(number, sheet, top)
        text = Text(left - sheet.char, y, name, anchor="end")
        yield Group([text], part="name", number=one.number)


def _middle(number: int, sheet: Sheet, top: float) -> float:
    return top + (1 + (number + 0.5) * _row(sheet)) * sheet.line


def _panel(shown: Changes, metric: Metric, sheet: Sheet, x: Scale, top: float) -> Iterator[Element]:
    """Yield the panel of a metric: its name, the band of noise, and a row for each change."""
    better = f" {_ARROWS[metric.higher_is_better]} better" if metric.has_direction else ""
    yield Text(x(0), top + 0.5 * sheet.line, metric.heading + better, is_bold=True, anchor="middle")
    start, end = top + 1.1 * sheet.line, _middle(len(shown.rows), sheet, top) - sheet.line / 4
    noise = float(shown.noise.of(metric))
    if sheet.is_cells:
        yield from (Path(((x(at), start), (x(at), end)), stroke="grid") for at in (-noise, noise))
    else:
        yield Box(x(-noise), start, x(noise) - x(-noise), end - start, fill="band")
    yield Path(((x(0), start), (x(0), end)), stroke="axis")
    for tick in x.ticks(3):
        if tick:
            text = numbers.change(tick)
            yield Text(x(tick), end + 0.7 * sheet.line, text, "dim", Size.SMALL, anchor="middle")
    for number, (one, row) in enumerate(shown.rows):
        y = _middle(number, sheet, top)
        change = lollipop(row.changes[metric], noise, sheet, x, y)
        yield Group(list(change), part="change", number=one.number)


_ARROWS = {False: "↓", True: "↑"}
