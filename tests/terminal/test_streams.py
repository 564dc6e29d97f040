"""Which terminals are sent hyperlinks."""

import io

import pytest

from irctl.terminal.streams import OutputStream

XTERM = {"TERM": "xterm-256color"}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def links(stream: io.StringIO, **environ: str) -> bool:
    return OutputStream(stream, environ).style.links


@pytest.mark.parametrize(
    "environ",
    [
        {"TERM": "xterm-256color"},
        {"TERM": "xterm-kitty"},
        {"TERM": "xterm-256color", "VTE_VERSION": "7600"},
        {"TERM": "screen-256color", "TMUX": "/tmp/tmux-1000/default,1,0"},
        {"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app"},
        {"TERM": "dumb", "FORCE_HYPERLINK": "1"},
    ],
)
def test_a_terminal_that_may_show_hyperlinks_gets_them(environ: dict[str, str]) -> None:
    assert links(Terminal(), **environ)


@pytest.mark.parametrize(
    "environ",
    [
        {"TERM": "dumb"},
        {"TERM": "linux"},
        {"TERM": "vt100"},
        {"TERM": "screen"},
        {"TERM": "eterm-color"},
        {"TERM": "xterm-256color", "NO_COLOR": "1"},
        {"TERM": "xterm-256color", "VTE_VERSION": "5000"},
        {"TERM": "xterm-256color", "TERM_PROGRAM": "Apple_Terminal"},
        {"TERM": "xterm-256color", "INSIDE_EMACS": "29.1,comint"},
        {"TERM": "xterm-256color", "FORCE_HYPERLINK": "0"},
    ],
)
def test_a_terminal_that_does_not_show_hyperlinks_gets_none(environ: dict[str, str]) -> None:
    assert not links(Terminal(), **environ)


def test_a_pipe_gets_hyperlinks_only_if_they_are_forced() -> None:
    assert not links(io.StringIO(), **XTERM)
    assert not links(io.StringIO(), **XTERM, FORCE_COLOR="1")
    assert links(io.StringIO(), **XTERM, FORCE_HYPERLINK="1")
