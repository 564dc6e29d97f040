"""What --help prints."""

import pytest

from irctl.cli import COMMANDS, command
from tests.program import irctl


@pytest.fixture
def help_of(capsys: pytest.CaptureFixture[str]) -> "HelpOf":
    return HelpOf(capsys)


class HelpOf:
    def __init__(self, capsys: pytest.CaptureFixture[str]):
        self._capsys = capsys

    def __call__(self, *arguments: str, **environ: str) -> str:
        done = irctl(*arguments, environ=environ)
        assert done.code == (0 if arguments else 2)
        return self._capsys.readouterr().out


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_shows_the_first_line_of_each_command(name: str) -> None:
    assert (command(name).help or "").splitlines()[0] == COMMANDS[name]


def test_options_are_listed_by_subject_with_their_values(help_of: HelpOf) -> None:
    text = help_of("check", "--help")
    headings = [line for line in text.splitlines() if line.endswith(":") and line[0] != " "]
    assert headings[:3] == ["Examples:", "Arguments:", "Options:"]
    assert headings[-2:] == ["AWS:", "Output:"]
    assert "\n  -o, --output FORMAT  " in text
    assert "\n  --all / --any  " in text


def test_the_text_about_a_long_name_begins_below_it(help_of: HelpOf) -> None:
    lines = help_of("check", "--help").splitlines()
    long = lines.index("  --max-regression METRIC=SHARE[,METRIC=SHARE]")
    assert lines[long + 1].startswith(" " * 32 + "How much worse")


def test_every_command_names_its_arguments_before_its_options(help_of: HelpOf) -> None:
    assert help_of("rank", "--help").startswith("Usage: irctl rank [JOB]... [OPTION]...\n\n")
    assert help_of("--help").startswith("Usage: irctl COMMAND [ARGUMENT]... [OPTION]...\n\n")


def test_no_arguments_print_the_help_and_are_a_wrong_command_line(help_of: HelpOf) -> None:
    assert help_of() == help_of("--help")


def test_headings_are_bold_where_colour_is_shown(help_of: HelpOf) -> None:
    assert "\x1b[1mLimits:\x1b[0m" in help_of("rank", "--help", FORCE_COLOR="1")
    assert "\x1b" not in help_of("rank", "--help")
