"""The colours of the page: those of the pictures, and its own."""

from collections.abc import Mapping

from irctl.output import palette

LIGHT: Mapping[str, str] = {
    **palette.LIGHT,
    "page": "#f4f6f9",
    "line": "#d5dbe3",
    "accent": "#0b5cc7",
    "on-accent": "#ffffff",
    "wash": "#eaf2fd",
}
DARK: Mapping[str, str] = {
    **palette.DARK,
    "page": "#0b0f14",
    "line": "#2b3542",
    "accent": "#6db0ff",
    "on-accent": "#000000",
    "wash": "#152436",
}


def style() -> str:
    """Return the variables and the classes of the colours; on paper the light ones, always."""
    dark = _declared({role: color for role, color in DARK.items() if LIGHT[role] != color})
    unless_light = f":root:not([data-theme=light]){{{dark}}}"
    return (
        f":root{{{_declared(LIGHT)}}}\n"
        f"@media screen and (prefers-color-scheme:dark){{{unless_light}}}\n"
        f"@media screen{{:root[data-theme=dark]{{{dark}}}}}\n"
        f"{''.join(map(_classes, palette.LIGHT))}\n"
    )


def _declared(colors: Mapping[str, str]) -> str:
    return ";".join(f"--{role}:{color}" for role, color in colors.items())


def _classes(role: str) -> str:
    """Return the classes with which `output.svg` marks what has a colour."""
    stroke = "" if role.startswith("on-") else f".s-{role}{{stroke:var(--{role})}}"
    return f".f-{role}{{fill:var(--{role})}}{stroke}"
