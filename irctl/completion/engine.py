"""From a line of a shell up to its cursor to what can come next.

The commands themselves say what they take: an option's metavar names the kind of its
value, and the kinds are listed below.
"""

import re
import shlex
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from irctl.cli import COMMANDS, command
from irctl.completion import live
from irctl.completion.live import Candidate
from irctl.completion.scripts import SCRIPTS
from irctl.context import Context, Shared, World
from irctl.export import formats as exports
from irctl.jobs.listing import ORDERS, SORTS
from irctl.jobs.metrics import METRICS
from irctl.jobs.model import STATUSES
from irctl.output.text import plain

_HARMLESS = re.compile(r"[\w./:=,+@%-]+", re.ASCII)
"""What no shell reads as anything but itself; names with anything else aren't offered."""


@dataclass
class Line:
    """What stands before the cursor, as far as it is understood."""

    world: World
    command: str
    given: dict[str, list[str]] = field(default_factory=dict)
    """Each option's values by its name in the program."""
    arguments: list[str] = field(default_factory=list)

    @property
    def context(self) -> Context:
        def last(name: str) -> str | None:
            return self.given.get(name, [None])[-1]

        demo = "demo" in self.given
        shared = Shared(
            profile=last("profile"),
            region=last("region"),
            endpoint_url=last("endpoint_url"),
            demo=demo,
        )
        return Context(self.world, shared)


@dataclass
class Completion:
    candidates: list[Candidate] = field(default_factory=list)
    files: bool = False
    """Whether a file's name would do too."""


def complete(words: Sequence[str], world: World) -> Completion:
    """What the last of the words, which may be empty, can become. The program's own name
    is not among the words."""
    *before, current = words
    names = [word for word in before if not word.startswith("-")]
    if not names:
        return _only(current, [*map(_command, COMMANDS), *_GROUP_OPTIONS])
    if names[0] not in COMMANDS:
        return Completion()
    line = Line(world, names[0])
    return _value(line, before[before.index(names[0]) + 1 :], current)


def _value(line: Line, words: Sequence[str], current: str) -> Completion:
    parameters: list[Any] = list(command(line.command).params)
    options = {
        name: each for each in parameters if each.param_type_name == "option" for name in each.opts
    }
    arguments = [each for each in parameters if each.param_type_name == "argument"]
    expecting, options_end = None, False
    for word in words:
        name, equals, value = word.partition("=")
        if expecting is not None:
            line.given.setdefault(expecting.name, []).append(word)
            expecting = None
        elif options_end or not word.startswith("-") or word == "-":
            line.arguments.append(word)
        elif word == "--":
            options_end = True
        elif name in options:
            given = line.given.setdefault(options[name].name, [])
            if equals:
                given.append(value)
            elif not options[name].is_flag:
                expecting = options[name]
    if expecting is not None:
        return _of_kind(line, expecting.metavar or "", current)
    if current.startswith("-") and not options_end:
        name, equals, value = current.partition("=")
        if equals:
            metavar = (options[name].metavar or "") if name in options else ""
            found = _of_kind(line, metavar, value)
            found.candidates = [Candidate(f"{name}={v}", h) for v, h in found.candidates]
            return found
        return _only(current, [*_options(line, options), *_HELP])
    place = len(line.arguments)
    if arguments and (place < len(arguments) or arguments[-1].nargs == -1):
        return _of_kind(line, arguments[min(place, len(arguments) - 1)].metavar or "", current)
    return Completion()


def _options(line: Line, options: dict[str, Any]) -> Iterable[Candidate]:
    for name, each in options.items():
        if name.startswith("--") and (each.multiple or each.name not in line.given):
            yield Candidate(name, _sentence(each.help or ""))


_HELP = (Candidate("--help", "Show what the command does."),)
_GROUP_OPTIONS = (Candidate("--version", "Print the version."), *_HELP)


def _command(name: str) -> Candidate:
    return Candidate(name, _sentence(command(name).help or ""))


def _sentence(text: str) -> str:
    """The first sentence of a help text, or its first line."""
    first = text.strip().partition("\n")[0]
    return re.split(r"(?<=[.?]) ", first)[0]


def _only(current: str, candidates: Iterable[Candidate]) -> Completion:
    unique = {c.value: c for c in candidates if _HARMLESS.fullmatch(c.value)}
    return Completion([c for c in unique.values() if c.value.startswith(current)])


def _of_kind(line: Line, metavar: str, current: str) -> Completion:
    if "JOB" in metavar:
        if any(mark in current for mark in "./~\\"):
            return Completion(files=True)
        return Completion(_only(current, live.jobs(line.context, current)).candidates, files=True)
    if metavar.startswith("METRIC"):
        return _only(current, _metrics(metavar, current))
    if metavar in ("FILE", "PATH"):
        return Completion(files=True)
    return _only(current, _KINDS.get(metavar, _nothing)(line))


def _metrics(metavar: str, current: str) -> Iterable[Candidate]:
    """A name; of several with commas, the last one; with a value to follow, up to `=`."""
    earlier = current[: current.rfind(",") + 1] if "," in metavar else ""
    ending = "=" if "=" in metavar else ""
    for each in METRICS:
        if each.name not in earlier.split(","):
            yield Candidate(f"{earlier}{each.name}{ending}", each.api_name)


def _nothing(line: Line) -> Iterable[Candidate]:
    return ()


def _words(words: Iterable[str]) -> Callable[[Line], Iterable[Candidate]]:
    return lambda _: map(Candidate, words)


def _of_job(names: Callable[[Context, str], list[Candidate]]) -> Callable[[Line], list[Candidate]]:
    return lambda line: names(line.context, line.arguments[0]) if line.arguments else []


def _tools(line: Line) -> Iterable[Candidate]:
    return map(Candidate, exports.TOOLS.get(line.command, ()))


def _formats(line: Line) -> Iterable[Candidate]:
    made: Any = command(line.command).callback
    return map(Candidate, made.formats)


# The metavar of an option or argument -> what can stand there.
_KINDS: dict[str, Callable[[Line], Iterable[Candidate]]] = {
    "STATUS": _words(STATUSES),
    "FORMAT": _formats,
    "KEY": _words(SORTS),
    "ORDER": _words(ORDERS),
    "SHELL": _words(SCRIPTS),
    "TOOL": _tools,
    "ID": _of_job(live.recommendations),
    "TYPE": _of_job(live.instance_types),
    "ENDPOINT": _of_job(live.endpoints),
}


def answer(shell: str, line: str, world: World) -> str:
    """What the shell's script reads."""
    current, words = _split(line)
    found = complete([*words, current], world)
    skipped = _bash_has_already(current) if shell == "bash" else 0
    lines = [f"{value[skipped:]}\t{plain(help)}" for value, help in found.candidates]
    if found.candidates and all(c.value.endswith("=") for c in found.candidates):
        lines.append(":nospace")
    if found.files:
        lines.append(":files")
    return "".join(f"{each}\n" for each in lines)


def _split(line: str) -> tuple[str, list[str]]:
    """The word at the cursor, and those before it, without the program's name."""
    lexer = shlex.shlex(line, posix=True)
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:  # within quotes that are still open
        words.append(lexer.token)
    current = words.pop() if words and not line[-1:].isspace() else ""
    while words and re.match(r"\w+=", words[0]):  # NAME=value before a command
        del words[0]
    return current, words[1:]


def _bash_has_already(current: str) -> int:
    """How much of the word bash takes for words of its own: up to the last = or :."""
    return max(current.rfind("="), current.rfind(":")) + 1


def main(shell: str, line: str) -> None:
    """Prints the answer; nothing at all where anything goes wrong."""
    with suppress(Exception):  # a Tab never complains
        sys.stdout.write(answer(shell, line, World.real()))
        sys.stdout.flush()
