"""The colours of the page: those of the pictures, and its own."""

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "paper": "#ffffff",
    "ink": "#1b2430",
    "dim": "#5b6673",
    "grid": "#e4e8ee",
    "axis": "#8a95a1",
    "good": "#0f7a4d",
    "bad": "#b3261e",
    "slot-1": "#dd6900",
    "page": "#f4f6f9",
    "line": "#d5dbe3",
    "accent": "#0b5cc7",
    "on-accent": "#ffffff",
    "wash": "#eaf2fd",
}
DARK: Mapping[str, str] = {
    "paper": "#131920",
    "ink": "#e6ebf1",
    "dim": "#9ba7b4",
    "grid": "#242d38",
    "axis": "#6a7685",
    "good": "#4fd39b",
    "bad": "#ff8a80",
    "slot-1": "#f4833a",
    "page": "#0b0f14",
    "line": "#2b3542",
    "accent": "#6db0ff",
    "on-accent": "#000000",
    "wash": "#152436",
}


def variables() -> str:
    """Return the style sheet's variables; the dark ones on a screen only, never on paper."""
    dark = _declared(DARK)
    unless_light = f":root:not([data-theme=light]){{{dark}}}"
    return (
        f":root{{{_declared(LIGHT)}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{{unless_light}}}\n"
        f"@media screen{{:root[data-theme=dark]{{{dark}}}}}\n"
    )


def _declared(colors: Mapping[str, str]) -> str:
    return ";".join(f"--{role}:{color}" for role, color in colors.items())
