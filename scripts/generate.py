"""Writes what is made from the commands: completions/ and the man page.

python scripts/generate.py
"""

import inspect
import re
from pathlib import Path
from typing import Any

from irctl.cli import COMMANDS, app, command
from irctl.completion.scripts import FILES, SCRIPTS
from irctl.errors import ExitCode
from irctl.options.shared import ACCOUNT_AND_OUTPUT_PANELS

ROOT = Path(__file__).parents[1]
MAN_PAGE = "man/irctl.1"

_EXIT_CODES = {
    ExitCode.OK: "Done; an empty list is done too.",
    ExitCode.AWS: "AWS or the network failed, after retries.",
    ExitCode.USAGE: "The command line is wrong.",
    ExitCode.NO_SUCH_JOB: "No such job.",
    ExitCode.CREDENTIALS: "Credentials: none, expired, refused.",
    ExitCode.UNREADABLE: "The input file or response is not a job that can be read.",
    ExitCode.NOT_FINISHED: "The job has not finished, or wait gave up before it did.",
    ExitCode.JOB_FAILED: "The job failed, was stopped or is being deleted.",
    ExitCode.GATE: "check: the gate is not met.",
    ExitCode.INTERRUPTED: "Interrupted.",
}


def generated() -> dict[str, str]:
    """Every generated file, by its path in the repository."""
    completions = {f"completions/{FILES[shell]}": text for shell, text in SCRIPTS.items()}
    return {**completions, MAN_PAGE: man_page()}


def man_page() -> str:
    """The man page in man(7)'s language. No date and no version stand in it: it changes
    when a command does."""
    about = inspect.cleandoc(app.registered_callback.callback.__doc__ or "")  # type: ignore[union-attr]
    summary, _, rest = about.partition("\n\n")
    lines = [
        ".TH IRCTL 1",
        ".SH NAME",
        f"irctl \\- {_roff(summary[0].lower() + summary[1:].rstrip('.'))}",
        ".SH SYNOPSIS",
        ".B irctl",
        ".I COMMAND",
        "[\\fIARGUMENT\\fR]... [\\fIOPTION\\fR]...",
        ".SH DESCRIPTION",
        *_text(rest),
        ".SH COMMANDS",
    ]
    shared: dict[str, Any] = {}
    for name in COMMANDS:
        lines += _command(name, shared)
    lines += [".SH OPTIONS OF EVERY COMMAND THAT READS JOBS"]
    for each in shared.values():
        lines += _option(each)
    lines += [".SH EXIT STATUS"]
    for code, meaning in _EXIT_CODES.items():
        lines += [".TP", f".B {code:d}", _roff(meaning)]
    lines += [
        ".SH ENVIRONMENT",
        "The AWS CLI's variables and configuration files work as they do there;",
        "\\fBNO_COLOR\\fR and \\fBFORCE_COLOR\\fR decide about colour.",
        ".SH SEE ALSO",
        ".BR aws (1)",
    ]
    return "\n".join(lines) + "\n"


def _command(name: str, shared: dict[str, Any]) -> list[str]:
    made: Any = command(name)
    arguments = [each for each in made.params if each.param_type_name == "argument"]
    usage = " ".join(each.metavar or each.name.upper() for each in arguments)
    lines = [f".SS irctl {name} {_roff(usage)}", *_text(inspect.cleandoc(made.help or ""))]
    for each in made.params:
        if each.param_type_name == "argument":
            if "JOB" not in (each.metavar or ""):
                lines += [".TP", f".I {_roff(each.metavar)}", _roff(each.help or "")]
        elif each.rich_help_panel in ACCOUNT_AND_OUTPUT_PANELS:
            shared.setdefault(each.name, each)
        else:
            lines += _option(each)
    return lines


def _option(each: Any) -> list[str]:
    names = ", ".join(f"\\fB{_roff(name)}\\fR" for name in each.opts)
    value = "" if each.is_flag else f" \\fI{_roff(each.metavar or 'VALUE')}\\fR"
    return [".TP", names + value, _roff(each.help or "")]


def _text(text: str) -> list[str]:
    """Paragraphs; what is indented keeps its lines."""
    lines = []
    for paragraph in re.split(r"\n{2,}", text.strip()):
        if paragraph.startswith("  "):
            lines += [".PP", ".nf", *map(_roff, paragraph.splitlines()), ".fi"]
        else:
            lines += [".PP", *map(_roff, paragraph.splitlines())]
    return lines


def _roff(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\\&" + text if text.startswith((".", "'")) else text


if __name__ == "__main__":
    for path, text in generated().items():
        file = ROOT / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8", newline="\n")
