"""Why a text is not JSON: what it is instead, as far as that can be recognized."""

import json
import re
from collections.abc import Callable

# Patterns are compiled when they are first used: most texts are JSON.
# What is left of a JSON text that ends in the middle of a word or a number.
_UNFINISHED = r"|t(ru?)?|f(a(ls?)?)?|n(ul?)?|Na?|-?I(n(f(i(n(it?)?)?)?)?)?|-|\.|[eE][+-]?"
_YAML = r"(---|(- )?[A-Za-z]+:(\s|$))"
_TEXT = r'[^{\["\t\n]*\t|[A-Z]{4,}\n'
"""The AWS CLI's --output text begins with values and tabs, or with a member in capitals."""
_LONGEST_ESCAPE = 6
_EXCERPT = 1000

# The first that recognizes the start of a text names it.
_FORMATS: tuple[tuple[Callable[[str], object], str], ...] = (
    (
        lambda start: start.startswith(("{'", "[{'")),
        "this is how Python prints a dict, not JSON; write it with "
        "json.dumps(response, default=str)",
    ),
    (lambda start: start.startswith("<"), "this is HTML or XML, not JSON"),
    (lambda start: "\0" in start, "this is binary data, not JSON"),
    (
        lambda start: start.startswith("An error occurred ("),
        "this is an error message of the AWS CLI, not JSON",
    ),
    (
        lambda start: re.match(_YAML, start) or start.startswith(("--", "+--", "|")),
        "this is YAML or a table, not JSON; save it with --output json",
    ),
    (
        lambda start: re.match(_TEXT, start),
        "this is text of the AWS CLI or TSV, not JSON; save it with --output json",
    ),
)


def other_format(start: str) -> str | None:
    """What the start of a text says it is instead of JSON; None if it is not recognized."""
    return next((name for recognizes, name in _FORMATS if recognizes(start)), None)


def explanation(text: str, error: Exception, position: int = 0) -> str:
    """Why a JSON parser that started at a position raised this error."""
    name = other_format(text[position : position + _EXCERPT])
    if name:
        return name
    if isinstance(error, RecursionError):
        return "nested too deeply to be a job"
    if not isinstance(error, json.JSONDecodeError):
        return "it contains a number with too many digits"
    # The caller names the line of a text that has only one.
    has_lines = "\n" in text
    if _is_cut_short(text, error):
        return "cut short: the JSON ends in the middle" + (
            f" (line {error.lineno})" if has_lines else ""
        )
    line = f"line {error.lineno} " if has_lines else ""
    return f"not JSON: {error.msg} at {line}column {error.colno}"


def _is_cut_short(text: str, error: json.JSONDecodeError) -> bool:
    rest = text[error.pos :].rstrip()
    return (
        error.msg.startswith("Unterminated string")
        or ("escape" in error.msg and len(rest) < _LONGEST_ESCAPE)
        or re.fullmatch(_UNFINISHED, rest) is not None
    )
