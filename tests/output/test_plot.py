"""A picture in the cells of a terminal: braille or ASCII, theme colours or none."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.output import plot
from irctl.output.scene import Anchor, Box, Element, Group, Mark, Path, Scene, Text
from irctl.output.style import Style
from irctl.output.text import width

COLOR = Style(width=20, color=True)
CODES = re.compile(r"\x1b\[[\d;]*m")


def drawn(*elements: Element, style: Style = COLOR) -> list[str]:
    return plot.lines(Scene(20, 3, "title", "description", elements), style)


def test_a_level_line_is_a_row_of_braille_dots() -> None:
    assert drawn(Path(((0, 0), (3, 0))), style=Style()) == ["", "", ""]
    line = Path(((0, 0.5), (2.5, 0.5)), stroke="ink")
    assert drawn(line, style=Style()) == ["⠤⠤⠤", "", ""]
    assert drawn(line, style=Style(unicode=False)) == ["...", "", ""]


def test_colours_are_those_of_the_theme_and_none_without_colour() -> None:
    elements: list[Element] = [
        Mark(0, 0, "circle", "slot-0"),
        Text(2, 0, "a", is_bold=True),
        Text(4, 0, "b", "dim"),
    ]
    assert drawn(*elements)[0] == "\x1b[34m●\x1b[0m \x1b[1ma\x1b[0m \x1b[2mb\x1b[0m"
    assert drawn(*elements, style=Style())[0] == "● a b"
    assert drawn(*elements, style=Style(unicode=False))[0] == "o a b"


def test_an_area_is_reverse_and_without_colour_framed() -> None:
    area: list[Element] = [
        Box(0, 0, 6, 1, fill="slot-1"),
        Text(3, 0, "ab", "on-slot-1", anchor="middle"),
    ]
    assert drawn(*area)[0] == "\x1b[7;33m  ab  \x1b[0m"
    assert drawn(*area, style=Style())[0] == "├─ab─┤"
    assert drawn(*area, style=Style(unicode=False))[0] == "|-ab-|"
    assert drawn(Box(0, 0, 6, 1, fill="bad", opacity=0.07))[0] == ""


def test_what_a_limit_excludes_is_faint() -> None:
    assert drawn(Group([Mark(0, 0, "square", "slot-0")], is_faded=True))[0] == "\x1b[2m■\x1b[0m"


def test_the_grid_gives_way_to_lines() -> None:
    grid = Path(((0, 0.5), (5, 0.5)), stroke="grid")
    line = Path(((0, 0.9), (5, 0.9)), stroke="slot-2")
    for elements in ((grid, line), (line, grid)):
        assert drawn(*elements)[0] == "\x1b[32m⣀⣀⣀⣀⣀⡀\x1b[0m"


@pytest.mark.parametrize("style", [COLOR, Style(), Style(unicode=False)])
@given(text=st.text(), x=st.floats(-9, 29), anchor=st.sampled_from(["start", "middle", "end"]))
def test_any_text_stays_in_its_line_and_harmless(
    style: Style, text: str, x: float, anchor: Anchor
) -> None:
    lines = drawn(Text(x, 1, text, anchor=anchor), style=style)
    assert len(lines) == 3
    for line in lines:
        bare = CODES.sub("", line)
        assert bare.isprintable() or not bare.isascii()
        assert "\x1b" not in bare
        assert width(bare) <= 20
