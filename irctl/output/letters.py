"""How wide text is in a proportional font.

The widths are those of DejaVu Sans, which is wider than what browsers use instead: what has room
in it has room in the others.
"""

from irctl.output.text import width

# fmt: off
_WIDTHS = (
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632,
    575, 775, 752, 295, 295, 656, 557, 863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685,
    611, 685, 390, 337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
)
# fmt: on
"""Of the characters from the space to the tilde, in thousandths of the font's size."""
_OTHER = 640
"""As of a letter; a wide character takes two columns, and so twice as much."""
_BOLD = 1.11


def text_width(text: str, size: float, *, is_bold: bool) -> float:
    """Return the width of a text, in the unit of its size."""
    thousandths = sum(map(_width, text))
    return thousandths * size * (_BOLD if is_bold else 1) / 1000


def _width(character: str) -> int:
    index = ord(character) - 32
    return _WIDTHS[index] if 0 <= index < len(_WIDTHS) else _OTHER * width(character)
