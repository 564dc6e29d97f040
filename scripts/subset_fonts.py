"""Make the fonts of PNG pictures: DejaVu Sans with the characters that pictures have.

    pip install fonttools && python scripts/subset_fonts.py FOLDER

FOLDER has DejaVuSans.ttf and DejaVuSans-Bold.ttf of version 2.37, from dejavu-fonts.github.io.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font

FONTS = Path(__file__).parents[1] / "irctl" / "output" / "fonts"
LATIN_1 = (*range(0x20, 0x7F), *range(0xA0, 0x100))
OTHERS = "…–←↑→↓≤≥✓✗"  # noqa: RUF001 - what pictures and names have besides
NAMES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")


def subset(source: Path, target: Path) -> None:
    """Write a font with the characters only; without the hints for low resolutions."""
    options = Options()
    options.hinting = False
    options.layout_features = []
    options.notdef_outline = True  # a box for a character that it lacks
    font = load_font(str(source), options)
    font["head"].modified = font["head"].created  # the same bytes each time
    font.recalcTimestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[*LATIN_1, *map(ord, OTHERS)])
    subsetter.subset(font)
    save_font(font, str(target), options)


if __name__ == "__main__":
    for name in NAMES:
        subset(Path(sys.argv[1]) / name, FONTS / name)
