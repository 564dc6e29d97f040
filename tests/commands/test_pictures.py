"""The pictures that commands print, as files and on a terminal."""

import io
import struct
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from irctl.cli import main
from irctl.invocation import World
from tests.program import irctl

COMMANDS = {
    "compare": ["compare", "resnet50-default", "resnet50-default-v2"],
    "steps": ["steps", "bert-failed"],
    "rank": ["rank", "resnet50-default"],
    "versions": ["rank", "--model-package", "sentiment"],
    "plan": ["plan", "resnet50-default", "--traffic", "100/s"],
}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("command", COMMANDS)
def test_a_picture_is_the_same_for_the_same_input_and_small(command: str) -> None:
    first, second = (irctl(*COMMANDS[command], "--demo", "-o", "svg") for _ in range(2))
    assert first == second
    assert len(first.out) < 25_000
    root = ElementTree.fromstring(first.out)
    assert root.attrib["role"] == "img"
    assert all(root.findtext(f"{{*}}{name}") for name in ("title", "desc"))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_png_has_twice_the_pixels(command: str, tmp_path: Path) -> None:
    path = tmp_path / "picture.png"
    assert irctl(*COMMANDS[command], "--demo", "--out", str(path)).code == 0
    width, height = struct.unpack(">II", path.read_bytes()[16:24])
    root = ElementTree.fromstring(irctl(*COMMANDS[command], "--demo", "-o", "svg").out)
    assert width == 2 * float(root.attrib["width"]) == 2120
    assert height == pytest.approx(2 * float(root.attrib["height"]), abs=2)


def test_bytes_are_not_printed_on_a_terminal() -> None:
    out, err = Terminal(), io.StringIO()
    world = World(stdin=None, stdout=out, stderr=err, environ={})
    assert main(["rank", "resnet50-default", "--demo", "-o", "png"], world) == 2
    assert out.getvalue() == ""
    assert "--out FILE.png" in err.getvalue()


def test_bytes_go_into_a_pipe() -> None:
    out = io.TextIOWrapper(io.BytesIO())
    world = World(stdin=None, stdout=out, stderr=io.StringIO(), environ={})
    assert main(["rank", "resnet50-default", "--demo", "-o", "png"], world) == 0
    assert out.buffer.getvalue().startswith(b"\x89PNG")


def test_png_without_its_extra_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    refused = irctl("rank", "resnet50-default", "--demo", "-o", "png")
    assert (refused.code, refused.out) == (2, "")
    assert "pip install 'irctl[png]'" in refused.err


def test_a_command_without_a_picture_refuses_one(tmp_path: Path) -> None:
    for arguments in (["-o", "svg"], ["--out", str(tmp_path / "list.svg")]):
        assert irctl("list", "--demo", *arguments).code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_plot_is_of_characters_alone_in_a_pipe() -> None:
    plot = irctl("plan", "resnet50-default", "--demo", "--traffic", "100/s", "-o", "plot").out
    assert "\x1b" not in plot
    assert max(map(len, plot.splitlines())) <= 100
