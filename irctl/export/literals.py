"""Values as a language writes them. Whatever a string holds, it stays a string."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from irctl.export.deployment import Variable
from irctl.output.text import plain

_STEP = 4


def comments(*texts: str) -> str:
    """Lines that start with `#`; no text can end its line."""
    return "".join(f"# {plain(text)}\n" for text in texts)


def constant(variable: Variable) -> str:
    return variable.name.upper()


def camel(variable: Variable) -> str:
    return "".join(word.capitalize() for word in variable.name.split("_"))


def braces(value: Any, leaf: Callable[[Any], str], indent: int = 0) -> str:
    """Objects and lists as JSON and Python write them, over several lines; `leaf` writes
    keys and everything else."""
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
    """The characters of a string between double quotes in YAML and HCL: ASCII as it is
    but for what `escape` writes in another way, the rest by its code point; and so the
    second `#` of two, with which commands to a CI system start."""
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
