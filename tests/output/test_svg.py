"""A picture as SVG: well-formed, inert, and all its text harmless."""

import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from irctl.output import svg
from irctl.output.palette import DARK, LIGHT, contrast, on
from irctl.output.scene import Box, Element, Group, Mark, Path, Scene, Size, Text
from irctl.output.text import plain

NAMESPACE = "{http://www.w3.org/2000/svg}"


def scene(*texts: str) -> Scene:
    elements: list[Element] = [
        Path(((0, 0), (10, 0), (10, 5.25), (12, 7)), stroke="slot-0", dash="dashed"),
        Box(1, 2, 3, 4, fill="bad", opacity=0.07),
        Mark(5, 5, "triangle", "slot-1", is_hollow=True),
        *(Text(5, 5, text, size=Size.SMALL, has_halo=True) for text in texts),
    ]
    group = Group(elements, part=texts[0], number=7, is_faded=True, data={"x": texts[0]})
    return Scene(100, 50, title=texts[0], description=texts[0], elements=[group])


@given(text=st.text())
def test_any_text_is_well_formed_xml_that_shows_it_harmlessly(text: str) -> None:
    for document in (
        svg.document(scene(text)),
        svg.part_of_page(scene(text), "map", classes="wide"),
    ):
        root = ElementTree.fromstring(document)
        shown = [element.text or "" for element in root.iter(f"{NAMESPACE}text")]
        assert shown == [plain(text)]
        names = {element.tag.removeprefix(NAMESPACE) for element in root.iter()}
        assert names == {"svg", "title", "desc", "g", "path", "rect", "text"} | names & {"circle"}
        assert not re.search(r"\s(on\w+|style|href)=", document)


def test_a_line_names_one_coordinate_of_a_level_or_upright_part() -> None:
    assert 'd="M0 0H10V5.2L12 7"' in svg.document(scene("a"))


def test_a_page_finds_parts_configurations_and_roles() -> None:
    text = svg.part_of_page(scene("curve"), "bill", classes="wide")
    root = ElementTree.fromstring(text)
    group = root.find(f"{NAMESPACE}g")
    assert group is not None
    assert group.attrib == {
        "class": "off",
        "opacity": "0.65",
        "data-part": "curve",
        "data-number": "7",
        "data-x": "curve",
    }
    classes = [element.attrib["class"] for element in group]
    assert classes == ["s-slot-0", "f-bad", "f-paper s-slot-1", "f-ink s-paper"]
    assert root.attrib["aria-labelledby"] == "bill-title bill-description"


def test_a_file_has_white_paper_and_no_hooks() -> None:
    text = svg.document(scene("curve"))
    assert 'fill="#ffffff"' in text
    assert "data-" not in text
    assert "class=" not in text


def test_text_and_marks_have_contrast_in_both_themes() -> None:
    for colors in (LIGHT, DARK):
        for role in ("ink", "dim", "good", "bad"):
            assert contrast(colors[role], colors["paper"]) >= 4.5, role
        for role in colors:
            if on(role) in colors:
                assert contrast(colors[role], colors["paper"]) >= 3, role
                assert contrast(colors[on(role)], colors[role]) >= 4.5, role
    assert contrast("#000000", "#ffffff") == 21
