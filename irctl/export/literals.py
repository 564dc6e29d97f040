"""Values in the syntax of a language. Whatever a string contains, it stays a string."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from irctl.export.values import Variable
from irctl.output.text import plain

_STEP = 4


def comments(*texts: str) -> str:
    """Write texts as lines that start with `#`; control characters cannot end a line early."""
    return "".join(f"# {plain(text)}\n" for text in texts)


def constant(variable: Variable) -> str:
    return variable.name.upper()


def camel(variable: Variable) -> str:
    return "".join(word.capitalize() for word in variable.name.split("_"))


def braces(value: Any, leaf: Callable[[Any], str], indent: int = 0) -> str:
    """Write objects and lists as in JSON and Python, over several lines.

    `leaf` writes keys and all other values.
    """
    inner = " " * (indent + _STEP)
    if isinstance(value, Mapping) and value:
        items = [
            f"{inner}{leaf(key)}: {braces(item, leaf, indent + _STEP)}"
            for key, item in value.items()
        ]
        return "{\n" + ",\n".join(items) + "\n" + " " * indent + "}"
    if isinstance(value, list) and value:
        items = [inner + braces(item, leaf, indent + _STEP) for item in value]
        return "[\n" + ",\n".join(items) + "\n" + " " * indent + "]"
    if isinstance(value, (Mapping, list)):
        return "{}" if isinstance(value, Mapping) else "[]"
    return leaf(value)


def escaped(text: str, escape: Callable[[str], str | None]) -> Iterator[str]:
    """Yield the characters of a string for double quotes in YAML and HCL.

    ASCII stays as it is, unless `escape` writes it in another way; the rest becomes code points.
    So does the second `#` of two, because commands to a CI system start with `##`.
    """
    last = ""
    for character in text:
        special = escape(character)
        second, last = last == character == "#", character
        if special is not None:
            yield special
        elif " " <= character <= "~" and not second:
            yield character
        elif ord(character) <= 0xFFFF:
            yield f"\\u{ord(character):04x}"
        else:
            yield f"\\U{ord(character):08x}"
