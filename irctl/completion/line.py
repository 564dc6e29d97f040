"""A command line as far as it is typed, up to the word at the cursor."""

import re
import shlex
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import dropwhile
from typing import Any, NamedTuple

from irctl.cli import command
from irctl.context import Context
from irctl.invocation import Shared, World
from irctl.jobs import kinds
from irctl.jobs.kinds import Kind

_CURSOR = "\0"
_OPERATORS = frozenset("<>|&;()")
_ESCAPES = {"powershell": "`"}
"""The escape character of each shell; of others, a backslash."""


class TypedWords(NamedTuple):
    before: list[str]
    """The words after the program's name, without redirections."""
    current: str
    """The word at the cursor, without quotes; it may be empty."""
    is_redirection: bool
    """Whether the word at the cursor names the file of a redirection."""


def split(line: str, shell: str) -> TypedWords:
    """Read the last command of a line that ends at the cursor."""
    words: list[str] = []
    is_redirection = False
    for token in _tokens(line + _CURSOR, _ESCAPES.get(shell, "\\")):
        if not _is_operator(token):
            if is_redirection and _CURSOR not in token:  # the whole name of its file
                is_redirection = False
            else:
                words.append(token)
        elif _is_redirection(token):
            is_redirection = True
            words = words[:-1] if words and words[-1].isdigit() else words  # 2> FILE
        else:  # another command follows
            words, is_redirection = [], False
    *before, current = dropwhile(_is_assignment, words)
    return TypedWords(before[1:], current.removesuffix(_CURSOR), is_redirection)


def _is_operator(token: str) -> bool:
    return bool(token) and _OPERATORS.issuperset(token)


def _is_redirection(operator: str) -> bool:
    return not {"<", ">"}.isdisjoint(operator) and "(" not in operator


def _is_assignment(word: str) -> bool:
    """Whether a word is NAME=value before the program. The word at the cursor is none."""
    return _CURSOR not in word and re.match(r"\w+=", word) is not None


def _tokens(line: str, escape: str) -> list[str]:
    """Split a line into words without their quotes, and operators."""
    lexer = shlex.shlex(line, posix=True, punctuation_chars="".join(_OPERATORS))
    lexer.whitespace_split = True
    lexer.commenters = ""
    lexer.escape = escape
    tokens: list[str] = []
    try:
        tokens.extend(lexer)
    except ValueError:  # within quotes that are still open
        tokens.append(lexer.token)
    return tokens


def without_quotes(word: str) -> str:
    """Return a word of bash without its quotes and backslashes."""
    return re.sub(r"\\(.)|[\"']", r"\1", word)


@dataclass(eq=False, repr=False)
class TypedLine:
    """The words after the name of a command, understood as its options and arguments."""

    world: World
    command: str
    given: dict[str, list[str]] = field(default_factory=dict)
    """The values of each option, by its parameter's name."""
    arguments: list[str] = field(default_factory=list)
    pending: Any = None
    """The option whose value comes next."""
    are_options_over: bool = False
    """Whether `--` was typed."""

    def __post_init__(self) -> None:
        parameters: list[Any] = list(command(self.command).params)
        self.options: dict[str, Any] = {
            name: parameter
            for parameter in parameters
            if parameter.param_type_name == "option"
            for name in parameter.opts
        }
        self._arguments = [p for p in parameters if p.param_type_name == "argument"]

    def read(self, words: Sequence[str]) -> "TypedLine":
        for word in words:
            if self.pending is not None:
                self.given.setdefault(self.pending.name, []).append(word)
                self.pending = None
            elif self.are_options_over or word == "-" or not word.startswith("-"):
                self.arguments.append(word)
            elif word == "--":
                self.are_options_over = True
            else:
                self._read_option(word)
        return self

    def _read_option(self, word: str) -> None:
        name, equals, value = word.partition("=")
        option = self.options.get(name)
        if option is None:
            return
        values = self.given.setdefault(option.name, [])
        if equals:
            values.append(value)
        elif not option.is_flag:
            self.pending = option

    @property
    def next_argument(self) -> Any:
        """The argument that comes next, or None."""
        if len(self.arguments) < len(self._arguments):
            return self._arguments[len(self.arguments)]
        last = self._arguments[-1] if self._arguments else None
        return last if last is not None and last.nargs == -1 else None

    @property
    def context(self) -> Context:
        """A context with the account options of the line."""
        shared = Shared(
            profiles=self._names("profile"),
            regions=self._names("region"),
            endpoint_url=self._last("endpoint_url"),
            demo="demo" in self.given,
            kind=_kind(self._last("kind")),
        )
        return Context(self.world, shared)

    def _names(self, name: str) -> list[str]:
        """Return the values of an option that takes several, with commas between them."""
        return [part for text in self.given.get(name, ()) for part in text.split(",") if part]

    def _last(self, name: str) -> str | None:
        return self.given.get(name, [None])[-1]


def _kind(name: str | None) -> Kind | None:
    """Read the value of --kind; any other text, which may not be typed to its end, is none."""
    with suppress(ValueError):
        return kinds.kind(name or "")
    return None
