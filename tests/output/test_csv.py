"""CSV: full values for machines, harmless for spreadsheets and terminals."""

import csv
import io
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.output import csv as csv_format
from irctl.output.style import Style
from irctl.output.text import plain

from .rows import HOSTILE, Row, field, report, texts

values = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts


def rendered(rows: Sequence[Row], *keys: str) -> str:
    return "".join(csv_format.render(report([field(key) for key in keys], rows), Style()))


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


@given(st.lists(st.fixed_dictionaries({"a": values, "b": values}), max_size=4))
def test_a_csv_parser_reads_back_the_values(rows: list[Row]) -> None:
    head, *body = read(rendered(rows, "a", "b"))
    assert head == ["a", "b"]
    assert len(body) == len(rows)
    for row, cells in zip(rows, body, strict=True):
        for value, cell in zip((row["a"], row["b"]), cells, strict=True):
            if value is None:
                assert cell == ""
            elif isinstance(value, bool):
                assert cell == ("true" if value else "false")
            elif isinstance(value, (int, float)):
                assert type(value)(cell) == value
            else:
                assert cell.removeprefix("'") == plain(value).removeprefix("'")


@given(st.lists(st.fixed_dictionaries({"a": texts, "b": texts}), max_size=4))
def test_each_row_is_one_line_that_no_terminal_acts_on(rows: list[Row]) -> None:
    text = rendered(rows, "a", "b")
    assert len(text.splitlines()) == len(rows) + 1
    assert "\x1b" not in text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        " =1+1",
        "\t=1+1",
        "\r=1+1",
        "\n=1+1",
        "\u00a0=1+1",
        "=cmd|' /C calc'!A0",
        '="a,b"',
    ],
)
def test_no_text_is_a_formula(text: str) -> None:
    (_, (cell,)) = read(rendered([{"a": text}], "a"))
    assert cell[0] in "'\\"
    assert cell.lstrip("'").endswith(text.strip())


def test_no_hostile_text_starts_a_formula() -> None:
    for row in read(rendered([{"a": text} for text in HOSTILE], "a"))[1:]:
        assert not row[0].lstrip().startswith(("=", "+", "-", "@"))


def test_a_negative_number_is_a_number() -> None:
    assert read(rendered([{"a": -1.5}], "a"))[1] == ["-1.5"]


def test_numbers_keep_their_full_value() -> None:
    row: Row = {"a": 0.11500000208616257, "b": 10**25}
    assert read(rendered([row], "a", "b"))[1] == ["0.11500000208616257", str(10**25)]


def test_every_column_is_there_with_or_without_values() -> None:
    assert rendered([{"a": 1}], "a", "b") == "a,b\n1,\n"


def test_no_rows_are_a_header() -> None:
    assert rendered([], "a", "b") == "a,b\n"


def test_rows_are_printed_as_their_pages_come() -> None:
    def pages() -> Iterator[list[Row]]:
        yield [{"a": 1}]
        raise ConnectionError

    lines = csv_format.render(report([field("a")], stream=pages()), Style())
    assert next(lines) == "a\n1\n"
    with pytest.raises(ConnectionError):
        next(lines)


def test_where_not_even_the_first_page_comes_nothing_looks_like_an_empty_result() -> None:
    def pages() -> Iterator[list[Row]]:
        raise ConnectionError
        yield []

    with pytest.raises(ConnectionError):
        next(csv_format.render(report([field("a")], stream=pages()), Style()))
