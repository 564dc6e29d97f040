"""Suggestions for the word at the cursor.

The options and arguments of the commands say what they take: the metavar of each names the
kind of its value, and the kinds are listed below.
"""

import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from irctl.cli import COMMANDS, command
from irctl.completion import live
from irctl.completion.line import TypedLine, split
from irctl.completion.live import Suggestion
from irctl.completion.scripts import SCRIPTS
from irctl.context import Context, World
from irctl.decisions.latency_unit import UNITS
from irctl.export import formats as exports
from irctl.jobs.listing import ORDERS, SORTS
from irctl.jobs.metrics import METRICS
from irctl.jobs.statuses import STATUSES
from irctl.output.text import plain

_HARMLESS = re.compile(r"[\w./:=,+@%-]+", re.ASCII)
"""Text without special characters of any shell; a name with others is not suggested."""


@dataclass
class Completion:
    suggestions: list[Suggestion] = field(default_factory=list)
    takes_files: bool = False
    """Whether the name of a file is possible too."""


def complete(words: Sequence[str], world: World) -> Completion:
    """Complete the last word, which may be empty; the program's name is not among the words."""
    *before, current = words
    names = [word for word in before if not word.startswith("-")]
    if not names:
        return _matching(current, [*map(_command, COMMANDS), *_GROUP_OPTIONS])
    if names[0] not in COMMANDS:
        return Completion()
    line = TypedLine(world, names[0]).read(before[before.index(names[0]) + 1 :])
    if line.pending is not None:
        return _value(line, line.pending, current)
    if current.startswith("-") and not line.are_options_over:
        return _option(line, current)
    return _value(line, line.next_argument, current)


def _option(line: TypedLine, current: str) -> Completion:
    name, equals, value = current.partition("=")
    if not equals:
        return _matching(current, [*_options(line), *_HELP])
    completion = _value(line, line.options.get(name), value)
    completion.suggestions = [
        Suggestion(f"{name}={suggestion.value}", suggestion.help)
        for suggestion in completion.suggestions
    ]
    return completion


def _options(line: TypedLine) -> Iterable[Suggestion]:
    for name, option in line.options.items():
        if name.startswith("--") and (option.multiple or option.name not in line.given):
            yield Suggestion(name, _first_sentence(option.help or ""))


_HELP = (Suggestion("--help", "Show this message and exit."),)
_GROUP_OPTIONS = (Suggestion("--version", "Print the version and exit."), *_HELP)


def _command(name: str) -> Suggestion:
    return Suggestion(name, _first_sentence(command(name).help or ""))


def _first_sentence(text: str) -> str:
    first_line = text.strip().partition("\n")[0]
    return re.split(r"(?<=[.?]) ", first_line)[0]


def _matching(current: str, suggestions: Iterable[Suggestion]) -> Completion:
    unique = {s.value: s for s in suggestions if _HARMLESS.fullmatch(s.value)}
    return Completion([s for s in unique.values() if s.value.startswith(current)])


def _value(line: TypedLine, parameter: Any, current: str) -> Completion:
    """Complete the value of an option or argument by its metavar."""
    metavar = (parameter.metavar or "") if parameter is not None else ""
    if "JOB" in metavar:
        return _job(line, current)
    if metavar.startswith("METRIC"):
        return _matching(current, _metrics(metavar, current))
    if metavar in ("FILE", "PATH"):
        return Completion(takes_files=True)
    kind, repeated, _ = metavar.partition("[,")
    suggestions = _KINDS.get(kind, _nothing)(line)
    return _matching(current, _next_of(suggestions, current) if repeated else suggestions)


def _job(line: TypedLine, current: str) -> Completion:
    if any(mark in current for mark in "./~\\"):
        return Completion(takes_files=True)
    completion = _matching(current, live.jobs(line.context, current))
    completion.takes_files = True
    return completion


def _next_of(suggestions: Iterable[Suggestion], current: str) -> Iterable[Suggestion]:
    """Suggest the last of several values with commas between them, each once."""
    earlier = current[: current.rfind(",") + 1]
    given = earlier.split(",")
    for suggestion in suggestions:
        if suggestion.value not in given:
            yield Suggestion(f"{earlier}{suggestion.value}", suggestion.help)


def _metrics(metavar: str, current: str) -> Iterable[Suggestion]:
    """Suggest the last of several names; with a value to follow, up to its `=`."""
    earlier = current[: current.rfind(",") + 1] if "," in metavar else ""
    names = [part.partition("=")[0] for part in earlier.split(",")]
    ending = "=" if "=" in metavar else ""
    for metric in METRICS:
        if metric.name not in names:
            yield Suggestion(f"{earlier}{metric.name}{ending}", metric.api_name)


def _nothing(line: TypedLine) -> Iterable[Suggestion]:
    return ()


def _words(words: Iterable[str]) -> Callable[[TypedLine], Iterable[Suggestion]]:
    return lambda _: map(Suggestion, words)


def _of_job(
    names: Callable[[Context, str], list[Suggestion]],
) -> Callable[[TypedLine], list[Suggestion]]:
    return lambda line: names(line.context, line.arguments[0]) if line.arguments else []


def _tools(line: TypedLine) -> Iterable[Suggestion]:
    return map(Suggestion, exports.TOOLS.get(line.command, ()))


def _formats(line: TypedLine) -> Iterable[Suggestion]:
    run: Any = command(line.command).callback
    return map(Suggestion, run.offer.formats)


def _columns(line: TypedLine) -> Iterable[Suggestion]:
    run: Any = command(line.command).callback
    return (Suggestion(field.column, field.heading) for field in run.offer.fields() if field.column)


# Metavar of an option or argument -> suggestions for its value.
_KINDS: dict[str, Callable[[TypedLine], Iterable[Suggestion]]] = {
    "STATUS": _words(STATUSES),
    "FORMAT": _formats,
    "COLUMN": _columns,
    "KEY": _words(SORTS),
    "ORDER": _words(ORDERS),
    "SHELL": _words(SCRIPTS),
    "UNIT": _words(UNITS),
    "TOOL": _tools,
    "ID": _of_job(live.recommendations),
    "TYPE": _of_job(live.instance_types),
    "ENDPOINT": _of_job(live.endpoints),
}


def answer(shell: str, line: str, world: World) -> str:
    """Return what the script of a shell reads: a suggestion a line, then what else applies."""
    words, current = split(line)
    completion = complete([*words, current], world)
    suggestions = completion.suggestions
    skipped = _already_in_bash(current) if shell == "bash" else 0
    lines = [f"{value[skipped:]}\t{plain(help)}" for value, help in suggestions]
    if suggestions and all(value.endswith("=") for value, _ in suggestions):
        lines.append(":nospace")
    if completion.takes_files:
        lines.append(":files")
    return "".join(f"{text}\n" for text in lines)


def _already_in_bash(current: str) -> int:
    """Return the length of what bash treats as words of their own: up to the last = or :."""
    return max(current.rfind("="), current.rfind(":")) + 1


def main(shell: str, line: str) -> None:
    """Print the answer, or nothing if anything fails."""
    with suppress(Exception):  # an error would break the line being typed
        sys.stdout.write(answer(shell, line, World.real()))
        sys.stdout.flush()
