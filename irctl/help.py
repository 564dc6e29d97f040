"""The text of --help.

Typer's own imports rich and every command: three times what everything else of it takes.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from inspect import cleandoc
from typing import Any

import typer

from irctl.invocation import World
from irctl.output.style import Style
from irctl.output.text import wrapped
from irctl.terminal.streams import OutputStream

WIDEST = 100
"""In wider lines, sentences are hard to read."""
_LONGEST_NAME = 28
"""Columns of a name with its value; the text about a longer one begins below it."""
_MARGIN = 2

Section = list[tuple[str, str]]
"""Names, and what each means."""


def help_text(context: typer.Context, usage: str, sections: Mapping[str, Section]) -> str:
    """Return a command's usage and description, then its sections.

    The lines are as wide as the terminal, at least 48 columns and at most 98.
    """
    world = context.find_object(World) or World.real()
    color = OutputStream(world.stdout, world.environ).style.color
    style = Style(width=context.make_formatter().width, color=color)
    about = cleandoc(context.command.help or "")
    blocks = [
        f"{style.paint('Usage:', 'strong')} {context.command_path} {usage}",
        *(_paragraph(text, style) for text in re.split(r"\n{2,}", about)),
        *(_section(title, entries, style) for title, entries in sections.items() if entries),
    ]
    return "\n\n".join(blocks)


def parameter_sections(context: typer.Context) -> dict[str, Section]:
    """Return the arguments, and the options by subject, each with its values and its help."""
    parameters: Sequence[Any] = context.command.get_params(context)
    sections: dict[str, Section] = {"Arguments": [], "Options": []}
    for parameter in parameters:
        if parameter.param_type_name == "argument":
            sections["Arguments"].append((parameter.metavar, parameter.help or ""))
        else:
            subject = parameter.rich_help_panel or "Options"
            sections.setdefault(subject, []).append((_names(parameter), parameter.help or ""))
    return sections


def _names(option: Any) -> str:
    """Return the names of an option, and its value: `-o, --output FORMAT`."""
    short_first = sorted(option.opts, key=lambda name: name.startswith("--"))
    names = " / ".join(filter(None, [", ".join(short_first), *option.secondary_opts]))
    return names if option.is_flag else f"{names} {option.metavar}"


def _paragraph(text: str, style: Style) -> str:
    """Return a paragraph; an indented one keeps its lines, and one word is a heading."""
    if text.startswith(" "):
        return text
    if " " not in text:
        return style.paint(text, "strong")
    return "\n".join(wrapped(" ".join(text.split()), style.width))


def _section(title: str, entries: Section, style: Style) -> str:
    return "\n".join([style.paint(f"{title}:", "strong"), *_lines(entries, style)])


def _lines(entries: Section, style: Style) -> Iterator[str]:
    column = 2 * _MARGIN + max(min(len(name), _LONGEST_NAME) for name, _ in entries)
    for name, meaning in entries:
        start = f"{'':{_MARGIN}}{name}"
        first, *rest = wrapped(meaning, (style.width or WIDEST) - column)
        if len(start) + _MARGIN > column:
            yield start
            start = ""
        yield f"{start:{column}}{first}".rstrip()
        yield from (" " * column + line for line in rest)
