"""Write the files generated from the commands: completions/ and the man page.

Run it as: python scripts/generate.py
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
    ExitCode.OK: "Success; an empty list is a success too.",
    ExitCode.AWS: "AWS or the network failed, after retries.",
    ExitCode.USAGE: "Wrong command line.",
    ExitCode.NO_SUCH_JOB: "No such job.",
    ExitCode.CREDENTIALS: "Missing, expired or rejected credentials.",
    ExitCode.UNREADABLE: "The input file or response cannot be read as a job.",
    ExitCode.NOT_FINISHED: "The job has not finished, or wait gave up before it did.",
    ExitCode.JOB_FAILED: "The job failed, was stopped or is being deleted.",
    ExitCode.GATE: "check: the limits are not met, or there was nothing to evaluate.",
    ExitCode.INTERRUPTED: "Interrupted.",
}


def generated() -> dict[str, str]:
    """Return the text of every generated file, by its path in the repository."""
    completions = {f"completions/{FILES[shell]}": text for shell, text in SCRIPTS.items()}
    return {**completions, MAN_PAGE: man_page()}


def man_page() -> str:
    """Return the man page in the language of man(7).

    It contains no date and no version, so that it changes only when a command does.
    """
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
    lines += [".SH ACCOUNT AND OUTPUT OPTIONS"]
    for option in shared.values():
        lines += _option(option)
    lines += [".SH EXIT STATUS"]
    for code, meaning in _EXIT_CODES.items():
        lines += [".TP", f".B {code:d}", _roff(meaning)]
    lines += [
        ".SH ENVIRONMENT",
        "The environment variables and configuration files of the AWS CLI;",
        "\\fBNO_COLOR\\fR and \\fBFORCE_COLOR\\fR switch colour off and on.",
        ".SH SEE ALSO",
        ".BR aws (1)",
    ]
    return "\n".join(lines) + "\n"


def _command(name: str, shared: dict[str, Any]) -> list[str]:
    """Write a section; its account and output options are added to `shared`."""
    described: Any = command(name)
    arguments = [p for p in described.params if p.param_type_name == "argument"]
    options = [p for p in described.params if p.param_type_name == "option"]
    usage = " ".join(argument.metavar for argument in arguments)
    lines = [f".SS irctl {name} {_roff(usage)}", *_text(inspect.cleandoc(described.help))]
    for argument in arguments:
        lines += _argument(argument)
    for option in options:
        if option.rich_help_panel in ACCOUNT_AND_OUTPUT_PANELS:
            shared.setdefault(option.name, option)
        else:
            lines += _option(option)
    return lines


def _argument(argument: Any) -> list[str]:
    """Describe an argument, unless it is a JOB, which the description explains."""
    if "JOB" in argument.metavar:
        return []
    return [".TP", f".I {_roff(argument.metavar)}", _roff(argument.help)]


def _option(option: Any) -> list[str]:
    names = ", ".join(f"\\fB{_roff(name)}\\fR" for name in (*option.opts, *option.secondary_opts))
    value = "" if option.is_flag else f" \\fI{_roff(option.metavar or 'VALUE')}\\fR"
    return [".TP", names + value, _roff(option.help or "")]


def _text(text: str) -> list[str]:
    """Write paragraphs; an indented one keeps its lines."""
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
