"""The valid name that a wrong one probably means."""

import re
from collections.abc import Iterable, Mapping, Sequence

_SHORTEST_PART = 3
"""Letters from which a part of a name suggests the whole name."""


def closest(name: str, valid: Iterable[str], meanings: Mapping[str, str] | None = None) -> str:
    """Return the valid name closest to one given in any case, or "" if none is close.

    `meanings` are other words for names, such as those of other programs.
    """
    names = {_letters(other): other for other in valid}
    words = {
        _letters(word): meant for word, meant in (meanings or {}).items() if meant in names.values()
    }
    wanted = _letters(name)
    return _similar(wanted, words | names) or _with_part(wanted, names)


def _similar(wanted: str, names: Mapping[str, str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(wanted, names, n=1)
    return names[close[0]] if close else ""


def _with_part(wanted: str, names: Mapping[str, str]) -> str:
    if len(wanted) < _SHORTEST_PART:
        return ""
    return next((name for letters, name in names.items() if wanted in letters), "")


def unknown(
    kind: str, name: str, valid: Sequence[str], meanings: Mapping[str, str] | None = None
) -> str:
    """Return the message about an unknown name: the closest valid one, and all valid ones."""
    kinds = kind + ("es" if kind.endswith("s") else "s")
    listed = f"he {kinds} are {', '.join(valid)}"
    close = closest(name, valid, meanings)
    if close:
        return f"unknown {kind} {name!r}; did you mean {close}? T{listed}"
    return f"unknown {kind} {name!r}; t{listed}"


def _letters(name: str) -> str:
    return re.sub(r"[-_\s]", "", name).lower()
