"""Text that came from AWS or a file, made harmless for eyes and terminals."""

import unicodedata


def plain(text: str) -> str:
    """The text on one line, with everything that could act on a terminal or hide in it
    (escape sequences, line breaks, bidirectional overrides, zero-width characters)
    written as a visible escape such as \\x1b or \\u202e."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or _is_space(c) else _escaped(c) for c in text)


def _is_space(character: str) -> bool:
    return unicodedata.category(character) == "Zs"


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
