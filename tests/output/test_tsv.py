"""Tab-separated values for cut and awk."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from irctl.output import csv, tsv
from irctl.output.style import Style
from irctl.output.text import plain

from .rows import Row, field, report, texts

FIELDS = [field("a"), field("b")]
values = st.none() | st.integers() | st.floats(allow_nan=False) | texts


def rendered(rows: Sequence[Row]) -> str:
    return "".join(tsv.render(report(FIELDS, rows), Style()))


@given(st.lists(st.fixed_dictionaries({"a": values, "b": values}), max_size=4))
def test_cut_finds_each_value_in_its_column(rows: list[Row]) -> None:
    head, *body = [line.split("\t") for line in rendered(rows).split("\n")[:-1]]
    assert head == ["a", "b"]
    assert len(body) == len(rows)
    for row, cells in zip(rows, body, strict=True):
        for value, cell in zip((row["a"], row["b"]), cells, strict=True):
            if value is None:
                assert cell == ""
            elif isinstance(value, (int, float)):
                assert type(value)(cell) == value
            else:
                assert cell.removeprefix("'") == plain(value).removeprefix("'")


def test_the_cells_are_those_of_csv() -> None:
    rows: list[Row] = [{"a": True, "b": "=1"}, {"a": 0.1, "b": None}]
    assert rendered(rows) == "a\tb\ntrue\t'=1\n0.1\t\n"
    assert "".join(csv.render(report(FIELDS, rows), Style())) == "a,b\ntrue,'=1\n0.1,\n"


def test_no_quotes_are_added() -> None:
    assert rendered([{"a": 'say "a, b"', "b": "x\ty"}]) == 'a\tb\nsay "a, b"\tx\\ty\n'
