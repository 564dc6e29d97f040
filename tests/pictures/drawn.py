"""What is in a picture."""

from collections.abc import Iterator

from irctl.output.scene import Element, Group, Scene, Sheet, Text
from irctl.pictures.names import Area

_SHIFT = {"start": 0.0, "middle": 0.5, "end": 1.0}


def elements(scene: Scene | Group, part: str = "") -> Iterator[Element]:
    """Yield all elements, or those in groups of one part."""
    for element in scene.elements:
        if isinstance(element, Group):
            yield from elements(element, "" if element.part == part else part)
        elif not part:
            yield element


def texts(scene: Scene, part: str = "") -> list[str]:
    return [element.text for element in elements(scene, part) if isinstance(element, Text)]


def boxes(scene: Scene, part: str, sheet: Sheet) -> list[Area]:
    """Return the areas of the texts of one part; a little less, for rounding."""
    areas = []
    for text in elements(scene, part):
        if isinstance(text, Text):
            width = sheet.measure(text.text, text.size, text.is_bold)
            x = text.x - width * _SHIFT[text.anchor]
            areas.append(Area(x, text.y - 0.49 * sheet.line, width, 0.98 * sheet.line))
    return areas
