"""SVG: a picture as a file, or as a part of a page.

Colours are presentation attributes, so that a picture needs no style sheet. In a page, whose
style switches themes, each element also has its roles as classes: `f-ROLE` for what it fills and
`s-ROLE` for its lines. Nothing in a picture runs, or refers to anything outside it.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from irctl.output.letters import text_width
from irctl.output.palette import LIGHT
from irctl.output.report import Report
from irctl.output.scene import (
    Box,
    Dash,
    Element,
    Group,
    Mark,
    Path,
    Point,
    Role,
    Scene,
    Shape,
    Sheet,
    Size,
    Text,
)
from irctl.output.style import Style
from irctl.output.text import markup

WIDTH = 1060
"""Of a file, in pixels."""
FADED = 0.22
"""The opacity of what a limit excludes."""
FADED_NAME = 0.65
"""That of its name, which is still read: 4.8:1 on paper."""

_FONT = "system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,'DejaVu Sans',sans-serif"
_SIZES = {Size.SMALL: 11, Size.NORMAL: 12, Size.LARGE: 14}
_SIZES_OF_NARROW = {Size.SMALL: 10.5, Size.NORMAL: 11, Size.LARGE: 12.5}
_NARROW = 500
_DASHES: Mapping[Dash, str] = {"dotted": "2 3", "dashed": "6 4"}
_BASELINE = 0.35
"""How far the baseline is below the middle of a line, as a share of the text's size."""
_RING = 9.0
"""The size of a mark around another one."""
_CORNERS: Mapping[Shape, tuple[float, tuple[Point, ...]]] = {
    "triangle": (1.25, ((0, -1), (1, 0.8), (-1, 0.8))),
    "diamond": (1.3, ((0, -1), (1, 0), (0, 1), (-1, 0))),
    "square": (0.95, ((-1, -1), (1, -1), (1, 1), (-1, 1))),
}


def sheet(width: float = WIDTH) -> Sheet:
    """Return a sheet of some pixels; below 500, as on a phone, text is smaller."""
    sizes = _sizes(width)

    def measure(text: str, size: Size, is_bold: bool) -> float:
        return text_width(text, sizes[size], is_bold=is_bold)

    is_narrow = width < _NARROW
    return Sheet(
        width=width,
        rows=20,
        char=6.5 if is_narrow else 7.5,
        line=15 if is_narrow else 16.5,
        measure=measure,
        finest=1.2,
    )


def _sizes(width: float) -> Mapping[Size, float]:
    return _SIZES_OF_NARROW if width < _NARROW else _SIZES


def render(report: Report, style: Style) -> Iterator[str]:
    if report.picture is not None:
        yield document(report.picture(sheet())) + "\n"


def document(scene: Scene, colors: Mapping[Role, str] = LIGHT) -> str:
    """Return the picture as a file, on paper of one theme."""
    scene = scene._replace(height=ceil(scene.height))
    paper = Box(0, 0, scene.width, scene.height, fill="paper")
    return _Writer(scene, colors, has_hooks=False).svg(
        scene._replace(elements=(paper, *scene.elements))
    )


def part_of_page(
    scene: Scene, name: str, classes: str = "", templates: Sequence[Element] = ()
) -> str:
    """Return the picture as an element of a page, with its roles as classes.

    Groups have `data-part`, and `data-number` where they show a configuration; what a limit
    excludes has the class `off`. The name is that of its title and description, by id. The
    templates are hidden: a script draws with copies of them.
    """
    writer = _Writer(scene, LIGHT, has_hooks=True, name=name, classes=classes)
    return writer.svg(scene, templates)


class _Writer:
    def __init__(
        self,
        scene: Scene,
        colors: Mapping[Role, str],
        *,
        has_hooks: bool,
        name: str = "picture",
        classes: str = "",
    ):
        self._colors = colors
        self._has_hooks = has_hooks
        self._name = name
        self._classes = classes
        self._sizes = _sizes(scene.width)

    def svg(self, scene: Scene, templates: Sequence[Element] = ()) -> str:
        width, height = number(scene.width), number(scene.height)
        ids = {kind: f"{self._name}-{kind}" for kind in ("title", "description")}
        attributes = _attributes(
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "viewBox": f"0 0 {width} {height}",
                "width": width,
                "height": height,
                "role": "img",
                "aria-labelledby": " ".join(ids.values()),
                "font-family": _FONT,
                "font-size": number(self._sizes[Size.NORMAL]),
                "class": self._classes,
            }
        )
        return (
            f"<svg{attributes}>"
            f'<title id="{ids["title"]}">{markup(scene.title)}</title>'
            f'<desc id="{ids["description"]}">{markup(scene.description)}</desc>'
            f"{''.join(map(self._element, scene.elements))}{self._hidden(templates)}</svg>"
        )

    def _hidden(self, templates: Sequence[Element]) -> str:
        content = "".join(map(self._element, templates))
        return f'<g display="none">{content}</g>' if content else ""

    def _element(self, element: Element) -> str:
        match element:
            case Path():
                return self._path(element)
            case Box():
                return self._box(element)
            case Mark():
                return self._mark(element)
            case Text():
                return self._text(element)
            case Group():
                return self._group(element)

    def _group(self, group: Group) -> str:
        has_text = any(isinstance(element, Text) for element in group.elements)
        opacity = f"{FADED_NAME if has_text else FADED:g}"
        attributes = _attributes(
            {
                "class": _only("off", self._has_hooks and group.is_faded),
                "opacity": _only(opacity, group.is_faded),
                **(_hooks(group) if self._has_hooks else {}),
            }
        )
        content = "".join(map(self._element, group.elements))
        return f"<g{attributes}>{content}</g>" if attributes else content

    def _path(self, path: Path) -> str:
        return self._tag("path", {"d": _line(path.points, is_closed=bool(path.fill))}, path)

    def _box(self, box: Box) -> str:
        shape = {
            "x": number(box.x),
            "y": number(box.y),
            "width": number(max(box.width, 0)),
            "height": number(max(box.height, 0)),
            "rx": "3" if box.is_round else "",
        }
        return self._tag("rect", shape, box)

    def _tag(self, name: str, shape: Mapping[str, str], drawn: Path | Box) -> str:
        width = drawn.width if isinstance(drawn, Path) else 1
        return _element(
            name,
            {
                **shape,
                **self._paint(drawn.fill, drawn.stroke),
                "stroke-width": "" if width == 1 or not drawn.stroke else number(width),
                "stroke-dasharray": _DASHES.get(drawn.dash, ""),
                "opacity": "" if drawn.opacity == 1 else f"{drawn.opacity:.2g}",
            },
        )

    def _paint(self, fill: Role, stroke: Role) -> dict[str, str]:
        roles = ((fill, "f"), (stroke, "s"))
        classes = " ".join(f"{kind}-{role}" for role, kind in roles if role)
        return {
            "fill": self._colors[fill] if fill else "none",
            "stroke": self._colors[stroke] if stroke else "",
            "class": classes if self._has_hooks else "",
        }

    def _mark(self, mark: Mark) -> str:
        size = 6.5 if mark.is_large else 5.0
        if mark.is_hollow and mark.is_large:
            paint = {**self._paint("", mark.role), "stroke-width": "2"}
            size = _RING
        elif mark.is_hollow:
            paint = {**self._paint("paper", mark.role), "stroke-width": "2"}
        else:
            paint = {**self._paint(mark.role, "paper"), "stroke-width": "1.5"}
        if mark.shape == "circle":
            circle = {"cx": number(mark.x), "cy": number(mark.y), "r": number(size)}
            return _element("circle", {**circle, **paint})
        scale, corners = _CORNERS[mark.shape]
        points = [(mark.x + x * size * scale, mark.y + y * size * scale) for x, y in corners]
        return _element("path", {"d": _line(points, is_closed=True), **paint})

    def _text(self, text: Text) -> str:
        size = self._sizes[text.size]
        attributes = {
            "x": number(text.x),
            "y": number(text.y + size * _BASELINE),
            "font-size": _only(number(size), text.size is not Size.NORMAL),
            "font-weight": _only("600", text.is_bold),
            "text-anchor": _only(text.anchor, text.anchor != "start"),
            **self._paint(text.role, _only("paper", text.has_halo)),
            **(_HALO if text.has_halo else {}),
        }
        return f"<text{_attributes(attributes)}>{markup(text.text)}</text>"


_HALO = {"stroke-width": "3", "paint-order": "stroke", "stroke-linejoin": "round"}


def _only(value: str, when: object) -> str:
    """Return a value where something holds, else none."""
    return value if when else ""


def _hooks(group: Group) -> dict[str, str]:
    """Return what a page finds a group by."""
    number = "" if group.number is None else str(group.number)
    data = {"part": group.part, "number": number, **group.data}
    return {f"data-{name}": value for name, value in data.items()}


def number(value: float) -> str:
    """Return a length to a tenth: `12`, `0.5`."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _element(name: str, attributes: Mapping[str, str]) -> str:
    return f"<{name}{_attributes(attributes)}/>"


def _attributes(attributes: Mapping[str, str]) -> str:
    """Return the attributes that have a value."""
    return "".join(f' {name}="{markup(value)}"' for name, value in attributes.items() if value)


def _line(points: Sequence[Point], *, is_closed: bool) -> str:
    """Return the data of a path; level and upright lines name one coordinate only."""
    data = ""
    last_x = last_y = ""
    for x, y in [(number(x), number(y)) for x, y in points]:
        if not data:
            data = f"M{x} {y}"
        elif y == last_y:
            data += f"H{x}" if x != last_x else ""
        else:
            data += f"V{y}" if x == last_x else f"L{x} {y}"
        last_x, last_y = x, y
    return f"{data}Z" if is_closed else data
