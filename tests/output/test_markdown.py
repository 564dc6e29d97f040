"""GitHub-flavoured Markdown: what a reader sees is the text, never markup of its own."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from irctl.output import markdown
from irctl.output.report import Entry, Note, Outline, Report
from irctl.output.style import Style
from irctl.output.text import plain

from .rows import HOSTILE, Row, blocks, field, report, texts

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def rendered(given_report: Report) -> str:
    return "".join(markdown.render(given_report, Style()))


def words(text: str) -> str:
    """The text with runs of spaces as one, as a browser shows it."""
    return " ".join(plain(text).split())


def shown(token: Token) -> str:
    """Return the visible text of an inline token.

    It may contain only text, the bold of a label, and the comments that stop GitHub's own markup.
    """
    children = [
        each
        for each in token.children or []
        if (each.type, each.content) != ("html_inline", "<!-- -->")
    ]
    assert {each.type for each in children} <= {
        "text",
        "text_special",
        "strong_open",
        "strong_close",
    }
    return words("".join(each.content for each in children))


def table(text: str) -> list[list[str]]:
    """The cells of the only table, the header first."""
    tokens = PARSER.parse(text)
    kinds = [each.type for each in tokens]
    assert (kinds[0], kinds[-1], kinds.count("table_open")) == ("table_open", "table_close", 1)
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(shown(token))
    return rows


@given(st.lists(st.fixed_dictionaries({"a": texts, "b": texts}), min_size=1, max_size=4))
def test_a_reader_of_the_table_sees_the_values(rows: list[Row]) -> None:
    full = [{"k": f"k{index}", **row} for index, row in enumerate(rows)]
    _, *body = table(rendered(report([field("k"), field("a"), field("b")], full)))
    for row, cells in zip(full, body, strict=True):
        there = [each for each in "ab" if any(r[each] not in ("", "-") for r in full)]
        assert cells == [row["k"], *(words(row[each] or "-") for each in there)]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_value_starts_markup_or_a_cell(text: str) -> None:
    rows: list[Row] = [{"a": text, "b": "end"}, {"a": "x", "b": text}]
    assert table(rendered(report([field("a"), field("b")], rows)))[1:] == [
        [words(text or "-"), "end"],
        ["x", words(text or "-")],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "http://example.com",
        "https://example.com/a?b=c",
        "www.example.com",
        "WWW.example.com",
        "ftp://x",
        "<http://x>",
        "a@b.example",
        "@someone",
        "#12",
        ":tada:",
        "$x$",
        "&copy;",
        "~~gone~~",
        "[^1]",
    ],
)
def test_nothing_of_githubs_own_starts_either(text: str) -> None:
    """A parser of CommonMark knows no mentions, emoji, formulas or bare links."""
    escaped = markdown.escaped(text)
    assert escaped != text
    (token,) = (each for each in PARSER.parse(escaped) if each.type == "inline")
    assert shown(token) == text


@pytest.mark.parametrize(
    "text", ["@someone", "@org/team", "a@b.example", "#12", "##12", "owner/repo#12", "GH-12"]
)
def test_nothing_is_left_that_github_finds_in_the_rendered_text(text: str) -> None:
    """GitHub searches the HTML, which has no backslashes, and not across a comment."""
    (token,) = (each for each in PARSER.parse(markdown.escaped(text)) if each.type == "inline")
    pieces = [""]
    for each in token.children or []:
        if each.type == "html_inline":
            pieces.append("")
        else:
            pieces[-1] += each.content
    assert "".join(pieces) == text
    for piece in pieces:
        assert not re.search(r"@\w|#\d|gh-\d", piece, re.IGNORECASE)


def test_times_and_arns_stay_easy_to_read_in_the_source() -> None:
    for text in ("2026-03-01 10:20:30 UTC", "ml.c5.xlarge", "3 x ml.m5.xlarge", "102.9 %"):
        assert markdown.escaped(text) == text


def test_a_table_has_a_header_and_numbers_to_the_right() -> None:
    fields = [field("a", heading="Name"), field("b", heading="Rate", numeric=True)]
    assert rendered(report(fields, [{"a": "x", "b": 1}], title="The title")) == (
        "## The title\n\n| Name | Rate |\n| --- | ---: |\n| x | 1 |\n"
    )


def test_columns_without_values_are_left_out() -> None:
    text = rendered(report([field("a"), field("b")], [{"a": "x"}]))
    assert table(text) == [["a"], ["x"]]


def test_a_missing_value_is_a_dash() -> None:
    assert table(rendered(report([field("a")], [{"a": 0}, {}]))) == [["a"], ["0"], ["-"]]


def test_pages_make_one_table() -> None:
    text = rendered(report([field("a"), field("b")], [{"a": 1}], [{"a": 2, "b": 3}]))
    assert table(text) == [["a", "b"], ["1", "-"], ["2", "3"]]


def test_a_table_without_rows_says_so() -> None:
    assert rendered(report([field("a")], empty="no jobs match")) == "no jobs match\n"


@given(texts, texts)
def test_a_reader_of_an_outline_sees_labels_and_values(label: str, value: str) -> None:
    label = f"l{label}l"  # bold is not bold around a space
    text = rendered(blocks(Outline("Title", (Entry(label, value), Entry("in", "v", 1)))))
    inlines = [shown(each) for each in PARSER.parse(text) if each.type == "inline"]
    expected = f"{words(label)}: {words(value)}".strip() if value else words(label)
    assert inlines == ["Title", expected, "in: v"]


def test_an_outline_is_a_nested_list() -> None:
    entries = (Entry("A"), Entry("B", "b", 1), Entry("C", "c", 2), Entry("D", "d"))
    assert rendered(blocks(Outline("", entries))) == (
        "- **A**\n  - **B**: b\n    - **C**: c\n- **D**: d\n"
    )


@pytest.mark.parametrize("text", ["- x", "+ x", "1. x", "12) x", "    x", "-", "\t- x"])
def test_a_note_is_a_paragraph_however_it_begins(text: str) -> None:
    kinds = [each.type for each in PARSER.parse(rendered(blocks(Note(text))))]
    assert kinds == ["paragraph_open", "inline", "paragraph_close"]


def test_a_member_without_a_name_breaks_no_list() -> None:
    text = rendered(blocks(Outline("", [Entry("", "v"), Entry("B", "b")])))
    assert [each.type for each in PARSER.parse(text)].count("list_item_open") == 2
    assert "hr" not in [each.type for each in PARSER.parse(text)]


@pytest.mark.parametrize("text", [":+1:", ":-1:", ":100:", ":1234:", ":tada:"])
def test_no_emoji_comes_of_a_text(text: str) -> None:
    assert markdown.escaped(text).startswith("\\:")


def test_blocks_are_apart() -> None:
    text = rendered(blocks(Outline("T", (Entry("A", "a"),)), Note("a note")))
    kinds: Sequence[str] = [each.type for each in PARSER.parse(text)]
    assert kinds.count("heading_open") == 1
    assert kinds[-3:] == ["paragraph_open", "inline", "paragraph_close"]
    assert "bullet_list_close" in kinds[:-3]
    assert text.endswith("\n\na note\n")


def test_it_begins_with_the_jobs_the_verdict_and_what_was_not_used() -> None:
    headed = replace(
        report([field("a")], [{"a": 1}]),
        jobs=["x_1", "y", "y"],
        verdicts=["- first", "second"],
        left_out=["z is missing"],
    )
    assert rendered(headed).startswith(
        "# x\\_1, y\n\n\\- first\n\nsecond\n\nnot used: z is missing\n\n|"
    )


def test_of_many_jobs_the_first_are_named() -> None:
    headed = replace(report([field("a")], [{"a": 1}]), jobs=list("abcdefgh"))
    assert rendered(headed).startswith("# a, b, c, d, e and 3 more\n\n|")
