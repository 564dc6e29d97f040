"""Suggestions for the word at the cursor.

The options and arguments of the commands say what they take: the metavar of each names the
kind of its value, and the kinds are listed below.
"""

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from irctl.cli import COMMANDS, command
from irctl.completion import live, local
from irctl.completion.line import TypedLine, split, without_quotes
from irctl.completion.live import Suggestion
from irctl.completion.scripts import SCRIPTS
from irctl.context import Context, World
from irctl.decisions.latency_unit import UNITS
from irctl.export import formats as exports
from irctl.jobs.listing import ORDERS, SORTS
from irctl.jobs.metrics import METRICS
from irctl.jobs.model import SERVERLESS
from irctl.jobs.statuses import STATUSES, Outcome, has_ended, outcome
from irctl.output.text import plain

_HARMLESS = re.compile(r"[\w./:=,+@%-]+", re.ASCII)
"""Text without special characters of any shell; a name with others is not suggested."""


_NEED_RESULTS = frozenset(("rank", "compare", "plan", "check", "scaling", "export"))
"""Commands that refuse a job without results."""


@dataclass
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
    if metavar.startswith("METRIC"):
        return _matching(current, _metrics(metavar, current))
    if metavar in ("FILE", "PATH"):
        return Completion(takes_files=True)
    kind, repeated, _ = metavar.partition("[,")
    suggestions = _KINDS.get(kind, _nothing)(line)
    return _matching(current, _next_of(suggestions, current) if repeated else suggestions)


def _job(line: TypedLine, current: str) -> Completion:
    """Suggest jobs that the command accepts, and files if it reads them."""
    takes_files = line.command != "wait"
    if any(mark in current for mark in "./~\\"):
        return Completion(takes_files=takes_files)
    names = live.jobs(line.context, current)
    if line.command == "wait":
        names.sort(key=lambda job: has_ended(job.help))
    elif line.command in _NEED_RESULTS:
        names = [job for job in names if outcome(job.help) in (Outcome.READY, None)]
    completion = _matching(current, names)
    completion.takes_files = takes_files
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


def _recommended(
    names: Callable[[Context, str], list[Suggestion]],
) -> Callable[[TypedLine], list[Suggestion]]:
    """Suggest what a job recommends; for scaling, nothing serverless."""

    def suggest(line: TypedLine) -> list[Suggestion]:
        suggestions = _of_job(names)(line)
        if line.command != "scaling":
            return suggestions
        return [s for s in suggestions if not (s.help or s.value).startswith(SERVERLESS)]

    return suggest


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
    "PROFILE": lambda line: map(Suggestion, local.profiles(line.world.environ)),
    "REGION": lambda line: map(Suggestion, local.regions()),
    "ID": _recommended(live.recommendations),
    "TYPE": _recommended(live.instance_types),
    "ENDPOINT": _of_job(live.endpoints),
}


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
    lines = [f"{value[skipped:]}\t{plain(help)}" for value, help in suggestions]
    if suggestions and all(value.endswith("=") for value, _ in suggestions):
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
