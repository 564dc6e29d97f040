"""HTML, written so that no text can become a tag: every text is escaped unless it is Html."""

from irctl.output.text import markup


class Html(str):
    """Text that is HTML already."""


_VOID = ("input", "meta", "link", "col", "br")


def tag(name: str, /, *children: str | None, **attributes: str | bool | None) -> Html:
    """Return an element. A child that is None, and an attribute that is None or False, is none.

    Attributes are named as in HTML, with `_` for `-` and without one at the end: `class_`,
    `aria_label`. One that is True has no value.
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(*children)}</{name}>")


def _attribute(key: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{markup(value)}"'


def join(*children: str | None) -> Html:
    """Return elements and texts one after the other."""
    return Html(
        "".join(
            child if isinstance(child, Html) else markup(child)
            for child in children
            if child is not None
        )
    )
