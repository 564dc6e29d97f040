"""What is in a picture."""

from collections.abc import Iterator

from irctl.output.scene import Element, Group, Scene, Sheet, Text
from irctl.pictures.names import Area, area


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
    areas = [area(text, sheet) for text in elements(scene, part) if isinstance(text, Text)]
    return [Area(a.x + 1e-6, a.y + 1e-6, a.width - 2e-6, a.height - 2e-6) for a in areas]
