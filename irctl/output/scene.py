"""A picture, described once: boxes, lines, marks and text by what they mean, for every renderer.

A picture is laid out for a sheet, in the sheet's own units, by the width of a character and the
height of a line: so one layout serves pixels and the cells of a terminal. X grows to the right
and Y downwards.
"""

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Literal, NamedTuple

Point = tuple[float, float]
Role = str
"""What a colour means, as `output.palette` names it: `ink`, `dim`, `bad`, or a slot, `slot-0`."""
Shape = Literal["circle", "triangle", "diamond", "square"]
Anchor = Literal["start", "middle", "end"]
Dash = Literal["", "dotted", "dashed"]


class Size(Enum):
    """The size of a text."""

    SMALL = "small"
    NORMAL = "normal"
    LARGE = "large"


class Sheet(NamedTuple):
    """What a picture is laid out on."""

    width: float
    rows: int
    """How many lines of text a chart is tall."""
    char: float
    """The width of a usual character."""
    line: float
    """The height of a line of text."""
    measure: Callable[[str, Size, bool], float]
    """Return the width of a text of a size, bold or not."""
    finest: float
    """The smallest distance that can be seen."""
    is_cells: bool = False
    """Whether text and marks fill whole cells, as on a terminal."""


class Path(NamedTuple):
    """A line through points, or the area that it encloses."""

    points: Sequence[Point]
    stroke: Role = ""
    fill: Role = ""
    width: float = 1
    dash: Dash = ""
    opacity: float = 1


class Box(NamedTuple):
    x: float
    y: float
    width: float
    height: float
    fill: Role = ""
    stroke: Role = ""
    dash: Dash = ""
    is_round: bool = False
    opacity: float = 1


class Mark(NamedTuple):
    """A shape around a point; one that is hollow and large is a ring around another one."""

    x: float
    y: float
    shape: Shape
    role: Role
    is_hollow: bool = False
    is_large: bool = False


class Text(NamedTuple):
    """One line of text; Y is its middle."""

    x: float
    y: float
    text: str
    role: Role = "ink"
    size: Size = Size.NORMAL
    is_bold: bool = False
    anchor: Anchor = "start"
    has_halo: bool = False
    """Whether it is set off from the lines behind it."""


class Group(NamedTuple):
    """What belongs together; a page finds it by its part and its configuration."""

    elements: "Sequence[Element]"
    part: str = ""
    """What it is: `curve`, `name`, `leader`, `mark`, `ribbon`, ..."""
    number: int | None = None
    """The place of the configuration that it shows among all of the answer."""
    is_faded: bool = False
    """Whether it shows something that a limit excludes."""
    data: Mapping[str, str] = {}
    """What a page needs to draw it anew, such as a scale."""


Element = Path | Box | Mark | Text | Group


class Scene(NamedTuple):
    width: float
    height: float
    title: str
    """What the picture shows."""
    description: str
    """What it comes down to, in words, for those who cannot see it."""
    elements: Sequence[Element]


Picture = Callable[[Sheet], Scene]
"""Lays a picture out for a sheet."""
