"""A picture on a terminal: lines of braille dots, and text and marks in whole cells.

Without Unicode the dots are `.`, `'` and `:`. The colours are those of the terminal's theme; where
there are none, names and shapes say what is what.
"""

from collections.abc import Iterator

from irctl.output.canvas import Canvas
from irctl.output.report import Report
from irctl.output.scene import (
    Scene,
    Sheet,
    Size,
)
from irctl.output.style import Style
from irctl.output.text import width

_ROWS = 16
_WIDTH = 100
"""In columns, where there is no terminal."""
_MOST_COLUMNS = 160


def sheet(columns: int) -> Sheet:
    """Return a sheet of cells."""
    return Sheet(
        width=min(columns, _MOST_COLUMNS),
        rows=_ROWS,
        char=1,
        line=1,
        measure=_measured,
        finest=0.5,
        is_cells=True,
    )


def _measured(text: str, size: Size, is_bold: bool) -> float:
    return width(text)


def render(report: Report, style: Style) -> Iterator[str]:
    if report.picture is not None:
        scene = report.picture(sheet(style.width or _WIDTH))
        yield "".join(line + "\n" for line in lines(scene, style))


def lines(scene: Scene, style: Style) -> list[str]:
    """Return the lines of a picture that was laid out for cells."""
    canvas = Canvas(round(scene.width), round(scene.height), style)
    for element in scene.elements:
        canvas.draw(element)
    return canvas.lines()
