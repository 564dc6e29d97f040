"""Text that came from AWS or a file, made harmless for eyes and terminals."""

import re
import unicodedata

# Unicode's default ignorable code points of which Python says that they print: fillers and
# variation selectors, which show nothing.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)


def plain(text: str) -> str:
    """The text on one line, with everything that could act on a terminal or hide in it
    (escape sequences, line breaks, bidirectional overrides, zero-width characters)
    written as a visible escape such as \\x1b or \\u202e."""
    if text.isprintable() and (text.isascii() or not _INVISIBLE.search(text)):
        return text
    return "".join(c if _shows(c) else _escaped(c) for c in text)


def _shows(character: str) -> bool:
    if character.isprintable():
        return not _INVISIBLE.match(character)
    return unicodedata.category(character) == "Zs"  # a space of whatever width


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
