"""Text made harmless: one visible line, whatever it holds."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from irctl.output.text import plain, width, words, wrapped

from .rows import HOSTILE, texts


@pytest.mark.parametrize(
    "text",
    ["", "plain", "Grüße, 世界", "café e\u0301", "שלום", "a\\b", "😀", "\u00a0 \u3000", "[b]"],
)
def test_text_that_means_no_harm_is_left_alone(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", r"\x1b[31mred"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("\x9b31m", r"\x9b31m"),
        ("a\nb\r\tc", r"a\nb\r\tc"),
        ("\x85\u2028\u2029\x0b\x0c", r"\x85\u2028\u2029\x0b\x0c"),
        ("\x00\x7f", r"\x00\x7f"),
        ("\u202eabc\u2066", r"\u202eabc\u2066"),
        ("\u200b\u200d\u2060\ufeff\u00ad", r"\u200b\u200d\u2060\ufeff\xad"),
        ("\u3164\u115f\ufe0f\u034f", r"\u3164\u115f\ufe0f\u034f"),
        ("\U000e0041\U000e0100", r"\U000e0041\U000e0100"),
        ("\ud800", r"\ud800"),
        ("\ue000\ufffe", r"\ue000\ufffe"),
    ],
)
def test_what_could_act_or_hide_is_written_as_a_visible_escape(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_every_character_is_shown_or_escaped() -> None:
    for start in range(0, sys.maxunicode + 1, 256):
        harmful = [c for c in map(chr, range(start, start + 256)) if is_harmful(c)]
        assert not {*harmful} & {*plain("".join(harmful))}, hex(start)
    for character in map(chr, range(0x300)):
        assert (plain(character) != character) == is_harmful(character), hex(ord(character))


def is_harmful(character: str) -> bool:
    """Whether a character can control a terminal, or may have an effect in the future."""
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


@given(texts)
def test_the_result_is_one_line_that_any_terminal_and_file_can_hold(text: str) -> None:
    shown = plain(text)
    assert len(shown.splitlines()) <= 1
    assert all(c.isprintable() or unicodedata.category(c) == "Zs" for c in shown)
    shown.encode("utf-8")


@given(texts)
def test_making_harmless_twice_is_the_same_as_once(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_no_hostile_text_is_lost() -> None:
    for text in HOSTILE:
        letters = "".join(c for c in text if c.isascii() and c.isalnum())
        kept = "".join(c for c in plain(text) if c.isascii() and c.isalnum())
        assert len(kept) >= len(letters)


@given(st.text(st.sampled_from("ab1 界"), max_size=60), st.integers(3, 40))
def test_a_sentence_broken_between_words_fits_and_loses_nothing(text: str, columns: int) -> None:
    lines = wrapped(text, columns, indent="> ")
    assert " ".join(line.removeprefix("> ") for line in lines) == text
    for index, line in enumerate(lines):
        assert line.startswith("> ") == (index > 0)
        assert width(line) <= columns or len(words(line.removeprefix("> "))) == 1


def test_a_sentence_is_one_line_where_nothing_is_ever_wrapped() -> None:
    assert wrapped("some words " * 50, None) == ["some words " * 50]


def test_a_number_stays_with_its_unit() -> None:
    assert wrapped("latency 118 ms is above 90 ms", 25) == ["latency 118 ms is above", "90 ms"]


# Wide since Unicode 16: whether Python knows depends on its version, as terminals do.
_WIDE_SINCE_16 = {*range(0x2630, 0x2638), *range(0x268A, 0x2690), *range(0x4DC0, 0x4E00)}
_WIDE_SINCE_16 |= {*range(0x1D300, 0x1D357), *range(0x1D360, 0x1D379)}


def test_the_width_of_every_character_is_what_rich_says() -> None:
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        if is_harmful(character) or code in _WIDE_SINCE_16:
            continue
        if plain(character) == character:
            assert width(character) == cell_len(character), hex(code)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("ab", 2),
        ("世界", 4),
        ("e\u0301te\u0301", 3),
        ("👍\U0001f3fd", 2),
        ("각", 2),
        ("🇩🇪", 2),
    ],
)
def test_a_text_is_as_wide_as_its_characters_together(text: str, columns: int) -> None:
    assert width(text) == columns
