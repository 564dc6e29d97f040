"""HashiCorp's configuration language, in the form of `terraform fmt`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from irctl.export.literals import escaped
from irctl.export.values import Variable
from irctl.jobs.model import Document

_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression to evaluate, such as `aws_sagemaker_model.model.name`."""

    text: str


@dataclass(frozen=True, slots=True)
class NestedBlock:
    """A nested block, such as `vpc_config { ... }`."""

    body: Document


def block(kind: str, labels: Sequence[str], body: Document) -> str:
    head = " ".join([kind, *(f'"{label}"' for label in labels)])
    return f"{head} {{\n{_body(body, 2)}}}\n"


def _body(body: Document, indent: int) -> str:
    """Write the arguments, then the nested blocks, in the form of `terraform fmt`."""
    space = " " * indent
    values = {name: value for name, value in body.items() if not _blocks(value)}
    parts = [_arguments({name: _value(value, indent) for name, value in values.items()}, space)]
    parts += [
        f"{space}{name} {{\n{_body(nested.body, indent + 2)}{space}}}\n"
        for name, value in body.items()
        for nested in _blocks(value)
    ]
    return "\n".join(filter(None, parts))


def _arguments(texts: Mapping[str, str], space: str) -> str:
    """Write arguments; equals signs are aligned between values of several lines."""
    lines = ""
    for several, run in groupby(texts.items(), key=lambda item: "\n" in item[1]):
        items = list(run)
        width = 0 if several else max(len(name) for name, _ in items)
        lines += "".join(f"{space}{name:<{width}} = {text}\n" for name, text in items)
    return lines


def _blocks(value: Any) -> list[NestedBlock]:
    """Return a nested block, or several of one name; none for the value of an argument."""
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, NestedBlock)]


def _value(value: Any, indent: int) -> str:
    match value:
        case Expression(text):
            return text
        case Variable():
            return f"var.{value.name}"
        case str():
            return _quoted(value)
        case list():
            return "[" + ", ".join(_value(item, indent) for item in value) + "]"
        case Mapping():
            items = {_key(key): _value(item, indent + 2) for key, item in value.items()}
            return f"{{\n{_arguments(items, ' ' * (indent + 2))}{' ' * indent}}}"
    return str(value)


def _key(name: str) -> str:
    return name if name in ("source", "version", "aws") else _quoted(name)


def _quoted(text: str) -> str:
    """Write a quoted string in which no `${` or `%{` starts a template.

    Their first character is written as a code point, which HCL reads after templates.
    """
    characters = list(escaped(text, _ESCAPES.get))
    for index, following in enumerate(characters[1:]):
        if following == "{" and characters[index] in "$%":
            characters[index] = f"\\u{ord(characters[index]):04x}"
    return '"' + "".join(characters) + '"'
