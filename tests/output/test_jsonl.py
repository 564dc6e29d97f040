"""JSON Lines."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.output import jsonl
from irctl.output.report import Report, Rows
from irctl.output.style import Style

from .rows import texts


def rendered(pages: Any) -> Iterator[str]:
    return jsonl.render(Report(rows=Rows((), pages, base=lambda row: row)), Style())


@given(st.lists(st.lists(st.dictionaries(texts, texts | st.none(), max_size=3)), max_size=3))
def test_each_record_is_one_line_and_reads_back_exactly(pages: list[list[Any]]) -> None:
    text = "".join(rendered(pages))
    records = [record for page in pages for record in page]
    assert [json.loads(line) for line in text.splitlines()] == records
    assert text.count("\n") == len(records)


def test_no_records_are_no_lines() -> None:
    assert list(rendered([])) == []


def test_a_page_is_printed_before_the_next_is_known() -> None:
    def pages() -> Iterator[list[int]]:
        yield [1, 2]
        raise ConnectionError

    portions = rendered(pages())
    assert next(portions) == "1\n2\n"
    with pytest.raises(ConnectionError):
        next(portions)
