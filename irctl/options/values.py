"""From the text of an option to its value."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import typer

_Value = TypeVar("_Value")


def parser(read: Callable[[str], _Value]) -> Callable[[Any], Any]:
    """Return an option's parser, from a reader that raises ValueError with what it expected."""

    def parse(value: Any) -> Any:
        if not isinstance(value, str):
            return value  # Typer parses the default too
        try:
            return read(value)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from None

    return parse


def flat(values: list[Iterable[_Value]] | None) -> list[_Value]:
    """Join the lists of an option that takes several values and can be repeated."""
    return [value for some in values or () for value in some]


def flat_unique(values: list[Iterable[_Value]] | None) -> list[_Value]:
    """Join the lists as `flat` does, and drop repeated values."""
    return unique(flat(values))


def unique(values: list[_Value] | None) -> list[_Value]:
    """Drop repeated values, keeping the order."""
    return list(dict.fromkeys(values or ()))


def comma_separated(read: Callable[[str], _Value]) -> Callable[[str], list[_Value]]:
    """Return a reader of values with commas between them, each once."""
    return lambda text: unique([read(part) for part in text.split(",")])
