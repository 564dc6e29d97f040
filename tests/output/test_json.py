"""Standard JSON."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from irctl.output import json as json_format
from irctl.output.report import Report, documents
from irctl.output.style import Style

from .rows import texts

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def rendered(document: Any) -> str:
    return "".join(json_format.render(Report(rows=documents([document])), Style()))


@given(values)
def test_a_parser_reads_back_the_exact_document(document: Any) -> None:
    assert json.loads(rendered(document)) == document


@given(values)
def test_the_text_is_ascii_that_no_terminal_acts_on(document: Any) -> None:
    text = rendered(document)
    assert text.isascii()
    assert text.replace("\n", "").isprintable()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_what_json_has_no_word_for_is_never_printed(value: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        rendered({"a": [value]})


def test_the_document_is_indented_for_reading_and_ends_its_line() -> None:
    assert rendered({"a": [1]}) == '{\n  "a": [\n    1\n  ]\n}\n'


@given(values)
def test_a_long_document_is_indented_as_a_short_one(document: Any) -> None:
    long = {"long": "x" * json_format.MANY_CHARACTERS, "document": [document]}

    indented = json.dumps(long, indent=2).replace("##", "\\u0023\\u0023")

    assert rendered(long) == f"{indented}\n"


def test_members_keep_their_order() -> None:
    assert list(json.loads(rendered({"z": 1, "a": 2}))) == ["z", "a"]


def test_numbers_keep_their_value() -> None:
    assert "0.11500000208616257" in rendered({"a": 0.11500000208616257})
    assert str(10**25) in rendered({"a": 10**25})
