"""The colours of pictures by their role, for light and dark paper.

The slots were found by annealing for the least CIE76 distance of any two, seen with and without
protanopia, deuteranopia and tritanopia (Machado, Oliveira and Fernandes, 2009).
"""

from collections.abc import Mapping

from irctl.output.scene import Role

SLOTS = 8
OTHER: Role = "other"
"""A configuration without a slot."""


def slot(number: int | None) -> Role:
    """Return the role of a configuration's colour."""
    return OTHER if number is None else f"slot-{number}"


def on(role: Role) -> Role:
    """Return the role of text on an area of a role."""
    return f"on-{role}"


def contrast(color: str, other: str) -> float:
    """Return the contrast ratio of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, 1.4.3)."""
    darker, lighter = sorted((_luminance(color), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _palette(slots: str, **colors: str) -> Mapping[Role, str]:
    """Return colours by role; text on one of them is black or white, whichever contrasts more."""
    filled = {slot(number): color for number, color in enumerate(slots.split())}
    filled |= {role: colors[role] for role in (OTHER, "ink", "good", "bad")}
    texts = {on(role): _readable_on(color) for role, color in filled.items()}
    return {**colors, **filled, **texts}


def _readable_on(color: str) -> str:
    return max("#ffffff", "#000000", key=lambda text: contrast(text, color))


LIGHT = _palette(
    "#1868d8 #dd6900 #158969 #a5133c #bb5cbf #595800 #0a5e75 #1a283b",
    paper="#ffffff",
    ink="#1b2430",
    dim="#5b6673",
    grid="#e4e8ee",
    axis="#8a95a1",
    band="#e4e7ef",
    good="#0f7a4d",
    bad="#b3261e",
    other="#6f7a87",
)
DARK = _palette(
    "#549ce1 #f4833a #20c899 #d390bf #a66efc #eeda60 #599283 #d7d8d8",
    paper="#131920",
    ink="#e6ebf1",
    dim="#9ba7b4",
    grid="#242d38",
    axis="#6a7685",
    band="#242d38",
    good="#4fd39b",
    bad="#ff8a80",
    other="#98a3b0",
)
