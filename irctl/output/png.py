"""PNG: the picture that `svg` draws, in pixels, by resvg and with fonts of irctl's own."""

from collections.abc import Iterator
from pathlib import Path

from irctl.output import svg
from irctl.output.report import Report
from irctl.output.style import Style

_FONTS = Path(__file__).with_name("fonts")
"""A subset of DejaVu Sans: resvg draws no text without fonts, and containers have none."""
_FAMILY = "DejaVu Sans"
_ZOOM = 2
"""Pixels for one of the SVG, as screens of high resolution have them."""


def render(report: Report, style: Style) -> Iterator[bytes]:
    import resvg_py

    if report.picture is not None:
        yield resvg_py.svg_to_bytes(
            svg_string=svg.document(report.picture(svg.sheet())),
            zoom=_ZOOM,
            skip_system_fonts=True,
            font_dirs=[str(_FONTS)],
            font_family=_FAMILY,
            sans_serif_family=_FAMILY,
        )
