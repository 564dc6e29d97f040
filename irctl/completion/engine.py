"""Suggestions for the word at the cursor.

The options and arguments of the commands say what they take: the metavar of each names the
kind of its value, and the kinds are listed below.
"""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, cast

from irctl.cli import COMMANDS
from irctl.completion.line import TypedLine, split, without_quotes
from irctl.completion.suggestion import Suggestion
from irctl.invocation import World
from irctl.output.text import plain

_HARMLESS = re.compile(r"[\w./:=,+@%-]+", re.ASCII)
"""Text without special characters of any shell; a name with others is not suggested."""


@dataclass(eq=False, repr=False)
class Completion:
    suggestions: list[Suggestion] = field(default_factory=list)
    takes_files: bool = False
    """Whether the name of a file is possible too."""
    value_start: int = 0
    """Where in the word the value begins: after the = of --option=value."""


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
    completion.value_start = len(name) + 1
    return completion


def _options(line: TypedLine) -> Iterable[Suggestion]:
    for name, option in line.options.items():
        if name.startswith("--") and (option.multiple or option.name not in line.given):
            yield Suggestion(name, _first_sentence(option.help or ""))


_HELP = (Suggestion("--help", "Show this message and exit."),)
_GROUP_OPTIONS = (Suggestion("--version", "Print the version and exit."), *_HELP)


def _command(name: str) -> Suggestion:
    return Suggestion(name, _first_sentence(COMMANDS[name]))


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
    if metavar.startswith(("METRIC", "[METRIC")):
        from irctl.completion import known

        return _matching(current, known.metrics(line.command, metavar, current))
    if metavar in ("FILE", "PATH"):
        return Completion(takes_files=True)
    kind, repeated, _ = metavar.partition("[,")
    suggestions = _values(line, kind)
    return _matching(current, _next_of(suggestions, current) if repeated else suggestions)


def _job(line: TypedLine, current: str) -> Completion:
    """Suggest jobs that the command accepts, and files if it reads them."""
    takes_files = line.command != "wait"
    if any(mark in current for mark in "./~\\"):
        return Completion(takes_files=takes_files)
    from irctl.completion import live

    completion = _matching(current, live.jobs(line, current))
    completion.takes_files = takes_files
    return completion


def _next_of(suggestions: Iterable[Suggestion], current: str) -> Iterable[Suggestion]:
    """Suggest the last of several values with commas between them, each once."""
    earlier = current[: current.rfind(",") + 1]
    given = earlier.split(",")
    for suggestion in suggestions:
        if suggestion.value not in given:
            yield Suggestion(f"{earlier}{suggestion.value}", suggestion.help)


# Metavar of an option or argument -> the function in this package that suggests its values.
_KINDS = {
    "STATUS": "known.statuses",
    "FORMAT": "known.formats",
    "COLUMN": "known.columns",
    "KEY": "known.sort_keys",
    "ORDER": "known.sort_orders",
    "KIND": "known.kinds",
    "HOW": "known.matches",
    "SHELL": "known.shells",
    "UNIT": "known.latency_units",
    "PLACE": "known.places_of_results",
    "TOOL": "known.tools",
    "PROFILE": "local.profiles",
    "REGION": "local.regions",
    "ID": "live.recommendations",
    "TYPE": "live.instance_types",
    "ENDPOINT": "live.endpoints",
    "GROUP": "live.model_package_groups",
    "GROUP[/VERSION]": "live.model_package_groups",
}


def _values(line: TypedLine, kind: str) -> Iterable[Suggestion]:
    if kind not in _KINDS:
        return ()
    module, _, name = _KINDS[kind].partition(".")
    suggest = getattr(import_module(f"irctl.completion.{module}"), name)
    return cast("Iterable[Suggestion]", suggest(line))


def answer(shell: str, line: str, world: World, word: str | None = None) -> str:
    """Return what the script of a shell reads: a suggestion a line, then what else applies.

    `word` is what bash takes for the word at the cursor: COMP_WORDBREAKS may cut the shell's.
    """
    before, current, is_redirection = split(line, shell)
    if is_redirection:
        completion = Completion(takes_files=True)
    else:
        completion = complete([*before, current], world)
    skipped = _skipped(current, word) if shell == "bash" else 0
    suggestions = completion.suggestions
    lines = [f"{value[skipped:]}\t{plain(help)}" for value, help, _ in suggestions]
    if suggestions and all(suggestion.value.endswith("=") for suggestion in suggestions):
        lines.append(":nospace")
    if completion.takes_files:
        lines += _files(current, completion.value_start, skipped)
    return "".join(f"{text}\n" for text in lines)


def _skipped(current: str, word: str | None) -> int:
    """Return the length of what comes before bash's word: by default, up to the last = or :."""
    if word is None:
        return max(current.rfind("="), current.rfind(":")) + 1
    typed = without_quotes(word)
    return len(current) - len(typed) if current.endswith(typed) else 0


def _files(current: str, start: int, skipped: int) -> list[str]:
    """Ask for files: the part of a path that is typed, and how to turn each into a suggestion.

    First `:prefix` with what to put in front of it, or `:cut` with how much to cut off.
    """
    lines = [f":files {current[start:]}".rstrip("\n")]
    if skipped < start:
        lines.insert(0, f":prefix {current[skipped:start]}")
    if skipped > start:
        lines.insert(0, f":cut {skipped - start}")
    return lines


def main(shell: str, environ: Mapping[str, str]) -> None:
    """Print the answer, or nothing if anything fails."""
    with suppress(Exception):  # an error would break the line being typed
        line, word = environ.get("_IRCTL_LINE", ""), environ.get("_IRCTL_WORD")
        sys.stdout.write(answer(shell, line, World.real(), word))
        sys.stdout.flush()
