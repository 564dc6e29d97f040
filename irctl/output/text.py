"""Text that came from AWS or a file, made harmless for eyes and terminals."""

import re
import unicodedata

# Unicode's default ignorable code points of which Python says that they print: fillers and
# variation selectors, which show nothing.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)

# GitHub Actions carries out a line that starts with `::`, and what follows `##[` anywhere;
# Azure Pipelines what follows `##vso[` in any case, TeamCity what follows `##teamcity[`.
_COMMAND = re.compile(r"(^\s*|#)(:(?=:)|#(?=\w*\[))")


def plain(text: str) -> str:
    """The text on one line, with everything that could act on a terminal or hide in it
    (escape sequences, line breaks, bidirectional overrides, zero-width characters)
    written as a visible escape such as \\x1b or \\u202e; and so with what a CI system
    would carry out as a command where it stands in a log."""
    if not text.isprintable() or (not text.isascii() and _INVISIBLE.search(text)):
        text = "".join(c if _shows(c) else _escaped(c) for c in text)
    if "::" in text or "##" in text:
        text = _COMMAND.sub(lambda found: found[1] + _visible(found[2]), text)
    return text


def words(text: str) -> list[str]:
    """What no line break may part; a number goes with what it counts, as in `90.0 %`."""
    return re.split("(?<![0-9]) | (?=[0-9])", text)


def wrapped(text: str, width: int | None, indent: str = "") -> list[str]:
    """A sentence made harmless, in lines of so many columns that end between words; None is
    one line. A word that is wider, as an ARN may be, stays whole, so that it can be copied."""
    text = plain(text)
    if width is None:
        return [text]
    from rich.cells import cell_len  # only where there is a terminal

    lines: list[str] = []
    line, room = list[str](), width
    for word in words(text):
        size = cell_len(word)
        if line and size > room:
            lines.append(" ".join(line))
            line, room = [], width - len(indent)
        line.append(word)
        room -= size + 1
    lines.append(" ".join(line))
    # Harmless on its line is not yet harmless at the start of the next one.
    return [plain(indent * bool(index) + line) for index, line in enumerate(lines)]


def _visible(character: str) -> str:
    return f"\\x{ord(character):02x}"


def _shows(character: str) -> bool:
    if character.isprintable():
        return not _INVISIBLE.match(character)
    return unicodedata.category(character) == "Zs"  # a space of whatever width


def _escaped(character: str) -> str:
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")
