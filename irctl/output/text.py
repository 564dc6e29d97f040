"""Text that came from AWS or a file, made harmless for people and terminals."""

import re
from collections.abc import Sequence
from functools import cache

# Unicode's default ignorable code points that Python counts as printable: fillers and variation
# selectors, which show nothing.
_INVISIBLE = (
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)

# GitHub Actions executes a line that starts with `::`, and what follows `##[` anywhere; Azure
# Pipelines what follows `##vso[` in any case, TeamCity what follows `##teamcity[`.
_COMMAND = re.compile(r"(^\s*|#)(:(?=:)|#(?=\w*\[))")


def plain(text: str) -> str:
    r"""Return the text on one line, harmless to terminals and logs.

    Everything that could act on a terminal or hide in it (escape sequences, line breaks,
    bidirectional overrides, zero-width characters) is written as a visible escape such as \x1b
    or \u202e, and so is what a CI system would execute as a command in a log.
    """
    if not text.isprintable() or (not text.isascii() and re.search(_INVISIBLE, text)):
        text = "".join(c if _shows(c) else _escaped(c) for c in text)
    if "::" in text or "##" in text:
        text = _COMMAND.sub(lambda match: match[1] + _visible(match[2]), text)
    return text


def width(text: str) -> int:
    """Return how many columns of a terminal a harmless text takes."""
    return len(text) if text.isascii() else sum(map(_columns, text))


@cache
def _columns(character: str) -> int:
    import unicodedata  # a megabyte, for text beyond ASCII only

    if unicodedata.category(character) in _COMBINING or character in _JOINING:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


_COMBINING = ("Mc", "Me", "Mn")
# The vowels and final consonants of Korean syllables, and the skin tones of emoji.
_JOINING = frozenset(
    map(chr, (*range(0x1160, 0x1200), *range(0xD7B0, 0xD7FC), *range(0x1F3FB, 0x1F400)))
)


def words(text: str) -> list[str]:
    """Return the parts between which a line may break.

    A number stays with its unit, as in `90 ms`.
    """
    return re.split("(?<![0-9]) | (?=[0-9])", text)


def first_names(names: Sequence[str], most: int = 3) -> str:
    """Return the first of some names: `a, b, c and 2 more`."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more:,} more" if more > 0 else "")


def wrapped(text: str, columns: int | None, indent: str = "") -> list[str]:
    """Return a sentence, made harmless, in lines of so many columns that end between words.

    None is one line. A wider word, such as an ARN, stays whole, so that it can be copied.
    """
    text = plain(text)
    if columns is None:
        return [text]
    lines: list[str] = []
    line, room = list[str](), columns
    for word in words(text):
        size = width(word)
        if line and size > room:
            lines.append(" ".join(line))
            line, room = [], columns - len(indent)
        line.append(word)
        room -= size + 1
    lines.append(" ".join(line))
    # What is harmless within a line may be a command at the start of the next one.
    return [plain(indent * bool(index) + line) for index, line in enumerate(lines)]


def _visible(character: str) -> str:
    return f"\\x{ord(character):02x}"


def _shows(character: str) -> bool:
    if character.isprintable():
        return not re.match(_INVISIBLE, character)
    import unicodedata

    return unicodedata.category(character) == "Zs"  # a space of whatever width


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def markup(text: str) -> str:
    """Return the text as HTML and XML show it, harmless in an element and in an attribute."""
    return _SPECIAL.sub(lambda match: f"&#{ord(match[0])};", plain(text))


_SPECIAL = re.compile("[&<>\"']")
