"""Names of SageMaker resources."""

import re

_MOST_CHARACTERS = 63
_NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9])*", re.ASCII)


def resource_name(text: str) -> str:
    """Read a name of a SageMaker resource. Raise ValueError."""
    if len(text) > _MOST_CHARACTERS or not _NAME.fullmatch(text):
        raise ValueError(
            f"a name has 1 to {_MOST_CHARACTERS} letters, digits and inner hyphens, got {text!r}"
        )
    return text


def as_name(text: str, ending: str = "") -> str:
    """Return the nearest valid name, cut in front of the ending if it is too long."""
    ending = re.sub(r"[^a-zA-Z0-9]+", "-", ending).strip("-")[:_MOST_CHARACTERS]
    room = _MOST_CHARACTERS - (len(ending) + 1 if ending else 0)
    start = re.sub(r"[^a-zA-Z0-9]+", "-", text).strip("-")[: max(room, 0)].strip("-")
    return "-".join(part for part in (start, ending) if part) or "irctl"
